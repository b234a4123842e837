/* proxy_header.c - PROXY headers of any bytes: what is decided early stays so, whatever follows. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "protocol/proxy_header.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct slice all = slice_make((const char *)bytes, length);
    struct proxy_header whole, part;
    enum proxy_header_state state = proxy_header_read(all, &whole), early;

    assert(state != PROXY_HEADER_COMPLETE || (whole.length <= length && whole.length <= PROXY_HEADER_MAX));
    assert(state != PROXY_HEADER_WANTS_MORE || length < PROXY_HEADER_MAX);
    for (size_t i = 0; i < length; i++) {
        early = proxy_header_read(slice_range(all, 0, i), &part);
        if (early == PROXY_HEADER_WANTS_MORE)
            continue;
        assert(early == state);
        assert(early == PROXY_HEADER_INVALID || memcmp(&part, &whole, sizeof part) == 0);
    }
    return 0;
}
