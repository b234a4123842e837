/* markdown_survey.c - one look at all inlines of a block. */
#include "document/markdown_survey.h"

#include "document/markdown_line.h"
#include "document/stray.h"

static bool
may_break(struct slice source)
{
    for (size_t at = 0, end; (end = slice_find_byte(slice_from(source, at), '\n')) != SLICE_NONE; at += end + 1) {
        struct slice line = slice_range(source, at, at + end);

        if (slice_ends(line, "  ") || slice_ends(line, "\\"))
            return true;
    }
    return slice_find(source, "<br") != SLICE_NONE || slice_find(source, "<BR") != SLICE_NONE;
}

/* A reference may stand for any character. */
static bool
may_hold_strays(struct slice source)
{
    return slice_find(source, "**") != SLICE_NONE || slice_find_byte(source, '&') != SLICE_NONE;
}

struct survey
markdown_survey(cmark_node *block, struct slice source)
{
    struct survey survey = { 0 };
    cmark_iter *iterator;

    if (!may_hold_strays(source) && !may_break(source))
        return survey;
    iterator = cmark_iter_new(block);
    while (cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iterator);

        if (cmark_iter_get_event_type(iterator) != CMARK_EVENT_ENTER)
            continue;
        survey.breaks = survey.breaks || markdown_line_breaks(node);
        if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
            survey.stars += stray_count(slice_of(cmark_node_get_literal(node)));
    }
    cmark_iter_free(iterator);
    survey.stars -= survey.stars % 2;
    return survey;
}
