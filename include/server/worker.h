/* worker.h - one process that accepts connections and answers them out of the image. */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "config/setting.h"
#include "image/image.h"
#include "server/crowd.h"
#include "server/statistics.h"

#include <openssl/ssl.h>

enum listener_protocol { PROTOCOL_GEMINI, PROTOCOL_GOPHER };

struct listener {
    int fd; /* non-blocking, listening; a worker closes its own when it drains */
    enum listener_protocol protocol;
    bool proxy; /* each connection begins with a PROXY header (proxy_header.h) */
};

/* One of the sites that a worker serves. */
struct worker_site {
    struct image *image;
    int root; /* directory descriptor of the site root, or -1 for an image served without files */
};

/* Everything a worker has. It opens nothing else but published files. All lent for the worker's life. */
struct worker_setup {
    const struct settings *settings;
    const struct worker_site *sites; /* at least one; Gopher, which knows no hosts, serves the first */
    size_t site_count;
    SSL_CTX *tls; /* certificate and key loaded (tls_context_new); NULL without a Gemini listener */
    const struct listener *listeners;
    size_t listener_count;
    int access_log;                     /* descriptor of the access log */
    struct statistics_slot *statistics; /* where it counts, or NULL */
    struct crowd *crowd;                /* the limits that hold for all workers; NULL: no rate, and caps for this one */
    int control;                        /* to the master: enum control_byte (process.h), one byte at a time */
};

struct worker;

/*
 * A worker that has opened all it needs, and has not spoken to anybody: the place to give up other rights. SETUP is lent for
 * its life. SIGPIPE is ignored from now on. NULL, with a line in the log, if the system gives no event loop.
 */
struct worker *worker_new(const struct worker_setup *setup);

/*
 * Accepts once CONTROL says so and serves until it says drain (or closes: the master is gone). Then the clients that have
 * connected are taken, the listening sockets are closed, so that others are refused at once, and this is reported; the
 * connections are finished within the drain deadline. SIGTERM and SIGINT do what CONTROL_DRAIN does.
 */
void worker_run(struct worker *worker);

void worker_free(struct worker *worker); /* NULL is fine */

#endif
