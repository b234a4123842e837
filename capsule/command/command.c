/* command.c - the table of commands. */
#include "command/command.h"

#include "command/help.h"
#include "command/serve.h"
#include "command/translate.h"
#include "config/closest.h"

static const char serve_description[] =
    "Publishes the site in the folder SITE, or in the current one, over Gemini and Gopher until it is stopped.\n"
    "SITE is the source of a Jekyll homepage, or any folder with Markdown pages. It is only read, never changed. An edited "
    "page is published within a second; SIGHUP reads everything again, settings and certificates too. What cannot be read "
    "then leaves what runs as it is, and the log says why.\n"
    "The first start makes a key and a certificate for the hosts, prints its fingerprint and never replaces it: visitors "
    "come to know a capsule by it.\n"
    "When every socket listens, one line on standard error says so:\n"
    "ready gemini=HOST:PORT gopher=HOST:PORT pages=N";

static const char serve_examples[] =
    "capsule serve  the current folder, for this machine: gemini://localhost/ and gopher://localhost:7070/\n"
    "capsule serve homepage --host tea.example --gopher :70  for everybody\n"
    "capsule serve homepage --gemini 127.0.0.1:0 --gopher off  Gemini alone, on any free port";

static const char translate_description[] =
    "Translates one page of Markdown, with or without front matter, from FILE or standard input (-) to standard output: "
    "the way a page goes in `capsule serve`, without a site around it.";

static const char translate_examples[] =
    "capsule translate about.md  as gemtext\n"
    "capsule translate --to menu - <about.md  as a Gopher menu";

static const char help_description[] =
    "Says what a command does and which options it has; `capsule help config` lists the settings.";

const struct command commands[] = {
    { "serve", serve_run, "serve [SITE] [OPTION]...", "publish a site over Gemini and Gopher", serve_description,
      serve_options, serve_examples },
    { "translate", translate_run, "translate [OPTION]... [FILE | -]", "show one page as gemtext, menu or plain text",
      translate_description, translate_options, translate_examples },
    { "help", help_run, "help [COMMAND | config]", "explain a command, or the settings", help_description, NULL, NULL },
    { NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};

const struct command *
command_find(struct slice name, struct error *error)
{
    struct closest closest;

    closest_init(&closest, name);
    for (const struct command *command = commands; command->name != NULL; command++) {
        if (slice_is(name, command->name))
            return command;
        closest_offer(&closest, command->name);
    }
    closest_report(&closest, "unknown command", "see `capsule help`", error);
    return NULL;
}
