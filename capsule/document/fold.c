/* fold.c - letters without their case and accents. */
#include "document/fold.h"

#include <utf8proc.h>

#include "base/utf8.h"

bool
fold_is_word(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ND;
}

void
fold_lower(struct slice text, struct buffer *out)
{
    while (text.length > 0)
        utf8_put(out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)utf8_take(&text, NULL)));
}

void
fold_capitalize(struct slice text, struct buffer *out)
{
    if (text.length == 0)
        return;
    utf8_put(out, (uint32_t)utf8proc_toupper((utf8proc_int32_t)utf8_take(&text, NULL)));
    fold_lower(text, out);
}

static bool
is_mark(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);

    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

/* One code point of the decomposed text; *PENDING says that a replaced run has not been written yet. */
static void
put_folded(uint32_t code_point, bool (*keep)(char byte), bool *pending, struct buffer *out)
{
    if (is_mark(code_point))
        return;
    if (code_point >= 0x80 || !keep((char)code_point)) {
        *pending = true;
        return;
    }
    if (*pending)
        buffer_add_byte(out, '-');
    *pending = false;
    buffer_add_byte(out, (char)code_point);
}

void
fold_ascii(struct slice text, bool (*keep)(char byte), struct buffer *out)
{
    bool pending = false;

    while (text.length > 0) {
        utf8proc_int32_t parts[32];
        int boundary = 0;
        uint32_t code_point = utf8_take(&text, NULL);
        utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, 32,
                                                         UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);

        if (count < 1 || count > 32)
            put_folded(code_point, keep, &pending, out);
        for (utf8proc_ssize_t i = 0; i < count && count <= 32; i++)
            put_folded((uint32_t)parts[i], keep, &pending, out);
    }
    if (pending)
        buffer_add_byte(out, '-');
}
