/* mark.c - places in a text: where links and images stand, and where emphasis stood. */
#include "document/mark.h"

/* LINE's marks on their way to MARKS; its links join GROUP. */
struct marking {
    struct group *group;
    const struct draft_line *line;
    struct draft_line *subject;
    struct mark *marks;
    size_t count;
    size_t link, image; /* final indices of the open ones */
    size_t link_start, image_start;
    bool emphasis;
};

static void
put_mark(struct marking *marking, size_t at, enum mark_kind kind, size_t link)
{
    marking->marks[marking->count++] = (struct mark){ at, kind, link };
}

/* The final index of the link that MARK opens; its words stay if they are some and stand before the cut. */
static size_t
open_link(struct marking *marking, const struct draft_mark *mark, size_t end)
{
    bool in_text = end > mark->at && end <= marking->line->kept;

    return group_add(marking->group, mark->link, marking->line, marking->subject, in_text);
}

/* Where what the mark at index OPEN begins comes to its end. */
static size_t
end_of(const struct draft_line *line, size_t open, enum draft_mark_kind kind)
{
    for (size_t i = open + 1; i < line->mark_count; i++)
        if (line->marks[i].kind == kind)
            return line->marks[i].at;
    return line->text.length;
}

static void
make_emphasis(struct marking *marking, const struct draft_mark *mark)
{
    bool opens = mark->kind == DRAFT_EMPHASIS_OPEN;
    size_t kept = marking->line->kept;

    if (opens == marking->emphasis || (opens && mark->at >= kept))
        return;
    put_mark(marking, mark->at < kept ? mark->at : kept, opens ? MARK_EMPHASIS_OPEN : MARK_EMPHASIS_CLOSE, 0);
    marking->emphasis = opens;
}

static void
open_image(struct marking *marking, const struct draft_mark *mark, size_t end)
{
    marking->image_start = mark->at;
    marking->image = open_link(marking, mark, end);
    if (end > mark->at && end <= marking->line->kept)
        put_mark(marking, mark->at, MARK_IMAGE_OPEN, marking->image);
}

static void
make_mark(struct marking *marking, size_t index)
{
    const struct draft_mark *mark = &marking->line->marks[index];
    bool kept = mark->at <= marking->line->kept;

    switch (mark->kind) {
    case DRAFT_EMPHASIS_OPEN:
    case DRAFT_EMPHASIS_CLOSE:
        make_emphasis(marking, mark);
        break;
    case DRAFT_LINK_OPEN:
        marking->link_start = mark->at;
        marking->link = open_link(marking, mark, end_of(marking->line, index, DRAFT_LINK_CLOSE));
        break;
    case DRAFT_LINK_CLOSE:
        if (kept && mark->at > marking->link_start)
            put_mark(marking, mark->at, MARK_LINK, marking->link);
        break;
    case DRAFT_IMAGE_OPEN:
        open_image(marking, mark, end_of(marking->line, index, DRAFT_IMAGE_CLOSE));
        break;
    case DRAFT_IMAGE_CLOSE:
        if (kept && mark->at > marking->image_start)
            put_mark(marking, mark->at, MARK_IMAGE_CLOSE, marking->image);
        break;
    case DRAFT_NOTE:
        if (mark->at < marking->line->kept)
            put_mark(marking, mark->at, MARK_NOTE, 0);
        break;
    case DRAFT_VERBATIM_OPEN:
    case DRAFT_VERBATIM_CLOSE:
        break;
    }
}

struct span
mark_span(struct group *group, const struct draft_line *line, struct draft_line *subject)
{
    struct arena *arena = group->document->arena;
    struct marking marking = { .group = group, .line = line, .subject = subject };
    struct slice text = slice_range(line->text, 0, line->kept);

    marking.marks = arena_take(arena, line->mark_count * sizeof *marking.marks);
    for (size_t i = 0; i < line->mark_count; i++)
        make_mark(&marking, i);
    return (struct span){ text, marking.marks, marking.count };
}

void
mark_links(struct group *group, const struct draft_line *line, struct draft_line *subject)
{
    for (size_t i = 0; i < line->mark_count; i++)
        if (line->marks[i].kind == DRAFT_LINK_OPEN || line->marks[i].kind == DRAFT_IMAGE_OPEN)
            group_add(group, line->marks[i].link, line, subject, false);
}
