/* report.c - what the server says of itself. */
#include "server/report.h"

#include <string.h>
#include <unistd.h>

#include "base/log.h"

static void
add_address(struct buffer *line, const char *name, const char *host, unsigned port)
{
    bool is_ipv6 = strchr(host, ':') != NULL;

    if (port == 0)
        buffer_format(line, " %s=off", name);
    else
        buffer_format(line, " %s=%s%s%s:%u", name, is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port);
}

/* A stable line for whoever starts us; it therefore stands alone, without the log's prefix. */
void
report_ready(const struct edition *edition, const struct listeners *listeners)
{
    const char *host = edition->settings.hosts.items[0];
    struct buffer line = { 0 };

    buffer_add_text(&line, "ready");
    add_address(&line, "gemini", host, listeners_port(listeners, PROTOCOL_GEMINI));
    add_address(&line, "gopher", host, listeners_port(listeners, PROTOCOL_GOPHER));
    buffer_format(&line, " pages=%u\n", edition_pages(edition));
    log_write(buffer_slice(&line));
    buffer_clear(&line);
}

void
report_state(const struct succession *succession, const struct statistics *statistics, long long uptime,
             struct buffer *out)
{
    const struct edition *edition = succession_edition(succession);
    uint64_t totals[STATISTIC_COUNT];

    statistics_total(statistics, totals);
    buffer_format(out, "version %s\npid %d\nuptime_seconds %lld\npages %u\nworkers %zu\nworkers_draining %zu\n",
                  CAPSULE_VERSION, (int)getpid(), uptime, edition != NULL ? edition_pages(edition) : 0,
                  succession_worker_count(succession), succession_draining_count(succession));
    statistics_write(totals, out);
}
