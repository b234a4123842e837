/* cells.c - widths and line breaks by code point and grapheme, from libutf8proc's tables. */
#include "document/cells.h"

#include "base/utf8.h"

#include <utf8proc.h>

#define JOINER     0x2060u
#define EMOJI_SIGN 0xfe0fu /* VS16: the character before it is shown as an emoji, two cells wide */

/* Emoji joined without end are one grapheme to Unicode; a line must be able to end somewhere. */
#define GRAPHEME_CELLS_MAX 24

struct range {
    uint32_t first, last;
};

/* Written without spaces; 0x3130-0x318f (Hangul letters) is left out. */
static const struct range cjk_ranges[] = {
    { 0x2e80, 0x312f }, { 0x3190, 0x4dbf }, { 0x4e00, 0x9fff },   { 0xf900, 0xfaff },   { 0xfe30, 0xfe4f },
    { 0xff01, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f200, 0x1f265 }, { 0x20000, 0x3fffd },
};

static const uint32_t never_before[] = {
    ',',    '.',    ';',    ':',    '!',    '?',    ')',    ']',    '}',    0x2019,
    0x201d, 0x2026, 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015,
    0xff01, 0xff05, 0xff09, 0xff0c, 0xff1a, 0xff1b, 0xff1f, 0xff3d, 0xff5d,
};

static const uint32_t never_after[] = {
    '(', '[', '{', 0x2018, 0x201c, 0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0xff08, 0xff3b, 0xff5b,
};

/* What an excerpt must not end with. */
static const char *const trailing_punctuation[] = {
    " ", ".", ",", ";",  ":",  "!",  "?",  "-",  "(",  "[",  "{",
    "–", "—", "…", "，", "。", "、", "；", "：", "！", "？", "（",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static size_t
code_point_cells(uint32_t code_point)
{
    if (code_point < 0x7f)
        return code_point >= 0x20;
    return (size_t)utf8proc_charwidth((utf8proc_int32_t)code_point);
}

/* What NEXT adds to the width of a text that ends in PREVIOUS. */
static size_t
added_cells(uint32_t previous, uint32_t next)
{
    if (next == EMOJI_SIGN)
        return code_point_cells(previous) == 1;
    return code_point_cells(next);
}

size_t
cells_of(struct slice text)
{
    uint32_t previous = 0;
    size_t cells = 0;

    while (text.length > 0 && text.bytes[0] >= ' ' && text.bytes[0] < 0x7f) {
        previous = (uint32_t)text.bytes[0];
        cells++;
        text = slice_from(text, 1);
    }
    while (text.length > 0) {
        uint32_t next = utf8_take(&text, NULL);

        cells += added_cells(previous, next);
        previous = next;
    }
    return cells;
}

bool
cells_is_cjk(uint32_t code_point)
{
    for (size_t i = 0; code_point >= cjk_ranges[0].first && i < COUNT(cjk_ranges); i++)
        if (code_point >= cjk_ranges[i].first && code_point <= cjk_ranges[i].last)
            return code_point_cells(code_point) == 2;
    return false;
}

/* What is never broken: a grapheme, or several that joiners glue. FIRST and LAST are its outer visible characters. */
struct cluster {
    size_t cells;
    uint32_t first, last;
};

static bool
ends_between(uint32_t previous, uint32_t next, utf8proc_int32_t *state)
{
    if (previous == JOINER || next == JOINER) {
        *state = 0;
        return false;
    }
    if (previous < 0x7f && next < 0x7f) {
        *state = 0;
        return true;
    }
    return utf8proc_grapheme_break_stateful((utf8proc_int32_t)previous, (utf8proc_int32_t)next, state);
}

static bool
is_plain(char byte)
{
    return byte >= 0x20 && byte < 0x7f;
}

/* Moves *REST, which is not empty, behind its first cluster. */
static void
cluster_take(struct slice *rest, struct cluster *cluster)
{
    utf8proc_int32_t state = 0;
    uint32_t previous = utf8_take(rest, NULL);

    cluster->first = cluster->last = previous;
    cluster->cells = code_point_cells(previous);
    while (rest->length > 0 && !(previous < 0x7f && is_plain(rest->bytes[0]))) {
        struct slice after = *rest;
        uint32_t next = utf8_take(&after, NULL);
        size_t more = added_cells(previous, next);

        if (ends_between(previous, next, &state) || cluster->cells + more > GRAPHEME_CELLS_MAX)
            return;
        cluster->cells += more;
        if (more > 0 && next != EMOJI_SIGN)
            cluster->last = next;
        previous = next;
        *rest = after;
    }
}

/* No character has more cells than bytes, so that what is short enough in bytes fits without a look at them. */
size_t
cells_fit(struct slice text, size_t width)
{
    struct slice rest = text;
    size_t used = 0;

    if (text.length <= width)
        return text.length;
    while (rest.length > 0) {
        size_t at = text.length - rest.length;
        struct cluster cluster;

        cluster_take(&rest, &cluster);
        used += cluster.cells;
        if (used > width && at > 0)
            return at;
        if (used > width)
            return text.length - rest.length;
    }
    return text.length;
}

static bool
is_among(uint32_t code_point, const uint32_t *set, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (set[i] == code_point)
            return true;
    return false;
}

static bool
may_break_between(uint32_t previous, uint32_t next)
{
    if (!cells_is_cjk(previous) && !cells_is_cjk(next))
        return false;
    return !is_among(previous, never_after, COUNT(never_after)) && !is_among(next, never_before, COUNT(never_before));
}

static size_t
skip_spaces(struct slice text, size_t at)
{
    while (at < text.length && text.bytes[at] == ' ')
        at++;
    return at;
}

/* Signs that stand by themselves between words. At a line's beginning most of them would pass for a bullet. */
static const char *const separators[] = { "|", "/", "-", "--", "*", "+", ">", "·", "•", "–", "—", "→" };

#define SEPARATOR_BYTES 3 /* of the longest */

/* TEXT begins with blanks and one of the separators. */
static bool
comes_separator(struct slice text)
{
    struct slice word = slice_from(text, skip_spaces(text, 0));

    word = slice_range(word, 0, slice_find_byte(slice_range(word, 0, SEPARATOR_BYTES + 1), ' '));
    for (size_t i = 0; word.length > 0 && !byte_is_alnum(word.bytes[0]) && i < COUNT(separators); i++)
        if (slice_is(word, separators[i]))
            return true;
    return false;
}

/* A place where a line may end, and where the next one then begins. */
struct line_break {
    size_t end, next;
};

/* Notes in *BEST whether a line may end at AT, between PREVIOUS and CURRENT; before a separator only if it must. */
static void
consider_break(struct slice text, size_t at, uint32_t previous, uint32_t current, struct line_break *best)
{
    if (at == 0 || previous == ' ')
        return;
    if (current == ' ' && best->end > 0 && comes_separator(slice_from(text, at)))
        return;
    if (current == ' ')
        *best = (struct line_break){ at, skip_spaces(text, at) };
    else if (may_break_between(previous, current))
        *best = (struct line_break){ at, at };
}

/* How many plain characters TEXT begins with, each a cluster of one cell; counted up to LIMIT. */
static size_t
plain_head(struct slice text, size_t limit)
{
    size_t at = 0;

    while (at < text.length && at < limit && is_plain(text.bytes[at]))
        at++;
    return at;
}

/* cells_break for a TEXT of which more than WIDTH plain characters come first: most lines are plain. */
static size_t
break_plain(struct slice text, size_t width, size_t *next)
{
    size_t end = 0;

    for (size_t at = width; at > 0; at--) {
        if (text.bytes[at] != ' ' || text.bytes[at - 1] == ' ')
            continue;
        end = end == 0 ? at : end;
        if (!comes_separator(slice_from(text, at))) {
            end = at;
            break;
        }
    }
    *next = end > 0 ? skip_spaces(text, end) : width;
    return end > 0 ? end : width;
}

size_t
cells_break(struct slice text, size_t width, size_t *next)
{
    struct slice rest = text;
    struct line_break best = { 0, 0 };
    struct cluster cluster = { 0, ' ', ' ' };
    size_t used = 0;

    *next = text.length;
    if (text.length <= width)
        return slice_trim_right(text).length;
    if (width > 0 && plain_head(text, width + 1) > width)
        return break_plain(text, width, next);
    while (rest.length > 0) {
        size_t at = text.length - rest.length;
        uint32_t previous = cluster.last;

        cluster_take(&rest, &cluster);
        consider_break(text, at, previous, cluster.first, &best);
        used += cluster.cells;
        if (used <= width)
            continue;
        if (best.end > 0) {
            *next = best.next;
            return best.end;
        }
        *next = at > 0 ? at : text.length - rest.length;
        return *next;
    }
    return slice_trim_right(text).length;
}

/* TEXT without one punctuation mark at its end; unchanged if there is none. */
static struct slice
drop_punctuation(struct slice text)
{
    if (text.length == 0 || byte_is_alnum(text.bytes[text.length - 1])) /* as most words end */
        return text;
    for (size_t i = 0; i < COUNT(trailing_punctuation); i++)
        if (slice_ends(text, trailing_punctuation[i]))
            return slice_range(text, 0, text.length - slice_of(trailing_punctuation[i]).length);
    return text;
}

struct slice
cells_cut_words(struct slice text, size_t width)
{
    size_t next;
    struct slice head = slice_range(text, 0, cells_break(text, width, &next));
    struct slice shorter = drop_punctuation(head);

    while (shorter.length < head.length) {
        head = shorter;
        shorter = drop_punctuation(head);
    }
    return head;
}
