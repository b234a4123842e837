/*
 * upgrade.h - another version of the program takes over the sockets while this one finishes its connections.
 *
 * The new master is started beside the old one with the same words and the listening sockets. It builds and starts its
 * workers first; only when they are ready does it say so, over a socket between the two. The old one then stops accepting
 * and answers, and the new one accepts. Should the new one fail on that way, nothing has happened.
 */
#ifndef SERVER_UPGRADE_H
#define SERVER_UPGRADE_H

#include "server/listen.h"
#include "server/process.h"

/* The path of the running program, where a new version of it will be looked for. The caller frees it; NULL if unknown. */
char *upgrade_path(void);

/* Starts the program at PATH as the SUCCESSOR of this process, with LISTENERS. False with one line. */
bool upgrade_start(struct process *successor, const char *path, const struct listeners *listeners, struct error *error)
    __attribute__((warn_unused_result));

/* In the successor: its socket to the predecessor, closed on exec; -1 if it replaces nobody. */
int upgrade_predecessor(void);

#endif
