/* markdown_html.c - raw HTML between Markdown. */
#include "document/markdown_html.h"

#include "document/html_element.h"

static void
feed_shield(const struct markdown_html *raw, const struct shield *shield)
{
    if (html_is_inside_tag(raw->html))
        html_feed(raw->html, shield->source);
    else if (!html_is_dropping(raw->html))
        shield_show(shield, raw->document);
}

void
markdown_html_inline(const struct markdown_html *raw, struct slice text)
{
    const struct shield *shield;
    struct slice before;

    do {
        shield = shields_take(&raw->prepared->shields, &text, &before);
        html_feed(raw->html, before);
        if (shield != NULL)
            feed_shield(raw, shield);
    } while (shield != NULL);
}

/* Line by line, so that findings know theirs. */
static void
feed_lines(const struct markdown_html *raw, struct slice rest, size_t index)
{
    for (; rest.length > 0; index++) {
        size_t end = slice_find_byte(rest, '\n'), length = end == SLICE_NONE ? rest.length : end + 1;

        sink_position(raw->document, lined_number(&raw->prepared->text, index), 1);
        markdown_html_inline(raw, slice_range(rest, 0, length));
        rest = slice_from(rest, length);
    }
}

static bool
begins_inline(struct slice text)
{
    size_t end = slice_find_any(slice_from(text, 1), " \t\n/>");
    const struct element *element = element_find(slice_range(text, 1, end == SLICE_NONE ? text.length : end + 1));

    return !slice_starts(text, "</") &&
           (element == NULL || element->shape == ELEMENT_INLINE || element->kind == ELEMENT_IMAGE);
}

void
markdown_html_block(const struct markdown_html *raw, struct slice text, size_t index)
{
    bool paragraph = begins_inline(text) && !html_is_dropping(raw->html);

    if (!paragraph) {
        feed_lines(raw, text, index);
        html_end_tag(raw->html);
        return;
    }
    sink_division(raw->document);
    html_begin_paragraph(raw->html);
    feed_lines(raw, text, index);
    html_end_paragraph(raw->html);
    if (!html_is_dropping(raw->html))
        sink_division(raw->document);
}
