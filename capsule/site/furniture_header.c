/* furniture_header.c - the lines that a theme prints around a publication, a talk, a course and a post (jekyll.md 8.10, 10). */
#include "site/furniture.h"

#include <stdlib.h>

#include "document/reader.h"
#include "site/block.h"

/* Keys of front matter that hold a link, and what the link is called. */
static const struct {
    const char *key, *label, *prefix;
} links[] = {
    { "paperurl", "Paper", "" },
    { "pdf", "Paper", "" },
    { "slidesurl", "Slides", "" },
    { "bibtexurl", "BibTeX", "" },
    { "videourl", "Video", "" },
    { "codeurl", "Code", "" },
    { "code", "Code", "" },
    { "doi", "DOI", "https://doi.org/" },
    { "arxiv", "arXiv", "https://arxiv.org/abs/" },
    { "link", "Link", "" },
    { "redirect", "Link", "" },
    { "url_pdf", "Paper", "" },
    { "url_preprint", "Preprint", "" },
    { "url_code", "Code", "" },
    { "url_dataset", "Dataset", "" },
    { "url_slides", "Slides", "" },
    { "url_poster", "Poster", "" },
    { "url_video", "Video", "" },
    { "url_project", "Project", "" },
    { "url_source", "Source", "" },
};

enum { LINKS = sizeof(links) / sizeof(links[0]) };

/* The lines of ENTRY, whose text is BODY, on their way into a block. */
struct header {
    const struct entry *entry;
    struct slice body;
    struct block *block;
};

/* A scalar as it is, a list with commas; of a map (`{name: ...}`) its name. */
static void
join_all(struct buffer *text, const struct yaml *node)
{
    block_join(text, ", ", yaml_text(node));
    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++) {
        const struct yaml *item = yaml_item(node, i);

        block_join(text, ", ", yaml_kind(item) == YAML_MAP ? yaml_get_text(item, "name") : yaml_text(item));
    }
}

/* Tags that are one text are words, each a tag, as Jekyll takes them; with commas in it, as it is. */
static void
join_tags(struct buffer *text, const struct yaml *node)
{
    struct slice rest = yaml_text(node), word;

    if (slice_find_byte(rest, ',') != SLICE_NONE || yaml_kind(node) == YAML_LIST) {
        join_all(text, node);
        return;
    }
    while (slice_take_part(&rest, ' ', &word))
        block_join(text, ", ", word);
}

static void
put_line(struct buffer *text, struct block *block)
{
    block_markup(block, buffer_slice(text)); /* "Conference <b>(CK)</b>" is common */
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
    block_join(text, separator, buffer_slice(&date));
    buffer_clear(&date);
}

/* A link that the text has as well stands there, with the author's words. */
static void
put_link(const struct header *header, struct slice url, struct slice label)
{
    char *text = slice_copy(slice_trim(url));

    if (text[0] != '\0' && slice_find(header->body, text) == SLICE_NONE)
        block_link(header->block, url, label);
    free(text);
}

static void
put_links(const struct header *header)
{
    const struct entry *entry = header->entry;
    const struct yaml *own = yaml_get(entry->meta, "links");
    struct buffer url = { 0 };

    for (size_t i = 0; i < LINKS; i++) {
        struct slice value = slice_trim(yaml_get_text(entry->meta, links[i].key));

        buffer_truncate(&url, 0);
        if (value.length > 0 && links[i].prefix[0] != '\0' && !slice_starts_nocase(value, "http"))
            buffer_add_text(&url, links[i].prefix);
        buffer_add(&url, value);
        put_link(header, buffer_slice(&url), slice_of(links[i].label));
    }
    for (size_t i = 0; i < yaml_count(own); i++) {
        const struct yaml *item = yaml_item(own, i);
        struct slice label = yaml_get_text(item, "name");

        put_link(header, yaml_get_text(item, "url"), label.length > 0 ? label : yaml_get_text(item, "label"));
    }
    buffer_clear(&url);
}

/* Hugo's academic themes call it `publication`, and set it in italics. */
static struct slice
venue_of(const struct entry *entry)
{
    struct slice venue = slice_trim(yaml_get_text(entry->meta, "venue"));

    if (venue.length == 0)
        venue = slice_trim(yaml_get_text(entry->meta, "publication"));
    while (venue.length > 1 && slice_starts(venue, "*") && slice_ends(venue, "*"))
        venue = slice_range(venue, 1, venue.length - 1);
    return venue;
}

static void
head_publication(const struct header *header)
{
    const struct entry *entry = header->entry;
    struct buffer text = { 0 };

    join_all(&text, yaml_get(entry->meta, "authors"));
    put_line(&text, header->block);
    block_join(&text, ", ", venue_of(entry));
    join_date(&text, ", ", entry, false);
    put_line(&text, header->block);
    put_links(header);
}

static void
head_talk(const struct header *header)
{
    const struct entry *entry = header->entry;
    struct buffer text = { 0 };

    block_join(&text, ", ", yaml_get_text(entry->meta, "type"));
    block_join(&text, ", ", yaml_get_text(entry->meta, "venue"));
    block_join(&text, ", ", yaml_get_text(entry->meta, "location"));
    join_date(&text, ", ", entry, true);
    put_line(&text, header->block);
    put_links(header);
}

static void
head_teaching(const struct header *header)
{
    const struct entry *entry = header->entry;
    struct buffer text = { 0 };

    block_join(&text, ", ", yaml_get_text(entry->meta, "type"));
    block_join(&text, ", ", yaml_get_text(entry->meta, "venue"));
    join_date(&text, ", ", entry, false);
    put_line(&text, header->block);
    put_links(header);
}

static void
head_post(const struct header *header)
{
    const struct entry *entry = header->entry;
    struct buffer text = { 0 }, tags = { 0 };

    join_date(&text, "", entry, true);
    join_tags(&tags, yaml_get(entry->meta, "tags"));
    block_join(&text, " \xc2\xb7 ", buffer_slice(&tags));
    buffer_clear(&tags);
    put_line(&text, header->block);
    put_links(header);
}

/* By the collection's usual name, else by a key that only this kind of document has. */
static const struct {
    const char *collection, *key;
    void (*put)(const struct header *header);
} headers[] = {
    { "posts", NULL, head_post },           { "publications", NULL, head_publication },
    { "talks", NULL, head_talk },           { "teaching", NULL, head_teaching },
    { NULL, "paperurl", head_publication }, { NULL, "citation", head_publication },
    { NULL, "doi", head_publication },      { NULL, "location", head_talk },
    { NULL, "venue", head_publication },    { NULL, "publication", head_publication },
};

void
furniture_header(const struct entry *entry, struct slice body, struct document *document)
{
    struct block block = { .document = document };
    struct header header = { entry, body, &block };

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        bool fits = headers[i].collection != NULL ? slice_is(entry->collection, headers[i].collection)
                                                  : yaml_get(entry->meta, headers[i].key) != NULL;

        if (fits) {
            headers[i].put(&header);
            break;
        }
    }
    block_end(&block);
}

void
furniture_citation(const struct entry *entry, struct slice body, struct document *document)
{
    struct slice citation = slice_trim(yaml_get_text(entry->meta, "citation"));
    char *text;

    if (citation.length == 0 || entry->collection.length == 0)
        return;
    text = slice_copy(citation);
    if (slice_find(body, text) == SLICE_NONE) {
        sink_quote_open(document);
        (void)markdown_read(citation, 0, document); /* authors set their name in bold; a refused one is reported */
        sink_quote_close(document);
    }
    free(text);
}
