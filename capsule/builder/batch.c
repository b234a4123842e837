/* batch.c - one pass over the pages: each joins the batch before it or opens a new one. */
#include "builder/batch.h"

#include "base/memory.h"

static size_t
most_pages(size_t count)
{
    if (count / 16 <= BATCH_PAGES)
        return BATCH_PAGES;
    return count / 16 < BATCH_PAGES_MAX ? count / 16 : BATCH_PAGES_MAX;
}

/* Whether PAGE, which comes behind BEFORE, joins its batch: one of MOST pages, with BYTES so far. */
static bool
page_joins(const struct batch *batch, size_t most, size_t bytes, const struct batch_page *page,
           const struct batch_page *before)
{
    return page->verdict == BOUNDS_KEPT && before->verdict == BOUNDS_KEPT && batch->count < most &&
           bytes + page->bytes <= most * BATCH_PAGE_BYTES;
}

struct batch *
batches_make(const struct batch_page *pages, size_t count, size_t *batch_count)
{
    struct batch *batches = NULL;
    size_t used = 0, capacity = 0, bytes = 0, most = most_pages(count);

    for (size_t i = 0; i < count; i++) {
        if (used > 0 && page_joins(&batches[used - 1], most, bytes, &pages[i], &pages[i - 1])) {
            batches[used - 1].count++;
            bytes += pages[i].bytes;
            continue;
        }
        batches = memory_grow(batches, used, &capacity, sizeof(*batches));
        batches[used++] = (struct batch){ i, 1, CONVERT_PAGE };
        if (pages[i].verdict == BOUNDS_BROKEN)
            batches[used - 1].conversion = CONVERT_SOURCE;
        bytes = pages[i].bytes;
    }
    *batch_count = used;
    return batches;
}
