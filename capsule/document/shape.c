/* shape.c - which of a draft line's words are links, and which of them stay in the text. */
#include "document/shape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/autolink.h"
#include "document/label.h"

void
shape_clear(struct shape *shape)
{
    free(shape->ranges);
    free(shape->marks);
    *shape = (struct shape){ 0 };
}

static void
add_range(struct shape *shape, const struct draft_mark *open, size_t end)
{
    shape->ranges = memory_grow(shape->ranges, shape->count, &shape->capacity, sizeof *shape->ranges);
    shape->ranges[shape->count++] = (struct range){ open->at, end, open->link, open->kind == DRAFT_VERBATIM_OPEN };
}

/* The mark that ends what one of KIND begins, or KIND itself if it begins nothing. */
static enum draft_mark_kind
closing(enum draft_mark_kind kind)
{
    switch (kind) {
    case DRAFT_LINK_OPEN:
        return DRAFT_LINK_CLOSE;
    case DRAFT_IMAGE_OPEN:
        return DRAFT_IMAGE_CLOSE;
    case DRAFT_VERBATIM_OPEN:
        return DRAFT_VERBATIM_CLOSE;
    default:
        return kind;
    }
}

void
shape_ranges(struct shape *shape, const struct draft_line *line)
{
    const struct draft_mark *open = NULL;

    shape->count = 0;
    for (size_t i = 0; i < line->mark_count; i++) {
        const struct draft_mark *mark = &line->marks[i];

        if (open == NULL && closing(mark->kind) != mark->kind) {
            open = mark;
        } else if (open != NULL && mark->kind == closing(open->kind)) {
            add_range(shape, open, mark->at);
            open = NULL;
        }
    }
}

static void
add_mark(struct shape *shape, struct draft_mark mark)
{
    shape->marks = memory_grow(shape->marks, shape->mark_count, &shape->mark_capacity, sizeof *shape->marks);
    shape->marks[shape->mark_count++] = mark;
}

/* Copies LINE's marks from *NEXT on as far as AT. */
static void
copy_marks(struct shape *shape, const struct draft_line *line, size_t *next, size_t at)
{
    while (*next < line->mark_count && line->marks[*next].at <= at)
        add_mark(shape, line->marks[(*next)++]);
}

/* Makes links of the URLs between two ranges. */
static void
link_urls(struct document *document, struct shape *shape, const struct draft_line *line, size_t *next, size_t start,
          size_t end)
{
    size_t stop;

    while (autolink_find(line->text, end, &start, &stop)) {
        struct target target;

        model_resolve(document, slice_range(line->text, start, stop), &target);
        if (target.kind != TARGET_NONE) {
            size_t link = model_link(document, &target, (struct slice){ 0 }, false);

            copy_marks(shape, line, next, start);
            add_mark(shape, (struct draft_mark){ start, DRAFT_LINK_OPEN, link });
            copy_marks(shape, line, next, stop - 1);
            add_mark(shape, (struct draft_mark){ stop, DRAFT_LINK_CLOSE, link });
            shape->found = true;
        }
        start = stop;
    }
}

static void
link_bare_urls(struct document *document, struct shape *shape, struct draft_line *line)
{
    size_t at = 0, next = 0;

    if (slice_find(line->text, "://") == SLICE_NONE)
        return;
    shape_ranges(shape, line);
    shape->mark_count = 0;
    shape->found = false;
    for (size_t i = 0; i < shape->count; i++) {
        link_urls(document, shape, line, &next, at, shape->ranges[i].start);
        at = shape->ranges[i].end;
    }
    link_urls(document, shape, line, &next, at, line->text.length);
    if (!shape->found)
        return;
    while (next < line->mark_count)
        add_mark(shape, line->marks[next++]);
    line->marks = arena_take(document->arena, shape->mark_count * sizeof *line->marks);
    memcpy(line->marks, shape->marks, shape->mark_count * sizeof *line->marks);
    line->mark_count = shape->mark_count;
}

static size_t
count_links(const struct draft_line *line)
{
    size_t count = 0;

    for (size_t i = 0; i < line->mark_count; i++)
        count += line->marks[i].kind == DRAFT_LINK_OPEN || line->marks[i].kind == DRAFT_IMAGE_OPEN;
    return count;
}

/* R9: what may stand between links without making them a sentence. */
static bool
is_separator(uint32_t c)
{
    return (c < 0x80 && c != 0 && strchr(" []{}()|/\\,;:.&-~*", (int)c) != NULL) || c == 0xb7 || c == 0x2022 ||
           c == 0x2013 || c == 0x2014;
}

static bool
is_all_separators(struct slice text)
{
    while (text.length > 0)
        if (!is_separator(utf8_take(&text, NULL)))
            return false;
    return true;
}

/* A sign all by itself: what a page puts between its links, or a button that closes something. */
static bool
is_ornament(struct slice text)
{
    static const char *const signs[] = { "|", "\u00b7", "\u2022", "\u00d7", "\u2715", "\u2716" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_is(text, signs[i]))
            return true;
    return false;
}

static bool
holds_links_only(const struct shape *shape, const struct draft_line *line)
{
    size_t at = 0;

    if (line->link_count == 0)
        return is_ornament(slice_trim(line->text));
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->ranges[i].verbatim)
            continue;
        if (!is_all_separators(slice_range(line->text, at, shape->ranges[i].start)))
            return false;
        at = shape->ranges[i].end;
    }
    return is_all_separators(slice_from(line->text, at));
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

/* The separator that ends TEXT, in bytes; 0 if none does. Brackets and full stops are none here. */
static size_t
last_separator(struct slice text)
{
    static const char *const signs[] = { " ", ",", ";", "|", "/", "&", "~", "\u00b7", "\u2022", "\u2013", "\u2014" };

    if (text.length == 0 || byte_is_alnum(text.bytes[text.length - 1])) /* as most texts end */
        return 0;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_ends(text, signs[i]))
            return slice_of(signs[i]).length;
    return last_dashes(text);
}

static size_t
trim_separators(struct slice text)
{
    size_t length = text.length, last;

    while ((last = last_separator(slice_range(text, 0, length))) > 0)
        length -= last;
    return length;
}

size_t
shape_trim(struct slice text)
{
    size_t length = text.length, before;

    do {
        before = length;
        length = trim_separators(slice_range(text, 0, length));
        if (length > 0 && strchr("([{", text.bytes[length - 1]) != NULL)
            length--;
    } while (length < before);
    return length;
}

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

/* `\[[X](u)\]`: brackets around links and separators. */
static bool
take_bracketed_group(const struct shape *shape, struct slice text, struct place *place)
{
    struct place inner = *place;

    if (inner.end == 0 || text.bytes[inner.end - 1] != ']')
        return false;
    inner.end--;
    for (;;) {
        const struct range *range = last_range(shape, inner);

        inner.end = trim_separators(slice_range(text, 0, inner.end));
        if (range == NULL || range->verbatim || range->end != inner.end)
            break;
        inner = (struct place){ range->start, inner.count - 1 };
    }
    if (inner.count == place->count || inner.end == 0 || text.bytes[inner.end - 1] != '[')
        return false;
    *place = (struct place){ inner.end - 1, inner.count };
    return true;
}

static size_t
trim_blanks_and_bars(struct slice text)
{
    size_t length = text.length, last;

    while ((last = last_separator(slice_range(text, 0, length))) > 0 && text.bytes[length - 1] != ',' &&
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

/* R10: how much of the line is left without the links at its end. */
static size_t
cut_group(const struct document *document, const struct shape *shape, const struct draft_line *line)
{
    struct place place = { line->text.length, shape->count };
    bool cut = line->gap_at_end;

    for (;;) {
        struct place before = place;

        before.end = trim_separators(slice_range(line->text, 0, place.end));
        if (!take_bracketed_link(shape, line->text, &before) && !take_bracketed_group(shape, line->text, &before))
            break;
        place = before;
        cut = true;
    }
    if (place.count == shape->count)
        cut |= take_generic_run(document, shape, line->text, &place);
    return cut ? shape_trim(slice_range(line->text, 0, place.end)) : line->text.length;
}

static void
shape_table(struct document *document, struct shape *shape, struct draft_line *line)
{
    struct draft_table *table = line->table;

    for (size_t i = 0; i < table->rows * table->columns; i++) {
        struct draft_line *cell = &table->cells[i];

        link_bare_urls(document, shape, cell);
        cell->kept = cell->text.length;
        line->link_count += count_links(cell);
    }
}

void
shape_line(struct document *document, struct shape *shape, struct draft_line *line)
{
    if (line->kind == DRAFT_TABLE)
        shape_table(document, shape, line);
    if (line->kind != DRAFT_TEXT && line->kind != DRAFT_HEADING)
        return;
    link_bare_urls(document, shape, line);
    line->link_count = count_links(line);
    line->kept = line->text.length;
    line->links_only = line->text.length == 0;
    if (line->kind == DRAFT_HEADING) /* its words stay, whatever they are (R11) */
        return;
    shape_ranges(shape, line);
    line->links_only = holds_links_only(shape, line);
    if (!line->links_only)
        line->kept = cut_group(document, shape, line);
    if (line->kept == 0)
        line->links_only = true;
}
