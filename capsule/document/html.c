/*
 * html.c - a stack of open elements between the tokenizer and the sink. Only elements that mean something are on it;
 * a table tells what opening and closing each kind does.
 */
#include "document/html.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "document/html_element.h"
#include "document/html_math.h"
#include "document/html_tokenizer.h"
#include "document/report.h"

#define LEVELS 256

/* `</strong><span>`: an end tag right behind text, then a start tag. */
enum joint { JOINT_NONE, JOINT_ENDED, JOINT_BEGUN };

struct html {
    struct document *document;
    struct html_tokenizer *tokenizer;
    struct html_math math;
    const struct element *stack[LEVELS];
    size_t depth;
    size_t dropped;      /* entries of the stack whose content is dropped */
    size_t preformatted; /* entries that are <pre> */
    size_t badge;        /* how deep the stack is with the badge that is open; 0: none is */
    struct buffer pre, language;
    const char *hidden;  /* the inline element whose words are decoration; NULL: none */
    size_t hidden_depth; /* elements of its name that are open in it */
    enum joint joint;    /* how far a seam between two inline elements has come */
    char last;           /* the last byte of text before it */
    bool media_named;    /* the open media element has had its link */
    struct buffer media_label;
    size_t header_rows;
    bool row_waits; /* a row is opened with its first cell, which tells whether it is a header */
    bool first_row;
};

static bool
is_word_byte(char byte)
{
    return byte_is_alnum(byte) || (byte & 0x80) != 0;
}

/*
 * Between an inline element that ends and another one that begins, pages that lay both out as boxes have no blank:
 * `<b>2031</b><span>Tea House</span>`. A capital and a small letter say that a new phrase begins there.
 */
static void
put_text(struct html *html, struct slice text)
{
    if (html->joint == JOINT_BEGUN && is_word_byte(html->last) && text.length > 1 && text.bytes[0] >= 'A' &&
        text.bytes[0] <= 'Z' && text.bytes[1] >= 'a' && text.bytes[1] <= 'z')
        sink_soft_break(html->document);
    html_math_text(&html->math, text, html->document);
    html->joint = JOINT_NONE;
    html->last = text.length > 0 ? text.bytes[text.length - 1] : '\0';
}

static void
on_text(void *context, struct slice text)
{
    struct html *html = context;

    if (html->dropped > 0 || html->hidden != NULL)
        return;
    if (html->preformatted > 0)
        buffer_add(&html->pre, text);
    else
        put_text(html, text);
}

static bool
has_class(const struct html_tag *tag, const char *wanted)
{
    struct slice names = html_tag_value(tag, "class"), name;

    while (slice_take_part(&names, ' ', &name))
        if (slice_is(name, wanted))
            return true;
    return false;
}

/* `class="badge"` marks the venue of the paper whose title comes next (jekyll.md 6). */
static void
open_badge(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    if (html->badge == 0 && has_class(tag, "badge"))
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
close_heading(struct html *html, const struct element *element)
{
    (void)element;
    sink_heading_close(html->document);
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
close_list(struct html *html, const struct element *element)
{
    (void)element;
    sink_list_close(html->document);
}

static void
open_item(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    sink_item_open(html->document);
}

static void
close_item(struct html *html, const struct element *element)
{
    (void)element;
    sink_item_close(html->document);
}

static void
open_quote(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    sink_quote_open(html->document);
}

static void
close_quote(struct html *html, const struct element *element)
{
    (void)element;
    sink_quote_close(html->document);
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
open_rule(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    sink_rule(html->document);
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
        sink_link_open(html->document, href, html_tag_value(tag, "title"));
}

static void
close_link(struct html *html, const struct element *element)
{
    (void)element;
    if (html->preformatted == 0)
        sink_link_close(html->document);
}

/* "40", "40px" or " 40px ;"; 0 is told as 1, and anything else (a percentage, nothing) as unknown. */
static unsigned
pixels(struct slice text)
{
    unsigned long number;
    size_t digits;

    text = slice_trim(text);
    digits = slice_find_none(text, "0123456789");
    if (!slice_to_number(slice_range(text, 0, digits == SLICE_NONE ? text.length : digits), 100000, &number))
        return 0;
    text = digits == SLICE_NONE ? slice_of("") : slice_trim(slice_from(text, digits));
    if (text.length > 0 && !slice_starts_nocase(text, "px"))
        return 0;
    return number > 0 ? (unsigned)number : 1;
}

/* The value of PROPERTY in a style attribute. */
static struct slice
style_value(struct slice style, const char *property)
{
    struct slice part, name;

    while (slice_take_part(&style, ';', &part)) {
        if (slice_take_part(&part, ':', &name) && slice_is_nocase(slice_trim(name), property))
            return part;
    }
    return slice_of(NULL);
}

static unsigned
image_side(const struct html_tag *tag, const char *name)
{
    struct slice value = html_tag_value(tag, name);

    return pixels(value.length > 0 ? value : style_value(html_tag_value(tag, "style"), name));
}

static void
open_image(struct html *html, const struct element *element, const struct html_tag *tag)
{
    struct sink_image image = {
        .source = html_tag_value(tag, "src"),
        .alt = html_tag_value(tag, "alt"),
        .title = html_tag_value(tag, "title"),
        .width = image_side(tag, "width"),
        .height = image_side(tag, "height"),
    };

    (void)element;
    if (image.source.length == 0)
        image.source = html_tag_value(tag, "data-src");
    if (slice_is(image.alt, "sym")) /* a template's filler on many pages (jekyll.md 6) */
        image.alt = slice_of("");
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
    sink_table_open(html->document);
}

static void
close_table(struct html *html, const struct element *element)
{
    (void)element;
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

static enum alignment
cell_alignment(const struct html_tag *tag)
{
    struct slice align = html_tag_value(tag, "align");

    if (align.length == 0)
        align = slice_trim(style_value(html_tag_value(tag, "style"), "text-align"));
    return slice_is_nocase(align, "right") ? ALIGN_RIGHT : slice_is_nocase(align, "center") ? ALIGN_CENTER : ALIGN_LEFT;
}

static void
open_cell(struct html *html, const struct element *element, const struct html_tag *tag)
{
    if (html->row_waits) {
        sink_row_open(html->document, html->header_rows > 0 || (html->first_row && element->detail != 0));
        html->first_row = html->row_waits = false;
    }
    sink_cell_open(html->document, cell_alignment(tag));
}

static void
close_cell(struct html *html, const struct element *element)
{
    (void)element;
    sink_cell_close(html->document);
}

static void
open_term(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    sink_term_open(html->document);
}

static void
close_term(struct html *html, const struct element *element)
{
    (void)element;
    sink_term_close(html->document);
}

static void
open_definition(struct html *html, const struct element *element, const struct html_tag *tag)
{
    (void)element;
    (void)tag;
    sink_definition_open(html->document);
}

static void
close_definition(struct html *html, const struct element *element)
{
    (void)element;
    sink_definition_close(html->document);
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

static void
close_nothing(struct html *html, const struct element *element)
{
    (void)html;
    (void)element;
}

static const struct {
    void (*open)(struct html *html, const struct element *element, const struct html_tag *tag);
    void (*close)(struct html *html, const struct element *element);
} actions[ELEMENT_KINDS] = {
    [ELEMENT_DIVISION] = { open_division, close_division },
    [ELEMENT_ABBREVIATION] = { open_badge, close_badge },
    [ELEMENT_PARAGRAPH] = { open_division, close_division },
    [ELEMENT_HEADING] = { open_heading, close_heading },
    [ELEMENT_LIST] = { open_list, close_list },
    [ELEMENT_ITEM] = { open_item, close_item },
    [ELEMENT_QUOTE] = { open_quote, close_quote },
    [ELEMENT_PREFORMATTED] = { open_preformatted, close_preformatted },
    [ELEMENT_RULE] = { open_rule, close_nothing },
    [ELEMENT_BREAK] = { open_break, close_nothing },
    [ELEMENT_LINK] = { open_link, close_link },
    [ELEMENT_IMAGE] = { open_image, close_nothing },
    [ELEMENT_EMPHASIS] = { open_emphasis, close_emphasis },
    [ELEMENT_SCRIPT] = { open_script, close_script },
    [ELEMENT_CODE] = { open_code, close_nothing },
    [ELEMENT_TABLE] = { open_table, close_table },
    [ELEMENT_HEADER_ROWS] = { open_header_rows, close_header_rows },
    [ELEMENT_ROW] = { open_row, close_row },
    [ELEMENT_CELL] = { open_cell, close_cell },
    [ELEMENT_TERM] = { open_term, close_term },
    [ELEMENT_DEFINITION] = { open_definition, close_definition },
    [ELEMENT_MEDIA] = { open_media, close_dropped },
    [ELEMENT_SOURCE] = { open_source, close_nothing },
    [ELEMENT_DROPPED] = { open_dropped, close_dropped },
    [ELEMENT_BODY] = { open_division, close_nothing },
};

/* Takes the element at INDEX off the stack, wherever it stands. */
static void
close_at(struct html *html, size_t index)
{
    const struct element *element = html->stack[index];

    memmove(html->stack + index, html->stack + index + 1, (html->depth - index - 1) * sizeof *html->stack);
    html->depth--;
    actions[element->kind].close(html, element);
}

static void
close_down_to(struct html *html, size_t index)
{
    while (html->depth > index)
        close_at(html, html->depth - 1);
}

static bool
is_table_part(enum element_kind kind)
{
    return kind == ELEMENT_TABLE || kind == ELEMENT_HEADER_ROWS || kind == ELEMENT_ROW || kind == ELEMENT_CELL;
}

/* The innermost open NAME; none beyond the cell that is open, unless it is a part of the table itself. */
static size_t
find_open(const struct html *html, const struct element *wanted)
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
                close_at(html, i);
            else
                close_down_to(html, i);
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
        close_at(html, top - 1);
}

static bool
is_in_head(const struct html *html)
{
    return html->depth > 0 && slice_is(slice_of(html->stack[html->depth - 1]->name), "head");
}

static bool
is_in_link(const struct html *html)
{
    for (size_t i = html->depth; i-- > 0;)
        if (html->stack[i]->kind == ELEMENT_LINK)
            return true;
    return false;
}

static void
open_element(struct html *html, const struct element *element, const struct html_tag *tag)
{
    if (element->kind == ELEMENT_BODY && is_in_head(html))
        close_down_to(html, html->depth - 1);
    if (html->dropped > 0) { /* only what nests is of interest here, so that the right end tag ends it */
        if (element->kind == ELEMENT_SOURCE)
            open_source(html, element, tag);
        else if (html->stack[html->depth - 1] == element && html->depth < LEVELS) {
            html->stack[html->depth++] = element;
            html->dropped++;
        }
        return;
    }
    if (element->kind == ELEMENT_DROPPED && element->detail != 0 && is_in_link(html))
        return;
    end_implied(html, element);
    end_paragraph(html, element);
    if (element->shape == ELEMENT_VOID) {
        actions[element->kind].open(html, element, tag);
    } else if (html->depth < LEVELS) {
        html->stack[html->depth++] = element;
        actions[element->kind].open(html, element, tag);
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
    index = find_open(html, element);
    if (index == SLICE_NONE || (html->dropped > 0 && index + 1 != html->depth))
        return;
    if (element->shape == ELEMENT_INLINE)
        close_at(html, index);
    else
        close_down_to(html, index);
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
note_joint(struct html *html, const struct html_tag *tag, const struct element *element)
{
    bool is_phrase = element == NULL || (element->shape == ELEMENT_INLINE && element->kind != ELEMENT_SCRIPT);

    if (!is_phrase)
        html->joint = JOINT_NONE;
    else if (tag->closing)
        html->joint = html->joint == JOINT_BEGUN ? JOINT_BEGUN : JOINT_ENDED;
    else if (html->joint == JOINT_ENDED)
        html->joint = JOINT_BEGUN;
}

static void
on_tag(void *context, const struct html_tag *tag)
{
    struct html *html = context;
    const struct element *element = element_find(tag->name);

    html_math_end(&html->math, html->document);
    note_joint(html, tag, element);
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
    html->joint = JOINT_NONE; /* between two pieces may stand Markdown */
    html_tokenizer_feed(html->tokenizer, piece);
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
html_finish(struct html *html)
{
    html_tokenizer_end_tag(html->tokenizer);
    html_tokenizer_finish(html->tokenizer);
    html_math_end(&html->math, html->document);
    html->hidden = NULL;
    close_down_to(html, 0);
}
