/* phase.c - which number bounds each phase of a connection, and what ends it when that time is over. */
#include "server/phase.h"

#include <stddef.h>

#include "server/arrival.h"
#include "server/handshake.h"
#include "server/linger.h"
#include "server/reply.h"
#include "server/request_reader.h"

/* A client over its cap has this long to begin a handshake, in which it can be told so. */
#define EXCESS_MILLISECONDS 100

#define SETTING(field) offsetof(struct settings, field), 0

static const struct {
    size_t setting; /* where `struct settings` has the seconds, if MILLISECONDS is 0 */
    int64_t milliseconds;
    deadline_callback on_deadline;
} phase_table[PHASE_COUNT] = {
    [PHASE_PROXY] = { SETTING(proxy_deadline), arrival_on_proxy_deadline },
    [PHASE_EXCESS] = { 0, EXCESS_MILLISECONDS, handshake_on_excess_deadline },
    [PHASE_HANDSHAKE] = { SETTING(handshake_deadline), handshake_on_deadline },
    [PHASE_REQUEST] = { SETTING(request_deadline), request_on_deadline },
    [PHASE_SELECTOR] = { SETTING(request_deadline), request_on_deadline },
    [PHASE_WRITE] = { SETTING(stall_deadline), reply_on_deadline },
    [PHASE_LINGER] = { SETTING(linger_deadline), linger_on_deadline },
};

int64_t
phase_milliseconds(enum phase phase, const struct settings *settings)
{
    if (phase_table[phase].milliseconds > 0)
        return phase_table[phase].milliseconds;
    return *(const unsigned *)((const char *)settings + phase_table[phase].setting) * (int64_t)1000;
}

deadline_callback
phase_on_deadline(enum phase phase)
{
    return phase_table[phase].on_deadline;
}
