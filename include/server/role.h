/* role.h - what a role process does: read what it was handed, bound itself, and work. */
#ifndef SERVER_ROLE_H
#define SERVER_ROLE_H

/* The entry of a role process (builder, worker), which main() enters when argv[1] is `--role`; returns its exit status.
 */
int role_run(int count, char **words);

#endif
