/* separator.c - the signs that part links, and what is left of a text without them. */
#include "document/separator.h"

#include <string.h>

#include "base/utf8.h"

/* R9: what may stand between links without making them a sentence. */
static bool
is_separator(uint32_t c)
{
    return (c < 0x80 && c != 0 && strchr(" []{}()|/\\,;:.&-~*", (int)c) != NULL) || c == 0xb7 || c == 0x2022 ||
           c == 0x2013 || c == 0x2014;
}

bool
separator_is_all(struct slice text)
{
    while (text.length > 0)
        if (!is_separator(utf8_take(&text, NULL)))
            return false;
    return true;
}

bool
separator_is_ornament(struct slice text)
{
    static const char *const signs[] = { "|",      "\u00b7", "\u2022", "\u00d7",     "\u2715",
                                         "\u2716", "`",      "``",     "Loading...", "Loading\u2026" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_is(text, signs[i]))
            return true;
    return false;
}

/* `-` or `--` that stands by itself at the end of TEXT, in bytes. */
static size_t
last_dashes(struct slice text)
{
    size_t start = text.length;

    while (start > 0 && text.bytes[start - 1] == '-')
        start--;
    return start == 0 || text.bytes[start - 1] == ' ' ? text.length - start : 0;
}

/* The last bytes of all that separator_last finds: \xb7, \xa2, \x93 and \x94 end dots and dashes. */
static const bool may_end_sign[256] = {
    [' '] = true, [','] = true, [';'] = true,  ['|'] = true,  ['/'] = true,  ['&'] = true,
    ['~'] = true, ['-'] = true, [0xb7] = true, [0xa2] = true, [0x93] = true, [0x94] = true,
};

size_t
separator_last(struct slice text)
{
    static const char *const signs[] = { " ", ",", ";", "|", "/", "&", "~", "\u00b7", "\u2022", "\u2013", "\u2014" };

    if (text.length == 0 || !may_end_sign[(unsigned char)text.bytes[text.length - 1]]) /* as most texts end */
        return 0;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_ends(text, signs[i]))
            return slice_of(signs[i]).length;
    return last_dashes(text);
}

size_t
separator_trim(struct slice text)
{
    size_t length = text.length, last;

    while ((last = separator_last(slice_range(text, 0, length))) > 0)
        length -= last;
    return length;
}
