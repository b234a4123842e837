/* tail.c - the links at the end of a line that leave it (gemtext.md R10). */
#include "document/tail.h"

#include "document/label.h"
#include "document/separator.h"

/* A place in a line that moves towards its start: END in the text, COUNT ranges before it. */
struct place {
    size_t end, count;
};

static const struct range *
last_range(const struct shape *shape, struct place place)
{
    return place.count > 0 ? &shape->ranges[place.count - 1] : NULL;
}

/* `[[X]](u)`: a link whose words carry the brackets. */
static bool
take_bracketed_link(const struct shape *shape, struct slice text, struct place *place)
{
    const struct range *range = last_range(shape, *place);
    struct slice words;

    if (range == NULL || range->verbatim || range->end != place->end)
        return false;
    words = slice_range(text, range->start, range->end);
    if (words.length < 3 || !slice_starts(words, "[") || !slice_ends(words, "]"))
        return false;
    *place = (struct place){ range->start, place->count - 1 };
    return true;
}

static const struct bracket {
    char open, close;
    bool generic; /* only around links that say no more than what they are: other words are part of a sentence */
} brackets[] = { { '[', ']', false }, { '(', ')', true } };

static const struct bracket *
closing_bracket(struct slice text, size_t end)
{
    for (size_t i = 0; end > 0 && i < sizeof brackets / sizeof brackets[0]; i++)
        if (text.bytes[end - 1] == brackets[i].close)
            return &brackets[i];
    return NULL;
}

/* A link that says what it is and stands for itself: "PDF", not "here". */
static bool
is_button(const struct document *document, const struct range *range)
{
    struct slice label = document->draft_links[range->link].label;

    return label_is_generic(label) && !label_is_pointer(label);
}

/* `\[[X](u)\]`, `([PDF](u), [Code](v))`: brackets around links and separators. */
static bool
take_bracketed_group(const struct document *document, const struct shape *shape, struct slice text, struct place *place)
{
    const struct bracket *bracket = closing_bracket(text, place->end);
    struct place inner = *place;

    if (bracket == NULL)
        return false;
    inner.end--;
    for (;;) {
        const struct range *range = last_range(shape, inner);

        inner.end = separator_trim(slice_range(text, 0, inner.end));
        if (range == NULL || range->verbatim || range->end != inner.end ||
            (bracket->generic && !is_button(document, range)))
            break;
        inner = (struct place){ range->start, inner.count - 1 };
    }
    if (inner.count == place->count || inner.end == 0 || text.bytes[inner.end - 1] != bracket->open)
        return false;
    *place = (struct place){ inner.end - 1, inner.count };
    return true;
}

static size_t
trim_blanks_and_bars(struct slice text)
{
    size_t length = text.length, last;

    while ((last = separator_last(slice_range(text, 0, length))) > 0 && text.bytes[length - 1] != ',' &&
           text.bytes[length - 1] != '&' && text.bytes[length - 1] != ';')
        length -= last;
    return length;
}

/* `Title [Paper](p) [Code](c)`: two generic links or more with blanks and bars between them are a group, too. */
static bool
take_generic_run(const struct document *document, const struct shape *shape, struct slice text, struct place *place)
{
    struct place run = *place;

    for (;;) {
        const struct range *range = last_range(shape, run);
        size_t end = trim_blanks_and_bars(slice_range(text, 0, run.end));

        if (range == NULL || range->verbatim || range->end != end || range->start == end ||
            !label_is_generic(document->draft_links[range->link].label))
            break;
        run = (struct place){ range->start, run.count - 1 };
    }
    if (place->count - run.count < 2 || (run.end > 0 && text.bytes[run.end - 1] != ' '))
        return false;
    *place = run;
    return true;
}

/* `Leaves, 4(3), 393-405. [PDF](u)`: behind a sentence's end or a bar, one such link is a button, too. */
static bool
take_button(const struct document *document, const struct shape *shape, struct slice text, struct place *place)
{
    static const char *const ends[] = { ".", "!", "?", ")", "]", "\"", "\u201d", "\u3002" };
    const struct range *range = last_range(shape, *place);
    struct slice before;
    bool parted;

    if (range == NULL || range->verbatim || range->end != place->end || range->start == 0 ||
        text.bytes[range->start - 1] != ' ' || !is_button(document, range))
        return false;
    before = slice_trim_right(slice_range(text, 0, range->start));
    parted = trim_blanks_and_bars(before) < before.length &&
             (place->count < 2 || shape->ranges[place->count - 2].end < trim_blanks_and_bars(before));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        parted |= slice_ends(before, ends[i]);
    if (parted)
        *place = (struct place){ range->start, place->count - 1 };
    return parted;
}

size_t
tail_cut(const struct document *document, const struct shape *shape, const struct draft_line *line)
{
    struct place place = { line->text.length, shape->count };
    bool cut = line->gap_at_end;

    for (;;) {
        struct place before = place;

        before.end = separator_trim(slice_range(line->text, 0, place.end));
        if (!take_bracketed_link(shape, line->text, &before) &&
            !take_bracketed_group(document, shape, line->text, &before))
            break;
        place = before;
        cut = true;
    }
    if (place.count == shape->count)
        cut |=
            take_generic_run(document, shape, line->text, &place) || take_button(document, shape, line->text, &place);
    return cut ? shape_trim(slice_range(line->text, 0, place.end)) : line->text.length;
}
