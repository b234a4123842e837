/* command.c - the table of commands. */
#include "command/command.h"

#include "command/cert.h"
#include "command/check.h"
#include "command/export.h"
#include "command/help.h"
#include "command/pack.h"
#include "command/serve.h"
#include "command/status.h"
#include "command/translate.h"
#include "config/closest.h"

static const char serve_description[] =
    "Publishes the site in the folder SITE, or in the current one, over Gemini and Gopher until it is stopped.\n"
    "SITE is the source of a Jekyll homepage, or any folder with Markdown pages. It is only read, never changed. An edited "
    "page is published within a second; SIGHUP reads everything again, settings and certificates too. What cannot be read "
    "then leaves what runs as it is, and the log says why. SIGUSR1 opens the access log anew, SIGUSR2 hands the "
    "sockets to a new version of the program. SITE may also be an image, the file that `capsule pack` makes.\n"
    "The first start makes a key and a certificate for the hosts, prints its fingerprint and never replaces it: visitors "
    "come to know a capsule by it.\n"
    "--site adds a site, a folder or an image, for other names: each with pages, certificate and live editing of its own. "
    "Gopher, whose clients name no host, serves SITE.\n"
    "When every socket listens, one line on standard error says so:\n"
    "ready gemini=HOST:PORT gopher=HOST:PORT pages=N";

static const char serve_examples[] =
    "capsule serve  the current folder, for this machine: gemini://localhost/ and gopher://localhost:7070/\n"
    "capsule serve homepage --host tea.example --gopher :70  for everybody\n"
    "capsule serve tea --host tea.example --site coffee.example=coffee  two sites\n"
    "capsule serve homepage --gemini 127.0.0.1:0 --gopher off  Gemini alone, on any free port";

static const char translate_description[] =
    "Translates one page of Markdown, with or without front matter, from FILE or standard input (-) to standard output: "
    "the way a page goes in `capsule serve`, without a site around it.";

static const char translate_examples[] =
    "capsule translate about.md  as gemtext\n"
    "capsule translate --to menu - <about.md  as a Gopher menu";

static const char check_description[] =
    "Builds the site in the folder SITE, or in the current one, as `capsule serve` would, and lists its pages and "
    "redirects with their paths, then what was lost or is broken: by file, with line numbers. The last line counts.\n"
    "Exit status: 0 without errors, 1 with errors, 2 for wrong usage. Warnings and notes are no errors.";

static const char check_examples[] =
    "capsule check homepage  before it is published\n"
    "capsule check --json homepage  for a program";

static const char export_description[] =
    "Writes the finished capsule as plain files, for a host that serves nothing but files: OUT/gemini with gemtext (/x/ is "
    "x/index.gmi, /x.html and /x are x.gmi), OUT/gopher with a gophermap per page and its text, and all published files in "
    "both.\n"
    "Only what has changed is written, each file whole or not at all. Files of an earlier export that are no longer "
    "published are removed, unless the site has errors; a file that capsule has not written is never deleted.\n"
    "The names and ports in Gopher menus are those of --host, gemini-port and gopher-port (default: 1965 and 70).";

static const char export_examples[] = "capsule export homepage public --host tea.example  both trees below public/";

static const char pack_description[] =
    "Writes the site's image, every finished reply of the capsule in one file, which `capsule serve FILE` serves without "
    "the source: copy it to as many machines as you like; all of them answer alike, and a roll-back is the file before.\n"
    "Without --files the published files (pictures, papers) are not in it and cannot be served from it.\n"
    "Names and ports are part of an image: --host, gemini-port and gopher-port (default: 1965 and 70).";

static const char pack_examples[] =
    "capsule pack homepage -o tea.capsule --files --host tea.example  all in one file\n"
    "capsule serve tea.capsule --gopher :70  on the machine that serves it";

static const char cert_description[] =
    "show lists the certificates in the folder: whom they name, what clients pin, until when they are valid. new makes a "
    "key and a certificate, and never overwrites any. renew puts a new certificate in the place of one that was signed by "
    "itself, for the same key, so that clients that pin the key notice nothing; a running server takes it up.\n"
    "The pair capsule.crt and capsule.key stands for all hosts. With a NAME, it is NAME.crt and NAME.key, which clients of "
    "that host alone see.";

static const char cert_examples[] =
    "capsule cert show  all pairs in certs/\n"
    "capsule cert renew --host tea.example --host www.tea.example  the common pair, now for both\n"
    "capsule cert new other.example  a pair for one host of several";

static const char status_description[] =
    "Shows what a running server has counted since its start: requests by protocol and status, how long they took, "
    "connections, restarts, reloads. It asks over the local socket that the server's setting control names; without that "
    "setting there is none. Without --socket it looks at $XDG_RUNTIME_DIR/capsule.sock, then /run/capsule/capsule.sock.";

static const char status_examples[] =
    "capsule serve homepage --set control=/run/user/1000/capsule.sock  a server that can be asked\n"
    "capsule status --json  one object, for a program";

static const char help_description[] =
    "Says what a command does and which options it has; `capsule help config` lists the settings.";

const struct command commands[] = {
    { "serve", serve_run, "serve [SITE | IMAGE] [OPTION]...", "publish a site over Gemini and Gopher",
      serve_description, serve_options, serve_examples },
    { "translate", translate_run, "translate [OPTION]... [FILE | -]", "show one page as gemtext, menu or plain text",
      translate_description, translate_options, translate_examples },
    { "check", check_run, "check [SITE] [OPTION]...", "list what is published, and what is lost or broken",
      check_description, check_options, check_examples },
    { "export", export_run, "export SITE OUT [OPTION]...", "write a site as plain files for a static host",
      export_description, export_options, export_examples },
    { "pack", pack_run, "pack [SITE] -o FILE [OPTION]...", "write a site as one file for `serve`", pack_description,
      pack_options, pack_examples },
    { "cert", cert_run, "cert show | new | renew [NAME] [OPTION]...", "see, make or renew certificates",
      cert_description, cert_options, cert_examples },
    { "status", status_run, "status [OPTION]...", "show what a running server has counted", status_description,
      status_options, status_examples },
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
