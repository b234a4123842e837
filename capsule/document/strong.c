/* strong.c - which `**` kramdown pairs up and the Markdown parser does not. */
#include "document/strong.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"

/* Beginning and end of the text count as blanks (CommonMark 6.2). */
static bool
is_blank(uint32_t c)
{
    return c == 0 || (c < 0x80 && byte_is_space((char)c)) ||
           utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS;
}

static bool
is_punctuation(uint32_t c)
{
    utf8proc_category_t category;

    if (c < 0x80)
        return c > ' ' && !byte_is_alnum((char)c);
    category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

static bool
begins_phrase(uint32_t c)
{
    utf8proc_category_t category;

    if (c < 0x80)
        return c != 0 && strchr("\"'([{<#&@$%+~", (int)c) != NULL;
    category = utf8proc_category((utf8proc_int32_t)c);
    return category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI;
}

static uint32_t
character_before(struct slice text, size_t at)
{
    size_t start = at;

    while (start > 0 && at - start < 4) {
        start--;
        if (((unsigned char)text.bytes[start] & 0xc0) != 0x80)
            break;
    }
    text = slice_range(text, start, at);
    return text.length > 0 ? utf8_take(&text, NULL) : 0;
}

static uint32_t
character_at(struct slice text, size_t at)
{
    text = slice_from(text, at);
    return text.length > 0 ? utf8_take(&text, NULL) : 0;
}

bool
strong_may_need(struct slice text)
{
    struct slice rest = text;

    for (size_t at; (at = slice_find(rest, "**")) != SLICE_NONE; rest = slice_from(rest, at + 2)) {
        size_t start = text.length - rest.length + at;
        char before = start > 0 ? text.bytes[start - 1] : ' ',
             behind = start + 2 < text.length ? text.bytes[start + 2] : ' ';

        if (!byte_is_space(before) && !byte_is_space(behind) && !(byte_is_alnum(before) && byte_is_alnum(behind)))
            return true;
    }
    return false;
}

enum strong_need
strong_need(struct slice text, size_t at, bool *open)
{
    uint32_t before = character_before(text, at), behind = character_at(text, at + 2);

    if (*open && !is_blank(before)) {
        *open = false;
        return is_punctuation(before) && !is_blank(behind) && !is_punctuation(behind) ? STRONG_WORD_BEFORE
                                                                                      : STRONG_NOTHING;
    }
    if (*open || is_blank(behind))
        return STRONG_NOTHING;
    if (!is_punctuation(behind) || is_blank(before) || is_punctuation(before)) {
        *open = true;
        return STRONG_NOTHING;
    }
    *open = begins_phrase(behind);
    return *open ? STRONG_WORD_BEHIND : STRONG_NOTHING;
}
