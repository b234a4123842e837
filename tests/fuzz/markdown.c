/* markdown.c - a page of any bytes, through the reader and all three writers. */
#include <stddef.h>
#include <stdint.h>

#include "page.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct document_options options = { .file = "page.md" };
    struct document *document = document_new(&options);

    if (markdown_read(slice_make((const char *)bytes, length), 1, document) == READER_REFUSED)
        source_read(slice_make((const char *)bytes, length), document);
    document_finish(document);
    page_check(document);
    document_free(document);
    return 0;
}
