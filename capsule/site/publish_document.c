/* publish_document.c - the files of collections and posts, as documents and as files (jekyll.md 1.3, 1.4). */
#include "site/permalink.h"
#include "site/publish.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/source.h"
#include "site/zone.h"

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
read_name(struct site *site, const struct source_parts *parts, struct entry *entry, struct permalink_fields *fields)
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

/* HEAD is what the file says and what the configuration says of such files. */
static void
add_document(struct site *site, struct placement *placement, const struct collection *collection, struct slice path,
             size_t base, const struct head *head)
{
    struct source_parts parts = source_split(path);
    bool post = slice_is(collection->name, "posts");
    struct entry *entry = source_entry(site, post ? ENTRY_POST : ENTRY_DOCUMENT, path, head);
    struct slice folders =
        slice_range(path, site->collections.base.length, post ? base : site->collections.base.length);
    struct permalink_fields fields = { .collection = collection->name, .name = parts.basename };
    struct slice permalink = slice_trim(yaml_get_text(head->meta, "permalink")), bad = { 0 };
    struct buffer template = { 0 }, raw = { 0 };

    entry->collection = collection->name;
    fields.output_ext = source_output_extension(site, &parts);
    fields.path = slice_range(slice_from(path, base), 0, path.length - base - parts.extension.length);
    while (slice_ends(fields.path, "."))
        fields.path.length--;
    read_name(site, &parts, entry, &fields);
    if (!collection->output || head_hides(head->meta) || is_in_future(site, entry))
        return;
    read_categories(site, head->meta, folders, &fields);
    put_template(site, collection, &template);
    if (permalink_expand(permalink.length > 0 ? permalink : buffer_slice(&template), &fields, &raw, &bad))
        source_place(site, placement, entry, PLACE_DOCUMENT, (size_t)(collection - site->collections.items), &raw,
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
    struct source_parts parts = source_split(path);
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
    if (!defaults_publish_file(&site->defaults, buffer_slice(&raw), collection->name, site->arena)) {
        buffer_clear(&raw);
        return;
    }
    source_place(site, placement, source_entry(site, ENTRY_FILE, path, NULL), PLACE_FILE, 0, &raw, slice_make("", 0));
}

static const struct head *
with_defaults(struct site *site, const struct collection *collection, struct slice path, struct head *head)
{
    head->meta = defaults_apply(&site->defaults, head->meta, path, collection->name, site->arena);
    return head;
}

void
publish_collected(struct site *site, struct placement *placement, const struct collection *collection,
                  struct slice path)
{
    size_t base = collection->folder.length;
    struct head head;

    if (!visibility_shows_below(site->visibility, path, base))
        return;
    if (!site_read_head(site, path, site->findings, &head))
        site_lose(site, path, FINDING_ERROR);
    else if (head.begins)
        add_document(site, placement, collection, path, base, with_defaults(site, collection, path, &head));
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

void
publish_post(struct site *site, struct placement *placement, struct slice path, size_t base)
{
    const struct collection *posts = &site->collections.items[0];
    struct source_parts parts = source_split(path);
    struct date date;
    struct slice slug;
    struct head head;

    if (!head_name_date(parts.name, &date, &slug) || !shows_post(site, path, base))
        return;
    if (!site_read_head(site, path, site->findings, &head))
        site_lose(site, path, FINDING_ERROR);
    else if (head.begins || source_is_html_extension(source_output_extension(site, &parts)))
        add_document(site, placement, posts, path, base, with_defaults(site, posts, path, &head));
}
