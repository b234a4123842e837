/* listing.c - lists of documents and of records. */
#include "site/listing.h"

#include <string.h>

#include "site/block.h"
#include "site/liquid_site.h"
#include "site/listing_part.h"
#include "site/markup.h"
#include "site/site_data.h"

enum { EXCERPT = 1000 };

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

/* A scalar, a list with commas; of a map (`{name: ...}`) its name. */
void
listing_join_names(struct buffer *text, const struct yaml *node)
{
    block_join(text, ", ", yaml_text(node));
    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++) {
        const struct yaml *item = yaml_item(node, i);

        block_join(text, ", ", yaml_kind(item) == YAML_MAP ? yaml_get_text(item, "name") : yaml_text(item));
    }
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

static bool
holds(struct slice text, struct slice part)
{
    return part.length > 0 && text.length > 0 && memmem(text.bytes, text.length, part.bytes, part.length) != NULL;
}

/* Authors, then the venue, unless CITATION names them; of a talk or a course its kind before and its place behind. */
static void
add_details(const struct entry *entry, struct slice citation, struct arena *arena, struct buffer *html)
{
    struct buffer text = { 0 }, part = { 0 };
    struct slice venue = yaml_get_text(entry->meta, "venue");
    bool event = slice_is(entry->collection, "talks") || slice_is(entry->collection, "teaching");

    listing_join_names(&part, yaml_get(entry->meta, "authors"));
    if (!holds(citation, buffer_slice(&part)))
        add_sentence(&text, site_plain_text(buffer_slice(&part), arena));
    buffer_truncate(&part, 0);
    block_join(&part, "", event ? yaml_get_text(entry->meta, "type") : slice_make("", 0));
    block_join(&part, ", ", holds(citation, venue) ? slice_make("", 0) : venue);
    block_join(&part, ", ", event ? yaml_get_text(entry->meta, "location") : slice_make("", 0));
    add_sentence(&text, site_plain_text(buffer_slice(&part), arena));
    if (text.length > 0) {
        buffer_add_text(html, "<br>");
        listing_escape(buffer_slice(&text), html);
    }
    buffer_clear(&text);
    buffer_clear(&part);
}

/* Pictures belong to the page that a list leads to. */
static void
drop_images(struct buffer *html)
{
    struct buffer kept = { 0 };
    struct slice rest = buffer_slice(html);
    size_t open;

    while ((open = slice_find(rest, "<img")) != SLICE_NONE) {
        size_t close = slice_find_byte(slice_from(rest, open), '>');

        buffer_add(&kept, slice_range(rest, 0, open));
        rest = slice_from(rest, close == SLICE_NONE ? rest.length : open + close + 1);
    }
    buffer_add(&kept, rest);
    buffer_clear(html);
    *html = kept;
}

/* A text too long for a list, or one of several blocks, is shown as its words, as many as there is room for. */
static void
add_teaser(struct slice text, struct arena *arena, struct buffer *html)
{
    struct buffer markup = { 0 };
    struct slice plain;
    size_t space;

    markup_html(text, &markup);
    drop_images(&markup);
    if (markup.length <= EXCERPT && !slice_starts(buffer_slice(&markup), "<p>") &&
        !slice_starts(buffer_slice(&markup), "<h") && !slice_starts(buffer_slice(&markup), "<ul")) {
        if (!slice_is_blank(buffer_slice(&markup)))
            buffer_add_text(html, "<br>");
        buffer_add(html, buffer_slice(&markup));
        buffer_clear(&markup);
        return;
    }
    plain = site_plain_text(buffer_slice(&markup), arena);
    space = plain.length > EXCERPT ? slice_find_last_byte(slice_range(plain, 0, EXCERPT), ' ') : SLICE_NONE;
    if (plain.length > 0)
        buffer_add_text(html, "<br>");
    listing_escape(slice_range(plain, 0, space), html);
    buffer_add_text(html, space != SLICE_NONE ? " \xe2\x80\xa6" : "");
    buffer_clear(&markup);
}

/* The excerpt as its author wrote it, else, where STYLE asks for it, what Jekyll takes for one. */
static void
add_excerpt(const struct scope *scope, const struct entry *entry, const struct listing_style *style,
            struct buffer *html)
{
    static const char *const keys[] = { "excerpt", "description", "subtitle" };
    struct slice excerpt = { "", 0 };
    struct value value;

    if (!style->excerpt && yaml_get_text(entry->meta, "venue").length > 0)
        return;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && excerpt.length == 0; i++)
        excerpt = yaml_get_text(entry->meta, keys[i]);
    if (excerpt.length == 0 && style->excerpt) {
        value = liquid_property(scope, entry, slice_of("excerpt"));
        liquid_text(&value, &excerpt);
    }
    add_teaser(excerpt, scope->arena, html);
}

static void
add_link(struct slice url, struct slice label, bool *first, struct buffer *html)
{
    bool target = slice_starts_nocase(url, "http") || slice_find_byte(url, '.') != SLICE_NONE || slice_starts(url, "/");

    if (!target || label.length == 0) /* a GitHub name, or a word that a theme looks up */
        return;
    buffer_add_text(html, *first ? "<br><a href=\"" : " <a href=\"");
    listing_escape(url, html);
    buffer_add_text(html, "\">");
    listing_escape(label, html);
    buffer_add_text(html, "</a>");
    *first = false;
}

/* The links that a theme puts below an entry, and the page elsewhere that its title leads to. */
static void
add_links(const struct entry *entry, struct buffer *html)
{
    static const struct {
        const char *key, *label;
    } keys[] = {
        { "link", "Link" },        { "redirect", "Link" }, { "github", "Code" },    { "paperurl", "Paper" },
        { "slidesurl", "Slides" }, { "codeurl", "Code" },  { "videourl", "Video" }, { "bibtexurl", "BibTeX" }
    };
    const struct yaml *own = yaml_get(entry->meta, "links");
    bool first = true;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        add_link(slice_trim(yaml_get_text(entry->meta, keys[i].key)), slice_of(keys[i].label), &first, html);
    for (size_t i = 0; i < yaml_count(own); i++) {
        const struct yaml *item = yaml_item(own, i);
        struct slice label = yaml_get_text(item, "label");

        add_link(slice_trim(yaml_get_text(item, "url")), label.length > 0 ? label : yaml_get_text(item, "name"), &first,
                 html);
    }
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
add_title(const struct entry *entry, struct buffer *html)
{
    if (entry->path.length > 0) {
        buffer_add_text(html, "<a href=\"");
        listing_escape(entry->path, html);
        buffer_add_text(html, "\">");
    }
    add_date(entry, " ", html);
    listing_escape(entry->title.length > 0 ? entry->title : entry->path, html);
    if (entry->path.length > 0)
        buffer_add_text(html, "</a>");
}

void
listing_document(const struct scope *scope, const struct entry *entry, const struct listing_style *style,
                 struct buffer *html)
{
    struct slice citation = style->citation ? yaml_get_text(entry->meta, "citation") : slice_make("", 0);

    if (is_inline(entry)) {
        add_item(scope->library, entry, html);
        return;
    }
    buffer_add_text(html, style->item ? "\n<li>" : "\n<p>");
    add_title(entry, html);
    add_details(entry, citation, scope->arena, html);
    add_excerpt(scope, entry, style, html);
    add_teaser(citation, scope->arena, html);
    if (style->citation)
        add_links(entry, html);
    buffer_add_text(html, style->item ? "</li>\n" : "</p>\n");
}

bool
listing_is_documents(const struct value_list *items)
{
    const struct value *first = items->count > 0 ? &items->items[0] : NULL;

    return first != NULL ? first->kind == VALUE_ENTRY && first->entry->kind <= ENTRY_POST
                         : items->collection.length > 0;
}

bool
listing_shows(struct slice key, bool documents)
{
    static const char *const keys[] = { "title",    "url",       "date",          "excerpt",     "description",
                                        "subtitle", "venue",     "authors",       "location",    "type",
                                        "id",       "redirect",  "link",          "image",       "img",
                                        "teaser",   "thumbnail", "header.teaser", "header.image" };

    for (size_t i = 0; documents && i < sizeof(keys) / sizeof(keys[0]); i++)
        if (slice_is(key, keys[i]))
            return true;
    return !documents && listing_shows_record(key);
}
