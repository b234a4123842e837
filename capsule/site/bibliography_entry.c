/* bibliography_entry.c - one entry of a bibliography. */
#include "site/bibliography_entry.h"

#include "document/fold.h"
#include "site/author.h"
#include "site/block.h"
#include "site/latex.h"
#include "site/listing.h"
#include "site/markup.h"

enum { LONGEST_NAME = 100 }; /* in a citation */

void
bibliography_add_text(struct slice latex, struct buffer *html)
{
    struct buffer text = { 0 };

    latex_decode(latex, &text);
    listing_escape(slice_trim(buffer_slice(&text)), html);
    buffer_clear(&text);
}

static void
add_line(struct slice latex, struct buffer *html)
{
    if (slice_is_blank(latex))
        return;
    buffer_add_text(html, "<br>");
    bibliography_add_text(latex, html);
}

static struct slice
first_field(const struct bibtex_entry *entry, const char *const *keys)
{
    struct slice value = { "", 0 };

    for (; *keys != NULL && value.length == 0; keys++)
        value = bibtex_field(entry, *keys);
    return value;
}

static struct slice
authors_of(const struct bibtex_entry *entry)
{
    static const char *const keys[] = { "author", "editor", NULL };

    return first_field(entry, keys);
}

static void
join_authors(const struct bibtex_entry *entry, struct buffer *text)
{
    struct slice names = authors_of(entry);
    struct author author;

    while (author_take(&names, &author)) {
        buffer_add_text(text, author.is_others ? " et al." : text->length > 0 ? ", " : "");
        if (author.is_others)
            continue;
        buffer_add(text, author.first);
        buffer_add_text(text, author.first.length > 0 ? " " : "");
        buffer_add(text, author.last);
    }
}

static bool
holds_nocase(struct slice text, struct slice part)
{
    for (size_t at = 0; at + part.length <= text.length; at++)
        if (slice_equal_nocase(slice_range(text, at, at + part.length), part))
            return true;
    return false;
}

/* "May 2024"; a month in digits tells a reader less than it costs. */
static void
join_date(const struct bibtex_entry *entry, struct buffer *text)
{
    struct slice month = bibtex_field(entry, "month");
    struct buffer date = { 0 };

    if (month.length > 0 && byte_is_letter(month.bytes[0]))
        fold_capitalize(month, &date);
    block_join(&date, " ", bibtex_field(entry, "year"));
    block_join(text, ", ", buffer_slice(&date));
    buffer_clear(&date);
}

/* Where and when: "Conference on Caves (CC), Graz, May 2024". The short name helps those who look for it. */
static void
join_venue(const struct bibtex_entry *entry, struct buffer *text)
{
    static const char *const keys[] = { "journal",     "booktitle", "journaltitle", "school",
                                        "institution", "publisher", "howpublished", NULL };
    struct slice venue = first_field(entry, keys), abbreviation = bibtex_field(entry, "abbr");

    buffer_add(text, venue);
    if (venue.length == 0)
        buffer_add(text, abbreviation);
    else if (abbreviation.length > 0 && !holds_nocase(venue, abbreviation))
        buffer_format(text, " (%.*s)", (int)abbreviation.length, abbreviation.bytes);
    block_join(text, ", ", bibtex_field(entry, "location"));
    join_date(entry, text);
}

/* One line of what JOIN makes of the entry. */
static void
add_joined(const struct bibtex_entry *entry, void (*join)(const struct bibtex_entry *entry, struct buffer *text),
           struct buffer *html)
{
    struct buffer text = { 0 };

    join(entry, &text);
    add_line(buffer_slice(&text), html);
    buffer_clear(&text);
}

/* What al-folio reads as Markdown, and puts behind the venue, after a full stop. */
static void
add_remark(struct slice latex, struct buffer *html)
{
    struct buffer text = { 0 };
    struct slice markdown;

    latex_decode(latex, &text);
    markdown = slice_trim(buffer_slice(&text));
    if (slice_starts(markdown, ". "))
        markdown = slice_trim_left(slice_from(markdown, 1));
    if (markdown.length > 0) {
        buffer_add_text(html, "<br>");
        markup_html(markdown, html);
    }
    buffer_clear(&text);
}

/* On the web it appears at a click. */
static void
add_abstract(const struct bibtex_entry *entry, struct buffer *html)
{
    struct slice abstract = bibtex_field(entry, "abstract");

    if (slice_is_blank(abstract))
        return;
    buffer_add_text(html, "<br>Abstract: ");
    bibliography_add_text(abstract, html);
}

/* Fields that hold a link; what stands before a value that is no URL: in al-folio the folder of its files. */
static const struct {
    const char *key, *label, *prefix;
} fields[] = {
    { "html", "HTML", "/assets/html/" },
    { "pdf", "PDF", "/assets/pdf/" },
    { "arxiv", "arXiv", "https://arxiv.org/abs/" },
    { "doi", "DOI", "https://doi.org/" },
    { "url", "Link", "" },
    { "pmid", "PubMed", "https://pubmed.ncbi.nlm.nih.gov/" },
    { "hal_id", "HAL", "https://hal.science/" },
    { "inspirehep_id", "INSPIRE", "https://inspirehep.net/literature/" },
    { "code", "Code", "" },
    { "github", "Code", "https://github.com/" },
    { "dataset", "Dataset", "" },
    { "data", "Data", "" },
    { "demo", "Demo", "" },
    { "supp", "Supplement", "/assets/pdf/" },
    { "slides", "Slides", "/assets/pdf/" },
    { "poster", "Poster", "/assets/pdf/" },
    { "talk", "Talk", "" },
    { "video", "Video", "" },
    { "blog", "Blog", "" },
    { "press", "Press", "" },
    { "project", "Project", "" },
    { "website", "Website", "" },
};

/* Links that make a line of their own, which becomes link lines below the entry. */
static void
add_link(struct slice url, struct slice label, bool *any, struct buffer *html)
{
    buffer_add_text(html, *any ? " <a href=\"" : "<br><a href=\"");
    listing_escape(url, html);
    buffer_add_text(html, "\">");
    bibliography_add_text(label, html);
    buffer_add_text(html, "</a>");
    *any = true;
}

/* How BibTeX itself names a preprint. */
static void
add_eprint(const struct bibtex_entry *entry, bool *any, struct buffer *html)
{
    struct slice eprint = bibtex_field(entry, "eprint");
    struct buffer url = { 0 };

    if (eprint.length > 0 && bibtex_field(entry, "arxiv").length == 0 &&
        slice_is_nocase(bibtex_field(entry, "archiveprefix"), "arxiv") && slice_find(eprint, "://") == SLICE_NONE) {
        buffer_add_text(&url, "https://arxiv.org/abs/");
        buffer_add(&url, eprint);
        add_link(buffer_slice(&url), slice_of("arXiv"), any, html);
    }
    buffer_clear(&url);
}

static void
add_own_links(const struct bibtex_entry *entry, struct slice base, bool *any, struct buffer *html)
{
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        struct slice value = bibtex_field(entry, fields[i].key);
        bool whole = slice_find(value, "://") != SLICE_NONE || slice_starts(value, "/");

        struct buffer url = { 0 };

        if (value.length == 0 || (!whole && fields[i].prefix[0] == '\0'))
            continue;
        if (!whole && fields[i].prefix[0] == '/')
            buffer_add(&url, base);
        buffer_add_text(&url, whole ? "" : fields[i].prefix);
        buffer_add(&url, value);
        add_link(buffer_slice(&url), slice_of(fields[i].label), any, html);
        buffer_clear(&url);
    }
    add_eprint(entry, any, html);
}

/* A link that the page has not shown yet. */
static void
add_link_once(const struct bibliography_links *links, struct slice url, struct slice label, bool *any,
              struct buffer *html)
{
    if (url.length == 0 || map_put(links->linked, url, links->linked) != NULL)
        return;
    add_link(url, label, any, html);
}

static bool
keeps(char byte)
{
    return byte_is_alnum(byte) || byte == ' ';
}

/* The node of a map whose key is NAME, or NAME in plain small letters, as al-folio looks it up. */
static const struct yaml *
find_person(const struct yaml *map, struct slice name, struct arena *arena)
{
    struct buffer plain = { 0 }, folded = { 0 };
    const struct yaml *node;

    latex_decode(name, &plain);
    node = yaml_get(map, arena_copy(arena, buffer_slice(&plain)).bytes);
    if (node == NULL) {
        fold_ascii(buffer_slice(&plain), keeps, &folded);
        for (size_t i = 0; i < folded.length; i++)
            folded.bytes[i] = byte_lower(folded.bytes[i]);
        node = yaml_get(map, arena_copy(arena, buffer_slice(&folded)).bytes);
    }
    buffer_clear(&plain);
    buffer_clear(&folded);
    return node;
}

static bool
bears(const struct yaml *person, struct slice first)
{
    const struct yaml *names = yaml_get(person, "firstname");
    struct buffer plain = { 0 };
    bool found;

    latex_decode(first, &plain);
    found = slice_equal(yaml_text(names), buffer_slice(&plain));
    for (size_t i = 0; yaml_kind(names) == YAML_LIST && i < yaml_count(names); i++)
        found = found || slice_equal(yaml_text(yaml_item(names, i)), buffer_slice(&plain));
    buffer_clear(&plain);
    return found;
}

/* A map is the one person of that family name, a list tells persons apart by their first names. */
static struct slice
page_of(const struct bibliography_links *links, const struct author *author)
{
    const struct yaml *node = find_person(links->coauthors, author->last, links->arena);

    for (size_t i = 0; yaml_kind(node) == YAML_LIST && i < yaml_count(node); i++)
        if (bears(yaml_item(node, i), author->first))
            return yaml_get_text(yaml_item(node, i), "url");
    return yaml_get_text(node, "url");
}

static void
add_people(const struct bibtex_entry *entry, const struct bibliography_links *links, bool *any, struct buffer *html)
{
    struct slice names = authors_of(entry);
    struct author author;

    while (yaml_count(links->coauthors) > 0 && author_take(&names, &author)) {
        struct buffer label = { 0 };

        buffer_add(&label, author.first);
        block_join(&label, " ", author.last);
        add_link_once(links, page_of(links, &author), buffer_slice(&label), any, html);
        buffer_clear(&label);
    }
}

static void
add_links(const struct bibtex_entry *entry, const struct bibliography_links *links, struct buffer *html)
{
    struct slice venue = bibtex_field(entry, "abbr");
    bool any = false;

    add_own_links(entry, links->base, &any, html);
    if (venue.length > 0)
        add_link_once(links, yaml_get_text(yaml_get(links->venues, arena_copy(links->arena, venue).bytes), "url"),
                      venue, &any, html);
    add_people(entry, links, &any, html);
}

void
bibliography_entry_add(const struct bibtex_entry *entry, const struct bibliography_links *links, bool is_short,
                       struct buffer *html)
{
    static const char *const awards[] = { "award_name", "award", NULL };
    struct slice title = bibtex_field(entry, "title");

    buffer_add_text(html, "<li>");
    bibliography_add_text(title.length > 0 ? title : entry->key, html);
    add_joined(entry, join_authors, html);
    add_joined(entry, join_venue, html);
    add_line(first_field(entry, awards), html);
    add_line(bibtex_field(entry, "note"), html);
    add_remark(bibtex_field(entry, "additional_info"), html);
    add_line(bibtex_field(entry, "annotation"), html);
    if (!is_short)
        add_abstract(entry, html);
    add_links(entry, links, html);
    buffer_add_text(html, "</li>");
}

void
bibliography_entry_refer(const struct bibtex_entry *entry, const struct bibliography_links *links, struct buffer *html)
{
    struct buffer text = { 0 }, venue = { 0 };
    bool any = true;

    join_authors(entry, &text);
    block_join(&text, ". ", bibtex_field(entry, "title"));
    join_venue(entry, &venue);
    block_join(&text, ". ", buffer_slice(&venue));
    bibliography_add_text(buffer_slice(&text), html);
    add_own_links(entry, links->base, &any, html);
    buffer_clear(&text);
    buffer_clear(&venue);
}

/* What stands in a text stays short, whatever the file says. */
static struct slice
name_in_text(const struct bibtex_entry *entry, struct slice name)
{
    return name.length > LONGEST_NAME ? entry->key : name;
}

void
bibliography_entry_cite(const struct bibtex_entry *entry, struct buffer *html)
{
    struct slice names = authors_of(entry);
    struct author author, second = { .is_others = false };
    struct buffer text = { 0 };
    size_t count = 0;

    while (author_take(&names, &author)) {
        if (count == 0)
            buffer_add(&text, name_in_text(entry, author.last));
        if (count++ == 1)
            second = author;
    }
    if (count == 0)
        buffer_add(&text, name_in_text(entry, bibtex_field(entry, "title")));
    if (count > 2 || second.is_others)
        buffer_add_text(&text, " et al.");
    else if (count == 2)
        block_join(&text, " \\& ", name_in_text(entry, second.last));
    block_join(&text, ", ", name_in_text(entry, bibtex_field(entry, "year")));
    bibliography_add_text(buffer_slice(&text), html);
    buffer_clear(&text);
}
