/*
 * control.h - the local socket on which the master says how it is: whoever may connect gets one text, and nothing is
 * read from him. Mode 0600, so it is for the server's own user and root.
 */
#ifndef SERVER_CONTROL_H
#define SERVER_CONTROL_H

#include <event2/event.h>

#include "base/buffer.h"
#include "base/error.h"

struct control;

/*
 * Listens at PATH. A socket of ours that lies there is replaced, as its server is gone or about to go; anything else
 * is left alone. Each client is sent what REPORT appends, and is closed. NULL with one line.
 */
struct control *control_new(struct event_base *base, const char *path,
                            void (*report)(void *context, struct buffer *out), void *context, struct error *error);

/* Closes it, and removes the socket unless another one has taken its place. NULL is fine. */
void control_free(struct control *control);

/* The path it listens at. Lent; NULL for NULL. */
const char *control_path(const struct control *control);

/* Appends what the server that listens at PATH says. False with one line. */
bool control_ask(const char *path, struct buffer *answer, struct error *error) __attribute__((warn_unused_result));

#endif
