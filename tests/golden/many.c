/*
 * many.c - many pages in one process. Standard input holds `LENGTH LF bytes` per page; standard output answers each
 * with three such pieces, its gemtext, menu and text: what `capsule translate` does, without a process for every page.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "config/yaml.h"
#include "document/reader.h"
#include "document/writer.h"
#include "site/head.h"

static void
put_piece(struct buffer *piece)
{
    printf("%zu\n", piece->length);
    if (piece->length > 0)
        fwrite(piece->bytes, 1, piece->length, stdout);
    buffer_clear(piece);
}

static void
write_forms(const struct document *document)
{
    static const struct gopher_place place = { .host = "localhost", .port = 7070 };
    struct buffer gemtext = { 0 }, menu = { 0 }, text = { 0 };

    gemtext_write(document, &gemtext);
    menu_write(document, &place, &menu);
    text_write(document, &place, &text);
    put_piece(&gemtext);
    put_piece(&menu);
    put_piece(&text);
}

static void
translate(struct slice source)
{
    struct arena *arena = arena_new();
    struct findings *findings = findings_new();
    struct document_options options = { .file = "page.md", .findings = findings };
    struct slice header, body = source;
    struct document *document;
    unsigned body_line = 1;
    struct error error;

    if (front_matter_split_any(source, FRONT_MATTER_HUGO, &header, &body, &body_line))
        options.title =
            yaml_get_text(head_parse(front_matter_kind(source, FRONT_MATTER_HUGO), header, arena, &error), "title");
    document = document_new(&options);
    if (markdown_read(body, body_line, document) == READER_REFUSED)
        source_read(body, document);
    document_finish(document);
    write_forms(document);
    document_free(document);
    findings_free(findings);
    arena_free(arena);
}

int
main(void)
{
    size_t length;

    while (scanf("%zu", &length) == 1 && getchar() == '\n') {
        char *bytes = memory_new(length + 1);
        size_t read = fread(bytes, 1, length, stdin);

        assert(read == length);
        translate(slice_make(bytes, read));
        free(bytes);
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
