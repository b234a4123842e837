/* publish.c - from the files of a tree to published entries, by Jekyll's rules. */
#include "site/publish.h"

#include "site/beneath.h"
#include "site/permalink.h"
#include "site/place.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/zone.h"

enum { MOST_TEMPLATE = 4 << 20 }; /* bytes of a page that is no HTML which are searched for Liquid */

/* A path taken apart; all lent. */
struct parts {
    struct slice folder; /* with its final '/', or empty */
    struct slice name;
    struct slice basename;  /* the name without extension */
    struct slice extension; /* with its dot; empty without one */
};

static struct parts
parts_of(struct slice path)
{
    struct parts parts;
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

static struct slice
output_extension(const struct site *site, const struct parts *parts)
{
    if (site_is_markdown(site, parts->name))
        return slice_of(".html");
    for (size_t i = 0; i < COMPILED; i++)
        if (slice_is(parts->extension, compiled[i].source))
            return slice_of(compiled[i].output);
    return parts->extension;
}

static bool
is_html_extension(struct slice extension)
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

/* An entry for SOURCE with what its front matter says; path, title and date are the caller's. */
static struct entry *
new_entry(struct site *site, enum entry_kind kind, struct slice source, const struct head *head)
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
    found = !beneath_read(site->root, entry->source, MOST_TEMPLATE, &text) ||
            slice_find(buffer_slice(&text), "{%") != SLICE_NONE || slice_find(buffer_slice(&text), "{{") != SLICE_NONE;

    buffer_clear(&text);
    return found;
}

static void
add_cleaned(struct site *site, struct placement *placement, struct entry *entry, enum place_rank rank,
            size_t collection, struct buffer *raw, struct slice output_ext)
{
    struct buffer url = { 0 };

    permalink_clean(buffer_slice(raw), &url);
    buffer_clear(raw);
    if (output_ext.length > 0 && !is_html_extension(output_ext) && entry->kind != ENTRY_REDIRECT) {
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

/* Where a page without a permalink of its own stands (2.1). */
static void
put_page_url(const struct site *site, const struct permalink_page *page, struct buffer *raw)
{
    if (!is_html_extension(page->output_ext)) {
        permalink_expand_page(slice_of("/:path/:basename:output_ext"), page, raw);
    } else if (slice_is(page->basename, "index")) {
        permalink_expand_page(slice_of("/:path/"), page, raw);
    } else {
        permalink_expand_page(slice_of("/:path/:basename"), page, raw);
        permalink_expand_page(permalink_suffix(site->permalink), page, raw);
    }
}

void
publish_page(struct site *site, struct placement *placement, struct slice path, const struct head *head)
{
    struct parts parts = parts_of(path);
    struct permalink_page page = { parts.folder, parts.basename, output_extension(site, &parts) };
    struct slice permalink = slice_trim(yaml_get_text(head->meta, "permalink"));
    struct entry *entry;
    struct buffer raw = { 0 };

    if (head_hides(head->meta))
        return;
    entry = new_entry(site, ENTRY_PAGE, path, head);
    if (permalink.length > 0)
        permalink_expand_page(permalink, &page, &raw);
    else
        put_page_url(site, &page, &raw);
    add_cleaned(site, placement, entry, PLACE_PAGE, 0, &raw, page.output_ext);
}

void
publish_file(struct site *site, struct placement *placement, struct slice path)
{
    struct buffer url = { 0 };

    buffer_add_byte(&url, '/');
    permalink_encode(path, &url);
    place_add(site, placement, new_entry(site, ENTRY_FILE, path, NULL), PLACE_FILE, 0, buffer_slice(&url),
              slice_make("", 0));
    buffer_clear(&url);
}

static void
add_general(struct site *site, struct placement *placement, struct slice path)
{
    struct head head;

    if (!head_read(site->root, path, site->arena, site->findings, &head))
        findings_add(site->findings, FINDING_ERROR, "unreadable-file", path.bytes, 0, 0, "cannot be read");
    else if (head.begins)
        publish_page(site, placement, path, &head);
    else
        publish_file(site, placement, path);
}

/* The template of COLLECTION's documents, followed by the style's suffix where it has none of its own. */
static void
put_template(const struct site *site, const struct collection *collection, struct buffer *out)
{
    if (collection->permalink.length > 0) {
        buffer_add(out, collection->permalink);
    } else if (slice_is(collection->name, "posts")) {
        buffer_add(out, permalink_post_template(site->permalink));
    } else {
        buffer_add_text(out, "/:collection/:path");
        buffer_add(out, permalink_suffix(site->permalink));
    }
}

static void
add_words(struct slice *items, size_t *count, struct slice text)
{
    struct slice word;

    while (slice_take_part(&text, ' ', &word))
        if (word.length > 0)
            items[(*count)++] = word;
}

/* The folders above `_posts`, then `categories`, then `category` (2.2). */
static void
read_categories(struct site *site, const struct yaml *meta, struct slice folders, struct permalink_fields *fields)
{
    const struct yaml *many = yaml_get(meta, "categories");
    struct slice one = slice_trim(yaml_get_text(meta, "category")), folder;
    size_t most = yaml_count(many) + yaml_text(many).length + folders.length + 2, count = 0;
    struct slice *items = arena_take(site->arena, most * sizeof(*items));

    while (slice_take_part(&folders, '/', &folder))
        if (folder.length > 0 && !slice_is(folder, "_posts"))
            items[count++] = folder;
    for (size_t i = 0; i < yaml_count(many); i++)
        if (yaml_text(yaml_item(many, i)).length > 0)
            items[count++] = yaml_text(yaml_item(many, i));
    add_words(items, &count, yaml_text(many));
    if (one.length > 0)
        items[count++] = one;
    fields->categories = items;
    fields->category_count = count;
}

/* A document's slug and date as its file name gives them; the front matter's come before. */
static void
read_name(struct site *site, const struct parts *parts, struct entry *entry, struct permalink_fields *fields)
{
    struct slice slug = parts->basename, given = slice_trim(yaml_get_text(entry->meta, "slug"));
    struct buffer title = { 0 };
    struct date date;

    if (head_name_date(parts->name, &date, &slug) && !entry->has_date) {
        entry->date = date;
        entry->has_date = true;
    }
    while (slice_ends(slug, "."))
        slug = slice_range(slug, 0, slug.length - 1);
    if (entry->title.length == 0) {
        slug_title(slug, &title);
        entry->title = site_keep(site, &title);
    }
    fields->slug = given.length > 0 ? given : slug;
    fields->date = entry->date;
    if (!entry->has_date)
        date_from_seconds(site->now, 0, &fields->date);
}

static bool
is_in_future(const struct site *site, const struct entry *entry)
{
    time_t seconds;

    if (site->future || !entry->has_date)
        return false;
    seconds = date_seconds(&entry->date);
    if (!entry->date.has_offset)
        seconds -= 60 * zone_offset(site->timezone, seconds);
    return seconds > site->now;
}

static void
add_document(struct site *site, struct placement *placement, const struct collection *collection, struct slice path,
             size_t base, const struct head *head)
{
    struct parts parts = parts_of(path);
    bool post = slice_is(collection->name, "posts");
    struct entry *entry = new_entry(site, post ? ENTRY_POST : ENTRY_DOCUMENT, path, head);
    struct permalink_fields fields = { .collection = collection->name, .name = parts.basename };
    struct slice permalink = slice_trim(yaml_get_text(head->meta, "permalink")), bad = { 0 };
    struct buffer template = { 0 }, raw = { 0 };

    entry->collection = collection->name;
    fields.output_ext = output_extension(site, &parts);
    fields.path = slice_range(slice_from(path, base), 0, path.length - base - parts.extension.length);
    while (slice_ends(fields.path, "."))
        fields.path.length--;
    read_name(site, &parts, entry, &fields);
    if (!collection->output || head_hides(head->meta) || is_in_future(site, entry))
        return;
    read_categories(site, head->meta, post ? slice_range(path, 0, base) : slice_make("", 0), &fields);
    put_template(site, collection, &template);
    if (permalink_expand(permalink.length > 0 ? permalink : buffer_slice(&template), &fields, &raw, &bad))
        add_cleaned(site, placement, entry, PLACE_DOCUMENT, (size_t)(collection - site->collections.items), &raw,
                    fields.output_ext);
    else
        findings_add(site->findings, FINDING_ERROR, "unknown-placeholder", path.bytes, 0, 0,
                     "not published: a permalink has no placeholder `:%.*s`", (int)bad.length, bad.bytes);
    buffer_clear(&template);
    buffer_clear(&raw);
}

/* A file of a collection: its template with the extension behind it. */
static void
add_collected_file(struct site *site, struct placement *placement, const struct collection *collection,
                   struct slice path, size_t base)
{
    struct parts parts = parts_of(path);
    struct permalink_fields fields = { .collection = collection->name, .name = parts.basename };
    struct buffer template = { 0 }, raw = { 0 };
    struct slice bad;

    fields.path = slice_range(slice_from(path, base), 0, path.length - base - parts.extension.length);
    date_from_seconds(site->now, 0, &fields.date);
    put_template(site, collection, &template);
    if (!collection->output || !permalink_expand(buffer_slice(&template), &fields, &raw, &bad)) {
        buffer_clear(&template);
        buffer_clear(&raw);
        return;
    }
    if (buffer_last(&raw) == '/')
        buffer_truncate(&raw, raw.length - 1);
    permalink_encode(parts.extension, &raw);
    buffer_clear(&template);
    add_cleaned(site, placement, new_entry(site, ENTRY_FILE, path, NULL), PLACE_FILE, 0, &raw, slice_make("", 0));
}

static void
add_collected(struct site *site, struct placement *placement, const struct collection *collection, struct slice path)
{
    size_t base = collection->folder.length;
    struct head head;

    if (!visibility_shows_below(site->visibility, path, base))
        return;
    if (!head_read(site->root, path, site->arena, site->findings, &head))
        findings_add(site->findings, FINDING_ERROR, "unreadable-file", path.bytes, 0, 0, "cannot be read");
    else if (head.begins)
        add_document(site, placement, collection, path, base, &head);
    else
        add_collected_file(site, placement, collection, path, base);
}

/* A folder above `_posts` counts only if it is shown, and no name below it may begin with a dot. */
static bool
shows_post(const struct site *site, struct slice path, size_t base)
{
    size_t posts = base - (sizeof("_posts/") - 1);

    for (size_t i = 0; i < posts; i++)
        if (path.bytes[i] == '/' && !visibility_shows_folder(site->visibility, slice_range(path, 0, i)))
            return false;
    for (size_t i = base; i < path.length; i++)
        if (path.bytes[i] == '.' && path.bytes[i - 1] == '/')
            return false;
    return visibility_shows_below(site->visibility, path, base);
}

static void
add_post(struct site *site, struct placement *placement, struct slice path, size_t base)
{
    struct parts parts = parts_of(path);
    struct date date;
    struct slice slug;
    struct head head;

    if (!head_name_date(parts.name, &date, &slug) || !shows_post(site, path, base))
        return;
    if (!head_read(site->root, path, site->arena, site->findings, &head))
        findings_add(site->findings, FINDING_ERROR, "unreadable-file", path.bytes, 0, 0, "cannot be read");
    else if (head.begins || is_html_extension(output_extension(site, &parts)))
        add_document(site, placement, &site->collections.items[0], path, base, &head);
}

/* Without a page at `/`, the root's index.md or README.md is it, front matter or not (8.16); its own path leads there. */
static void
adopt_home(struct site *site)
{
    static const char *const names[] = { "/index.md", "/README.md" };
    struct entry *entry = NULL, *old;

    if (site_answer(site, slice_of("/")) != NULL)
        return;
    for (size_t i = 0; i < 2 && entry == NULL; i++)
        entry = map_find(site->keys, slice_of(names[i]));
    if (entry == NULL || entry->kind != ENTRY_FILE)
        return;
    old = arena_take(site->arena, sizeof(*old));
    *old = (struct entry){ .kind = ENTRY_REDIRECT, .path = entry->path, .key = entry->key, .source = entry->source };
    entry->kind = ENTRY_PAGE;
    entry->path = entry->key = old->target = slice_of("/");
    entry->lang = site->lang;
    map_put(site->keys, entry->key, entry);
    site_add(site, old);
}

void
publish_jekyll(struct site *site)
{
    struct placement placement = { 0 };

    for (size_t i = 0; i < tree_count(site->tree); i++) {
        struct slice path = tree_path(site->tree, i);
        const struct collection *collection = collections_of(&site->collections, path);
        size_t posts = collection == NULL ? collections_posts_base(path) : 0;

        if (collection != NULL)
            add_collected(site, &placement, collection, path);
        if (posts > 0)
            add_post(site, &placement, path, posts);
        if (visibility_shows(site->visibility, path))
            add_general(site, &placement, path);
    }
    place_finish(site, &placement);
    adopt_home(site);
}
