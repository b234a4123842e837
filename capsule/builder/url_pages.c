/* url_pages.c - finds the URLs in menus, and makes each one's page once. */
#include "builder/url_pages.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "builder/reply.h"
#include "image/url_key.h"

struct url_pages {
    struct image_writer *writer;
    struct map *known;       /* keys -> anything */
    struct buffer key, page; /* room */
};

struct url_pages *
url_pages_new(struct image_writer *writer)
{
    struct url_pages *pages = memory_new(sizeof(*pages));

    pages->writer = writer;
    pages->known = map_new();
    return pages;
}

void
url_pages_free(struct url_pages *pages)
{
    map_free(pages->known);
    buffer_clear(&pages->key);
    buffer_clear(&pages->page);
    free(pages);
}

/* The selector of the menu line LINE, if it is a URL to which a page of ours may send a browser. */
static bool
line_names_url(struct slice line, struct slice *url)
{
    struct slice display, selector;

    if (!slice_starts(line, "h") || !slice_take_part(&line, '\t', &display) ||
        !slice_take_part(&line, '\t', &selector) || !slice_starts(selector, "URL:"))
        return false;
    *url = slice_from(selector, strlen("URL:"));
    return reply_url_is_allowed(*url);
}

static void
add_page(struct url_pages *pages, struct slice url)
{
    buffer_truncate(&pages->key, 0);
    url_key(url, &pages->key);
    if (map_add(pages->known, buffer_slice(&pages->key), pages).bytes == NULL)
        return;
    buffer_truncate(&pages->page, 0);
    reply_url_page(&pages->page, url);
    image_writer_add(pages->writer, IMAGE_GOPHER, buffer_slice(&pages->key),
                     &(struct image_reply){ .kind = IMAGE_REPLY, .bytes = buffer_slice(&pages->page) });
}

void
url_pages_list(struct slice menu, struct buffer *urls)
{
    struct slice line, url;

    while (slice_take_line(&menu, &line))
        if (line_names_url(line, &url)) {
            buffer_add(urls, url);
            buffer_add_byte(urls, '\n');
        }
}

void
url_pages_add(struct url_pages *pages, struct slice urls)
{
    struct slice url;

    while (slice_take_part(&urls, '\n', &url))
        add_page(pages, url);
}
