/* frame_header.c - the lines that a theme prints around a publication, a talk, a course and a post (jekyll.md 8.10, 10). */
#include "site/frame.h"

#include <stdlib.h>

/* Keys of front matter that hold a link, and what the link is called. */
static const struct {
    const char *key, *label, *prefix;
} links[] = {
    { "paperurl", "Paper", "" },       { "pdf", "Paper", "" },
    { "slidesurl", "Slides", "" },     { "codeurl", "Code", "" },
    { "code", "Code", "" },            { "doi", "DOI", "https://doi.org/" },
    { "arxiv", "arXiv", "https://arxiv.org/abs/" }, { "link", "Link", "" },
    { "redirect", "Link", "" },
};

enum { LINKS = sizeof(links) / sizeof(links[0]) };

static void
join(struct buffer *text, const char *separator, struct slice part)
{
    part = slice_trim(part);
    if (part.length == 0)
        return;
    if (text->length > 0)
        buffer_add_text(text, separator);
    buffer_add(text, part);
}

/* A scalar as it is, a list with commas; of a map (`{name: ...}`) its name. */
static void
join_all(struct buffer *text, const struct yaml *node)
{
    join(text, ", ", yaml_text(node));
    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++) {
        const struct yaml *item = yaml_item(node, i);

        join(text, ", ", yaml_kind(item) == YAML_MAP ? yaml_get_text(item, "name") : yaml_text(item));
    }
}

/* Begins the next line of the header, or the header. */
static void
next_line(struct document *document, bool *first)
{
    if (*first)
        sink_division(document);
    else
        sink_line_break(document);
    *first = false;
}

static void
put_line(struct buffer *text, struct document *document, bool *first)
{
    if (text->length > 0) {
        next_line(document, first);
        sink_text(document, buffer_slice(text));
    }
    buffer_clear(text);
}

static void
join_date(struct buffer *text, const char *separator, const struct entry *entry, bool whole)
{
    struct buffer date = { 0 };

    if (!entry->has_date)
        return;
    if (whole)
        buffer_format(&date, "%04d-%02u-%02u", entry->date.year, entry->date.month, entry->date.day);
    else
        buffer_format(&date, "%04d", entry->date.year);
    join(text, separator, buffer_slice(&date));
    buffer_clear(&date);
}

static void
put_link(struct document *document, bool *first, struct slice href, struct slice label)
{
    if (slice_is_blank(href) || slice_is_blank(label))
        return;
    next_line(document, first);
    sink_link_open(document, slice_trim(href), slice_make("", 0));
    sink_text(document, label);
    sink_link_close(document);
}

static void
put_links(const struct entry *entry, struct document *document, bool *first)
{
    const struct yaml *own = yaml_get(entry->meta, "links");
    struct buffer url = { 0 };

    for (size_t i = 0; i < LINKS; i++) {
        struct slice value = slice_trim(yaml_get_text(entry->meta, links[i].key));

        buffer_truncate(&url, 0);
        if (value.length > 0 && links[i].prefix[0] != '\0' && !slice_starts_nocase(value, "http"))
            buffer_add_text(&url, links[i].prefix);
        buffer_add(&url, value);
        put_link(document, first, buffer_slice(&url), slice_of(links[i].label));
    }
    for (size_t i = 0; i < yaml_count(own); i++) {
        const struct yaml *item = yaml_item(own, i);
        struct slice label = yaml_get_text(item, "name");

        put_link(document, first, yaml_get_text(item, "url"), label.length > 0 ? label : yaml_get_text(item, "label"));
    }
    sink_division(document);
    buffer_clear(&url);
}

static void
head_publication(const struct entry *entry, struct document *document)
{
    struct buffer text = { 0 };
    bool first = true;

    join_all(&text, yaml_get(entry->meta, "authors"));
    put_line(&text, document, &first);
    join(&text, ", ", yaml_get_text(entry->meta, "venue"));
    join_date(&text, ", ", entry, false);
    put_line(&text, document, &first);
    put_links(entry, document, &first);
}

static void
head_talk(const struct entry *entry, struct document *document)
{
    struct buffer text = { 0 };
    bool first = true;

    join(&text, ", ", yaml_get_text(entry->meta, "type"));
    join(&text, ", ", yaml_get_text(entry->meta, "venue"));
    join(&text, ", ", yaml_get_text(entry->meta, "location"));
    join_date(&text, ", ", entry, true);
    put_line(&text, document, &first);
    put_links(entry, document, &first);
}

static void
head_teaching(const struct entry *entry, struct document *document)
{
    struct buffer text = { 0 };
    bool first = true;

    join(&text, ", ", yaml_get_text(entry->meta, "type"));
    join(&text, ", ", yaml_get_text(entry->meta, "venue"));
    join_date(&text, ", ", entry, false);
    put_line(&text, document, &first);
    put_links(entry, document, &first);
}

static void
head_post(const struct entry *entry, struct document *document)
{
    struct buffer text = { 0 }, tags = { 0 };
    bool first = true;

    join_date(&text, "", entry, true);
    join_all(&tags, yaml_get(entry->meta, "tags"));
    join(&text, " \xc2\xb7 ", buffer_slice(&tags));
    buffer_clear(&tags);
    put_line(&text, document, &first);
    put_links(entry, document, &first);
}

/* By the collection's usual name, else by a key that only this kind of document has. */
static const struct {
    const char *collection, *key;
    void (*put)(const struct entry *entry, struct document *document);
} headers[] = {
    { "posts", NULL, head_post },
    { "publications", NULL, head_publication },
    { "talks", NULL, head_talk },
    { "teaching", NULL, head_teaching },
    { NULL, "paperurl", head_publication },
    { NULL, "citation", head_publication },
    { NULL, "doi", head_publication },
    { NULL, "location", head_talk },
    { NULL, "venue", head_publication },
};

void
frame_header(const struct entry *entry, struct document *document)
{
    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        bool fits = headers[i].collection != NULL ? slice_is(entry->collection, headers[i].collection)
                                                  : yaml_get(entry->meta, headers[i].key) != NULL;

        if (fits) {
            headers[i].put(entry, document);
            return;
        }
    }
}

void
frame_citation(const struct entry *entry, struct slice body, struct document *document)
{
    struct slice citation = slice_trim(yaml_get_text(entry->meta, "citation"));
    char *text;

    if (citation.length == 0 || entry->collection.length == 0)
        return;
    text = slice_copy(citation);
    if (slice_find(body, text) == SLICE_NONE) {
        sink_quote_open(document);
        frame_markup(document, citation);
        sink_quote_close(document);
    }
    free(text);
}
