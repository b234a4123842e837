/*
 * inherit.h - listening sockets that were open before this process: from systemd's socket units or from the program that
 * this one replaces, both by the protocol of sd_listen_fds(3).
 */
#ifndef SERVER_INHERIT_H
#define SERVER_INHERIT_H

#include "server/listen.h"

/*
 * What a socket called NAME on PORT is for: `gemini` or `gopher`, with or without `-proxy` behind it; any other name tells
 * by its port: 1965 is Gemini, 70 and 7070 are Gopher. False if neither tells.
 */
bool inherit_name_read(struct slice name, unsigned port, struct listener *listener) __attribute__((warn_unused_result));

/*
 * Takes the sockets that the environment hands to this process (LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES), which it then
 * forgets, and adds them: non-blocking, closed on exec. False with one line if one is no listening TCP socket, or its
 * protocol cannot be told.
 */
bool inherit_listeners(struct listeners *listeners, struct error *error) __attribute__((warn_unused_result));

/* The names by which another program of ours takes LISTENERS, for its LISTEN_FDNAMES. The caller frees the text. */
char *inherit_names(const struct listeners *listeners);

#endif
