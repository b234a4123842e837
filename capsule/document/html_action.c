/* html_action.c - a table tells what opening and closing each kind of element does. */
#include "document/html_action.h"

#include <string.h>

#include "document/html_attribute.h"
#include "document/html_icon.h"
#include "document/report.h"

/* `class="badge"` marks the venue of the paper whose title comes next (jekyll.md 6). */
static void
open_badge(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    if (html->badge == 0 && html_has_class(tag, "badge"))
        html->badge = html->depth;
}

static void
close_badge(struct html *html, const struct element *element)
{
    (void)element;
    if (html->badge <= html->depth)
        return;
    html->badge = 0;
    sink_prefix(html->document);
}

static void
open_division(struct html *html, const struct element *element, const struct html_tag *tag)
{
    sink_division(html->document);
    open_badge(html, element, tag);
}

static void
close_division(struct html *html, const struct element *element)
{
    close_badge(html, element);
    sink_division(html->document);
}

static void
open_heading(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)tag;
    sink_heading_open(html->document, (unsigned)element->detail);
}

static void
open_list(struct html *html, const struct element *element, const struct html_tag *tag)
{
    unsigned long start = 1;

    if (!slice_to_number(slice_trim(html_tag_value(tag, "start")), 999999999, &start))
        start = 1;
    sink_list_open(html->document, (char)element->detail, (unsigned)start);
}

static void
open_preformatted(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    if (html->preformatted++ > 0)
        return;
    buffer_truncate(&html->pre, 0);
    buffer_truncate(&html->language, 0);
}

static void
close_preformatted(struct html *html, const struct element *element)
{
    (void)element;
    if (--html->preformatted == 0)
        sink_preformatted(html->document, buffer_slice(&html->language), buffer_slice(&html->pre));
}

static void
open_break(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    if (html->preformatted > 0)
        buffer_add_byte(&html->pre, '\n');
    else
        sink_line_break(html->document);
}

static struct slice
link_title(const struct html_tag *tag)
{
    struct slice title = html_tag_value(tag, "title");

    return title.length > 0 ? title : html_tag_value(tag, "aria-label");
}

static void
open_link(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct slice href = html_tag_value(tag, "href");

    (void)element;
    if (href.length == 0)
        return;
    if (html->preformatted > 0)
        sink_media(html->document, href, html_tag_value(tag, "title"));
    else
        sink_link_open(html->document, href, link_title(tag));
    sink_link_name(html->document, html_icon_name(tag));
}

static void
close_link(struct html *html, const struct element *element)
{
    (void)element;
    if (html->preformatted == 0)
        sink_link_close(html->document);
}

static void
open_image(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct sink_image image = {
        .source = html_tag_value(tag, "src"),
        .alt = html_tag_value(tag, "alt"),
        .title = html_tag_value(tag, "title"),
        .width = html_image_side(tag, "width"),
        .height = html_image_side(tag, "height"),
    };

    (void)element;
    if (image.source.length == 0)
        image.source = html_tag_value(tag, "data-src");
    if (image.source.length > 0) /* else a script would fill it */
        sink_image(html->document, &image);
}

static void
open_emphasis(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)tag;
    if (html->preformatted == 0)
        sink_emphasis_open(html->document, (enum emphasis)element->detail);
}

static void
close_emphasis(struct html *html, const struct element *element)
{
    if (html->preformatted == 0)
        sink_emphasis_close(html->document, (enum emphasis)element->detail);
}

static void
open_script(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)tag;
    if (html->preformatted == 0)
        sink_script_open(html->document, (enum script)element->detail);
}

static void
close_script(struct html *html, const struct element *element)
{
    if (html->preformatted == 0)
        sink_script_close(html->document, (enum script)element->detail);
}

/* <code class="language-c"> at the start of <pre> names its language. */
static void
open_code(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct slice names = html_tag_value(tag, "class"), name;

    (void)element;
    while (html->preformatted > 0 && html->language.length == 0 && slice_take_part(&names, ' ', &name))
        if (slice_starts(name, "language-"))
            buffer_add(&html->language, slice_from(name, strlen("language-")));
}

static void
open_table(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    html->first_row = true;
    html->row_waits = false;
    if (html->tables++ == 0)
        html->span = (struct html_span){ 0 };
    sink_table_open(html->document);
}

static void
close_table(struct html *html, const struct element *element)
{
    (void)element;
    html->tables--;
    sink_table_close(html->document);
}

static void
open_header_rows(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    html->header_rows++;
}

static void
close_header_rows(struct html *html, const struct element *element)
{
    (void)element;
    html->header_rows--;
}

static void
open_row(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    html->row_waits = true;
}

static void
close_row(struct html *html, const struct element *element)
{
    (void)element;
    html->row_waits = false;
    sink_row_close(html->document);
}

static void
open_cell(struct html *html, const struct element *element, const struct html_tag *tag)
{
    bool names_column = element->detail != 0 && !slice_starts_nocase(html_tag_value(tag, "scope"), "row");

    if (html->row_waits) {
        sink_row_open(html->document, html->header_rows > 0 || (html->first_row && names_column));
        html->first_row = html->row_waits = false;
        if (html->tables == 1)
            html_span_row(&html->span);
    }
    if (html->tables == 1)
        html_span_cell(&html->span, tag, html->document);
    sink_cell_open(html->document, html_cell_alignment(tag));
}

static void
name_media(struct html *html, const struct html_tag *tag)
{
    struct slice source = html_tag_value(tag, "src");

    if (source.length == 0)
        source = html_tag_value(tag, "data-src");
    if (source.length == 0 || html->media_named)
        return;
    html->media_named = true;
    sink_media(html->document, source, buffer_slice(&html->media_label));
}

static void
open_media(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct slice title = html_tag_value(tag, "title");

    html->dropped++;
    html->media_named = false;
    buffer_truncate(&html->media_label, 0);
    buffer_add(&html->media_label, title.length > 0 ? title : slice_of(element->detail != 0 ? "Audio" : "Video"));
    name_media(html, tag);
}

static void
open_embed(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct slice source = html_tag_value(tag, "src");

    (void)element;
    if (!slice_is_blank(source))
        sink_media(html->document, source, html_tag_value(tag, "title"));
}

/* What it shows has a link; what it would show instead to a browser that cannot, is left out. */
static void
open_object(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct slice source = html_tag_value(tag, "data");

    (void)element;
    html->dropped++;
    if (!slice_is_blank(source))
        sink_media(html->document, source, link_title(tag));
}

static void
open_source(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    if (html->depth > 0 && html->stack[html->depth - 1]->kind == ELEMENT_MEDIA)
        name_media(html, tag);
}

/* What has no content of its own for a reader needs no word. */
static bool
is_worth_a_word(const struct element *element)
{
    static const char *const unseen[] = { "head", "style", "template", "title" };

    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
        if (strcmp(element->name, unseen[i]) == 0)
            return false;
    return true;
}

static void
open_dropped(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)tag;
    if (is_worth_a_word(element))
        document_note(html->document, "dropped-html", "<%s> is left out with all that is in it", element->name);
    html->dropped++;
}

static void
close_dropped(struct html *html, const struct element *element)
{
    (void)element;
    html->dropped--;
}

/* Where an element means one event of the sink and nothing else, that event stands for the function. */
static const struct {
    void (*open)(struct html *html, const struct element *element, const struct html_tag *tag);
    void (*close)(struct html *html, const struct element *element);
    void (*open_event)(struct document *document);
    void (*close_event)(struct document *document);
} actions[ELEMENT_KINDS] = {
    [ELEMENT_DIVISION] = { .open = open_division, .close = close_division },
    [ELEMENT_ABBREVIATION] = { .open = open_badge, .close = close_badge },
    [ELEMENT_PARAGRAPH] = { .open = open_division, .close = close_division },
    [ELEMENT_HEADING] = { .open = open_heading, .close_event = sink_heading_close },
    [ELEMENT_LIST] = { .open = open_list, .close_event = sink_list_close },
    [ELEMENT_ITEM] = { .open_event = sink_item_open, .close_event = sink_item_close },
    [ELEMENT_QUOTE] = { .open_event = sink_quote_open, .close_event = sink_quote_close },
    [ELEMENT_PREFORMATTED] = { .open = open_preformatted, .close = close_preformatted },
    [ELEMENT_RULE] = { .open_event = sink_rule },
    [ELEMENT_BREAK] = { .open = open_break },
    [ELEMENT_LINK] = { .open = open_link, .close = close_link },
    [ELEMENT_IMAGE] = { .open = open_image },
    [ELEMENT_EMPHASIS] = { .open = open_emphasis, .close = close_emphasis },
    [ELEMENT_SCRIPT] = { .open = open_script, .close = close_script },
    [ELEMENT_CODE] = { .open = open_code },
    [ELEMENT_TABLE] = { .open = open_table, .close = close_table },
    [ELEMENT_HEADER_ROWS] = { .open = open_header_rows, .close = close_header_rows },
    [ELEMENT_ROW] = { .open = open_row, .close = close_row },
    [ELEMENT_CELL] = { .open = open_cell, .close_event = sink_cell_close },
    [ELEMENT_TERM] = { .open_event = sink_term_open, .close_event = sink_term_close },
    [ELEMENT_DEFINITION] = { .open_event = sink_definition_open, .close_event = sink_definition_close },
    [ELEMENT_EMBED] = { .open = open_embed },
    [ELEMENT_MEDIA] = { .open = open_media, .close = close_dropped },
    [ELEMENT_OBJECT] = { .open = open_object, .close = close_dropped },
    [ELEMENT_SOURCE] = { .open = open_source },
    [ELEMENT_DROPPED] = { .open = open_dropped, .close = close_dropped },
    [ELEMENT_BODY] = { .open_event = sink_division },
};

void
html_action_open(struct html *html, const struct element *element, const struct html_tag *tag)
{
    if (actions[element->kind].open != NULL)
        actions[element->kind].open(html, element, tag);
    else if (actions[element->kind].open_event != NULL)
        actions[element->kind].open_event(html->document);
}

void
html_action_close(struct html *html, const struct element *element)
{
    if (actions[element->kind].close != NULL)
        actions[element->kind].close(html, element);
    else if (actions[element->kind].close_event != NULL)
        actions[element->kind].close_event(html->document);
}
