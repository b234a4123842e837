/* cert.c - shows, makes and renews the pairs of a certificate folder. */
#include "command/cert.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "command/usage.h"
#include "server/certificate_maker.h"
#include "server/certificate_news.h"
#include "server/configuration.h"

#define SUFFIX ".crt"

const struct option_row cert_options[] = {
    { "--certs", "DIR", false, "the folder of keys and certificates (default: certs)" },
    { "--host", "NAME", true, "a name that the certificate is for (default: localhost; renew: those it has)" },
    { NULL, NULL, false, NULL },
};

/* What a subcommand works on. */
struct request {
    const char *folder, *pair; /* PAIR: NULL for show means all */
    struct text_list hosts;
};

static void
print_list(const struct text_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        printf("%s%s", i > 0 ? ", " : "", list->items[i]);
    putchar('\n');
}

/* --- show --- */

static void
print_day(const char *before, time_t time)
{
    char day[sizeof "2026-01-31"] = "?";
    struct tm parts;

    if (gmtime_r(&time, &parts) != NULL)
        strftime(day, sizeof day, "%Y-%m-%d", &parts);
    printf("%s%s", before, day);
}

static void
print_warnings(const struct certificate *certificate, const struct text_list *hosts)
{
    if (certificate->expires < time(NULL))
        puts("  warning:     it has expired; `capsule cert renew` keeps its key");
    else if (certificate_expires_soon(certificate, time(NULL)))
        puts("  warning:     it expires within 30 days; `capsule cert renew` keeps its key");
    for (size_t i = 0; i < hosts->count; i++)
        if (!certificate_names(certificate, hosts->items[i]))
            printf("  warning:     it does not name %s\n", hosts->items[i]);
}

static void
print_certificate(const char *folder, const char *pair, const struct certificate *certificate,
                  const struct text_list *hosts)
{
    struct text_list names = { NULL, 0 };

    certificate_list_names(certificate, &names);
    printf("%s/%s%s\n  hosts:       ", folder, pair, SUFFIX);
    print_list(&names);
    printf("  fingerprint: SHA-256 %s\n  public key:  SHA-256 %s\n", certificate->fingerprint, certificate->public_key);
    print_day("  valid:       ", certificate->starts);
    print_day(" to ", certificate->expires);
    printf("\n  signed:      %s\n", certificate->is_self_signed ? "by itself" : "by an authority");
    print_warnings(certificate, hosts);
    text_list_clear(&names);
}

static bool
show_pair(const struct request *request, const char *pair, struct error *error)
{
    struct certificate certificate;

    if (!certificate_load_named(request->folder, pair, &certificate, error))
        return false;
    print_certificate(request->folder, pair, &certificate, &request->hosts);
    certificate_clear(&certificate);
    return true;
}

static int
is_chain(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && slice_ends(slice_of(entry->d_name), SUFFIX);
}

/* Shows what can be shown; the first fault is told at the end. */
static bool
show_folder(const struct request *request, struct error *error)
{
    struct dirent **entries = NULL;
    int count = scandir(request->folder, &entries, is_chain, alphasort);
    bool fine = count > 0;

    if (count < 0)
        error_set(error, "cannot read the certificate folder %s: %s", request->folder, strerror(errno));
    else if (count == 0)
        error_set(error, "there is no certificate in %s; `capsule cert new` makes one", request->folder);
    for (int i = 0; i < count; i++) {
        struct slice name = slice_of(entries[i]->d_name);
        char *pair = slice_copy(slice_range(name, 0, name.length - strlen(SUFFIX)));
        struct error other;

        if (!show_pair(request, pair, fine ? error : &other))
            fine = false;
        free(pair);
        free(entries[i]);
    }
    free(entries);
    return fine;
}

static bool
show(struct request *request, struct error *error)
{
    return request->pair != NULL ? show_pair(request, request->pair, error) : show_folder(request, error);
}

/* --- new and renew --- */

static const char *
pair_or_common(const struct request *request)
{
    return request->pair != NULL ? request->pair : CERTIFICATE_COMMON;
}

/* Without --host, a pair of a host's own is for that host, and the common one for this machine. */
static void
complete_hosts(struct request *request)
{
    static const char *const local[] = { "localhost", "127.0.0.1", "::1" };

    if (request->hosts.count > 0)
        return;
    if (request->pair != NULL)
        text_list_add(&request->hosts, slice_of(request->pair));
    for (size_t i = 0; i < sizeof local / sizeof *local && request->pair == NULL; i++)
        text_list_add(&request->hosts, slice_of(local[i]));
}

static bool
make(struct request *request, struct error *error)
{
    const char *pair = pair_or_common(request);

    if (certificate_exists(request->folder, pair))
        return error_set(error, "%s/%s%s or its key is there; `capsule cert renew` keeps the key, or move both away",
                         request->folder, pair, SUFFIX);
    complete_hosts(request);
    return certificate_make(request->folder, pair, &request->hosts, error) && show_pair(request, pair, error);
}

static bool
renew(struct request *request, struct error *error)
{
    const char *pair = pair_or_common(request);
    struct certificate old;
    bool renewed;

    if (!certificate_load_named(request->folder, pair, &old, error))
        return false;
    if (request->hosts.count == 0)
        certificate_list_names(&old, &request->hosts);
    complete_hosts(request);
    renewed = certificate_renew(request->folder, pair, &old, &request->hosts, error);
    certificate_clear(&old);
    return renewed && show_pair(request, pair, error);
}

/* --- The command line --- */

static const struct {
    const char *name;
    bool (*run)(struct request *request, struct error *error);
} actions[] = { { "show", show }, { "new", make }, { "renew", renew } };

/* Host names as the settings read them: lower case, and no way out of the folder. */
static bool
take_hosts(const struct options *options, struct text_list *hosts, struct error *error)
{
    struct settings settings;
    bool taken = true;

    settings_init(&settings);
    for (size_t i = 0; i < options_value_count(options, "--host") && taken; i++)
        taken = settings_set(&settings, "host", slice_of(options_value_at(options, "--host", i)), i == 0, error);
    *hosts = settings.hosts;
    settings.hosts = (struct text_list){ NULL, 0 };
    settings_clear(&settings);
    return taken;
}

static bool
check_pair_name(const char *pair, struct error *error)
{
    struct settings settings;
    bool fits;

    settings_init(&settings);
    fits = pair == NULL || settings_set(&settings, "host", slice_of(pair), true, error);
    settings_clear(&settings);
    return fits;
}

static int
run(const struct options *options, size_t action)
{
    const char *certs = options_value(options, "--certs");
    struct request request = { certs != NULL ? certs : "certs", options_word(options, 1), { NULL, 0 } };
    struct error error = { "" };
    int status = EXIT_SUCCESS;

    if (!check_pair_name(request.pair, &error) || !take_hosts(options, &request.hosts, &error))
        status = EXIT_USAGE;
    else if (!actions[action].run(&request, &error))
        status = EXIT_FAILURE;
    if (status != EXIT_SUCCESS)
        log_line(LOG_ERROR, "%s", error.text);
    text_list_clear(&request.hosts);
    return status;
}

int
cert_run(int count, char *const *words)
{
    struct options *options = usage_read("cert", cert_options, count, words, 2);
    const char *name = options != NULL ? options_word(options, 0) : NULL;
    int status = EXIT_USAGE;
    size_t action = 0;

    while (name != NULL && action < sizeof actions / sizeof *actions && strcmp(name, actions[action].name) != 0)
        action++;
    if (name != NULL && action < sizeof actions / sizeof *actions)
        status = run(options, action);
    else if (options != NULL)
        log_line(LOG_ERROR, "say show, new or renew; see `capsule help cert`");
    options_free(options);
    return status;
}
