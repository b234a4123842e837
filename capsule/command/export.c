/* export.c - the replies of an image as files, in one tree per protocol. */
#include "command/export.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rest.h"
#include "base/uri.h"
#include "builder/page_set.h"
#include "builder/published.h"
#include "command/export_links.h"
#include "command/export_tree.h"
#include "command/site_build.h"
#include "command/usage.h"
#include "site/beneath.h"

const struct option_row export_options[] = {
    SITE_BUILD_OPTIONS,
    { NULL, NULL, false, NULL },
};

/* Files keep their paths, so that they come first; a redirect yields to all others, which are what people link to. */
enum turn { TURN_FILES, TURN_PAGES, TURN_REDIRECTS, TURNS };

enum { TREES = 2 };

/* One tree while it is written. */
struct export
{
    const struct site_build *build;
    struct export_names *names;
    struct export_tree tree;
    struct findings *findings; /* of names and files */
    struct error *error;
};

/* The body of a Gemini REPLY; *HEADER is its first line. */
static struct slice
split_reply(struct slice reply, struct slice *header)
{
    size_t end = slice_find(reply, "\r\n");

    *header = slice_range(reply, 0, end);
    return end == SLICE_NONE ? slice_of(NULL) : slice_from(reply, end + 2);
}

static bool
is_gemtext(const struct image_reply *reply)
{
    return reply->kind == IMAGE_REPLY && slice_starts(reply->bytes, "20 text/gemini");
}

static bool
is_redirect(const struct image_reply *reply)
{
    return reply->kind == IMAGE_REPLY && slice_starts(reply->bytes, "3");
}

static bool
miss_file(struct export *export, const char *path, const char *reason)
{
    findings_add(export->findings, FINDING_ERROR, "unreadable-file", path, 0, 0, "cannot be read: %s", reason);
    return true;
}

/* A file that cannot be read any more is missing, and all others are there. */
static bool
export_file(struct export *export, struct slice name, const char *path)
{
    struct stat status;
    struct rest rest;
    int file = beneath_open_file(export->build->edition->root, slice_of(path), &status);
    bool done;

    if (file < 0)
        return miss_file(export, path, strerror(errno));
    if (rest_await(&rest, file))
        done = export_tree_copy(&export->tree, name, file, export->error) &&
               (rest_end(&rest, file) ||
                miss_file(export, path, "it was changed meanwhile; what is exported may be half of it"));
    else
        done = miss_file(export, path, errno == EBUSY ? "it is being written" : strerror(errno));
    close(file);
    return done;
}

/* --- Gemini --- */

static enum turn
turn_of(const struct image_reply *reply)
{
    if (is_redirect(reply))
        return TURN_REDIRECTS;
    return is_gemtext(reply) ? TURN_PAGES : TURN_FILES;
}

static void
name_gemini(struct export *export, const struct build_row *row, enum turn turn)
{
    struct buffer name = { 0 };

    if (turn == TURN_FILES)
        buffer_add(&name, slice_starts(row->key, "/") ? slice_from(row->key, 1) : row->key);
    else
        export_page_name(row->key, &name);
    if (turn == TURN_REDIRECTS)
        export_names_take(export->names, row->key, buffer_slice(&name));
    else
        export_names_take_any(export->names, row->key, buffer_slice(&name), row->source, export->findings);
    buffer_clear(&name);
}

static void
name_all_gemini(struct export *export)
{
    const struct site_build *build = export->build;

    for (enum turn turn = TURN_FILES; turn < TURNS; turn++)
        for (size_t i = 0; i < build_report_count(build->report); i++) {
            const struct build_row *row = build_report_row(build->report, i);
            struct image_reply reply;

            if (image_find(build->image, IMAGE_GEMINI, row->key, &reply) && turn_of(&reply) == turn)
                name_gemini(export, row, turn);
        }
}

/* A static host knows no redirects: a page with one link has to do. */
static void
write_redirect(const struct build_row *row, struct buffer *gemtext)
{
    buffer_format(gemtext, "# %.*s\n\n=> ", (int)row->path.length, row->path.bytes);
    buffer_add(gemtext, row->target);
    buffer_add_byte(gemtext, '\n');
}

static bool
export_gemini_reply(struct export *export, const struct build_row *row, struct slice name,
                    const struct image_reply *reply)
{
    struct buffer gemtext = { 0 }, content = { 0 };
    struct slice header, body = split_reply(reply->bytes, &header);
    bool done;

    if (is_redirect(reply))
        write_redirect(row, &gemtext);
    if (is_redirect(reply) || is_gemtext(reply))
        export_links(gemtext.length > 0 ? buffer_slice(&gemtext) : body, name, export->names, &content);
    else if (row->kind == ENTRY_GENERATED)
        export_feed(body, export->names, &content);
    else
        buffer_add(&content, body);
    done = export_tree_write(&export->tree, name, buffer_slice(&content), export->error);
    buffer_clear(&gemtext);
    buffer_clear(&content);
    return done;
}

static bool
export_gemini(struct export *export)
{
    const struct site_build *build = export->build;
    bool done = true;

    name_all_gemini(export);
    for (size_t i = 0; done && i < build_report_count(build->report); i++) {
        const struct build_row *row = build_report_row(build->report, i);
        struct slice name = export_names_find(export->names, row->key);
        struct image_reply reply;

        if (name.length == 0 || !image_find(build->image, IMAGE_GEMINI, row->key, &reply))
            continue;
        done = reply.kind == IMAGE_FILE ? export_file(export, name, reply.path)
                                        : export_gemini_reply(export, row, name, &reply);
    }
    return done;
}

/* --- Gopher --- */

/* The final `.` line is of the protocol, not of the menu. */
static struct slice
menu_of(struct slice reply)
{
    return slice_ends(reply, "\r\n.\r\n") ? slice_range(reply, 0, reply.length - strlen(".\r\n")) : reply;
}

/* SELECTOR's reply as the file NAME, which is taken for it. */
static bool
export_selector(struct export *export, struct slice selector, bool menu)
{
    struct slice name = export_names_find(export->names, selector);
    struct image_reply reply;

    if (!image_find(export->build->image, IMAGE_GOPHER, published_gopher_key(selector), &reply))
        return true;
    if (reply.kind == IMAGE_FILE)
        return export_file(export, name, reply.path);
    return export_tree_write(&export->tree, name, menu ? menu_of(reply.bytes) : reply.bytes, export->error);
}

/* What is served at SELECTOR as a file of that path; nothing if that is taken, which two text forms may want. */
static bool
export_path(struct export *export, struct slice selector, struct slice source)
{
    struct image_reply reply;

    if (export_names_find(export->names, selector).length > 0 ||
        !image_find(export->build->image, IMAGE_GOPHER, published_gopher_key(selector), &reply) ||
        !export_names_take_any(export->names, selector, published_gopher_key(selector), source, export->findings))
        return true;
    return export_selector(export, selector, false);
}

static bool
export_text_form(struct export *export, const struct build_row *row)
{
    struct buffer form = { 0 };
    bool done;

    page_form_path(row->selector, ".txt", &form);
    done = export_path(export, buffer_slice(&form), row->source);
    buffer_clear(&form);
    return done;
}

static bool
export_menu(struct export *export, const struct build_row *row)
{
    struct buffer name = { 0 };
    bool taken;

    export_menu_name(row->selector, &name);
    taken = row->kind == ENTRY_REDIRECT ? export_names_take(export->names, row->selector, buffer_slice(&name))
                                        : export_names_take_any(export->names, row->selector, buffer_slice(&name),
                                                                row->source, export->findings);
    buffer_clear(&name);
    return !taken || export_selector(export, row->selector, true);
}

/* True for what Gopher shows as a menu: pages, and redirects, which have their target's content there. */
static bool
is_menu(const struct export *export, const struct build_row *row)
{
    struct image_reply reply;

    if (!image_find(export->build->image, IMAGE_GOPHER, published_gopher_key(row->selector), &reply) ||
        reply.kind == IMAGE_FILE || row->kind == ENTRY_FILE)
        return false;
    return slice_ends(reply.bytes, "\r\n.\r\n") || slice_is(reply.bytes, ".\r\n");
}

static bool
export_row(struct export *export, const struct build_row *row, enum turn turn)
{
    bool menu = is_menu(export, row);

    if (turn == TURN_FILES)
        return menu || export_path(export, row->selector, row->source);
    if (!menu || (row->kind == ENTRY_REDIRECT) != (turn == TURN_REDIRECTS))
        return true;
    return export_menu(export, row) && (turn == TURN_REDIRECTS || export_text_form(export, row));
}

static bool
export_companions(struct export *export)
{
    static const char *const selectors[] = { "/robots.txt", "/caps.txt" };
    bool done = true;

    for (size_t i = 0; done && i < sizeof selectors / sizeof *selectors; i++)
        done = export_path(export, slice_of(selectors[i]), slice_of(NULL));
    return done;
}

static bool
export_gopher(struct export *export)
{
    const struct build_report *report = export->build->report;
    bool done = true;

    for (enum turn turn = TURN_FILES; turn < TURNS; turn++)
        for (size_t i = 0; done && i < build_report_count(report); i++)
            done = export_row(export, build_report_row(report, i), turn);
    return done && export_companions(export);
}

/* --- The command --- */

static const struct {
    const char *name;
    bool (*run)(struct export *export);
} trees[TREES] = { { "gemini", export_gemini }, { "gopher", export_gopher } };

/* While there are errors something may be missing that will be back tomorrow: then nothing is removed. */
static bool
write_tree(const struct site_build *build, const char *folder, size_t index, struct export_tree *total,
           struct error *error)
{
    struct export export = { .build = build, .findings = build->findings, .error = error };
    bool done = export_tree_open(&export.tree, folder, error);

    if (!done)
        return false;
    export.names = export_names_new();
    done = (trees[index].run(&export) &&
            export_tree_finish(&export.tree, folder, site_build_found(build, FINDING_ERROR) == 0, error)) ||
           error_prefix(error, "%s", folder);
    total->removed += export.tree.removed;
    total->files += export.tree.files;
    total->written += export.tree.written;
    export_names_free(export.names);
    export_tree_close(&export.tree);
    return done;
}

/* The source is never written to: a tree may lie inside the site, but not the site inside a tree. */
static bool
is_apart(const char *site, const char *folder, struct error *error)
{
    char *source = realpath(site, NULL), *target = realpath(folder, NULL);
    struct slice rest = slice_of(source);
    bool apart = source == NULL || target == NULL || !slice_starts(rest, target);

    rest = apart ? rest : slice_from(rest, strlen(target));
    apart = apart || (rest.length > 0 && rest.bytes[0] != '/');
    free(source);
    free(target);
    return apart || error_set(error, "%s holds the site itself; name another folder to write to", folder);
}

/* What the export itself had to say; what the site has to say only in short. */
static void
say_findings(const struct site_build *build, size_t first)
{
    size_t errors = 0;

    for (size_t i = 0; i < first; i++)
        errors += findings_at(build->findings, i)->severity == FINDING_ERROR;
    for (size_t i = first; i < findings_count(build->findings); i++) {
        const struct finding *finding = findings_at(build->findings, i);

        log_line(finding->severity == FINDING_ERROR ? LOG_ERROR : LOG_WARNING, "%s: %s", finding->file,
                 finding->message);
    }
    if (errors > 0)
        log_line(LOG_WARNING, "%zu error%s in the site; `capsule check` lists them", errors, errors == 1 ? "" : "s");
}

static bool
export_trees(struct site_build *build, const struct options *options, char *const *folders, struct error *error)
{
    const char *const hidden[] = { folders[0], folders[1], NULL };
    struct export_tree total = { 0 };
    size_t first;

    for (size_t i = 0; i < TREES; i++)
        if (!is_apart(build->site, folders[i], error))
            return false;
    if (!site_build_run(build, options, hidden, error))
        return false;
    first = findings_count(build->findings);
    for (size_t i = 0; i < TREES; i++)
        if (!write_tree(build, folders[i], i, &total, error))
            return false;
    say_findings(build, first);
    printf("%zu files in %s and %s, %zu of them written, %zu removed\n", total.files, folders[0], folders[1],
           total.written, total.removed);
    return fflush(stdout) == 0 || error_set(error, "standard output: %s", strerror(errno));
}

static bool
export_site(struct site_build *build, const struct options *options, struct error *error)
{
    char *folders[TREES];
    bool done;

    for (size_t i = 0; i < TREES; i++) {
        struct buffer path = { 0 };

        buffer_format(&path, "%s/%s", options_word(options, 1), trees[i].name);
        folders[i] = buffer_take(&path);
    }
    done = export_trees(build, options, folders, error);
    for (size_t i = 0; i < TREES; i++)
        free(folders[i]);
    return done;
}

int
export_run(int count, char *const *words)
{
    struct options *options = usage_read("export", export_options, count, words, 2);
    int status = EXIT_USAGE;

    if (options != NULL && options_word_count(options) == 2)
        status = site_build_command(options, export_site);
    else if (options != NULL)
        log_line(LOG_ERROR, "export wants two folders: that of the site, and the one to write to");
    options_free(options);
    return status;
}
