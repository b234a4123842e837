/* html_stack.c - the stack of open elements. Only elements that mean something are on it. */
#include "document/html_stack.h"

#include <string.h>

#include "document/html_action.h"

void
html_stack_close_at(struct html *html, size_t index)
{
    const struct element *element = html->stack[index];

    memmove(html->stack + index, html->stack + index + 1, (html->depth - index - 1) * sizeof *html->stack);
    html->depth--;
    if (index < html->paragraph)
        html->paragraph--;
    html_action_close(html, element);
}

void
html_stack_close_down_to(struct html *html, size_t index)
{
    while (html->depth > index)
        html_stack_close_at(html, html->depth - 1);
}

static bool
is_table_part(enum element_kind kind)
{
    return kind == ELEMENT_TABLE || kind == ELEMENT_HEADER_ROWS || kind == ELEMENT_ROW || kind == ELEMENT_CELL;
}

size_t
html_stack_find(const struct html *html, const struct element *wanted)
{
    for (size_t i = html->depth; i-- > 0;) {
        if (html->stack[i] == wanted)
            return i;
        if (html->stack[i]->kind == ELEMENT_CELL && !is_table_part(wanted->kind))
            break;
    }
    return SLICE_NONE;
}

/* What an element of KIND cannot stand in, up to what it stands beside: <li> in <li> up to the list. */
static const struct {
    enum element_kind kind, ends, barrier;
} implied_ends[] = {
    { ELEMENT_ITEM, ELEMENT_ITEM, ELEMENT_LIST },
    { ELEMENT_ROW, ELEMENT_ROW, ELEMENT_TABLE },
    { ELEMENT_CELL, ELEMENT_CELL, ELEMENT_TABLE },
    { ELEMENT_TERM, ELEMENT_TERM, ELEMENT_DIVISION },
    { ELEMENT_TERM, ELEMENT_DEFINITION, ELEMENT_DIVISION },
    { ELEMENT_DEFINITION, ELEMENT_TERM, ELEMENT_DIVISION },
    { ELEMENT_DEFINITION, ELEMENT_DEFINITION, ELEMENT_DIVISION },
    { ELEMENT_LINK, ELEMENT_LINK, ELEMENT_CELL },
};

static void
end_implied(struct html *html, const struct element *element)
{
    for (size_t row = 0; row < sizeof implied_ends / sizeof implied_ends[0]; row++) {
        if (implied_ends[row].kind != element->kind)
            continue;
        for (size_t i = html->depth; i-- > 0 && html->stack[i]->kind != implied_ends[row].barrier;) {
            if (html->stack[i]->kind != implied_ends[row].ends)
                continue;
            if (element->shape == ELEMENT_INLINE)
                html_stack_close_at(html, i);
            else
                html_stack_close_down_to(html, i);
            break;
        }
    }
}

/* A paragraph ends where the next block begins (HTML 13.1.2.4); what is inline and open in it goes on. */
static void
end_paragraph(struct html *html, const struct element *element)
{
    size_t top = html->depth;

    if (element->shape != ELEMENT_BLOCK && element->kind != ELEMENT_RULE)
        return;
    while (top > 0 && html->stack[top - 1]->shape == ELEMENT_INLINE)
        top--;
    if (top > 0 && html->stack[top - 1]->kind == ELEMENT_PARAGRAPH && element->kind != ELEMENT_DROPPED &&
        element->kind != ELEMENT_MEDIA)
        html_stack_close_at(html, top - 1);
}

void
html_stack_make_room(struct html *html, const struct element *element)
{
    end_implied(html, element);
    end_paragraph(html, element);
}

bool
html_stack_has_link(const struct html *html)
{
    for (size_t i = html->depth; i-- > 0;)
        if (html->stack[i]->kind == ELEMENT_LINK)
            return true;
    return false;
}
