/* digest.c - two hashes of 64 bits over what a page is made from. */
#include "builder/digest.h"

#include "base/arena.h"
#include "base/hash.h"
#include "builder/published.h"
#include "site/fingerprint.h"
#include "site/liquid.h"

struct digest {
    uint64_t words[2];
};

static struct slice
digest_bytes(const struct digest *digest)
{
    return slice_make((const char *)digest->words, sizeof(digest->words));
}

static struct digest
digest_of(struct slice one, struct slice other)
{
    struct digest digest = { { hash_bytes(one, 1), hash_bytes(one, 2) } };

    for (size_t i = 0; i < 2 && other.length > 0; i++)
        digest.words[i] = hash_bytes(other, digest.words[i]);
    return digest;
}

/* A page's own file, and the text that its includes and lists have made of it. */
static struct digest
digest_of_page(const struct page *page)
{
    return digest_of(buffer_slice(&page->text.file), buffer_slice(&page->expanded.text));
}

static bool
digest_of_site(const struct site *site, struct digest *digest)
{
    struct buffer text = { 0 };
    bool done = site_fingerprint(site, &text);

    *digest = digest_of(buffer_slice(&text), slice_of(NULL));
    buffer_clear(&text);
    return done;
}

static bool
is_same(const struct image *image, struct slice key, const struct digest *digest)
{
    struct image_reply reply;

    return image_find(image, IMAGE_DIGEST, key, &reply) && slice_equal(reply.bytes, digest_bytes(digest));
}

/* A bibliography is read while its page is converted: its file need not lie where the site was looked through. */
static bool
find_kept(const struct image *previous, const struct page *page, struct published *kept)
{
    struct digest digest = { { page->digest[0], page->digest[1] } };

    return page->state == PAGE_PLANNED && page->entry->source.length > 0 &&
           slice_find_byte(page->text.body, LIQUID_BIBLIOGRAPHY) == SLICE_NONE &&
           is_same(previous, page->entry->source, &digest) && published_from_previous(kept, previous);
}

void
digest_keep(struct page_set *set)
{
    const struct image *previous = set->options->previous;
    struct digest digest;

    for (size_t i = 0; i < set->count; i++) {
        digest = digest_of_page(&set->pages[i]);
        set->pages[i].digest[0] = digest.words[0];
        set->pages[i].digest[1] = digest.words[1];
    }
    if (previous == NULL || !digest_of_site(set->site, &digest) || !is_same(previous, slice_of(""), &digest))
        return;
    for (size_t i = 0; i < set->count; i++) {
        struct page *page = &set->pages[i];
        struct published kept = { .entry = page->entry };

        if (!find_kept(previous, page, &kept))
            continue;
        page->state = PAGE_KEPT;
        page->kept = arena_take(set->replies, sizeof(kept));
        *page->kept = kept;
    }
}

static void
publish_digest(struct image_writer *writer, struct slice key, const struct digest *digest)
{
    image_writer_add(writer, IMAGE_DIGEST, key,
                     &(struct image_reply){ .kind = IMAGE_REPLY, .bytes = digest_bytes(digest) });
}

void
digest_publish(const struct page_set *set, struct image_writer *writer)
{
    struct digest digest;

    if (!digest_of_site(set->site, &digest))
        return;
    publish_digest(writer, slice_of(""), &digest);
    for (size_t i = 0; i < set->count; i++) {
        const struct page *page = &set->pages[i];

        if (page->entry->source.length == 0 || page->reason != NULL || findings_count(page->findings) > 0 ||
            (page->state != PAGE_DONE && page->state != PAGE_KEPT))
            continue;
        digest = (struct digest){ { page->digest[0], page->digest[1] } };
        publish_digest(writer, page->entry->source, &digest);
    }
}
