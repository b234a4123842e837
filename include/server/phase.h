/* phase.h - the phases of a connection, and what bounds each of them in time. */
#ifndef SERVER_PHASE_H
#define SERVER_PHASE_H

#include "config/setting.h"
#include "server/deadline.h"

enum phase {
    PHASE_PROXY,
    PHASE_EXCESS, /* a client over its cap, from which nothing has come */
    PHASE_HANDSHAKE,
    PHASE_REQUEST,
    PHASE_SELECTOR, /* a Gopher request: from accept */
    PHASE_WRITE,
    PHASE_LINGER,
    PHASE_COUNT
};

/* How long PHASE may last by SETTINGS, in milliseconds. */
int64_t phase_milliseconds(enum phase phase, const struct settings *settings);

/* What happens when a connection's time in PHASE is over. */
deadline_callback phase_on_deadline(enum phase phase);

#endif
