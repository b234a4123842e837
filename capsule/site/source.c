/* source.c - a source file as an entry. */
#include "site/source.h"

#include "site/permalink.h"
#include "site/site_data.h"

enum { MOST_TEMPLATE = 4 << 20 }; /* bytes of a page that is no HTML which are searched for Liquid */

struct source_parts
source_split(struct slice path)
{
    struct source_parts parts;
    size_t slash = slice_find_last_byte(path, '/'), dot;

    parts.folder = slash == SLICE_NONE ? slice_make("", 0) : slice_range(path, 0, slash + 1);
    parts.name = slice_from(path, parts.folder.length);
    dot = slice_find_last_byte(parts.name, '.');
    if (dot == SLICE_NONE || dot == 0 || dot + 1 == parts.name.length)
        dot = parts.name.length;
    parts.basename = slice_range(parts.name, 0, dot);
    parts.extension = slice_from(parts.name, dot);
    return parts;
}

/* Sources that Jekyll compiles for browsers, and what it makes of them. */
static const struct {
    const char *source, *output;
} compiled[] = { { ".scss", ".css" }, { ".sass", ".css" }, { ".coffee", ".js" } };

enum { COMPILED = sizeof(compiled) / sizeof(compiled[0]) };

struct slice
source_output_extension(const struct site *site, const struct source_parts *parts)
{
    if (site_is_markdown(site, parts->name))
        return slice_of(".html");
    for (size_t i = 0; i < COMPILED; i++)
        if (slice_is(parts->extension, compiled[i].source))
            return slice_of(compiled[i].output);
    return parts->extension;
}

bool
source_is_html_extension(struct slice extension)
{
    return slice_is(extension, ".html") || slice_is(extension, ".htm") || slice_is(extension, ".xhtml");
}

static struct slice
text_list_item(const struct yaml *node)
{
    return slice_trim(yaml_kind(node) == YAML_LIST ? yaml_text(yaml_item(node, 0)) : yaml_text(node));
}

static struct slice
language_of(const struct site *site, const struct yaml *meta)
{
    struct slice lang = slice_trim(yaml_get_text(meta, "lang"));

    return lang.length > 0 ? lang : site->lang;
}

struct entry *
source_entry(struct site *site, enum entry_kind kind, struct slice source, const struct head *head)
{
    struct entry *entry = arena_take(site->arena, sizeof(*entry));

    entry->kind = kind;
    entry->source = source;
    entry->body_line = 1;
    if (head == NULL)
        return entry;
    entry->meta = head->meta;
    entry->body_at = head->body_at;
    entry->body_line = head->body_line;
    entry->whole = head->whole;
    entry->memo = head->memo;
    entry->lang = language_of(site, head->meta);
    entry->title = site_plain_text(yaml_get_text(head->meta, "title"), site->arena);
    entry->has_date = head_date(head->meta, site->timezone, &entry->date);
    entry->is_html = site_is_html(source);
    entry->target = text_list_item(yaml_get(head->meta, "redirect_to"));
    if (entry->target.length > 0)
        entry->kind = ENTRY_REDIRECT;
    return entry;
}

/* A page or document that is no HTML is a file for the web (1.7): published only if it needs no Liquid and no compiler. */
static bool
is_template(struct site *site, const struct entry *entry)
{
    struct buffer text = { 0 };
    bool found;

    for (size_t i = 0; i < COMPILED; i++)
        if (slice_ends(entry->source, compiled[i].source))
            return true;
    found = !site_read_file(site, entry->source, MOST_TEMPLATE, &text) ||
            slice_find(buffer_slice(&text), "{%") != SLICE_NONE || slice_find(buffer_slice(&text), "{{") != SLICE_NONE;

    buffer_clear(&text);
    return found;
}

void
source_place(struct site *site, struct placement *placement, struct entry *entry, enum place_rank rank,
             size_t collection, struct buffer *raw, struct slice output_ext)
{
    struct buffer url = { 0 };

    permalink_clean(buffer_slice(raw), &url);
    buffer_clear(raw);
    if (output_ext.length > 0 && !source_is_html_extension(output_ext) && entry->kind != ENTRY_REDIRECT) {
        entry->kind = ENTRY_FILE;
        if (is_template(site, entry)) {
            findings_add(site->findings, FINDING_NOTE, "web-only", entry->source.bytes, 0, 0,
                         "a template for the web site; links to it lead there");
            map_put(site->web_only, buffer_slice(&url), entry);
            buffer_clear(&url);
            return;
        }
    }
    place_add(site, placement, entry, rank, collection, buffer_slice(&url), output_ext);
    buffer_clear(&url);
}
