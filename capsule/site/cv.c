/* cv.c - a curriculum vitae in data files as headings and lists. */
#include "site/cv.h"

#include "document/fold.h"
#include "site/account.h"
#include "site/block.h"

enum { MOST_ITEMS = 10000 };

/* What is written, and how many items may follow. */
struct outline {
    struct buffer *html;
    size_t left;
};

/* Values hold the author's own markup; on one line, since a blank one would end the block it stands in. */
static void
add_markup(struct slice text, struct buffer *html)
{
    text = slice_trim(text);
    for (size_t i = 0; i < text.length; i++)
        buffer_add_byte(html, byte_is_space(text.bytes[i]) ? ' ' : text.bytes[i]);
}

/* Joins every one of KEYS that RECORD has; a list as its items with commas. */
static void
join_all(struct buffer *text, const char *separator, const struct yaml *record, const char *const *keys)
{
    for (; *keys != NULL; keys++) {
        const struct yaml *node = yaml_get(record, *keys);
        struct buffer value = { 0 };

        block_join(&value, ", ", yaml_text(node));
        for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node) && i < MOST_ITEMS; i++)
            block_join(&value, ", ", yaml_text(yaml_item(node, i)));
        block_join(text, separator, buffer_slice(&value));
        buffer_clear(&value);
    }
}

/* What the item is called, and what it says about that on the same line. */
static void
add_head(const struct yaml *record, struct outline *outline)
{
    static const char *const titles[] = { "title",    "position", "degree",   "studyType", "name",
                                          "language", "label",    "category", "bullet",    NULL };
    static const char *const fields[] = { "area", NULL };
    static const char *const values[] = { "value", "details", "fluency", "level", "keywords", NULL };
    struct buffer text = { 0 };

    buffer_add(&text, yaml_get_first_text(record, titles));
    join_all(&text, ", ", record, fields);
    join_all(&text, ": ", record, values);
    add_markup(buffer_slice(&text), outline->html);
    buffer_clear(&text);
}

static void
add_line(struct slice text, struct outline *outline)
{
    if (slice_is_blank(text))
        return;
    if (!slice_ends(buffer_slice(outline->html), "<li>"))
        buffer_add_text(outline->html, "<br>");
    add_markup(text, outline->html);
}

/* "2019 - 2023", or what the record has of it. */
static void
join_dates(const struct yaml *record, struct buffer *text)
{
    static const char *const starts[] = { "start_date", "startDate", NULL };
    static const char *const ends[] = { "end_date", "endDate", NULL };
    static const char *const dates[] = { "year", "date", "releaseDate", "time", NULL };
    struct slice start = yaml_get_first_text(record, starts), end = yaml_get_first_text(record, ends);
    struct buffer period = { 0 };

    buffer_add(&period, start);
    if (start.length > 0)
        buffer_add_text(&period, " - ");
    buffer_add(&period, end.length > 0 || start.length == 0 ? end : slice_of("present"));
    block_join(text, ", ", period.length > 0 ? buffer_slice(&period) : yaml_get_first_text(record, dates));
    buffer_clear(&period);
}

/* Where and when. JSON Resume names the employer `name`, beside the position. */
static void
add_place(const struct yaml *record, struct outline *outline)
{
    static const char *const hosts[] = { "institution", "department", "company", "organization", "school",   "authors",
                                         "journal",     "awarder",    "issuer",  "publisher",    "location", NULL };
    struct buffer text = { 0 };

    if (yaml_get_text(record, "position").length > 0)
        block_join(&text, ", ", yaml_get_text(record, "name"));
    join_all(&text, ", ", record, hosts);
    join_dates(record, &text);
    add_line(buffer_slice(&text), outline);
    buffer_clear(&text);
}

static bool
is_target(struct slice text)
{
    return slice_find(text, "://") != SLICE_NONE || slice_starts(text, "/") || slice_starts(text, "mailto:");
}

static void
add_link(struct slice url, struct slice label, bool *any, struct outline *outline)
{
    if (!is_target(url) || slice_find_any(url, "\"<>\n") != SLICE_NONE)
        return;
    buffer_add_text(outline->html, *any ? " <a href=\"" : "<br><a href=\"");
    add_markup(url, outline->html);
    buffer_add_text(outline->html, "\">");
    add_markup(label, outline->html);
    buffer_add_text(outline->html, "</a>");
    *any = true;
}

static void
add_links(const struct yaml *record, struct outline *outline)
{
    static const char *const lists[] = { "linkitems", "links", "profiles" };
    static const char *const urls[] = { "link", "url", NULL };
    static const char *const labels[] = { "linkname", "name", "title", "network", NULL };
    struct slice label = yaml_get_first_text(record, labels), doi = yaml_get_text(record, "doi");
    struct slice mail = yaml_get_text(record, "email");
    struct buffer address = { 0 };
    bool any = false;

    if (account_is_address(mail)) {
        buffer_add_text(&address, "mailto:");
        buffer_add(&address, mail);
        add_link(buffer_slice(&address), slice_of("Email"), &any, outline);
        buffer_truncate(&address, 0);
    }
    add_link(yaml_get_first_text(record, urls),
             yaml_get_text(record, "linkname").length > 0 ? yaml_get_text(record, "linkname") : slice_of("Link"), &any,
             outline);
    if (doi.length > 0 && !is_target(doi))
        buffer_add_text(&address, "https://doi.org/");
    buffer_add(&address, doi);
    add_link(buffer_slice(&address), slice_of("DOI"), &any, outline);
    buffer_clear(&address);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        const struct yaml *list = yaml_get(record, lists[i]);

        for (size_t item = 0; yaml_kind(list) == YAML_LIST && item < yaml_count(list) && item < 100; item++) {
            label = yaml_get_first_text(yaml_item(list, item), labels);
            add_link(yaml_get_first_text(yaml_item(list, item), urls), label.length > 0 ? label : slice_of("Link"),
                     &any, outline);
        }
    }
}

/* A list whose texts are items, and whose maps ADD writes as items. */
static void
add_list(const struct yaml *list, void (*add)(const struct yaml *record, struct outline *outline),
         struct outline *outline)
{
    if (yaml_kind(list) != YAML_LIST)
        return;
    buffer_add_text(outline->html, "<ul>");
    for (size_t i = 0; i < yaml_count(list) && outline->left > 0; i++) {
        outline->left--;
        buffer_add_text(outline->html, "<li>");
        add_markup(yaml_text(yaml_item(list, i)), outline->html);
        if (yaml_kind(yaml_item(list, i)) == YAML_MAP)
            add(yaml_item(list, i), outline);
        buffer_add_text(outline->html, "</li>");
    }
    buffer_add_text(outline->html, "</ul>");
}

/* The lowest level, and the one above it, whose items may hold `contents`. */
static void
add_point(const struct yaml *record, struct outline *outline)
{
    add_head(record, outline);
    add_place(record, outline);
    add_links(record, outline);
}

static void
add_description(const struct yaml *record, struct outline *outline)
{
    add_point(record, outline);
    add_list(yaml_get(record, "contents"), add_point, outline);
}

static void
add_record(const struct yaml *record, struct outline *outline)
{
    static const char *const texts[] = { "maindescription", "description", "summary", "reference" };
    static const char *const lists[] = { "description", "highlights", "items", "contents", "courses" };

    add_head(record, outline);
    add_place(record, outline);
    add_line(yaml_get_text(record, "phone"), outline);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        add_line(yaml_get_text(record, texts[i]), outline);
    add_links(record, outline);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        add_list(yaml_get(record, lists[i]), add_description, outline);
}

static void
add_section(struct slice title, const struct yaml *contents, struct outline *outline)
{
    if (yaml_kind(contents) == YAML_NULL || slice_is_blank(title))
        return;
    buffer_add_text(outline->html, "<h2>");
    add_markup(title, outline->html);
    buffer_add_text(outline->html, "</h2>");
    if (yaml_kind(contents) == YAML_LIST) {
        add_list(contents, add_record, outline);
        return;
    }
    buffer_add_text(outline->html, "<ul><li>");
    add_markup(yaml_text(contents), outline->html);
    if (yaml_kind(contents) == YAML_MAP)
        add_record(contents, outline);
    buffer_add_text(outline->html, "</li></ul>");
}

/* JSON Resume says about itself what no reader asks for; ORDER, a list, names what the site shows of the rest. */
static bool
is_shown(const struct yaml *order, struct slice key)
{
    if (slice_is(key, "meta") || slice_starts(key, "$"))
        return false;
    for (size_t i = 0; i < yaml_count(order); i++)
        if (slice_equal(yaml_text(yaml_item(order, i)), key))
            return true;
    return yaml_count(order) == 0;
}

static void
add_resume(const struct yaml *resume, const struct yaml *order, struct outline *outline)
{
    for (size_t i = 0; i < yaml_count(resume) && outline->left > 0; i++) {
        struct buffer title = { 0 };

        fold_capitalize(yaml_key(resume, i), &title);
        if (is_shown(order, yaml_key(resume, i)))
            add_section(buffer_slice(&title), yaml_item(resume, i), outline);
        buffer_clear(&title);
    }
}

void
cv_add(const struct yaml *data, const struct yaml *order, struct buffer *html)
{
    const struct yaml *sections = yaml_get(yaml_get(data, "cv"), "sections");
    struct outline outline = { html, MOST_ITEMS };

    if (yaml_kind(data) != YAML_LIST && yaml_kind(data) != YAML_MAP)
        return;
    buffer_add_text(html, "\n\n<div>");
    for (size_t i = 0; yaml_kind(data) == YAML_LIST && i < yaml_count(data) && outline.left > 0; i++)
        add_section(yaml_get_text(yaml_item(data, i), "title"), yaml_get(yaml_item(data, i), "contents"), &outline);
    for (size_t i = 0; yaml_kind(sections) == YAML_MAP && i < yaml_count(sections) && outline.left > 0; i++)
        add_section(yaml_key(sections, i), yaml_item(sections, i), &outline);
    if (yaml_kind(data) == YAML_MAP && sections == NULL)
        add_resume(data, order, &outline);
    buffer_add_text(html, "</div>\n\n");
}
