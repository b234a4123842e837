/* tokenizer.c - HTML of any bytes: pieces of any size give the tokens that the whole gives. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "document/html_tokenizer.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* Texts run together, as their pieces mean nothing; a byte that HTML text may hold as well would make tags ambiguous. */
static void
keep_text(void *context, struct slice text)
{
    buffer_add(context, text);
}

static void
keep_tag(void *context, const struct html_tag *tag)
{
    buffer_add_text(context, tag->closing ? "\x01/" : "\x01");
    buffer_add(context, tag->name);
    assert(!tag->closing || tag->attribute_count == 0);
    for (size_t i = 0; i < tag->attribute_count; i++) {
        buffer_add_byte(context, '\x02');
        buffer_add(context, tag->attributes[i].name);
        buffer_add_byte(context, '\x03');
        buffer_add(context, tag->attributes[i].value);
    }
}

static void
tokenize(struct slice text, size_t piece, struct buffer *out)
{
    const struct html_tokens tokens = { out, keep_text, keep_tag };
    struct html_tokenizer *tokenizer = html_tokenizer_new(&tokens);

    for (size_t at = 0; at < text.length; at += piece)
        html_tokenizer_feed(tokenizer, slice_range(text, at, at + piece < text.length ? at + piece : text.length));
    html_tokenizer_finish(tokenizer);
    html_tokenizer_free(tokenizer);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct buffer whole = { 0 }, parts = { 0 };
    struct slice text;

    if (length < 2)
        return 0;
    text = slice_make((const char *)bytes + 1, length - 1);
    tokenize(text, text.length, &whole);
    tokenize(text, 1 + bytes[0] % 7, &parts);
    assert(slice_equal(buffer_slice(&whole), buffer_slice(&parts)));
    buffer_clear(&whole);
    buffer_clear(&parts);
    return 0;
}
