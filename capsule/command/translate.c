/* translate.c - a page from a file or standard input through the readers and one writer. */
#include "command/translate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "command/usage.h"
#include "config/yaml.h"
#include "document/reader.h"
#include "document/writer.h"
#include "site/head.h"

#define SOURCE_LIMIT ((size_t)64 << 20) /* bytes; what is no page at all must not fill the memory */
#define GROWTH       20                 /* so many bytes of memory per byte of a page, roughly */

const struct option_row translate_options[] = {
    { "--to", "FORM", false, "gemtext, menu (Gopher) or text (default: gemtext)" },
    { "--report", NULL, false, "say on standard error what was lost or is broken" },
    { NULL, NULL, false, NULL },
};

static void
write_gemtext(const struct document *document, struct buffer *out)
{
    gemtext_write(document, out);
}

/* Without a site, items lead to where `capsule serve` would publish them on this machine. */
static const struct gopher_place place = { .host = "localhost", .port = 7070 };

static void
write_menu(const struct document *document, struct buffer *out)
{
    menu_write(document, &place, out);
}

static void
write_text(const struct document *document, struct buffer *out)
{
    text_write(document, &place, out);
}

static const struct form {
    const char *name;
    void (*write)(const struct document *document, struct buffer *out);
} forms[] = { { "gemtext", write_gemtext }, { "menu", write_menu }, { "text", write_text } };

static const struct form *
find_form(const char *name, struct error *error)
{
    if (name == NULL)
        return &forms[0];
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (strcmp(name, forms[i].name) == 0)
            return &forms[i];
    error_set(error, "--to %s: the forms are gemtext, menu and text", name);
    return NULL;
}

static bool
read_all(FILE *file, struct buffer *text)
{
    char piece[65536];
    size_t length;

    while ((length = fread(piece, 1, sizeof piece, file)) > 0 && text->length <= SOURCE_LIMIT)
        buffer_add(text, slice_make(piece, length));
    return !ferror(file);
}

static bool
read_source(const char *name, struct buffer *text, struct error *error)
{
    FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
    bool done;

    if (file == NULL)
        return error_set(error, "%s: %s", name, strerror(errno));
    done = read_all(file, text) || error_set(error, "%s: %s", name, strerror(errno));
    if (file != stdin)
        fclose(file);
    return done && (text->length <= SOURCE_LIMIT || error_set(error, "%s: longer than 64 MiB, so it is no page", name));
}

/* A header that cannot be read counts as empty, as in Jekyll (jekyll.md 3.1). */
static struct slice
read_title(enum front_matter_kind kind, struct slice header, const char *name, struct arena *arena,
           struct findings *findings)
{
    struct error error;
    const struct yaml *meta = head_parse(kind, header, arena, &error);

    if (meta == NULL)
        findings_add(findings, FINDING_WARNING, kind == FRONT_MATTER_TOML ? "invalid-toml" : "invalid-yaml", name, 1, 0,
                     "front matter is ignored: %s", error.text);
    return yaml_get_text(meta, "title");
}

static struct document *
read_document(struct slice source, const char *name, struct arena *arena, struct findings *findings)
{
    struct document_options options = { .file = name, .findings = findings };
    struct slice header = slice_of(NULL), body = source;
    struct document *document;
    unsigned body_line = 1;
    enum reader_end end;

    /* Nobody says whose page it is, so every kind of header is taken for one. */
    if (front_matter_split_any(source, FRONT_MATTER_HUGO, &header, &body, &body_line))
        options.title = read_title(front_matter_kind(source, FRONT_MATTER_HUGO), header, name, arena, findings);
    document = document_new(&options);
    end = slice_ends_nocase(slice_of(name), ".html") || slice_ends_nocase(slice_of(name), ".htm")
              ? html_read(body, body_line, document)
              : markdown_read(body, body_line, document);
    if (end == READER_REFUSED)
        source_read(body, document);
    document_finish(document);
    return document;
}

/* `FILE:LINE:COLUMN: severity: message`, as compilers say it. Of a page that is shown as its source everybody is told. */
static void
report(const struct findings *findings, bool all)
{
    struct buffer line = { 0 };

    for (size_t i = 0; i < findings_count(findings); i++) {
        const struct finding *finding = findings_at(findings, i);

        if (!all && strcmp(finding->code, "page-refused") != 0)
            continue;
        buffer_truncate(&line, 0);
        buffer_format(&line, "%s:", finding->file);
        if (finding->line > 0)
            buffer_format(&line, "%u:", finding->line);
        if (finding->line > 0 && finding->column > 0)
            buffer_format(&line, "%u:", finding->column);
        buffer_format(&line, " %s: %s [%s]\n", finding_severity_name(finding->severity), finding->message,
                      finding->code);
        fwrite(line.bytes, 1, line.length, stderr);
    }
    buffer_clear(&line);
}

static bool
translate(const struct form *form, const char *name, bool reports, struct error *error)
{
    struct buffer source = { 0 }, out = { 0 };
    struct arena *arena = arena_new();
    struct findings *findings = findings_new();
    bool done = read_source(name, &source, error);

    if (done) {
        struct document *document;

        memory_expect(source.length * GROWTH);
        document = read_document(buffer_slice(&source), name, arena, findings);
        form->write(document, &out);
        document_free(document);
        findings_settle(findings);
        report(findings, reports);
        done = ((out.length == 0 || fwrite(out.bytes, 1, out.length, stdout) == out.length) && fflush(stdout) == 0) ||
               error_set(error, "standard output: %s", strerror(errno));
    }
    buffer_clear(&source);
    buffer_clear(&out);
    findings_free(findings);
    arena_free(arena);
    return done;
}

int
translate_run(int count, char *const *words)
{
    struct error error;
    struct options *options = usage_read("translate", translate_options, count, words, 1);
    const struct form *form;
    const char *name;
    int status = EXIT_SUCCESS;

    if (options == NULL)
        return EXIT_USAGE;
    form = find_form(options_value(options, "--to"), &error);
    name = options_word_count(options) > 0 ? options_word(options, 0) : "-";
    if (form == NULL)
        status = usage_fail(&error, EXIT_USAGE);
    else if (!translate(form, name, options_has(options, "--report"), &error))
        status = usage_fail(&error, EXIT_FAILURE);
    options_free(options);
    return status;
}
