/*
 * publish.c - fills an image. The first entry of a key wins, so the order is the rule: what a path is comes before
 * where a path leads, and both come before other ways of writing it.
 */
#include "builder/publish.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/uri.h"
#include "builder/digest.h"
#include "builder/keep.h"
#include "builder/published.h"
#include "builder/reply.h"
#include "builder/url_pages.h"
#include "site/feed.h"

#include <string.h>

struct publisher {
    struct page_set *set;
    struct image_writer *writer;
    struct findings *findings;
    struct arena *arena;             /* of the set: replies, and all struct published */
    struct map *by_key;              /* entries' decoded keys -> struct published */
    struct url_pages *urls;          /* that menus name */
    struct image_facts facts;        /* counted on the way */
    const struct published *visited; /* whose variants are being counted up */
};

static void
add(struct publisher *publisher, enum image_space space, struct slice key, const struct image_reply *reply)
{
    image_writer_add(publisher->writer, space, key, reply);
}

static void
add_bytes(struct publisher *publisher, enum image_space space, struct slice key, struct slice bytes)
{
    add(publisher, space, key, &(struct image_reply){ .kind = IMAGE_REPLY, .bytes = bytes });
}

/* An entry's paths in Gopher: its alias, and where that is another one, its raw path. */
struct gopher_paths {
    struct slice items[2];
    size_t count;
};

static struct gopher_paths
gopher_paths(const struct entry *entry)
{
    return (struct gopher_paths){ { entry->selector, entry->key }, slice_equal(entry->selector, entry->key) ? 1 : 2 };
}

/* Under the entry's own path, its alias and its raw path. */
static void
add_canonical(struct publisher *publisher, const struct published *published)
{
    struct gopher_paths paths = gopher_paths(published->entry);

    add(publisher, IMAGE_GEMINI, published->entry->key, &published->replies[PUBLISHED_GEMINI]);
    for (size_t i = 0; i < paths.count; i++)
        add(publisher, IMAGE_GOPHER, published_gopher_key(paths.items[i]), &published->replies[PUBLISHED_GOPHER]);
}

/* Remembers a copy of PUBLISHED, for all that leads to it, and publishes it at its own paths. */
static struct published *
publisher_enter(struct publisher *publisher, const struct published *published)
{
    struct published *own = arena_take(publisher->arena, sizeof(*own));

    *own = *published;
    for (size_t i = 0; i < PUBLISHED_REPLIES; i++)
        if (own->places != NULL)
            image_writer_keep_from(publisher->writer, &own->replies[i], &own->places[i]);
        else
            image_writer_keep(publisher->writer, &own->replies[i]);
    map_put(publisher->by_key, own->entry->key, own);
    add_canonical(publisher, own);
    return own;
}

static void
publish_pages(struct publisher *publisher)
{
    struct page_set *set = publisher->set;

    for (size_t i = 0; i < set->count; i++) {
        struct page *page = &set->pages[i];
        struct published published = { .entry = page->entry };

        if (page->state == PAGE_DONE)
            published_from_page(&published, page);
        else if (page->state == PAGE_KEPT)
            published = *page->published;
        else if (!published_from_previous(&published, set->options->previous))
            continue;
        page->published = publisher_enter(publisher, &published);
        if (page->entry->source.length > 0)
            add_bytes(publisher, IMAGE_SOURCE, page->entry->source, page->entry->key);
        publisher->facts.pages += page->entry->kind != ENTRY_REDIRECT;
    }
}

static void
publish_file(struct publisher *publisher, const struct entry *entry)
{
    struct published published = { .entry = entry };

    if (!published_from_file(&published, publisher->set->site, publisher->arena, publisher->findings) &&
        !published_from_previous(&published, publisher->set->options->previous))
        return;
    publisher_enter(publisher, &published);
    publisher->facts.files++;
}

static void
publish_files(struct publisher *publisher)
{
    const struct site *site = publisher->set->site;

    for (size_t i = 0; i < site_count(site); i++)
        if (site_entry(site, i)->kind == ENTRY_FILE)
            publish_file(publisher, site_entry(site, i));
}

/* Where the redirect ENTRY leads inside the site; NULL if that is not published. The site knows of no chains. */
static const struct published *
target_of(const struct publisher *publisher, const struct entry *entry)
{
    const struct published *target;
    struct buffer key = { 0 };

    uri_decode(entry->target, &key);
    target = map_find(publisher->by_key, buffer_slice(&key));
    buffer_clear(&key);
    return target;
}

/* KEY leads to TARGET: by a redirect in Gemini, with the content itself in Gopher. */
static void
add_leading_to(struct publisher *publisher, struct slice key, const struct published *target)
{
    struct buffer reply = { 0 };

    reply_redirect(&reply, target->entry->path);
    add_bytes(publisher, IMAGE_GEMINI, key, buffer_slice(&reply));
    add(publisher, IMAGE_GOPHER, published_gopher_key(key), &target->replies[PUBLISHED_GOPHER]);
    buffer_clear(&reply);
}

static void
visit_variant(void *context, struct slice key)
{
    struct publisher *publisher = context;

    add_leading_to(publisher, key, publisher->visited);
}

static void
publish_redirects(struct publisher *publisher)
{
    const struct site *site = publisher->set->site;

    for (size_t i = 0; i < site_count(site); i++) {
        const struct entry *entry = site_entry(site, i);
        const struct published *target = NULL;

        if (entry->kind == ENTRY_REDIRECT && !page_set_has(entry))
            target = target_of(publisher, entry);
        if (!target)
            continue;
        add_leading_to(publisher, entry->key, target);
        add(publisher, IMAGE_GOPHER, published_gopher_key(entry->selector), &target->replies[PUBLISHED_GOPHER]);
    }
}

/* Those of pages and files, or (INDIRECT) those of redirects, which never displace the former. */
static void
publish_variants(struct publisher *publisher, bool indirect)
{
    const struct site *site = publisher->set->site;

    for (size_t i = 0; i < site_count(site); i++) {
        const struct entry *entry = site_entry(site, i);
        const struct published *published = map_find(publisher->by_key, entry->key);

        if ((published == NULL) != indirect)
            continue;
        publisher->visited = indirect ? target_of(publisher, entry) : published;
        if (publisher->visited)
            site_variants(site, entry, visit_variant, publisher);
    }
}

/* With a slash at its end or without: Gopher clients add and drop it. */
static void
add_slash_form(struct publisher *publisher, struct slice path, const struct image_reply *reply)
{
    struct slice key = published_gopher_key(path);
    struct buffer form = { 0 };

    buffer_add(&form, slice_ends(key, "/") ? slice_range(key, 0, key.length - 1) : key);
    if (!slice_ends(key, "/") && key.length > 0)
        buffer_add_byte(&form, '/');
    add(publisher, IMAGE_GOPHER, buffer_slice(&form), reply);
    buffer_clear(&form);
}

static void
add_text_form(struct publisher *publisher, struct slice path, const char *extension, const struct image_reply *text)
{
    struct buffer form = { 0 };

    page_form_path(path, extension, &form);
    if (text->bytes.length > 0)
        add(publisher, IMAGE_GOPHER, published_gopher_key(buffer_slice(&form)), text);
    buffer_clear(&form);
}

static void
publish_forms_of(struct publisher *publisher, const struct published *published)
{
    struct gopher_paths paths = gopher_paths(published->entry);

    for (size_t i = 0; i < paths.count; i++) {
        add_slash_form(publisher, paths.items[i], &published->replies[PUBLISHED_GOPHER]);
        add_text_form(publisher, paths.items[i], ".txt", &published->replies[PUBLISHED_TEXT]);
        add_text_form(publisher, paths.items[i], ".md", &published->replies[PUBLISHED_MARKDOWN]);
    }
}

static void
publish_forms(struct publisher *publisher)
{
    const struct site *site = publisher->set->site;

    for (size_t i = 0; i < site_count(site); i++) {
        const struct entry *entry = site_entry(site, i);
        const struct published *published = map_find(publisher->by_key, entry->key);

        if (published && entry->kind != ENTRY_FILE)
            publish_forms_of(publisher, published);
        else if (!published && (published = target_of(publisher, entry)) && published->entry->kind != ENTRY_FILE)
            add_slash_form(publisher, entry->key, &published->replies[PUBLISHED_GOPHER]);
    }
}

static struct slice
urls_of(struct publisher *publisher, struct slice menu)
{
    struct buffer urls = { 0 };
    struct slice kept;

    url_pages_list(menu, &urls);
    kept = arena_copy(publisher->arena, buffer_slice(&urls));
    buffer_clear(&urls);
    return kept;
}

/* Out of the finished menus: exactly what a client can be shown it can ask for. */
static void
publish_urls(struct publisher *publisher)
{
    const struct page_set *set = publisher->set;

    for (size_t i = 0; i < set->count; i++) {
        struct published *published = set->pages[i].published;

        if (published == NULL)
            continue;
        if (published->urls.bytes == NULL)
            published->urls = urls_of(publisher, published->replies[PUBLISHED_GOPHER].bytes);
        url_pages_add(publisher->urls, published->urls);
    }
}

/* What the site could not read, so that it does not know which pages it would be. */
static void
publish_lost(struct publisher *publisher)
{
    const struct image *previous = publisher->set->options->previous;
    struct kept kept;

    if (!previous)
        return;
    kept = keep_lost(previous, publisher->set->site, publisher->writer, publisher->arena);
    for (unsigned i = 0; i < kept.pages; i++)
        url_pages_add(publisher->urls, urls_of(publisher, kept.menus[i]));
    publisher->facts.pages += kept.pages;
    publisher->facts.files += kept.files;
}

static struct slice
text_of(void *context, const struct entry *entry)
{
    return page_set_text(context, entry);
}

/* What leads to the feed, where the web site has its own. */
struct feed_form {
    struct publisher *publisher;
    struct slice redirect, text; /* of Gemini, of Gopher */
};

static void
visit_feed_alias(void *context, struct slice key)
{
    const struct feed_form *form = context;

    add_bytes(form->publisher, IMAGE_GEMINI, key, form->redirect);
    add_bytes(form->publisher, IMAGE_GOPHER, published_gopher_key(key), form->text);
}

/* An Atom feed of its own for each protocol; what the author publishes at its path has come before and wins. */
static void
publish_feed(struct publisher *publisher)
{
    struct page_set *set = publisher->set;
    const struct feed_texts texts = { set, text_of };
    struct feed_place place = { .host = page_set_host(set), .port = page_set_gemini_port(set) };
    struct buffer reply = { 0 }, text = { 0 };
    struct feed_form form;
    size_t count;
    const struct entry **entries = feed_select(set->site, &texts, publisher->arena, &count);

    if (count == 0)
        return;
    reply_file_header(&reply, "application/atom+xml");
    feed_write(set->site, &place, entries, count, &reply);
    add_bytes(publisher, IMAGE_GEMINI, slice_of(FEED_PATH), buffer_slice(&reply));
    place = (struct feed_place){ .host = place.host, .port = page_set_gopher_port(set), .gopher = true };
    feed_write(set->site, &place, entries, count, &text);
    add_bytes(publisher, IMAGE_GOPHER, published_gopher_key(slice_of(FEED_PATH)), buffer_slice(&text));
    buffer_truncate(&reply, 0);
    reply_redirect(&reply, slice_of(FEED_PATH));
    form = (struct feed_form){ publisher, buffer_slice(&reply), buffer_slice(&text) };
    feed_aliases(set->site, entries, count, visit_feed_alias, &form);
    buffer_clear(&reply);
    buffer_clear(&text);
}

/* The one character of the capsule (gemini://mozz.us/files/rfc_gemini_favicon.gmi); the author's own file has come before. */
static void
publish_favicon(struct publisher *publisher)
{
    const char *icon = publisher->set->options->settings->favicon;
    struct buffer reply = { 0 };

    if (icon == NULL)
        return;
    reply_file_header(&reply, "text/plain");
    buffer_add_text(&reply, icon);
    buffer_add_text(&reply, "\n");
    add_bytes(publisher, IMAGE_GEMINI, slice_of(FAVICON_PATH), buffer_slice(&reply));
    buffer_clear(&reply);
}

/* RFC 9116 has two places for security.txt: whoever looks in the one finds what the author published in the other. */
static void
publish_security(struct publisher *publisher)
{
    static const char *const paths[] = { "/.well-known/security.txt", "/security.txt" };

    for (size_t i = 0; i < 2; i++) {
        const struct published *there = map_find(publisher->by_key, slice_of(paths[1 - i]));

        if (there != NULL)
            add_leading_to(publisher, slice_of(paths[i]), there);
    }
}

static void
publish_companions(struct publisher *publisher)
{
    struct buffer text = { 0 };

    publish_favicon(publisher);
    publish_security(publisher);

    reply_robots(&text);
    add_bytes(publisher, IMAGE_GOPHER, slice_of("robots.txt"), buffer_slice(&text));
    buffer_truncate(&text, 0);
    reply_caps(&text);
    add_bytes(publisher, IMAGE_GOPHER, slice_of("caps.txt"), buffer_slice(&text));
    buffer_clear(&text);
}

static void
publish_facts(struct publisher *publisher)
{
    const struct page_set *set = publisher->set;

    for (size_t i = 0; i < site_count(set->site); i++)
        publisher->facts.redirects += site_entry(set->site, i)->kind == ENTRY_REDIRECT;
    publisher->facts.gemini_port = page_set_gemini_port(set);
    publisher->facts.gopher_port = page_set_gopher_port(set);
    publisher->facts.web_url = site_web_url(set->site);
    image_writer_facts(publisher->writer, &publisher->facts);
}

static void
publish_hosts(struct image_writer *writer, const struct text_list *hosts)
{
    static const char *const defaults[] = { "localhost", "127.0.0.1", "::1" };

    for (size_t i = 0; i < hosts->count; i++)
        image_writer_host(writer, slice_of(hosts->items[i]));
    for (size_t i = 0; hosts->count == 0 && i < sizeof(defaults) / sizeof(defaults[0]); i++)
        image_writer_host(writer, slice_of(defaults[i]));
}

void
publish_site(struct page_set *set, struct image_writer *writer, struct findings *findings)
{
    struct publisher publisher = {
        .set = set,
        .writer = writer,
        .findings = findings,
        .arena = set->replies,
        .by_key = map_new(),
        .urls = url_pages_new(writer),
    };

    publish_pages(&publisher);
    publish_files(&publisher);
    publish_redirects(&publisher);
    publish_variants(&publisher, false);
    publish_variants(&publisher, true);
    publish_forms(&publisher);
    publish_urls(&publisher);
    publish_lost(&publisher);
    publish_feed(&publisher);
    publish_companions(&publisher);
    digest_publish(set, writer);
    publish_facts(&publisher);
    publish_hosts(writer, &set->options->settings->hosts);
    url_pages_free(publisher.urls);
    map_free(publisher.by_key);
}
