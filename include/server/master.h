/* master.h - the process that starts, watches and replaces all the others, and answers no client itself. */
#ifndef SERVER_MASTER_H
#define SERVER_MASTER_H

#include "base/error.h"
#include "config/setting.h"

struct master_options {
    const char *program;                     /* the path of this executable, for the roles it starts */
    const char *site;                        /* folder */
    const char *config_file;                 /* --config, or NULL */
    const char *certs;                       /* folder */
    const struct text_list *gemini, *gopher; /* ADDR:PORT; empty: the defaults; one "off": none */
    const struct text_list *flags; /* settings given as flags, "key=value", which beat files; applied again at reload */
    bool watch;
};

/*
 * Binds, builds the first image, starts workers, says `ready ...` and runs until SIGTERM or SIGINT, which drain: true. A
 * failure before `ready` is false with one line. SIGHUP reloads, SIGUSR1 reopens the access log, SIGUSR2 lets a new
 * version of the program take over (upgrade.h). Sockets may have been opened by others (inherit.h).
 */
bool master_run(const struct master_options *options, struct error *error) __attribute__((warn_unused_result));

#endif
