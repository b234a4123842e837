/* site_build.h - a site read and built for one command: what check, export and pack share. */
#ifndef COMMAND_SITE_BUILD_H
#define COMMAND_SITE_BUILD_H

#include "builder/build_report.h"
#include "config/option.h"
#include "image/image.h"
#include "server/edition.h"

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

/* What a command does with its build. False with one line; with an empty one all has been said. */
typedef bool (*site_build_body)(struct site_build *build, const struct options *options, struct error *error);

/*
 * Takes the flags of SITE_BUILD_OPTIONS and the first word (default: the current folder) and runs BODY with them, which
 * calls site_build_run. Returns the exit status; what went wrong has been said.
 */
int site_build_command(const struct options *options, site_build_body body);

/*
 * Builds the site as `serve` would, in the same children and within the same limits; never publishes the paths of
 * HIDDEN, ended by NULL. On a terminal, a build that takes longer than a second shows its progress on
 * standard error. False with one line.
 */
bool site_build_run(struct site_build *build, const struct options *options, const char *const *hidden,
                    struct error *error) __attribute__((warn_unused_result));

/* How many findings are of SEVERITY. */
size_t site_build_found(const struct site_build *build, enum finding_severity severity);

#endif
