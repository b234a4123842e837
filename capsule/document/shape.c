/* shape.c - which of a draft line's words are links, and which of them stay in the text. */
#include "document/shape.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "document/autolink.h"
#include "document/separator.h"
#include "document/tail.h"

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

static bool
holds_links_only(const struct shape *shape, const struct draft_line *line)
{
    size_t at = 0;

    if (line->link_count == 0)
        return separator_is_ornament(slice_trim(line->text));
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->ranges[i].verbatim)
            continue;
        if (!separator_is_all(slice_range(line->text, at, shape->ranges[i].start)))
            return false;
        at = shape->ranges[i].end;
    }
    return separator_is_all(slice_from(line->text, at));
}

size_t
shape_trim(struct slice text)
{
    size_t length = text.length, before;

    do {
        before = length;
        length = separator_trim(slice_range(text, 0, length));
        if (length > 0 && strchr("([{", text.bytes[length - 1]) != NULL)
            length--;
    } while (length < before);
    return length;
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

/* `| Tea 2031 | [paper](u) |` is a row of buttons: without the links, nothing is behind its bars. */
static void
drop_leading_bars(struct draft_line *line)
{
    struct slice rest = line->text;
    size_t length;

    while (slice_starts(rest, "|") || slice_starts(rest, "\u00b7") || slice_starts(rest, " "))
        rest = slice_from(rest, slice_starts(rest, "\u00b7") ? strlen("\u00b7") : 1);
    length = line->text.length - rest.length;
    if (line->kept == line->text.length || length == 0 || length > line->kept)
        return;
    line->text = rest;
    line->kept -= length;
    for (size_t i = 0; i < line->mark_count; i++)
        line->marks[i].at -= line->marks[i].at < length ? line->marks[i].at : length;
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
        line->kept = tail_cut(document, shape, line);
    if (!line->links_only)
        drop_leading_bars(line);
    if (line->kept == 0)
        line->links_only = true;
}
