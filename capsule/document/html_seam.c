/* html_seam.c - where two inline elements meet. */
#include "document/html_seam.h"

#include <string.h>

#include "document/sink.h"

static bool
is_word_byte(char byte)
{
    return byte_is_alnum(byte) || (byte & 0x80) != 0;
}

static size_t
count_letters(struct slice text)
{
    size_t count = 0;

    while (count < text.length && byte_is_letter(text.bytes[count]))
        count++;
    return count;
}

#define ENDING 3 /* letters that may belong to a number: 4th, 20mm */

/* A capital and a small letter begin a phrase; so do digits or a word behind digits, as on a scale of years. */
static bool
begins_phrase(char last, struct slice text)
{
    if (text.length < 2)
        return false;
    if (byte_is_digit(last) && count_letters(text) > ENDING)
        return true;
    if (byte_is_digit(text.bytes[0]))
        return byte_is_digit(last) && byte_is_digit(text.bytes[1]);
    return is_word_byte(last) && text.bytes[0] >= 'A' && text.bytes[0] <= 'Z' && text.bytes[1] >= 'a' &&
           text.bytes[1] <= 'z';
}

/* Several words, and no single letter at the end that a word may begin with (`Green <i>t</i>`). */
static bool
is_phrase(struct slice text)
{
    struct slice trimmed = slice_trim(text);

    return slice_find_any(trimmed, " \t\n") != SLICE_NONE && !byte_is_space(trimmed.bytes[trimmed.length - 2]);
}

/* TEXT begins with a word of its own, which a small letter tells between BOXES only (`<b>two cup</b><i>s of tea</i>`). */
static bool
begins_word(char last, struct slice text, bool boxes)
{
    bool ended = is_word_byte(last) || slice_find_byte(slice_of(".,;:!?)"), last) != SLICE_NONE;

    if (!ended || text.length < 2)
        return false;
    if (byte_is_digit(text.bytes[0]) || (text.bytes[0] >= 'A' && text.bytes[0] <= 'Z'))
        return true;
    return boxes && is_word_byte(text.bytes[0]) && is_word_byte(text.bytes[1]);
}

#define SHORTEST 3 /* letters of a word that a box is made for; fewer may be a part of one, and are in formulas */

/* `<span class="venue">Draft</span><span class="state">submitted</span>`: words that bear classes are boxes. */
static bool
begins_box(const struct html_seam *seam, struct slice text)
{
    return seam->classed && seam->letters >= SHORTEST && count_letters(text) >= SHORTEST;
}

/* "2024-" and "2024\u2013": since then. */
static bool
is_open_range(struct slice text)
{
    size_t dash = slice_ends(text, "-") ? 1 : slice_ends(text, "\u2013") ? strlen("\u2013") : 0;

    return dash > 0 && text.length > dash && byte_is_digit(text.bytes[text.length - dash - 1]);
}

/* What the text before a seam tells about it. */
static void
note_text(struct html_seam *seam, struct slice text)
{
    size_t letters = 0;

    while (letters < text.length && byte_is_letter(text.bytes[text.length - 1 - letters]))
        letters++;
    seam->joint = JOINT_NONE;
    seam->phrase = is_phrase(text);
    seam->range = is_open_range(text);
    seam->letters = letters;
    seam->last = text.length > 0 ? text.bytes[text.length - 1] : '\0';
}

static bool
is_seam(const struct html_seam *seam, struct slice text)
{
    return seam->joint == JOINT_BEGUN &&
           (begins_phrase(seam->last, text) || begins_box(seam, text) || (seam->range && count_letters(text) > 1) ||
            (is_phrase(text) && seam->phrase && begins_word(seam->last, text, seam->boxes)));
}

void
html_seam_text(struct html_seam *seam, struct slice text, struct document *document)
{
    if (is_seam(seam, text))
        sink_soft_break(document);
    note_text(seam, text);
}

void
html_seam_tag(struct html_seam *seam, const struct html_tag *tag, const struct element *element)
{
    bool is_span = slice_is_nocase(tag->name, "span");
    bool has_class = html_tag_value(tag, "class").length > 0;
    bool is_inline = element == NULL || (element->shape == ELEMENT_INLINE && element->kind != ELEMENT_SCRIPT);

    if (!is_inline) {
        seam->joint = JOINT_NONE;
    } else if (tag->closing) {
        seam->boxes = is_span;
        seam->joint = seam->joint == JOINT_BEGUN ? JOINT_BEGUN : JOINT_ENDED;
    } else if (seam->joint == JOINT_ENDED) {
        seam->boxes &= is_span;
        seam->classed &= seam->boxes && has_class;
        seam->joint = JOINT_BEGUN;
    }
    if (!tag->closing && seam->joint != JOINT_BEGUN)
        seam->classed = is_span && has_class;
}
