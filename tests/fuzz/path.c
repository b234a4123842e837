/* path.c - permalinks and selectors out of any bytes: clean, stable, ASCII where they must be. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "site/permalink.h"
#include "site/selector.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_cleaning(struct slice raw)
{
    struct buffer once = { 0 }, twice = { 0 };

    permalink_clean(raw, &once);
    permalink_clean(buffer_slice(&once), &twice);
    assert(slice_starts(buffer_slice(&once), "/"));
    assert(slice_find(buffer_slice(&once), "//") == SLICE_NONE);
    assert(slice_find(buffer_slice(&once), "/../") == SLICE_NONE);
    assert(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
    buffer_clear(&once);
    buffer_clear(&twice);
}

static void check_template(struct slice template)
{
    const struct slice categories[] = { SLICE("Tea & Leaves"), SLICE("b") };
    const struct permalink_fields fields = {
        .collection = SLICE("posts"),
        .path = SLICE("a/2024-01-02-T\xc3\xa9 x"),
        .slug = template,
        .name = SLICE("2024-01-02-x"),
        .output_ext = SLICE(".html"),
        .categories = categories,
        .category_count = 2,
        .date = { .year = 2024, .month = 1, .day = 2 },
    };
    const struct permalink_page page = { SLICE("folder/"), template, SLICE(".html") };
    struct buffer out = { 0 };
    struct slice bad = { 0 };

    if (!permalink_expand(template, &fields, &out, &bad))
        assert(bad.length > 0);
    permalink_expand_page(template, &page, &out);
    permalink_post_template(template);
    permalink_suffix(template);
    buffer_clear(&out);
}

static void
check_selectors(struct slice key)
{
    struct map *taken = map_new();
    struct arena *arena = arena_new();
    struct slice one = selector_make(key, taken, &taken, arena), two = selector_make(key, taken, &taken, arena);

    assert(selector_is_plain(one) && one.length <= 255);
    assert(selector_is_plain(two) && two.length <= 255);
    assert(selector_is_plain(key) || !slice_equal(one, two));
    map_free(taken);
    arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct slice text = slice_make((const char *)bytes, length);

    check_cleaning(text);
    check_template(text);
    check_selectors(text);
    return 0;
}
