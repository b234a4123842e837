/* block.c - generated lines that follow one another without a gap. */
#include "site/block.h"

#include "document/html.h"

static void
next_line(struct block *block)
{
    if (block->open)
        sink_line_break(block->document);
    else
        sink_division(block->document);
    block->open = true;
}

void
block_text(struct block *block, struct slice text)
{
    if (slice_is_blank(text))
        return;
    next_line(block);
    sink_text(block->document, text);
}

void
block_markup(struct block *block, struct slice markup)
{
    struct html *html;

    if (slice_is_blank(markup))
        return;
    next_line(block);
    html = html_new(block->document);
    html_feed(html, slice_trim(markup));
    html_finish(html);
    html_free(html);
}

void
block_link(struct block *block, struct slice href, struct slice label)
{
    if (slice_is_blank(href) || slice_is_blank(label))
        return;
    next_line(block);
    sink_link_open(block->document, slice_trim(href), slice_make("", 0));
    sink_text(block->document, label);
    sink_link_close(block->document);
}

void
block_image(struct block *block, struct slice source, struct slice alt)
{
    const struct sink_image image = { .source = source, .alt = alt };

    next_line(block);
    sink_image(block->document, &image);
}

void
block_end(struct block *block)
{
    if (block->open)
        sink_division(block->document);
    block->open = false;
}

void
block_join(struct buffer *text, const char *separator, struct slice part)
{
    part = slice_trim(part);
    if (part.length == 0)
        return;
    if (text->length > 0)
        buffer_add_text(text, separator);
    buffer_add(text, part);
}

void
block_unfold(struct slice markup, struct buffer *text)
{
    while (markup.length > 0) {
        size_t at;

        markup = slice_trim_left(markup);
        if (slice_starts(markup, "<p>"))
            markup = slice_from(markup, 3);
        at = slice_find(markup, "</p>");
        buffer_add(text, slice_trim(slice_range(markup, 0, at)));
        buffer_add_text(text, at == SLICE_NONE ? "" : "<br>");
        markup = slice_from(markup, at == SLICE_NONE ? markup.length : at + 4);
    }
}
