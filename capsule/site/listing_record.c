/* listing_record.c - records of data files, each an item of a list. */
#include "site/listing.h"

#include "site/block.h"
#include "site/listing_part.h"
#include "site/markup.h"

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

        listing_join_names(&value, yaml_get(record, *keys));
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
    markup_html(buffer_slice(text), html);
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

void
listing_record(const struct yaml *record, struct buffer *html)
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
listing_is_data(const struct value_list *items)
{
    const struct value *first = items->count > 0 ? &items->items[0] : NULL;

    if (first == NULL || first->kind != VALUE_DATA || !first->is_authored || yaml_kind(first->data) != YAML_MAP)
        return false;
    return has_any(first->data, titles) || has_any(first->data, notes);
}

static bool
is_among(struct slice key, const char *const *keys)
{
    for (; *keys != NULL; keys++)
        if (slice_is(key, *keys))
            return true;
    return false;
}

bool
listing_shows_record(struct slice key)
{
    static const char *const silent[] = { "image", "img", "thumbnail", "links", NULL };

    for (size_t i = 0; i < sizeof(record_links) / sizeof(record_links[0]); i++)
        if (slice_is(key, record_links[i].key))
            return true;
    return is_among(key, titles) || is_among(key, authors) || is_among(key, venues) || is_among(key, years) ||
           is_among(key, notes) || is_among(key, silent);
}
