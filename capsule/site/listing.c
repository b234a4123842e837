/* listing.c - lists of documents and of records. */
#include "site/listing.h"

#include <stdlib.h>

#include "base/memory.h"
#include "site/block.h"
#include "site/site_data.h"

enum { EXCERPT = 200, LISTED = 10000 };

void
listing_escape(struct slice text, struct buffer *html)
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        if (byte == '&')
            buffer_add_text(html, "&amp;");
        else if (byte == '<')
            buffer_add_text(html, "&lt;");
        else if (byte == '"')
            buffer_add_text(html, "&quot;");
        else if (byte == '{')
            buffer_add_text(html, "&#123;"); /* two of them would be Liquid to the passes to come */
        else
            buffer_add_byte(html, byte_is_space(byte) ? ' ' : byte);
    }
}

/* The author's own markup, on one line: a blank one would end the block it stands in. */
static void
add_markup(struct slice text, struct buffer *html)
{
    for (size_t i = 0; i < text.length; i++)
        buffer_add_byte(html, byte_is_space(text.bytes[i]) ? ' ' : text.bytes[i]);
}

/* A scalar, a list with commas; of a map (`{name: ...}`) its name. */
static void
join_names(struct buffer *text, const struct yaml *node)
{
    block_join(text, ", ", yaml_text(node));
    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++) {
        const struct yaml *item = yaml_item(node, i);

        block_join(text, ", ", yaml_kind(item) == YAML_MAP ? yaml_get_text(item, "name") : yaml_text(item));
    }
}

static struct slice
cut_at_word(struct slice text)
{
    size_t space;

    if (text.length <= EXCERPT)
        return text;
    text = slice_range(text, 0, EXCERPT);
    space = slice_find_last_byte(text, ' ');
    return space == SLICE_NONE ? text : slice_range(text, 0, space);
}

static void
add_sentence(struct buffer *text, struct slice part)
{
    part = slice_trim(part);
    if (part.length == 0)
        return;
    block_join(text, " ", part);
    if (slice_find_byte(slice_of(".!?"), buffer_last(text)) == SLICE_NONE)
        buffer_add_byte(text, '.');
}

/* Authors, then the venue; else the excerpt as its author wrote it. */
static void
add_details(const struct entry *entry, struct arena *arena, struct buffer *html)
{
    static const char *const keys[] = { "excerpt", "description", "subtitle" };
    struct buffer text = { 0 }, names = { 0 };
    struct slice venue = site_plain_text(yaml_get_text(entry->meta, "venue"), arena), excerpt = { "", 0 };

    join_names(&names, yaml_get(entry->meta, "authors"));
    add_sentence(&text, site_plain_text(buffer_slice(&names), arena));
    add_sentence(&text, venue);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && venue.length == 0 && excerpt.length == 0; i++)
        excerpt = cut_at_word(site_plain_text(yaml_get_text(entry->meta, keys[i]), arena));
    block_join(&text, " ", excerpt);
    if (text.length > 0) {
        buffer_add_text(html, "<br>");
        listing_escape(buffer_slice(&text), html);
    }
    buffer_clear(&text);
    buffer_clear(&names);
}

static bool
has_full_date(const struct entry *entry)
{
    return entry->kind == ENTRY_POST || slice_is(entry->collection, "news");
}

static void
add_date(const struct entry *entry, const char *after, struct buffer *html)
{
    if (entry->has_date && has_full_date(entry))
        buffer_format(html, "%04d-%02u-%02u%s", entry->date.year, entry->date.month, entry->date.day, after);
    else if (entry->has_date)
        buffer_format(html, "%04d%s", entry->date.year, after);
}

static bool
is_inline(const struct entry *entry)
{
    return yaml_bool(yaml_get(entry->meta, "inline"), false) ||
           (slice_is(entry->collection, "news") && yaml_get_text(entry->meta, "title").length == 0);
}

/* A document that is nothing but its text: an item with the whole of it, which is Markdown. */
static void
add_item(struct library *library, const struct entry *entry, struct buffer *html)
{
    struct slice text = library_text(library, entry), line;

    buffer_add_text(html, "* ");
    add_date(entry, ": ", html);
    while (slice_take_line(&text, &line)) {
        buffer_add(html, slice_trim(line));
        buffer_add_byte(html, ' ');
    }
    buffer_add_text(html, "\n");
}

static void
add_document(struct library *library, const struct entry *entry, struct buffer *html)
{
    struct slice title = entry->title.length > 0 ? entry->title : entry->path;

    if (is_inline(entry)) {
        add_item(library, entry, html);
        return;
    }
    buffer_add_text(html, "\n<p>");
    if (entry->path.length > 0) {
        buffer_add_text(html, "<a href=\"");
        listing_escape(entry->path, html);
        buffer_add_text(html, "\">");
    }
    add_date(entry, " ", html);
    listing_escape(title, html);
    if (entry->path.length > 0)
        buffer_add_text(html, "</a>");
    add_details(entry, library_arena(library), html);
    buffer_add_text(html, "</p>\n");
}

static bool
is_selected(const struct entry *entry, const struct selection *selection, struct arena *arena)
{
    const struct yaml *node;

    if (selection->where_key.length == 0)
        return true;
    node = yaml_get(entry->meta, arena_copy(arena, selection->where_key).bytes);
    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++)
        if (slice_equal(yaml_text(yaml_item(node, i)), selection->where_value))
            return true;
    return slice_equal(yaml_text(node), selection->where_value);
}

struct ranked {
    const struct entry *entry;
    struct slice key;
    unsigned long number;
    bool is_number;
    size_t at;
};

static int
compare_ranked(const void *left, const void *right)
{
    const struct ranked *one = left, *other = right;
    int order = one->is_number && other->is_number ? (one->number > other->number) - (one->number < other->number)
                                                   : slice_compare(one->key, other->key);

    return order != 0 ? order : (one->at > other->at) - (one->at < other->at);
}

/* The chosen documents in the order that SELECTION asks for; the caller frees them. */
static struct ranked *
rank(const struct shelf *shelf, const struct selection *selection, struct arena *arena, size_t *count)
{
    struct ranked *items = memory_new((shelf->count + 1) * sizeof(*items));
    struct slice sort = arena_copy(arena, selection->sort_key);

    *count = 0;
    for (size_t i = 0; i < shelf->count; i++) {
        struct ranked *item = &items[*count];

        if (!is_selected(shelf->items[i], selection, arena))
            continue;
        *item = (struct ranked){ .entry = shelf->items[i], .at = *count };
        if (sort.length > 0 && !slice_is(sort, "date"))
            item->key = yaml_get_text(item->entry->meta, sort.bytes);
        item->is_number = slice_to_number(item->key, 1000000000, &item->number);
        ++*count;
    }
    qsort(items, *count, sizeof(*items), compare_ranked);
    return items;
}

void
listing_documents(struct library *library, const struct selection *selection, struct buffer *html)
{
    const struct shelf *shelf = library_shelf(library, selection->collection);
    struct ranked *items;
    size_t count, most;

    if (shelf == NULL)
        return;
    items = rank(shelf, selection, library_arena(library), &count);
    most = selection->limit > 0 && selection->limit < count ? selection->limit : count;
    if (most > 0)
        buffer_add_text(html, "\n\n");
    for (size_t i = 0; i < most && i < LISTED; i++)
        add_document(library, items[selection->reversed ? count - 1 - i : i].entry, html);
    if (most > 0)
        buffer_add_text(html, "\n");
    free(items);
}

/* Keys of a record in the order of their lines; the first one of each line that is there is shown. */
static const char *const titles[] = { "title", "name", NULL };
static const char *const authors[] = { "authors", "author", NULL };
static const char *const venues[] = { "venue", "conference", "conference_short", "journal", "booktitle", NULL };
static const char *const years[] = { "year", "date", NULL };
static const char *const notes[] = { "notes", "note", "description", "content", "text", "award", NULL };

static const struct {
    const char *key, *label;
} record_links[] = {
    { "pdf", "PDF" },       { "paper", "Paper" },     { "url", "Link" },        { "link", "Link" },
    { "arxiv", "arXiv" },   { "doi", "DOI" },         { "code", "Code" },       { "github", "Code" },
    { "page", "Project" },  { "website", "Project" }, { "project", "Project" }, { "slides", "Slides" },
    { "poster", "Poster" }, { "video", "Video" },     { "dataset", "Dataset" }, { "bibtex", "BibTeX" },
};

static bool
join_first(struct buffer *text, const char *separator, const struct yaml *record, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        struct buffer value = { 0 };
        bool found;

        join_names(&value, yaml_get(record, *keys));
        found = value.length > 0;
        block_join(text, separator, buffer_slice(&value));
        buffer_clear(&value);
        if (found)
            return true;
    }
    return false;
}

static void
add_line(struct buffer *html, struct buffer *text)
{
    if (text->length > 0 && !slice_ends(buffer_slice(html), "<li>"))
        buffer_add_text(html, "<br>");
    add_markup(buffer_slice(text), html);
    buffer_truncate(text, 0);
}

static bool
is_target(struct slice text)
{
    return slice_starts(text, "http") || slice_starts(text, "/") || slice_starts(text, "./");
}

/* Of the record itself, or of its `links`. */
static struct slice
link_of(const struct yaml *record, const char *key)
{
    struct slice url = yaml_get_text(record, key);

    return url.length > 0 ? url : yaml_get_text(yaml_get(record, "links"), key);
}

static void
add_links(const struct yaml *record, struct buffer *html)
{
    const char *before = "<br>";

    for (size_t i = 0; i < sizeof(record_links) / sizeof(record_links[0]); i++) {
        struct slice url = link_of(record, record_links[i].key);
        bool bare = slice_is(slice_of(record_links[i].key), "doi") && slice_starts(url, "10.");

        if (!bare && !is_target(url))
            continue;
        buffer_format(html, "%s<a href=\"%s", before, bare ? "https://doi.org/" : "");
        listing_escape(url, html);
        buffer_format(html, "\">%s</a>", record_links[i].label);
        before = " ";
    }
}

/* What has no title is a piece of news: its date and its text on one line. */
static void
add_news(const struct yaml *record, struct buffer *html)
{
    struct buffer text = { 0 };

    join_first(&text, "", record, years);
    join_first(&text, ": ", record, notes);
    add_line(html, &text);
    buffer_clear(&text);
}

static void
add_paper(const struct yaml *record, struct buffer *html)
{
    struct buffer text = { 0 };

    join_first(&text, "", record, titles);
    add_line(html, &text);
    join_first(&text, "", record, authors);
    add_line(html, &text);
    join_first(&text, "", record, venues);
    join_first(&text, ", ", record, years);
    add_line(html, &text);
    join_first(&text, "", record, notes);
    add_line(html, &text);
    buffer_clear(&text);
}

static bool
has_any(const struct yaml *record, const char *const *keys)
{
    for (; *keys != NULL; keys++)
        if (yaml_get_text(record, *keys).length > 0)
            return true;
    return false;
}

static void
add_record(const struct yaml *record, struct buffer *html)
{
    buffer_add_text(html, "<li>");
    if (has_any(record, titles))
        add_paper(record, html);
    else
        add_news(record, html);
    add_links(record, html);
    buffer_add_text(html, "</li>\n");
}

bool
listing_is_data(const struct yaml *data)
{
    const struct yaml *first = yaml_item(data, 0);

    if (yaml_kind(data) != YAML_LIST || yaml_kind(first) != YAML_MAP)
        return false;
    return has_any(first, titles) || has_any(first, notes);
}

void
listing_data(const struct yaml *data, size_t limit, struct buffer *html)
{
    size_t count = yaml_count(data);

    if (limit > 0 && limit < count)
        count = limit;
    buffer_add_text(html, "\n\n<ul>\n");
    for (size_t i = 0; i < count && i < LISTED; i++)
        if (yaml_kind(yaml_item(data, i)) == YAML_MAP)
            add_record(yaml_item(data, i), html);
    buffer_add_text(html, "</ul>\n\n");
}
