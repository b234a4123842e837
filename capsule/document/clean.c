/* clean.c - which characters of a page are shown. */
#include "document/clean.h"

#include <string.h>

#include "base/utf8.h"

#define ESCAPE      0x1bu
#define BELL        0x07u
#define SEQUENCE    0x9bu /* ESC and `[` as one character */
#define STRING_END  0x9cu
#define SOFT_HYPHEN 0xadu /* a place to break a word, which no client here does */
#define TAB         "    "

static bool
is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == SOFT_HYPHEN || c == 0xfeff || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool
is_word(char byte)
{
    return byte > ' ' && byte < 0x7f;
}

/* The state behind C, the first character after ESC: CSI, the strings of ECMA-48 5.6, or a sequence of two bytes. */
static enum clean_state
after_escape(uint32_t c)
{
    if (c == '[')
        return CLEAN_SEQUENCE;
    if (c == ']' || c == 'P' || c == 'X' || c == '^' || c == '_')
        return CLEAN_STRING;
    return CLEAN_TEXT;
}

bool
clean_shows(struct clean *clean, uint32_t c)
{
    /* A sequence never goes on behind a line end: one stray ESC must not eat a page. */
    if (c == '\n' || c == ESCAPE) {
        clean->state = c == '\n' ? CLEAN_TEXT : clean->state == CLEAN_STRING ? CLEAN_STRING_ESCAPE : CLEAN_ESCAPE;
        return c == '\n';
    }
    switch (clean->state) {
    case CLEAN_TEXT:
        if (c == SEQUENCE) /* its kin that begin strings are left: in mistaken encodings they are letters */
            clean->state = CLEAN_SEQUENCE;
        return !is_control(c);
    case CLEAN_ESCAPE:
        clean->state = after_escape(c);
        return false;
    case CLEAN_SEQUENCE:
        if (c >= 0x40)
            clean->state = CLEAN_TEXT;
        return false;
    case CLEAN_STRING:
        if (c == BELL || c == STRING_END)
            clean->state = CLEAN_TEXT;
        return false;
    case CLEAN_STRING_ESCAPE:
        clean->state = c == '\\' ? CLEAN_TEXT : CLEAN_STRING;
        return false;
    }
    return false;
}

bool
clean_is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f;
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * True only if eight bytes are words and single blanks. Each step marks bytes by their high bit: those below a blank or
 * above `~`, then the blanks. A borrow may mark a byte too many beside such a one, which costs time and nothing else.
 */
static bool
are_words(uint64_t bytes)
{
    uint64_t odd = ((bytes - EACH(0x20)) | (bytes + EACH(0x01)) | bytes) & EACH(0x80);
    uint64_t others = bytes ^ EACH(0x20), blanks = (others - EACH(0x01)) & ~others & EACH(0x80);

    return odd == 0 && (blanks & blanks << 8) == 0;
}

/* How many bytes at the head of TEXT, which begins with a word, are certainly words and single blanks. */
static size_t
skip_words(struct slice text)
{
    size_t length = 0;
    uint64_t bytes;

    for (; length + sizeof bytes <= text.length; length += sizeof bytes) {
        memcpy(&bytes, text.bytes + length, sizeof bytes);
        if (!are_words(bytes) || (length > 0 && text.bytes[length - 1] == ' ' && text.bytes[length] == ' '))
            break;
    }
    return length;
}

size_t
clean_plain(struct slice text)
{
    size_t length;

    if (text.length == 0 || !is_word(text.bytes[0]))
        return 0;
    for (length = skip_words(text); length < text.length; length++) {
        bool blank = text.bytes[length] == ' ' && length > 0 && text.bytes[length - 1] != ' ';

        if (!blank && !is_word(text.bytes[length]))
            break;
    }
    return length > 0 && text.bytes[length - 1] == ' ' ? length - 1 : length;
}

void
clean_line(struct slice text, struct buffer *out)
{
    struct clean clean = { 0 };
    size_t start = out->length;
    bool space = false;

    while (text.length > 0) {
        size_t plain = clean.state == CLEAN_TEXT ? clean_plain(text) : 0;
        uint32_t c;

        if (plain > 0) {
            if (space)
                buffer_add_byte(out, ' ');
            space = false;
            buffer_add(out, slice_range(text, 0, plain));
            text = slice_from(text, plain);
            continue;
        }
        c = utf8_take(&text, NULL);
        if (clean_is_space(c)) {
            clean = (struct clean){ 0 };
            space = out->length > start;
        } else if (clean_shows(&clean, c)) {
            if (space)
                buffer_add_byte(out, ' ');
            space = false;
            utf8_put(out, c);
        }
    }
}

static void
add_line(struct slice line, struct buffer *out)
{
    struct clean clean = { 0 };

    while (line.length > 0) {
        uint32_t c = utf8_take(&line, NULL);

        if (c == '\t')
            buffer_add_text(out, TAB);
        else if (clean_shows(&clean, c))
            utf8_put(out, c);
    }
}

void
clean_block(struct slice text, struct buffer *out)
{
    struct slice line;
    size_t empty = 0;
    bool first = true;

    while (slice_take_line(&text, &line)) {
        size_t before = out->length;

        if (slice_is_blank(line)) {
            empty++;
            continue;
        }
        if (!first)
            buffer_add_times(out, '\n', empty + 1);
        add_line(line, out);
        if (out->length == before) /* controls only, at the start */
            continue;
        first = false;
        empty = 0;
    }
}
