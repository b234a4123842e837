/* serve.c - the command line of `capsule serve`, checked as a whole before anything is started. */
#include "command/serve.h"

#include <stdlib.h>
#include <string.h>

#include "command/usage.h"
#include "server/listen.h"
#include "server/master.h"

/* The running file itself: also after an upgrade has put another one in its place. */
static const char program[] = "/proc/self/exe";

const struct option_row serve_options[] = {
    { "--host", "NAME", true, "a public name of this server; the first one stands in menus (default: localhost)" },
    { "--site", "NAME=SITE", true, "a further site, for the clients that ask for the host NAME, or NAME,NAME" },
    { "--gemini", "ADDR:PORT", true,
      "where to listen for Gemini, or off (default: :1965); with `,proxy` behind the port, for a proxy that says who asks" },
    { "--gopher", "ADDR:PORT", true, "the same for Gopher (default: :7070)" },
    { "--certs", "DIR", false, "the folder of key and certificate, made at the first start (default: certs)" },
    { "--workers", "N", false, "how many processes answer (default: one per core)" },
    { "--config", "FILE", false, "settings beside those of the site's _config.yml" },
    { "--set", "KEY=VALUE", true, "one setting; `capsule help config` lists them" },
    { "--no-watch", NULL, false, "publish edited files only on SIGHUP" },
    { NULL, NULL, false, NULL },
};

struct lists {
    struct text_list gemini, gopher, flags;
};

static bool
check_addresses(const struct text_list *list, struct error *error)
{
    struct listen_address address;

    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], "off") != 0 && !listen_address_read(slice_of(list->items[i]), &address, error))
            return false;
    return true;
}

/* Flags were given, and none of them is an address. */
static bool
is_off(const struct text_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], "off") != 0)
            return false;
    return list->count > 0;
}

static bool
check_usage(const struct options *options, struct lists *lists, struct error *error)
{
    usage_collect(options, "--gemini", "", &lists->gemini);
    usage_collect(options, "--gopher", "", &lists->gopher);
    if (is_off(&lists->gemini) && is_off(&lists->gopher))
        return error_set(error, "Gemini and Gopher are both off: leave one of --gemini and --gopher out");
    return check_addresses(&lists->gemini, error) && check_addresses(&lists->gopher, error) &&
           usage_settings(options, &lists->flags, error);
}

static const char *
value_or(const char *value, const char *fallback)
{
    return value != NULL ? value : fallback;
}

static int
serve(const struct options *options, struct lists *lists)
{
    struct master_options master = {
        .program = program,
        .site = value_or(options_word(options, 0), "."),
        .config_file = options_value(options, "--config"),
        .certs = value_or(options_value(options, "--certs"), "certs"),
        .gemini = &lists->gemini,
        .gopher = &lists->gopher,
        .flags = &lists->flags,
        .watch = !options_has(options, "--no-watch"),
    };
    struct error error = { "" };

    if (!check_usage(options, lists, &error))
        return usage_fail(&error, EXIT_USAGE);
    return master_run(&master, &error) ? EXIT_SUCCESS : usage_fail(&error, EXIT_FAILURE);
}

int
serve_run(int count, char *const *words)
{
    struct options *options = usage_read("serve", serve_options, count, words, 1);
    struct lists lists = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
    int status = options != NULL ? serve(options, &lists) : EXIT_USAGE;

    text_list_clear(&lists.gemini);
    text_list_clear(&lists.gopher);
    text_list_clear(&lists.flags);
    options_free(options);
    return status;
}
