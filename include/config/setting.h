/* setting.h - what can be set, by flag, by `--config FILE` or by the `capsule:` key of a site's _config.yml. */
#ifndef CONFIG_SETTING_H
#define CONFIG_SETTING_H

#include "base/buffer.h"
#include "base/error.h"
#include "config/network.h"
#include "config/yaml.h"

enum log_addresses { LOG_ADDRESSES_TRUNCATED, LOG_ADDRESSES_FULL, LOG_ADDRESSES_OFF };

/* AUTO: as far as the system has it. LOG: the same, but the kernel only notes forbidden system calls. */
enum sandbox_mode { SANDBOX_AUTO, SANDBOX_ON, SANDBOX_LOG, SANDBOX_OFF };

struct text_list {
    char **items; /* owned */
    size_t count;
};

/* Adds a copy of TEXT; { 0 } is an empty list. */
void text_list_add(struct text_list *list, struct slice text);
void text_list_clear(struct text_list *list); /* frees the items; the list is empty afterwards */

/* Values only; 0 or NULL where the comment says so. Durations in seconds. */
struct settings {
    struct text_list hosts;            /* host: public names, lower case; empty: localhost, 127.0.0.1, ::1 */
    struct text_list sites;            /* site: further sites, "NAME[,NAME]...=SITE" (host_read_site) */
    unsigned gemini_port, gopher_port; /* public ports; 0: the listener's */
    unsigned workers;                  /* 0: one per core */
    bool key_process;                  /* key-process, true: the workers do not have the private keys */
    unsigned proxy_deadline;           /* deadline.proxy, 3: from accept to the end of the PROXY header */
    unsigned handshake_deadline;       /* deadline.handshake, 10: from accept */
    unsigned request_deadline;         /* deadline.request, 10: from the end of the handshake (Gopher: from accept) */
    unsigned stall_deadline;           /* deadline.stall, 30: writing without progress */
    unsigned linger_deadline;          /* deadline.linger, 1 */
    unsigned drain_deadline;           /* deadline.drain, 30: old generations */
    unsigned watchdog_deadline;        /* deadline.watchdog, 5: a worker's answer to the master */
    unsigned write_rate;               /* write-rate, 512 B/s on average once 60 s have passed */
    unsigned address_connections;      /* connections.address, 64 per IPv4 address or IPv6 /64 */
    unsigned silent_connections;       /* connections.silent, 8192 per worker before the end of the handshake */
    unsigned open_connections;         /* connections.open, 2048 per worker after it */
    unsigned rate_requests;            /* rate.requests, 20 per second and client; 0: any number */
    unsigned rate_burst;               /* rate.burst, 200 at once */
    struct network_list trusted;       /* trusted, loopback: free of caps and rates per client */
    struct network_list proxy_from;    /* proxy-from, loopback: who may send a PROXY header */
    char *log_file;                    /* log: a path, or NULL for standard error */
    enum log_addresses log_addresses;
    char *control; /* path of the control socket, or NULL: none */
    bool gopher_text_terminator;
    bool web_link; /* web-link, true: the foot names the web page */
    char *lang;    /* NULL: the site's lang or locale */
    char *favicon; /* what /favicon.txt holds, or NULL: there is none */
    char *user;    /* whom root becomes, or NULL: root stays */
    enum sandbox_mode sandbox;
};

/* Sets every value to its default. */
void settings_init(struct settings *settings);
void settings_clear(struct settings *settings); /* frees what it holds; to be used again it needs settings_init */

/*
 * Takes the keys of MAP, the node of a `capsule:` key or of a whole --config file; FILE is for messages. A key that is
 * unknown, of a wrong type or out of range: error "FILE: line N: ..." that names what is allowed; keys before it are
 * taken. A missing MAP is fine. Its `host` replaces all hosts that are there.
 */
bool settings_take(struct settings *settings, const struct yaml *map, const char *file, struct error *error)
    __attribute__((warn_unused_result));

/*
 * Sets KEY from the text of a flag; a list gets one more item. The first flag for a list drops what files said (FIRST).
 * False with "KEY: ..." that names what is allowed, or the closest key.
 */
bool settings_set(struct settings *settings, const char *key, struct slice value, bool first, struct error *error)
    __attribute__((warn_unused_result));

/* Appends one paragraph per setting for `capsule help config`: name, range, default, sentence. */
void settings_describe(struct buffer *out);

/* All values as YAML that settings_take reads back to the same values: how the master hands them to its children. */
void settings_write(const struct settings *settings, struct buffer *out);

#endif
