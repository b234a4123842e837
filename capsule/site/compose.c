/* compose.c - one page of a site as a document. */
#include "site/compose.h"

#include <stdlib.h>

#include "site/bibliography.h"
#include "site/block.h"
#include "site/emoji.h"
#include "site/furniture.h"
#include "site/site_data.h"
#include "site/slug.h"

/* What a document's resolver needs to know: which page asks. */
struct asker {
    const struct site *site;
    const struct entry *entry;
    struct findings *findings;
    struct buffer name; /* what the page is called without a title */
};

static void
resolve_for_page(void *context, struct slice href, struct arena *arena, struct target *target)
{
    const struct asker *asker = context;

    site_resolve(asker->site, asker->entry, href, arena, target);
    /* A place on the page itself is no link, however its address is written (R14). */
    if (target->kind == TARGET_PAGE && slice_find_byte(href, '#') != SLICE_NONE &&
        slice_equal(target->url, asker->entry->path))
        target->kind = TARGET_NONE;
}

static void
put_title(struct document *document, struct slice title)
{
    if (title.length == 0)
        return;
    sink_heading_open(document, 1);
    sink_text(document, title);
    sink_heading_close(document);
}

/* Everything above the text that is not the author's own. */
static void
put_top(const struct site *site, const struct entry *entry, struct slice body, struct document *document)
{
    if (furniture_names_owner(site, entry)) {
        put_title(document, site->profile.name);
        furniture_profile(site, body, document);
    } else if (entry == site->home) {
        put_title(document, entry->title);
        furniture_profile(site, body, document);
    } else if (entry->collection.length > 0) {
        put_title(document, entry->title);
        furniture_header(entry, body, document);
    }
}

/* The last part of PATH as a title: "/tag/black-tea.html" is "Black Tea". */
static void
name_path(struct slice path, struct buffer *name)
{
    size_t slash, dot;

    while (slice_ends(path, "/"))
        path = slice_range(path, 0, path.length - 1);
    slash = slice_find_last_byte(path, '/');
    path = slash == SLICE_NONE ? path : slice_from(path, slash + 1);
    dot = slice_find_last_byte(path, '.');
    slug_title(dot == SLICE_NONE ? path : slice_range(path, 0, dot), name);
}

/* Pages get their title from the front matter only if their text has no heading for it (R31). */
static struct slice
fallback_title(const struct site *site, const struct entry *entry)
{
    if (entry == site->home || entry->collection.length > 0)
        return slice_make("", 0);
    return entry->title;
}

/* A page that neither has one is called by its path: without a heading it says nowhere what it is. */
static struct slice
fallback_name(struct asker *asker)
{
    buffer_truncate(&asker->name, 0);
    if (asker->entry->kind == ENTRY_PAGE && asker->entry != asker->site->home)
        name_path(asker->entry->key, &asker->name);
    return buffer_slice(&asker->name);
}

static bool
has_text(const struct document *document)
{
    for (size_t i = 0; i < document_line_count(document); i++) {
        const struct line *line = document_line(document, i);

        if (line->kind != LINE_BLANK && line->kind != LINE_HEADING)
            return true;
    }
    return false;
}

static struct document *
new_document(struct asker *asker, const struct resolver *resolver)
{
    struct document_options options = {
        .file = asker->entry->source.bytes,
        .resolver = resolver,
        .findings = asker->findings,
        .title = fallback_title(asker->site, asker->entry),
        .name = fallback_name(asker),
    };

    return document_new(&options);
}

/* Behind a first line that says TITLE once more, where the title stands already; *LINE follows. */
static struct slice
without_title(struct slice body, struct slice title, unsigned *line)
{
    struct slice rest = body, first = { "", 0 };
    unsigned lines = 0;

    while (slice_is_blank(first) && slice_take_line(&rest, &first))
        lines++;
    if (title.length == 0 || !slice_starts(first, "# ") || !slice_equal(slice_trim(slice_from(first, 2)), title))
        return body;
    *line += lines;
    return rest;
}

static enum reader_end
read_text(const struct site *site, const struct entry *entry, struct slice body, struct document *document)
{
    unsigned line = entry->body_line;
    struct slice title = furniture_names_owner(site, entry) ? site->profile.name : entry->title;

    if (entry->is_html)
        return html_read(body, line, document);
    if (entry == site->home || entry->collection.length > 0)
        body = without_title(body, title, &line);
    return markdown_read(body, line, document);
}

static enum reader_end
read_body(const struct site *site, const struct entry *entry, struct slice body, struct document *document)
{
    struct buffer text = { 0 };
    enum reader_end end;

    if (!site->has_emoji)
        return read_text(site, entry, body, document);
    emoji_replace(body, !entry->is_html, &text);
    end = read_text(site, entry, buffer_slice(&text), document);
    buffer_clear(&text);
    return end;
}

/* A redirect that leaves the capsule is a page with one link (jekyll.md 2.5). */
static void
put_redirect(const struct entry *entry, struct document *document)
{
    struct block block = { .document = document };

    put_title(document, entry->title);
    block_link(&block, entry->target, entry->target);
    block_end(&block);
}

/* The page with nothing but headings: they, and what stands in for a text. */
static struct document *
compose_filler(struct asker *asker, const struct resolver *resolver, struct slice body)
{
    struct document *document = new_document(asker, resolver);

    put_top(asker->site, asker->entry, body, document);
    (void)read_body(asker->site, asker->entry, body, document); /* it was read before, and not refused */
    furniture_filler(asker->site, asker->entry, document);
    document_finish(document);
    return document;
}

static enum reader_end
compose_filled(const struct site *site, const struct entry *entry, struct slice body, struct findings *findings,
               struct document **document)
{
    struct asker asker = { .site = site, .entry = entry, .findings = findings };
    struct resolver resolver = { &asker, resolve_for_page };
    enum reader_end end = READER_DONE;

    *document = new_document(&asker, &resolver);
    if (entry->kind == ENTRY_REDIRECT) {
        put_redirect(entry, *document);
    } else {
        put_top(site, entry, body, *document);
        end = read_body(site, entry, body, *document);
        furniture_citation(entry, body, *document);
        furniture_neighbours(site, entry, *document);
    }
    if (end == READER_REFUSED) {
        document_free(*document);
        *document = NULL;
        buffer_clear(&asker.name);
        return end;
    }
    document_finish(*document);
    if (!has_text(*document)) {
        document_free(*document);
        *document = compose_filler(&asker, &resolver, body);
    }
    furniture_foot(site, entry, *document);
    buffer_clear(&asker.name);
    return end;
}

enum reader_end
compose_page(const struct site *site, const struct entry *entry, struct slice body, struct findings *findings,
             struct document **document)
{
    struct buffer filled = { 0 };
    enum reader_end end;

    body = bibliography_fill(site->library, body, findings, &filled);
    end = compose_filled(site, entry, body, findings, document);
    buffer_clear(&filled);
    return end;
}

struct document *
compose_source(const struct site *site, const struct entry *entry, struct slice body)
{
    struct asker asker = { .site = site, .entry = entry };
    struct resolver resolver = { &asker, resolve_for_page };
    struct document *document = new_document(&asker, &resolver);

    put_title(document, entry->title);
    source_read(body, document);
    document_finish(document);
    furniture_foot(site, entry, document);
    buffer_clear(&asker.name);
    return document;
}
