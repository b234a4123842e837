/* bibliography.c - entries as items: title, authors, venue and year, links. */
#include "site/bibliography.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "site/bibliography_entry.h"
#include "site/bibliography_query.h"
#include "site/liquid.h"
#include "site/site_data.h"

enum { LISTS = 64 }; /* on one page: one per year of a long life */

/* A file that has been read. */
struct volume {
    struct slice path;
    struct bibtex bibtex;
    struct map *keys; /* key -> its entry */
};

/* One page's bibliographies. */
struct filling {
    struct library *library;
    struct findings *findings;
    struct arena *arena;
    struct volume volumes[LISTS + 1]; /* each file is read once; citations may need one more */
    size_t volume_count;
    struct map *cited; /* keys that the page cites */
    struct bibliography_links links;
};

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
    library_data(library, slice_of("coauthors"));
    library_data(library, slice_of("venues"));
}

static void
add_entries(const struct filling *filling, const struct bibliography_query *query, const struct bibtex *bibtex,
            struct buffer *html)
{
    const struct bibtex_entry **ordered = memory_new((bibtex->count + 1) * sizeof(const struct bibtex_entry *));
    size_t count = bibliography_query_select(query, bibtex, ordered);
    const char *group_name = arena_copy(filling->arena, query->group).bytes;
    struct slice group = { NULL, 0 };

    for (size_t i = 0; i < count; i++) {
        struct slice next = bibtex_field(ordered[i], group_name);

        if (query->group.length > 0 && (i == 0 || !slice_equal(next, group))) {
            buffer_add_text(html, i > 0 ? "</ul><h2>" : "<h2>");
            bibliography_add_text(next, html);
            buffer_add_text(html, "</h2><ul>");
            group = next;
        } else if (i == 0) {
            buffer_add_text(html, "<ul>");
        }
        bibliography_entry_add(ordered[i], &filling->links, query->is_selection, html);
    }
    if (count > 0)
        buffer_add_text(html, "</ul>");
    free(ordered);
}

static void
read_volume(struct filling *filling, const struct included *file, struct volume *volume)
{
    volume->path = file->path;
    volume->keys = map_new();
    bibtex_read(file->text, file->path.bytes, file->line, filling->arena, filling->findings, &volume->bibtex);
    for (size_t i = 0; i < volume->bibtex.count; i++)
        map_put(volume->keys, volume->bibtex.items[i].key, &volume->bibtex.items[i]);
}

/* The file that QUERY names, or NULL. */
static const struct volume *
find_volume(struct filling *filling, const struct bibliography_query *query)
{
    const struct included *file = find_file(filling->library, query);

    for (size_t i = 0; file != NULL && i < filling->volume_count; i++)
        if (slice_equal(filling->volumes[i].path, file->path))
            return &filling->volumes[i];
    if (file == NULL || filling->volume_count > LISTS)
        return NULL;
    read_volume(filling, file, &filling->volumes[filling->volume_count]);
    return &filling->volumes[filling->volume_count++];
}

static void
add_list(struct filling *filling, struct slice arguments, struct buffer *html)
{
    struct bibliography_query query;
    const struct volume *volume;

    read_query(filling->library, arguments, &query);
    volume = find_volume(filling, &query);
    query.cited = filling->cited;
    if (volume != NULL)
        add_entries(filling, &query, &volume->bibtex, html);
}

/* The next key of a `cite`, behind its options, which say nothing that matters here. */
static bool
take_key(struct slice *arguments, struct slice *key)
{
    while (slice_take_part(arguments, ' ', key))
        if (slice_starts(*key, "-") && slice_find_byte(*key, '=') == SLICE_NONE && !slice_is(*key, "-A") &&
            !slice_is(*key, "--suppress_author"))
            slice_take_part(arguments, ' ', key);
        else if (key->length > 0 && !slice_starts(*key, "-"))
            return true;
    return false;
}

static void
add_citation(struct filling *filling, struct slice arguments, struct buffer *html)
{
    struct bibliography_query query;
    const struct volume *volume;
    const char *before = "(";
    struct slice key;

    read_query(filling->library, slice_make("", 0), &query);
    volume = find_volume(filling, &query);
    while (take_key(&arguments, &key)) {
        const struct bibtex_entry *entry = volume != NULL ? map_find(volume->keys, key) : NULL;

        buffer_add_text(html, before);
        if (entry != NULL)
            bibliography_entry_cite(entry, html);
        else
            buffer_add_text(html, "missing reference"); /* as jekyll-scholar says it */
        before = "; ";
    }
    buffer_add_text(html, before[0] == ';' ? ")" : "");
}

/* What `{% reference %}` shows of each key: the entry in a sentence. */
static void
add_references(struct filling *filling, struct slice keys, struct buffer *html)
{
    struct bibliography_query query;
    const struct volume *volume;
    const char *before = "";
    struct slice key;

    read_query(filling->library, slice_make("", 0), &query);
    volume = find_volume(filling, &query);
    while (take_key(&keys, &key)) {
        const struct bibtex_entry *entry = volume != NULL ? map_find(volume->keys, key) : NULL;

        buffer_add_text(html, before);
        if (entry != NULL)
            bibliography_entry_refer(entry, &filling->links, html);
        else
            buffer_add_text(html, "missing reference");
        before = "<br>";
    }
}

/* Moves what stands before the next mark, the mark, and what it encloses out of *REST; false when none is left. */
static bool
take_mark(struct slice *rest, struct slice *before, char *mark, struct slice *arguments)
{
    const char marks[] = { LIQUID_BIBLIOGRAPHY, LIQUID_CITATION, '\0' };
    size_t start = slice_find_any(*rest, marks), end;

    if (start == SLICE_NONE)
        return false;
    *mark = rest->bytes[start];
    end = slice_find_byte(slice_from(*rest, start + 1), *mark);
    if (end == SLICE_NONE)
        return false;
    *before = slice_range(*rest, 0, start);
    *arguments = slice_range(*rest, start + 1, start + 1 + end);
    *rest = slice_from(*rest, start + end + 2);
    return true;
}

static void
collect_citations(struct filling *filling, struct slice body)
{
    struct slice before, arguments, key;
    char mark;

    while (take_mark(&body, &before, &mark, &arguments))
        while (mark == LIQUID_CITATION && !slice_starts(arguments, LIQUID_REFERENCE) && take_key(&arguments, &key))
            map_put(filling->cited, key, filling);
}

static void
fill(struct filling *filling, struct slice body, struct buffer *out)
{
    struct slice rest = body, before, arguments;
    size_t lists = 0;
    char mark;

    while (take_mark(&rest, &before, &mark, &arguments)) {
        buffer_add(out, before);
        if (slice_starts(arguments, LIQUID_REFERENCE))
            add_references(filling, slice_from(arguments, sizeof(LIQUID_REFERENCE) - 1), out);
        else if (mark == LIQUID_CITATION)
            add_citation(filling, arguments, out);
        else if (lists++ < LISTS)
            add_list(filling, arguments, out);
    }
    buffer_add(out, rest);
}

static void
clear_volumes(struct filling *filling)
{
    for (size_t i = 0; i < filling->volume_count; i++) {
        bibtex_clear(&filling->volumes[i].bibtex);
        map_free(filling->volumes[i].keys);
    }
}

struct slice
bibliography_fill(struct library *library, struct slice body, struct findings *findings, struct buffer *out)
{
    const char marks[] = { LIQUID_BIBLIOGRAPHY, LIQUID_CITATION, '\0' };
    struct filling filling = { .library = library, .findings = findings };

    if (slice_find_any(body, marks) == SLICE_NONE)
        return body;
    filling.arena = arena_new();
    filling.cited = map_new();
    filling.links = (struct bibliography_links){
        library_site(library)->baseurl,
        library_data(library, slice_of("coauthors")),
        library_data(library, slice_of("venues")),
        map_new(),
        filling.arena,
    };
    collect_citations(&filling, body);
    fill(&filling, body, out);
    clear_volumes(&filling);
    map_free(filling.cited);
    map_free(filling.links.linked);
    arena_free(filling.arena);
    return buffer_slice(out);
}

size_t
bibliography_weight(const struct library *library, struct slice body)
{
    size_t marks = 0;
    bool cites = slice_find_byte(body, LIQUID_CITATION) != SLICE_NONE;

    for (size_t i = 0; i < body.length; i++)
        marks += body.bytes[i] == LIQUID_BIBLIOGRAPHY;
    marks = marks / 2 + (cites ? 1 : 0);
    return (marks < LISTS ? marks : LISTS) * library_longest_bibliography(library);
}
