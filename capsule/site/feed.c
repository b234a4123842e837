/* feed.c - what is fed, and how Atom spells it. */
#include "site/feed.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/uri.h"
#include "base/utf8.h"
#include "site/hugo_section.h"
#include "site/library.h"
#include "site/link_scan.h"
#include "site/site_data.h"

/* The walk from the home page and the navigation over all links, until every list that may be reached is. */
struct reach {
    const struct site *site;
    const struct feed_texts *texts;
    struct arena *arena;
    struct map *reached; /* keys of entries */
    const struct entry **queue;
    size_t count, capacity;
    const struct entry *page; /* whose links are followed */
};

static void
enqueue(struct reach *reach, const struct entry *entry)
{
    if (entry == NULL || entry->kind == ENTRY_FILE || entry->kind == ENTRY_REDIRECT ||
        map_find(reach->reached, entry->key) != NULL)
        return;
    map_put(reach->reached, entry->key, reach);
    reach->queue = memory_grow(reach->queue, reach->count, &reach->capacity, sizeof(const struct entry *));
    reach->queue[reach->count++] = entry;
}

static void
enqueue_target(struct reach *reach, const struct target *target)
{
    struct buffer key = { 0 };

    if (target->kind != TARGET_PAGE)
        return;
    uri_decode(target->url, &key);
    enqueue(reach, site_find(reach->site, buffer_slice(&key)));
    buffer_clear(&key);
}

static void
on_link(void *context, struct slice href)
{
    struct reach *reach = context;
    struct target target = { 0 };

    site_resolve(reach->site, reach->page, href, reach->arena, &target);
    if (!target.broken)
        enqueue_target(reach, &target);
}

struct question {
    const struct reach *reach;
    bool yes;
};

static void
ask_lister(void *context, const struct entry *lister)
{
    struct question *question = context;

    question->yes = question->yes || map_find(question->reach->reached, lister->key) != NULL;
}

static void
note_lister(void *context, const struct entry *lister)
{
    bool *any = context;

    (void)lister;
    *any = true;
}

/* A collection that some page lists, and whether one that was reached does. */
static bool
is_open(const struct reach *reach, struct slice collection)
{
    struct question question = { .reach = reach };
    bool listed = false;

    library_listers(reach->site->library, collection, note_lister, &listed);
    library_listers(reach->site->library, collection, ask_lister, &question);
    return listed && !question.yes;
}

static bool
is_all_reached(const struct reach *reach)
{
    for (size_t i = 0; i < reach->site->collections.count; i++)
        if (is_open(reach, reach->site->collections.items[i].name))
            return false;
    return true;
}

/* Most lists are reached at once; so the question is asked whenever the walk has become twice as long. */
static void
walk(struct reach *reach)
{
    const struct navigation *navigation = &reach->site->navigation;

    enqueue(reach, reach->site->home);
    for (size_t i = 0; i < navigation->count; i++)
        enqueue_target(reach, &navigation->items[i].target);
    for (size_t i = 0; i < reach->count; i++) {
        if ((i & (i - 1)) == 0 && is_all_reached(reach))
            return;
        reach->page = reach->queue[i];
        link_scan(reach->texts->find(reach->texts->context, reach->page), on_link, reach);
    }
}

/* Whether any collection is listed at all: else no page needs to be looked at. */
static bool
has_lists(const struct site *site)
{
    bool any = false;

    for (size_t i = 0; i < site->collections.count; i++)
        library_listers(site->library, site->collections.items[i].name, note_lister, &any);
    return any;
}

static int
compare_newest(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    time_t first = date_seconds(&one->date), second = date_seconds(&other->date);

    return first != second ? (first < second) - (first > second) : slice_compare(one->path, other->path);
}

static bool
is_fed(const struct reach *reach, const struct entry *entry)
{
    struct question question = { .reach = reach };

    if (entry->kind != ENTRY_POST && entry->kind != ENTRY_DOCUMENT)
        return false;
    if (!entry->has_date || entry->collection.length == 0 || yaml_bool(yaml_get(entry->meta, "inline"), false))
        return false; /* what has no title of its own stands in its list with all its text */
    library_listers(reach->site->library, entry->collection, ask_lister, &question);
    return question.yes;
}

const struct entry **
feed_select(const struct site *site, const struct feed_texts *texts, struct arena *arena, size_t *count)
{
    struct reach reach = { .site = site, .texts = texts };
    const struct entry **fed = arena_take(arena, (site->count + 1) * sizeof(const struct entry *));

    *count = 0;
    if (!has_lists(site))
        return fed;
    reach.arena = arena_new();
    reach.reached = map_new();
    walk(&reach);
    for (size_t i = 0; i < site->count; i++)
        if (is_fed(&reach, site->entries[i]))
            fed[(*count)++] = site->entries[i];
    qsort(fed, *count, sizeof(const struct entry *), compare_newest);
    if (*count > FEED_ENTRIES)
        *count = FEED_ENTRIES;
    map_free(reach.reached);
    free(reach.queue);
    arena_free(reach.arena);
    return fed;
}

/* Whether one of ENTRIES is SECTION's. */
static bool
feeds_section(const struct hugo_section *section, const struct entry *const *entries, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_equal(entries[i]->collection, section->collection))
            return true;
    return false;
}

/* Hugo writes a feed beside each page that lists others. */
static void
hugo_aliases(const struct hugo *hugo, const struct entry *const *entries, size_t count,
             void (*visit)(void *context, struct slice path), void *context)
{
    for (size_t i = 0; i < hugo->section_count && hugo_makes(hugo, "rss"); i++) {
        const struct hugo_section *section = hugo->sections[i];
        struct buffer path = { 0 };

        if (section->entry == NULL || !slice_ends(section->entry->key, "/") ||
            (section->folder.length > 0 && !feeds_section(section, entries, count)))
            continue;
        buffer_add(&path, section->entry->key);
        buffer_add_text(&path, "index.xml");
        visit(context, buffer_slice(&path));
        buffer_clear(&path);
    }
}

void
feed_aliases(const struct site *site, const struct entry *const *entries, size_t count,
             void (*visit)(void *context, struct slice path), void *context)
{
    struct slice path = slice_trim(yaml_get_text(yaml_get(site->config, "feed"), "path"));
    struct buffer key = { 0 };

    if (site->hugo != NULL)
        hugo_aliases(site->hugo, entries, count, visit, context);
    if (path.length > 0 && !slice_starts(path, "/"))
        buffer_add_byte(&key, '/');
    buffer_add(&key, path);
    if (path.length > 0 && !slice_is(buffer_slice(&key), FEED_PATH))
        visit(context, buffer_slice(&key));
    buffer_clear(&key);
}

/* Text of XML 1.0: escaped, and without the characters that it cannot hold. */
static void
add_text(struct slice text, struct buffer *out)
{
    while (text.length > 0) {
        uint32_t code = utf8_take(&text, NULL);

        if (code == '&')
            buffer_add_text(out, "&amp;");
        else if (code == '<')
            buffer_add_text(out, "&lt;");
        else if (code == '>')
            buffer_add_text(out, "&gt;");
        else if (code == '"')
            buffer_add_text(out, "&quot;");
        else if (code < ' ')
            buffer_add_byte(out, ' ');
        else if (code != 0xfffe && code != 0xffff && code != 0x7f)
            utf8_put(out, code);
    }
}

static void
add_root(const struct feed_place *place, struct buffer *out)
{
    bool literal = slice_find_byte(slice_of(place->host), ':') != SLICE_NONE;
    unsigned usual = place->gopher ? 70 : 1965;

    buffer_format(out, "%s://%s%s%s", place->gopher ? "gopher" : "gemini", literal ? "[" : "", place->host,
                  literal ? "]" : "");
    if (place->port != usual)
        buffer_format(out, ":%u", place->port);
}

static void
add_url(const struct feed_place *place, const char *item, struct slice path, struct buffer *out)
{
    struct buffer url = { 0 };

    add_root(place, &url);
    if (place->gopher)
        buffer_format(&url, "/%s", item);
    buffer_add(&url, path);
    add_text(buffer_slice(&url), out);
    buffer_clear(&url);
}

/* RFC 3339; a date that names no offset is one of UTC. */
static void
add_date(const struct date *date, struct buffer *out)
{
    int offset = date->has_offset ? date->offset : 0;

    buffer_format(out, "%04d-%02u-%02uT%02u:%02u:%02u", date->year, date->month, date->day, date->hour, date->minute,
                  date->second);
    if (offset == 0)
        buffer_add_byte(out, 'Z');
    else
        buffer_format(out, "%c%02d:%02d", offset < 0 ? '-' : '+', abs(offset) / 60, abs(offset) % 60);
}

static void
add_entry(const struct feed_place *place, const struct entry *entry, struct buffer *out)
{
    struct slice path = place->gopher ? entry->selector : entry->path;

    buffer_add_text(out, "  <entry>\n    <title>");
    add_text(entry->title, out);
    buffer_add_text(out, "</title>\n    <link href=\"");
    add_url(place, "1", path, out);
    buffer_add_text(out, "\"/>\n    <id>");
    add_url(place, "1", path, out);
    buffer_add_text(out, "</id>\n    <updated>");
    add_date(&entry->date, out);
    buffer_add_text(out, "</updated>\n  </entry>\n");
}

void
feed_write(const struct site *site, const struct feed_place *place, const struct entry *const *entries, size_t count,
           struct buffer *out)
{
    struct slice owner = site->profile.name.length > 0 ? site->profile.name : site->title;

    buffer_add_text(out,
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
                    "  <title>");
    add_text(site->title, out);
    buffer_add_text(out, "</title>\n  <link href=\"");
    add_url(place, "1", slice_of("/"), out);
    buffer_add_text(out, "\"/>\n  <link rel=\"self\" href=\"");
    add_url(place, "0", slice_of(FEED_PATH), out);
    buffer_add_text(out, "\"/>\n  <id>");
    add_url(place, "1", slice_of("/"), out);
    buffer_add_text(out, "</id>\n  <updated>");
    add_date(&entries[0]->date, out);
    buffer_add_text(out, "</updated>\n  <author>\n    <name>");
    add_text(owner, out);
    buffer_add_text(out, "</name>\n  </author>\n");
    for (size_t i = 0; i < count; i++)
        add_entry(place, entries[i], out);
    buffer_add_text(out, "</feed>\n");
}
