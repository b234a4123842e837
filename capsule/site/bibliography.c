/* bibliography.c - entries as items: title, authors, venue and year, links. */
#include "site/bibliography.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "site/bibliography_query.h"
#include "site/block.h"
#include "site/latex.h"
#include "site/liquid.h"
#include "site/listing.h"
#include "site/site_data.h"

enum { LISTS = 16 }; /* on one page */

static const struct included *
find_file(struct library *library, const struct bibliography_query *query)
{
    const struct yaml *scholar = yaml_get(library_site(library)->config, "scholar");
    struct slice folder = slice_trim(yaml_get_text(scholar, "source"));
    struct buffer path = { 0 };
    const struct included *file;

    while (slice_starts(folder, "/") || slice_starts(folder, "./"))
        folder = slice_from(folder, 1);
    while (slice_ends(folder, "/"))
        folder = slice_range(folder, 0, folder.length - 1);
    buffer_add(&path, folder.length > 0 ? folder : slice_of("_bibliography"));
    buffer_format(&path, "/%.*s.bib", (int)query->file.length, query->file.bytes);
    file = library_include(library, buffer_slice(&path));
    buffer_clear(&path);
    return file;
}

static void
read_query(const struct library *library, struct slice arguments, struct bibliography_query *query)
{
    bibliography_query_read(arguments, yaml_get(library_site(library)->config, "scholar"), query);
}

void
bibliography_prepare(struct library *library, struct slice arguments, struct slice file, unsigned line,
                     struct findings *findings)
{
    struct bibliography_query query;

    read_query(library, arguments, &query);
    if (find_file(library, &query) == NULL)
        findings_add(findings, FINDING_WARNING, "missing-include", file.bytes, line, 0,
                     "there is no bibliography %.*s.bib", (int)query.file.length, query.file.bytes);
}

static void
add_decoded(struct slice latex, struct buffer *html)
{
    struct buffer text = { 0 };

    latex_decode(latex, &text);
    listing_escape(slice_trim(buffer_slice(&text)), html);
    buffer_clear(&text);
}

/* "Zhao, Xuanlei" as "Xuanlei Zhao". */
static void
add_author(struct slice name, struct buffer *text)
{
    size_t comma = slice_find_byte(name, ','), last = slice_find_last_byte(name, ',');

    name = slice_trim(name);
    if (slice_is(name, "others")) {
        buffer_add_text(text, " et al.");
    } else if (comma == SLICE_NONE) {
        buffer_add(text, name);
    } else {
        buffer_add(text, slice_trim(slice_from(name, last + 1)));
        buffer_add_byte(text, ' ');
        buffer_add(text, slice_trim(slice_range(name, 0, comma)));
    }
}

static bool
takes_and(struct slice rest)
{
    return rest.length > 5 && byte_is_space(rest.bytes[0]) && slice_starts_nocase(slice_from(rest, 1), "and") &&
           byte_is_space(rest.bytes[4]);
}

/* Names joined by `and` outside of braces. */
static void
add_authors(struct slice names, struct buffer *text)
{
    size_t start = 0, depth = 0;

    for (size_t i = 0; i <= names.length; i++) {
        bool end = i == names.length;

        depth += !end && names.bytes[i] == '{';
        depth -= !end && names.bytes[i] == '}' && depth > 0;
        if (!end && (depth > 0 || !takes_and(slice_from(names, i))))
            continue;
        if (start > 0 && !slice_is(slice_trim(slice_range(names, start, i)), "others"))
            buffer_add_text(text, ", ");
        add_author(slice_trim(slice_range(names, start, i)), text);
        start = i + 5;
        i += end ? 0 : 3;
    }
}

static void
add_line(struct slice latex, struct buffer *html)
{
    if (slice_is_blank(latex))
        return;
    buffer_add_text(html, "<br>");
    add_decoded(latex, html);
}

static void
add_venue(const struct bibtex_entry *entry, struct buffer *html)
{
    static const char *const keys[] = { "journal",     "booktitle", "journaltitle", "school",
                                        "institution", "publisher", "howpublished", "abbr" };
    struct slice venue = { "", 0 };
    struct buffer text = { 0 };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && venue.length == 0; i++)
        venue = bibtex_field(entry, keys[i]);
    block_join(&text, ", ", venue);
    block_join(&text, ", ", bibtex_field(entry, "year"));
    add_line(buffer_slice(&text), html);
    buffer_clear(&text);
}

/* Fields that hold a link; what stands before a value that is no URL: in al-folio the folder of its files. */
static const struct {
    const char *key, *label, *prefix;
} links[] = {
    { "html", "HTML", "" },
    { "pdf", "PDF", "/assets/pdf/" },
    { "arxiv", "arXiv", "https://arxiv.org/abs/" },
    { "doi", "DOI", "https://doi.org/" },
    { "url", "Link", "" },
    { "code", "Code", "" },
    { "supp", "Supplement", "/assets/pdf/" },
    { "slides", "Slides", "/assets/pdf/" },
    { "poster", "Poster", "/assets/pdf/" },
    { "video", "Video", "" },
    { "blog", "Blog", "" },
    { "website", "Website", "" },
};

static void
add_links(const struct bibtex_entry *entry, struct buffer *html)
{
    const char *before = "<br>";

    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
        struct slice value = bibtex_field(entry, links[i].key);
        bool whole = slice_find(value, "://") != SLICE_NONE || slice_starts(value, "/");

        if (value.length == 0 || (!whole && links[i].prefix[0] == '\0'))
            continue;
        buffer_format(html, "%s<a href=\"%s", before, whole ? "" : links[i].prefix);
        listing_escape(value, html);
        buffer_format(html, "\">%s</a>", links[i].label);
        before = " ";
    }
}

static void
add_entry(const struct bibtex_entry *entry, struct buffer *html)
{
    struct slice title = bibtex_field(entry, "title"), names = bibtex_field(entry, "author");
    struct buffer authors = { 0 };

    buffer_add_text(html, "<li>");
    add_decoded(title.length > 0 ? title : entry->key, html);
    add_authors(names.length > 0 ? names : bibtex_field(entry, "editor"), &authors);
    add_line(buffer_slice(&authors), html);
    add_venue(entry, html);
    add_line(bibtex_field(entry, "award"), html);
    add_links(entry, html);
    buffer_add_text(html, "</li>");
    buffer_clear(&authors);
}

static void
add_entries(const struct bibliography_query *query, const struct bibtex *bibtex, struct arena *arena,
            struct buffer *html)
{
    const struct bibtex_entry **ordered = memory_new((bibtex->count + 1) * sizeof(const struct bibtex_entry *));
    size_t count = bibliography_query_select(query, bibtex, ordered);
    const char *group_name = arena_copy(arena, query->group).bytes;
    struct slice group = { NULL, 0 };

    for (size_t i = 0; i < count; i++) {
        struct slice next = bibtex_field(ordered[i], group_name);

        if (query->group.length > 0 && (i == 0 || !slice_equal(next, group))) {
            buffer_add_text(html, i > 0 ? "</ul><h2>" : "<h2>");
            add_decoded(next, html);
            buffer_add_text(html, "</h2><ul>");
            group = next;
        } else if (i == 0) {
            buffer_add_text(html, "<ul>");
        }
        add_entry(ordered[i], html);
    }
    if (count > 0)
        buffer_add_text(html, "</ul>");
    free(ordered);
}

static void
add_list(struct library *library, struct slice arguments, struct findings *findings, struct buffer *html)
{
    struct arena *arena = arena_new();
    struct bibliography_query query;
    const struct included *file;
    struct bibtex bibtex = { 0 };

    read_query(library, arguments, &query);
    file = find_file(library, &query);
    if (file != NULL)
        bibtex_read(file->text, file->path.bytes, file->line, arena, findings, &bibtex);
    add_entries(&query, &bibtex, arena, html);
    bibtex_clear(&bibtex);
    arena_free(arena);
}

struct slice
bibliography_fill(struct library *library, struct slice body, struct findings *findings, struct buffer *out)
{
    const char mark[] = { LIQUID_BIBLIOGRAPHY, '\0' };
    struct slice rest = body;
    size_t start, end;

    if (slice_find(body, mark) == SLICE_NONE)
        return body;
    for (size_t lists = 0; lists < LISTS && (start = slice_find(rest, mark)) != SLICE_NONE; lists++) {
        end = slice_find(slice_from(rest, start + 1), mark);
        if (end == SLICE_NONE)
            break;
        buffer_add(out, slice_range(rest, 0, start));
        add_list(library, slice_range(rest, start + 1, start + 1 + end), lists == 0 ? findings : NULL, out);
        rest = slice_from(rest, start + end + 2);
    }
    buffer_add(out, rest);
    return buffer_slice(out);
}

size_t
bibliography_weight(const struct library *library, struct slice body)
{
    size_t marks = 0;

    for (size_t i = 0; i < body.length; i++)
        marks += body.bytes[i] == LIQUID_BIBLIOGRAPHY;
    marks /= 2;
    return (marks < LISTS ? marks : LISTS) * library_longest_bibliography(library);
}
