/* subject.c - what an item, a row or a paragraph is about. */
#include "document/subject.h"

#include "base/utf8.h"
#include "document/cells.h"
#include "document/fold.h"
#include "document/label.h"

#define TITLE_CELLS 60

/* The closing brackets and separators that stood behind a link which is left out go with it. */
static struct slice
skip_closing(struct slice text)
{
    size_t at = slice_find_none(text, " ])},;|/");

    return at == SLICE_NONE ? slice_from(text, text.length) : slice_from(text, at);
}

static void
add_words(struct buffer *title, struct slice words)
{
    if (title->length > 0 && words.length > 0)
        words = skip_closing(words);
    if (title->length > 0 && words.length > 0 && buffer_last(title) != ' ')
        buffer_add_byte(title, ' ');
    buffer_add(title, words);
}

/* Range INDEX of SHAPE goes on as a sentence of TEXT: left out, its words would leave a hole. */
static bool
is_in_sentence(const struct shape *shape, size_t index, struct slice text)
{
    const struct range *range = &shape->ranges[index];
    size_t next = range->end + (slice_starts(slice_from(text, range->end), " ") ? 1 : 0);
    struct slice rest = slice_from(text, next);

    if (rest.length == 0 || (index + 1 < shape->count && shape->ranges[index + 1].start == next))
        return false;
    if (range->start == 0) /* "Paper of the year", but not "Paper Leaves at Rest" */
        return rest.bytes[0] >= 'a' && rest.bytes[0] <= 'z';
    return fold_is_word(utf8_take(&rest, NULL));
}

/* The line's words without its generic links, but for those in the middle of a sentence; cut at a word's end. */
static struct slice
make_title(struct document *document, struct shape *shape, struct draft_line *line)
{
    struct slice text = slice_range(line->text, 0, line->kept), copy;
    struct buffer title = { 0 };
    size_t at = 0;

    shape_ranges(shape, line);
    for (size_t i = 0; i < shape->count && shape->ranges[i].start < line->kept; i++) {
        const struct range *range = &shape->ranges[i];

        if (range->verbatim || !label_is_generic(document->draft_links[range->link].label))
            continue;
        if (is_in_sentence(shape, i, text)) {
            line->subject_links++;
            continue;
        }
        add_words(&title, slice_range(text, at, range->start));
        buffer_truncate(&title, shape_trim(buffer_slice(&title)));
        at = range->end;
    }
    if (at == 0)
        buffer_add(&title, text);
    else
        add_words(&title, slice_from(text, at));
    copy = arena_copy(document->arena, cells_cut_words(slice_trim(buffer_slice(&title)), TITLE_CELLS));
    buffer_clear(&title);
    return copy;
}

/* More than the separators and brackets that stood around links. */
static bool
holds_word(struct slice text)
{
    while (text.length > 0)
        if (fold_is_word(utf8_take(&text, NULL)))
            return true;
    return false;
}

struct slice
subject_title(struct document *document, struct shape *shape, struct draft_line *line)
{
    if (!line->has_subject)
        line->subject = make_title(document, shape, line);
    if (!holds_word(line->subject))
        line->subject = (struct slice){ 0 };
    line->has_subject = true;
    return line->subject;
}

bool
subject_says(const struct draft_line *line, struct slice label)
{
    struct slice title = line->subject;

    for (size_t at = 0; line->subject_links == 1 && at + label.length <= title.length; at++) {
        struct slice behind = slice_from(title, at + label.length);

        if (slice_equal_nocase(slice_range(title, at, at + label.length), label) &&
            (at == 0 || title.bytes[at - 1] == ' ') && (behind.length == 0 || !fold_is_word(utf8_take(&behind, NULL))))
            return true;
    }
    return false;
}
