/* uri.c - URIs: cleaning and decoding keep their promises on any bytes. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uri.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_clean(struct slice text)
{
    struct buffer once = { 0 }, twice = { 0 };

    uri_clean(text, &once);
    uri_clean(buffer_slice(&once), &twice);
    assert(slice_equal(buffer_slice(&once), buffer_slice(&twice)));
    buffer_clear(&once);
    buffer_clear(&twice);
}

static void
check_codec(struct slice text)
{
    struct buffer encoded = { 0 }, decoded = { 0 };

    uri_encode(text, "/", &encoded);
    uri_decode(buffer_slice(&encoded), &decoded);
    assert(slice_equal(buffer_slice(&decoded), text));
    buffer_clear(&encoded);
    buffer_clear(&decoded);
}

static void
check_resolve(struct slice text)
{
    struct slice base_text = SLICE("https://tea.example/a/b/c?q");
    struct uri base, reference;
    struct buffer resolved = { 0 };

    if (uri_parse(text, &reference)) {
        uri_split(base_text, &base);
        uri_resolve(&base, &reference, &resolved);
        uri_split(buffer_slice(&resolved), &reference);
        assert(reference.has_scheme);
        assert(!reference.has_authority || slice_find(reference.path, "/../") == SLICE_NONE);
    }
    buffer_clear(&resolved);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct slice text = slice_make((const char *)bytes, length);

    check_clean(text);
    check_codec(text);
    check_resolve(text);
    return 0;
}
