/* site_build.h - a site read and built for one command: what check, export and pack share. */
#ifndef COMMAND_SITE_BUILD_H
#define COMMAND_SITE_BUILD_H

#include "builder/build_report.h"
#include "config/option.h"
#include "image/image.h"
#include "server/edition.h"

#define EXIT_USAGE 2

/* The rows that the table of such a command begins with. */
#define SITE_BUILD_OPTIONS                                                                                             \
    { "--host", "NAME", true, "a public name of the capsule; the first one stands in menus (default: localhost)" },    \
        { "--certs", "DIR", false, "the folder of key and certificate, never published (default: certs)" },            \
        { "--config", "FILE", false, "settings beside those of the site's _config.yml" },                              \
    {                                                                                                                  \
        "--set", "KEY=VALUE", true, "one setting, such as gemini-port=1965; `capsule help config` lists them"          \
    }

struct site_build {
    const char *site; /* what the user calls it; lent */
    struct text_list flags;
    struct edition *edition; /* settings, root and the finished image; NULL until it could be read */
    struct findings *findings;
    struct build_report *report;
    struct image *image; /* NULL if the site could not be built */
};

/*
 * Takes the flags of SITE_BUILD_OPTIONS. False with one line for wrong usage. Either way site_build_clear ends it. SITE
 * is lent.
 */
bool site_build_init(struct site_build *build, const char *site, const struct options *options, struct error *error)
    __attribute__((warn_unused_result));

/*
 * Builds the site as `serve` would, in the same children and within the same limits; never publishes the paths of
 * HIDDEN, ended by NULL. On a terminal, a build that takes longer than a second shows its progress on
 * standard error. False with one line.
 */
bool site_build_run(struct site_build *build, const struct options *options, const char *const *hidden,
                    struct error *error) __attribute__((warn_unused_result));

/* Frees what it holds, but not the options. */
void site_build_clear(struct site_build *build);

/* How many findings are of SEVERITY. */
size_t site_build_found(const struct site_build *build, enum finding_severity severity);

#endif
