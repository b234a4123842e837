/* check.c - builds a site to see what becomes of it, and says so. */
#include "command/check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "command/check_report.h"
#include "command/site_build.h"
#include "command/usage.h"

#define SOON (30 * 24 * 60 * 60) /* seconds before its end in which a certificate is worth a word */

const struct option_row check_options[] = {
    SITE_BUILD_OPTIONS,
    { "--json", NULL, false, "the report as one JSON object" },
    { NULL, NULL, false, NULL },
};

/* --- The certificate --- */

static void
check_certificate_end(const struct certificate *certificate, const char *folder, struct findings *findings)
{
    time_t now = time(NULL);

    if (certificate->expires < now)
        findings_add(findings, FINDING_ERROR, "certificate", folder, 0, 0, "the certificate has expired");
    else if (certificate->expires - now < SOON)
        findings_add(findings, FINDING_WARNING, "certificate", folder, 0, 0, "the certificate expires in %ld days",
                     (long)((certificate->expires - now) / (24 * 60 * 60)));
}

/* A folder that was not named may be that of another capsule, so that nothing of it is held against this one. */
static void
check_certificate(struct site_build *build, const struct options *options)
{
    const char *named = options_value(options, "--certs");
    const char *folder = named != NULL ? named : "certs";
    const struct text_list *hosts = &build->edition->settings.hosts;
    struct certificate certificate;
    struct error error;

    if (named == NULL && access("certs/capsule.crt", F_OK) != 0)
        return;
    if (!certificate_load(folder, hosts, &certificate, NULL, &error)) {
        findings_add(build->findings, named != NULL ? FINDING_ERROR : FINDING_NOTE, "certificate", folder, 0, 0, "%s",
                     error.text);
        return;
    }
    check_certificate_end(&certificate, folder, build->findings);
    for (size_t i = 0; i < hosts->count; i++)
        if (!certificate_names(&certificate, hosts->items[i]))
            findings_add(build->findings, named != NULL ? FINDING_WARNING : FINDING_NOTE, "certificate", folder, 0, 0,
                         "the certificate does not name the host %s", hosts->items[i]);
    certificate_clear(&certificate);
}

/* --- The command --- */

static bool
print(const struct site_build *build, bool json, struct error *error)
{
    struct paint paint;
    bool printed;

    findings_settle(build->findings);
    paint_init(&paint, STDOUT_FILENO);
    if (json)
        check_report_json(build, &paint.text);
    else
        check_report_text(build, &paint);
    printed = paint_write(&paint, STDOUT_FILENO) || error_set(error, "standard output: %s", strerror(errno));
    paint_clear(&paint);
    return printed;
}

/* A site that cannot be built at all has that as its one more finding, so that the report always has the same form. */
static bool
check(struct site_build *build, const struct options *options, struct error *error)
{
    static const char *const nothing[] = { NULL };

    if (site_build_run(build, options, nothing, error))
        check_certificate(build, options);
    else
        findings_add(build->findings, FINDING_ERROR, "site", "", 0, 0, "%s", error->text);
    error->text[0] = '\0'; /* the report says it */
    return print(build, options_has(options, "--json"), error) && site_build_found(build, FINDING_ERROR) == 0;
}

int
check_run(int count, char *const *words)
{
    struct options *options = usage_read("check", check_options, count, words, 1);
    int status = options != NULL ? site_build_command(options, check) : EXIT_USAGE;

    options_free(options);
    return status;
}
