/*
 * html.c - tags and text on their way from the tokenizer to the sink: what is hidden or dropped is told apart here;
 * where two elements meet, by html_seam.c; what an element means, by html_action.c.
 */
#include "document/html.h"

#include <stdlib.h>

#include "base/memory.h"
#include "document/html_action.h"
#include "document/html_icon.h"
#include "document/html_stack.h"

static void
on_text(void *context, struct slice text)
{
    struct html *html = context;

    if (html->dropped > 0 || html->hidden != NULL)
        return;
    if (html->preformatted > 0) {
        buffer_add(&html->pre, text);
    } else {
        html_seam_text(&html->seam, text, html->document);
        html_math_text(&html->math, text, html->document);
    }
}

static bool
is_in_head(const struct html *html)
{
    return html->depth > 0 && slice_is(slice_of(html->stack[html->depth - 1]->name), "head");
}

static void
open_element(struct html *html, const struct element *element, const struct html_tag *tag)
{
    if (element->kind == ELEMENT_BODY && is_in_head(html))
        html_stack_close_down_to(html, html->depth - 1);
    if (html->dropped > 0) { /* only what nests is of interest here, so that the right end tag ends it */
        if (element->kind == ELEMENT_SOURCE)
            html_action_open(html, element, tag);
        else if (html->stack[html->depth - 1] == element && html->depth < HTML_LEVELS) {
            html->stack[html->depth++] = element;
            html->dropped++;
        }
        return;
    }
    if (element->kind == ELEMENT_DROPPED && element->detail != 0 && html_stack_has_link(html))
        return;
    html_stack_make_room(html, element);
    if (element->shape == ELEMENT_VOID) {
        html_action_open(html, element, tag);
    } else if (html->depth < HTML_LEVELS) {
        html->stack[html->depth++] = element;
        html_action_open(html, element, tag);
    }
}

static void
close_element(struct html *html, const struct element *element)
{
    size_t index;

    if (element->shape == ELEMENT_VOID) {
        if (element->kind == ELEMENT_BREAK) /* </br> is a break to browsers */
            sink_line_break(html->document);
        return;
    }
    index = html_stack_find(html, element);
    if (index == SLICE_NONE || (html->dropped > 0 && index + 1 != html->depth))
        return;
    if (element->shape == ELEMENT_INLINE)
        html_stack_close_at(html, index);
    else
        html_stack_close_down_to(html, index);
}

/* Inline elements that themes fill with signs for the eye; blocks are not left out, for a missing end would take all. */
static const char *
hidden_name(const struct html_tag *tag)
{
    static const char *const names[] = { "span", "i", "b", "em", "small", "sup", "font" };

    if (tag->closing || !slice_is_nocase(html_tag_value(tag, "aria-hidden"), "true"))
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_is_nocase(tag->name, names[i]))
            return names[i];
    return NULL;
}

/* True if the tag is inside a hidden element or ends it; a block, or the end of what is around it, ends it too. */
static bool
is_in_hidden(struct html *html, const struct html_tag *tag, const struct element *element)
{
    if (html->hidden == NULL)
        return false;
    if (slice_is_nocase(tag->name, html->hidden)) {
        html->hidden_depth += tag->closing ? (size_t)-1 : 1;
        if (html->hidden_depth == 0)
            html->hidden = NULL;
        return true;
    }
    if (element == NULL || (element->shape != ELEMENT_BLOCK && !tag->closing && element->kind != ELEMENT_BREAK))
        return true;
    html->hidden = NULL;
    return false;
}

static void
on_tag(void *context, const struct html_tag *tag)
{
    struct html *html = context;
    const struct element *element = element_find(tag->name);

    html_math_end(&html->math, html->document);
    html_seam_tag(&html->seam, tag, element);
    if (!tag->closing && html_stack_has_link(html))
        sink_link_name(html->document, html_icon_name(tag));
    if (is_in_hidden(html, tag, element))
        return;
    if (html->dropped == 0 && html->preformatted == 0 && (html->hidden = hidden_name(tag)) != NULL) {
        html->hidden_depth = 1;
        return;
    }
    if (element == NULL)
        return;
    if (tag->closing)
        close_element(html, element);
    else
        open_element(html, element, tag);
}

struct html *
html_new(struct document *document)
{
    struct html *html = memory_new(sizeof *html);

    html->document = document;
    html->tokenizer = html_tokenizer_new(&(struct html_tokens){ html, on_text, on_tag });
    return html;
}

void
html_free(struct html *html)
{
    if (html == NULL)
        return;
    html_tokenizer_free(html->tokenizer);
    buffer_clear(&html->pre);
    buffer_clear(&html->language);
    buffer_clear(&html->math.held);
    buffer_clear(&html->media_label);
    free(html);
}

void
html_feed(struct html *html, struct slice piece)
{
    html_tokenizer_feed(html->tokenizer, piece);
}

void
html_words(struct html *html, struct slice text)
{
    html_seam_text(&html->seam, text, html->document);
    sink_text(html->document, text);
}

void
html_interrupt(struct html *html)
{
    html->seam.joint = JOINT_NONE;
}

bool
html_is_dropping(const struct html *html)
{
    return html->dropped > 0 || html->hidden != NULL;
}

bool
html_is_inside_tag(const struct html *html)
{
    return html_tokenizer_is_inside_tag(html->tokenizer) || html->math.held.length > 0;
}

void
html_end_tag(struct html *html)
{
    html_tokenizer_end_tag(html->tokenizer);
    html_math_end(&html->math, html->document);
    html->hidden = NULL;
}

void
html_begin_paragraph(struct html *html)
{
    html->paragraph = html->depth;
}

void
html_end_paragraph(struct html *html)
{
    html_end_tag(html);
    for (size_t i = html->depth; i-- > html->paragraph;)
        if (html->stack[i]->kind == ELEMENT_EMPHASIS || html->stack[i]->kind == ELEMENT_SCRIPT)
            html_stack_close_at(html, i);
}

void
html_finish(struct html *html)
{
    html_tokenizer_end_tag(html->tokenizer);
    html_tokenizer_finish(html->tokenizer);
    html_math_end(&html->math, html->document);
    html->hidden = NULL;
    html_stack_close_down_to(html, 0);
}
