/* slug.c - titles and file names as parts of a path. */
#include "site/slug.h"

#include <string.h>

#include "base/utf8.h"
#include "document/fold.h"

static bool
is_plain(uint32_t code_point)
{
    return fold_is_word(code_point);
}

static bool
is_pretty(uint32_t code_point)
{
    return fold_is_word(code_point) ||
           (code_point > 0 && code_point < 0x80 && strchr("._~!$&'()+,;=@", (int)code_point) != NULL);
}

/* Each run of characters that KEEPS refuses becomes one `-`; then one `-` is cut off each end. */
static void
put_slug(struct slice text, bool (*keeps)(uint32_t code_point), struct buffer *out)
{
    struct buffer whole = { 0 };
    struct slice slug;

    while (text.length > 0) {
        uint32_t code_point = utf8_take(&text, NULL);

        if (keeps(code_point))
            utf8_put(&whole, code_point);
        else if (buffer_last(&whole) != '-')
            buffer_add_byte(&whole, '-');
    }
    slug = buffer_slice(&whole);
    if (slice_starts(slug, "-"))
        slug = slice_from(slug, 1);
    if (slice_ends(slug, "-"))
        slug = slice_range(slug, 0, slug.length - 1);
    buffer_add(out, slug);
    buffer_clear(&whole);
}

void
slug_pretty(struct slice text, struct buffer *out)
{
    put_slug(text, is_pretty, out);
}

void
slug_plain(struct slice text, struct buffer *out)
{
    struct buffer lower = { 0 };

    fold_lower(text, &lower);
    put_slug(buffer_slice(&lower), is_plain, out);
    buffer_clear(&lower);
}

void
slug_title(struct slice slug, struct buffer *out)
{
    struct slice word;
    bool first = true;

    while (slice_take_part(&slug, '-', &word)) {
        if (!first)
            buffer_add_byte(out, ' ');
        first = false;
        fold_capitalize(word, out);
    }
}
