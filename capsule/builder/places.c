/* places.c - the places of a page's replies, in their order, and the URLs that its menu names. */
#include "builder/places.h"

#include <string.h>

#include "base/arena.h"
#include "builder/digest.h"
#include "site/memos.h"

/* True if each is somewhere: a form whose path belongs to another page is in no image. */
static bool
find_places(const struct published *published, struct image_place places[PUBLISHED_REPLIES])
{
    for (size_t i = 0; i < PUBLISHED_REPLIES; i++) {
        places[i] = image_writer_place(published->replies[i].piece);
        if (places[i].at == 0 && places[i].length > 0)
            return false;
    }
    return true;
}

static void
note_page(const struct page *page, struct arena *arena)
{
    struct image_place places[PUBLISHED_REPLIES];
    struct memo *memo = page->entry->memo;

    if (find_places(page->published, places))
        memo->places = arena_join(
            arena, (struct slice[]){ slice_make((const char *)places, sizeof(places)), page->published->urls }, 2);
}

void
places_note(const struct page_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct page *page = &set->pages[i];

        if (page->entry->memo == NULL)
            continue;
        page->entry->memo->places = slice_make("", 0);
        if (page->entry->memo->is_plain && page->published != NULL && digest_may_keep(page))
            note_page(page, set->replies);
    }
}

bool
places_recall(struct published *published, const struct image *previous, struct arena *arena)
{
    const struct memo *memo = published->entry->memo;
    size_t size = PUBLISHED_REPLIES * sizeof(struct image_place);
    struct image_place *places;

    if (memo->places.length < size)
        return false;
    places = arena_take(arena, size);
    memcpy(places, memo->places.bytes, size);
    for (size_t i = 0; i < PUBLISHED_REPLIES; i++)
        published->replies[i] =
            (struct image_reply){ .kind = IMAGE_REPLY, .bytes = image_bytes(previous, places[i].at, places[i].length) };
    published->places = places;
    published->urls = slice_from(memo->places, size);
    return true;
}
