/* digest.c - two hashes of 64 bits over what a page is made from. */
#include "builder/digest.h"

#include "base/arena.h"
#include "base/hash.h"
#include "builder/places.h"
#include "builder/published.h"
#include "site/fingerprint.h"
#include "site/hugo_section.h"
#include "site/layout_text.h"
#include "site/liquid.h"
#include "site/memos.h"

#include <string.h>

static struct slice
bytes_of(const uint64_t digest[2])
{
    return slice_make((const char *)digest, 2 * sizeof(*digest));
}

static void
sum_up(struct slice one, struct slice other, uint64_t digest[2])
{
    for (size_t i = 0; i < 2; i++) {
        digest[i] = hash_bytes(one, i + 1);
        if (other.length > 0)
            digest[i] = hash_bytes(other, digest[i]);
    }
}

static bool
is_same(const struct image *image, struct slice key, const uint64_t digest[2])
{
    struct image_reply reply;

    return image_find(image, IMAGE_DIGEST, key, &reply) && slice_equal(reply.bytes, bytes_of(digest));
}

void
digest_site(struct page_set *set)
{
    struct buffer text = { 0 };

    set->has_digest = site_fingerprint(set->site, &text);
    sum_up(buffer_slice(&text), slice_of(NULL), set->digest);
    set->is_same =
        set->has_digest && set->options->previous != NULL && is_same(set->options->previous, slice_of(""), set->digest);
    buffer_clear(&text);
}

static void
keep_page(struct page_set *set, struct page *page, const struct published *kept)
{
    page->state = PAGE_KEPT;
    page->published = arena_take(set->replies, sizeof(*kept));
    *page->published = *kept;
}

/* Keeps what the running image has of PAGE, whose digest is known, if that is still right. */
static bool
keep_same(struct page_set *set, struct page *page)
{
    const struct image *previous = set->options->previous;
    struct published kept = { .entry = page->entry };

    if (page->entry->source.length == 0 || !is_same(previous, page->entry->source, page->digest) ||
        !published_from_previous(&kept, previous))
        return false;
    keep_page(set, page, &kept);
    return true;
}

bool
digest_recall(struct page_set *set, struct page *page)
{
    const struct image *previous = set->options->previous;
    const struct memo *memo = page->entry->memo;
    struct published kept = { .entry = page->entry };
    const struct memos_base *base;

    if (!set->is_same || memo == NULL || !memo->is_plain)
        return false;
    base = memos_base(site_memos(set->site));
    if (memcmp(base->site, set->digest, sizeof(set->digest)) != 0)
        return false;
    memcpy(page->digest, memo->digest, sizeof(page->digest));
    if (base->image != image_checksum(previous) || !places_recall(&kept, previous, set->replies))
        return keep_same(set, page);
    keep_page(set, page, &kept);
    return true;
}

/* A bibliography is read while its page is converted: its file need not lie where the site was looked through. */
static bool
reads_more(const struct page *page)
{
    return slice_find_byte(page->text.body, LIQUID_BIBLIOGRAPHY) != SLICE_NONE;
}

/* True if the text of PAGE is that of its file, whatever the texts of other pages are. */
static bool
is_plain(const struct site *site, const struct page *page)
{
    bool lists = site_dialect(site) == FRONT_MATTER_HUGO ? hugo_section_has(site, page->entry)
                                                         : !layout_text_is_own(page->entry);

    return page->state == PAGE_PLANNED && !page->is_spliced && !lists && page->bounds.verdict == BOUNDS_KEPT &&
           !reads_more(page);
}

/* A page's own file, and the text that its includes and lists have made of it. */
static void
digest_page(const struct site *site, struct page *page)
{
    struct memo *memo = page->entry->memo;

    sum_up(buffer_slice(&page->text.file), buffer_slice(&page->expanded.text), page->digest);
    if (memo == NULL)
        return;
    memo->is_plain = is_plain(site, page);
    memcpy(memo->digest, page->digest, sizeof(memo->digest));
}

void
digest_keep(struct page_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        struct page *page = &set->pages[i];

        if (page->state == PAGE_KEPT)
            continue;
        digest_page(set->site, page);
        if (set->is_same && page->state == PAGE_PLANNED && !reads_more(page))
            keep_same(set, page);
    }
}

bool
digest_may_keep(const struct page *page)
{
    return page->entry->source.length > 0 && page->reason == NULL && findings_count(page->findings) == 0 &&
           (page->state == PAGE_DONE || page->state == PAGE_KEPT);
}

static void
publish_digest(struct image_writer *writer, struct slice key, const uint64_t digest[2])
{
    image_writer_add(writer, IMAGE_DIGEST, key,
                     &(struct image_reply){ .kind = IMAGE_REPLY, .bytes = bytes_of(digest) });
}

void
digest_publish(const struct page_set *set, struct image_writer *writer)
{
    if (!set->has_digest)
        return;
    publish_digest(writer, slice_of(""), set->digest);
    for (size_t i = 0; i < set->count; i++) {
        const struct page *page = &set->pages[i];

        if (digest_may_keep(page))
            publish_digest(writer, page->entry->source, page->digest);
    }
}
