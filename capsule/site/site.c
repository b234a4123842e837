/* site.c - a homepage's source tree as a table of published paths. */
#include "site/site.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/sort.h"
#include "document/html.h"
#include "site/fingerprint.h"
#include "site/hugo_mount.h"
#include "site/leftover.h"
#include "site/library.h"
#include "site/publish.h"
#include "site/redirect.h"
#include "site/selector.h"
#include "site/site_data.h"

#define DEFAULT_MARKDOWN "markdown,mkdown,mkdn,mkd,md"

struct slice
site_keep(struct site *site, struct buffer *buffer)
{
    struct slice kept = arena_copy(site->arena, buffer_slice(buffer));

    buffer_clear(buffer);
    return kept;
}

void
site_add(struct site *site, struct entry *entry)
{
    site->entries = memory_grow(site->entries, site->count, &site->capacity, sizeof(struct entry *));
    site->entries[site->count++] = entry;
    map_put(site->keys, entry->key, entry);
    if (entry->kind != ENTRY_REDIRECT && entry->source.length > 0)
        map_put(site->sources, entry->source, entry);
}

static struct slice
extension_of(struct slice name)
{
    size_t dot = slice_find_last_byte(name, '.');

    return dot == SLICE_NONE ? slice_make("", 0) : slice_from(name, dot + 1);
}

bool
site_is_markdown(const struct site *site, struct slice name)
{
    struct slice list = yaml_get_text(site->config, "markdown_ext"), extension = extension_of(name), part;

    if (list.length == 0)
        list = slice_of(DEFAULT_MARKDOWN);
    while (slice_take_part(&list, ',', &part))
        if (extension.length > 0 && slice_equal_nocase(slice_trim(part), extension))
            return true;
    return false;
}

bool
site_is_html(struct slice name)
{
    struct slice extension = extension_of(name);

    return slice_is_nocase(extension, "html") || slice_is_nocase(extension, "htm") ||
           slice_is_nocase(extension, "xhtml");
}

bool
site_read_head(struct site *site, struct slice path, struct findings *findings, struct head *head)
{
    struct memo *memo = site->memos != NULL ? memos_find(site->memos, tree_stamp_of(site->tree, path)) : NULL;

    if (memo == NULL)
        return head_read(site->root, path, site_dialect(site), site->arena, findings, site->memos, head);
    head_recall(memo, site->arena, head);
    return true;
}

/* What a document says, on one line. */
static struct slice
join_lines(const struct document *document, struct arena *arena)
{
    struct buffer text = { 0 };
    struct slice kept;

    for (size_t i = 0; i < document_line_count(document); i++) {
        struct slice line = slice_trim(document_line(document, i)->span.text);

        if (line.length > 0 && text.length > 0)
            buffer_add_byte(&text, ' ');
        buffer_add(&text, line);
    }
    kept = arena_copy(arena, buffer_slice(&text));
    buffer_clear(&text);
    return kept;
}

/* Appends TEXT without the tags of links and images: a document would set these apart from their lines. */
static void
drop_links(struct slice text, struct buffer *out)
{
    while (text.length > 0) {
        size_t open = slice_find_byte(text, '<'), close;

        buffer_add(out, slice_range(text, 0, open));
        text = slice_from(text, open);
        close = slice_find_byte(text, '>');
        if (slice_starts_nocase(text, "<a ") || slice_starts_nocase(text, "</a>") ||
            slice_starts_nocase(text, "<img")) {
            text = slice_from(text, close == SLICE_NONE ? text.length : close + 1);
        } else {
            buffer_add(out, slice_range(text, 0, 1));
            text = slice_from(text, 1);
        }
    }
}

struct slice
site_plain_text(struct slice text, struct arena *arena)
{
    struct document_options options = { .file = "" };
    struct document *document;
    struct html *html;
    struct slice plain = slice_trim(text);
    struct buffer unlinked = { 0 };

    if (slice_find_any(plain, "<&") == SLICE_NONE)
        return plain;
    drop_links(plain, &unlinked);
    document = document_new(&options);
    html = html_new(document);
    html_feed(html, buffer_slice(&unlinked));
    buffer_clear(&unlinked);
    html_finish(html);
    html_free(html);
    document_finish(document);
    plain = join_lines(document, arena);
    document_free(document);
    return plain;
}

/* Folders that may hold something published; the exact rules come per file. */
static bool
enters_folder(void *context, struct slice path)
{
    const struct site *site = context;
    size_t slash = slice_find_last_byte(path, '/');
    struct slice name = slash == SLICE_NONE ? path : slice_from(path, slash + 1);

    if (slice_is(name, ".git") || slice_is(name, "_site"))
        return false;
    if (site->hugo != NULL)
        return hugo_enters(site->hugo, path);
    if (collections_enter(&site->collections, path))
        return true;
    if (visibility_shows_folder(site->visibility, path))
        return true;
    for (size_t i = 0; i < yaml_count(yaml_get(site->config, "include")); i++) {
        struct slice item = yaml_text(yaml_item(yaml_get(site->config, "include"), i));

        if (item.length > path.length && item.bytes[path.length] == '/' &&
            slice_equal(slice_range(item, 0, path.length), path))
            return true;
    }
    return false;
}

static void
lose_folder(void *context, struct slice path)
{
    site_lose(context, path, FINDING_WARNING);
}

static int
compare_entries(const void *one, const void *other)
{
    return slice_compare(((const struct entry *)one)->path, ((const struct entry *)other)->path);
}

static void
index_entry(struct site *site, struct entry *entry, struct map *taken)
{
    map_put(site->keys, entry->key, entry);
    if (selector_is_plain(entry->key))
        map_put(taken, entry->key, entry);
}

/* Sorts the entries and makes the map anew, now that redirects are settled; then everybody gets a selector. */
static void
index_entries(struct site *site)
{
    struct map *taken = map_new();

    map_free(site->keys);
    site->keys = map_new();
    sort_runs((void **)site->entries, site->count, compare_entries);
    for (size_t i = 0; i < site->kept_count; i++)
        index_entry(site, &site->kept[i], taken);
    for (size_t i = 0; i < site->count; i++)
        index_entry(site, site->entries[i], taken);
    for (size_t i = 0; i < site->count; i++)
        site->entries[i]->selector = selector_make(site->entries[i]->key, taken, site->entries[i], site->arena);
    for (size_t i = 0; i < site->kept_count; i++)
        site->kept[i].selector = selector_make(site->kept[i].key, taken, &site->kept[i], site->arena);
    map_free(taken);
}

static int
compare_posts(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    time_t first = date_seconds(&one->date), second = date_seconds(&other->date);

    return first != second ? (first > second) - (first < second) : slice_compare(one->source, other->source);
}

static void
list_posts(struct site *site)
{
    site->posts = arena_take(site->arena, (site->count + 1) * sizeof(struct entry *));
    for (size_t i = 0; i < site->count; i++)
        if (site->entries[i]->kind == ENTRY_POST)
            site->posts[site->post_count++] = site->entries[i];
    if (site->post_count > 0)
        qsort(site->posts, site->post_count, sizeof(struct entry *), compare_posts);
}

static bool
has_page(const struct site *site)
{
    for (size_t i = 0; i < site->count; i++)
        if (site->entries[i]->kind <= ENTRY_POST)
            return true;
    return false;
}

/* Workers follow no links: where one leads is settled here, while it is known what is hidden. */
static void
place_files(struct site *site)
{
    for (size_t i = 0; i < site->count; i++) {
        struct entry *entry = site->entries[i];

        if (entry->kind != ENTRY_FILE)
            continue;
        entry->place = tree_real_path(site->tree, site->root, entry->source, site->arena);
        if (entry->lang.length == 0)
            entry->lang = site->lang;
    }
}

static bool
build(struct site *site, const struct site_options *options, struct error *error)
{
    struct tree_options walk = { site->root, options->hidden, site, enters_folder, lose_folder };

    if (!site_read_config(site, error))
        return false;
    if (options->memos)
        site->memos = memos_new(site_dialect(site), options->memos_before);
    site->tree = tree_read(&walk, site->arena, site->findings);
    if (site->config != NULL)
        publish_jekyll(site);
    else if (site->hugo != NULL)
        publish_hugo(site);
    else
        publish_plain(site);
    redirect_add_sources(site);
    redirect_settle(site);
    index_entries(site);
    site->home = site_follow(site, site_answer(site, slice_of("/")));
    if (!has_page(site))
        return error_set(error, "%s: not one page to publish; a page is a Markdown file that begins with a line `---`",
                         site->name);
    place_files(site);
    list_posts(site);
    navigation_read(site);
    fingerprint_files(site);
    leftover_report(site);
    return true;
}

struct site *
site_read(const struct site_options *options, struct findings *findings, struct error *error)
{
    struct site *site = memory_new(sizeof(*site));
    bool fine;

    site->arena = arena_new();
    site->root = options->root;
    site->name = options->name;
    site->settings = options->settings;
    site->now = options->now;
    site->findings = findings;
    site->keys = map_new();
    site->sources = map_new();
    site->web_only = map_new();
    site->lost = map_new();
    site->formers = options->formers;
    site->former_count = options->former_count;
    site->library = library_new(site);
    fine = build(site, options, error);
    tree_free(site->tree);
    site->tree = NULL;
    site->findings = NULL;
    site->formers = NULL;
    if (fine)
        return site;
    site_free(site);
    return NULL;
}

void
site_free(struct site *site)
{
    if (site == NULL)
        return;
    library_free(site->library);
    memos_free(site->memos);
    map_free(site->keys);
    map_free(site->sources);
    map_free(site->web_only);
    map_free(site->lost);
    hugo_free(site->hugo);
    free(site->entries);
    arena_free(site->arena);
    free(site);
}

size_t
site_count(const struct site *site)
{
    return site->count;
}

const struct entry *
site_entry(const struct site *site, size_t index)
{
    return site->entries[index];
}

const struct entry *
site_find(const struct site *site, struct slice key)
{
    return map_find(site->keys, key);
}

struct library *
site_library(const struct site *site)
{
    return site->library;
}

enum front_matter_dialect
site_dialect(const struct site *site)
{
    return site->hugo != NULL ? FRONT_MATTER_HUGO : FRONT_MATTER_JEKYLL;
}

struct memos *
site_memos(const struct site *site)
{
    return site->memos;
}

const struct yaml *
site_config(const struct site *site)
{
    return site->config;
}

struct slice
site_title(const struct site *site)
{
    return site->title;
}

struct slice
site_web_url(const struct site *site)
{
    return site->web_url;
}
