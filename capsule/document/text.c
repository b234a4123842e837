/* text.c - a document as plain text (gopher.md 3): links as numbers, their targets at the end. */
#include "document/writer.h"

#include "base/uri.h"
#include "document/cells.h"
#include "document/table_layout.h"
#include "document/wrap.h"

#define LEVEL_MAX    8  /* deeper nesting is shown at this depth */
#define HANG_MAX     32 /* cells that lists may take from a line */
#define QUOTED_HANG  2  /* cells that each list inside a quotation takes */
#define PORT_DEFAULT 70

struct text {
    const struct document *document;
    const struct gopher_place *place;
    struct buffer *out;
    size_t start;                /* where this text begins in OUT */
    size_t hangs[LEVEL_MAX + 1]; /* where the words of the last item of each level begin */
    struct buffer links;         /* links of this block whose words do not stand in it, composed */
    unsigned links_depth;
    bool links_lead; /* they are the first of their block: of an item, they bear its mark */
    bool fresh;      /* no line of this block is out yet */
    size_t widest;   /* cells of the heading's widest line */
};

static void
text_line(void *context, struct slice line)
{
    struct text *text = context;

    buffer_add(text->out, line);
    buffer_add_text(text->out, "\r\n");
}

static void
heading_line(void *context, struct slice line)
{
    struct text *text = context;
    size_t cells = cells_of(line);

    if (cells > text->widest)
        text->widest = cells;
    text_line(context, line);
}

static unsigned
link_number(const void *context, size_t link)
{
    return document_link(context, link)->number;
}

static struct span_style
text_style(const struct text *text)
{
    return (struct span_style){ .emphasis = true, .images = true, .number = link_number, .context = text->document };
}

static struct wrap
text_wrap(struct text *text)
{
    return (struct wrap){ .width = WRAP_WIDTH, .guard_dots = true, .on_line = text_line, .context = text };
}

static void
write_span(const struct wrap *wrap, const struct span_style *style, const struct span *span)
{
    struct buffer words = { 0 };

    wrap_compose(span, style, &words);
    wrap_text(wrap, buffer_slice(&words));
    buffer_clear(&words);
}

static unsigned
clamp_level(unsigned level)
{
    return level < LEVEL_MAX ? level : LEVEL_MAX;
}

/* Writes SPAN behind the prefixes FIRST and REST. */
static void
write_hanging(struct text *text, struct slice first, struct slice rest, const struct span *span)
{
    struct wrap wrap = text_wrap(text);
    struct span_style style = text_style(text);

    wrap.first = first;
    wrap.rest = rest;
    write_span(&wrap, &style, span);
}

static void
text_blank(struct text *text, const struct line *line)
{
    (void)line;
    text_line(text, slice_of(""));
}

static void
text_text(struct text *text, const struct line *line)
{
    struct buffer prefix = { 0 };

    buffer_add_times(&prefix, ' ', text->hangs[clamp_level(line->depth)]);
    write_hanging(text, buffer_slice(&prefix), buffer_slice(&prefix), &line->span);
    buffer_clear(&prefix);
}

static void
write_underline(struct text *text, char byte)
{
    buffer_add_times(text->out, byte, text->widest);
    buffer_add_text(text->out, "\r\n");
}

/* The first two levels are underlined, with 0 for those that bear a mark instead. */
static const char underlines[] = { '=', '-', 0 };

static void
text_heading(struct text *text, const struct line *line)
{
    size_t rank = line->level > 2 ? 2 : line->level > 1 ? 1 : 0;
    struct wrap wrap = text_wrap(text);
    struct span_style style = text_style(text);

    style.emphasis = false;
    wrap.on_line = heading_line;
    wrap.first = slice_of(underlines[rank] ? "" : "### ");
    wrap.rest = slice_of(underlines[rank] ? "" : "    ");
    text->widest = 0;
    write_span(&wrap, &style, &line->span);
    if (underlines[rank])
        write_underline(text, underlines[rank]);
}

/* Appends to PREFIX what stands before the words of an item at LEVEL; they, and what continues them, begin there. */
static void
begin_item(struct text *text, unsigned level, struct slice marker, struct buffer *prefix)
{
    size_t hang;

    buffer_add_times(prefix, ' ', text->hangs[level - 1]);
    wrap_add_clean(marker, " ", prefix);
    buffer_add_byte(prefix, ' ');
    hang = cells_of(buffer_slice(prefix));
    text->hangs[level] = hang < HANG_MAX ? hang : HANG_MAX;
}

static void
text_item(struct text *text, const struct line *line)
{
    unsigned level = clamp_level(line->level > 0 ? line->level : 1);
    struct buffer first = { 0 }, rest = { 0 };

    begin_item(text, level, line->marker.length > 0 ? line->marker : slice_of("-"), &first);
    buffer_add_times(&rest, ' ', text->hangs[level]);
    write_hanging(text, buffer_slice(&first), buffer_slice(&rest), &line->span);
    buffer_clear(&first);
    buffer_clear(&rest);
}

static void
text_quote(struct text *text, const struct line *line)
{
    struct buffer first = { 0 }, rest = { 0 };

    buffer_add_times(&rest, ' ', text->hangs[clamp_level(line->depth)]);
    for (unsigned level = 0; level < clamp_level(line->level); level++)
        buffer_add_text(&rest, "> ");
    if (line->begins_item) {
        buffer_add(&first, buffer_slice(&rest));
        buffer_add_times(&first, ' ', QUOTED_HANG * (clamp_level(line->item) - 1));
        wrap_add_clean(line->marker.length > 0 ? line->marker : slice_of("-"), " ", &first);
        buffer_add_byte(&first, ' ');
    }
    buffer_add_times(&rest, ' ', QUOTED_HANG * clamp_level(line->item));
    write_hanging(text, buffer_slice(line->begins_item ? &first : &rest), buffer_slice(&rest), &line->span);
    buffer_clear(&first);
    buffer_clear(&rest);
}

/* Indented, because a line of one character would vanish in elpher. */
static void
text_preformatted(struct text *text, const struct line *line)
{
    struct slice rest = line->span.text, code;

    while (slice_take_line(&rest, &code)) {
        if (!slice_is_blank(code))
            buffer_add_text(text->out, "    ");
        wrap_add_clean(slice_trim_right(code), "    ", text->out);
        buffer_add_text(text->out, "\r\n");
    }
}

static void
text_table(struct text *text, const struct line *line)
{
    struct wrap wrap = text_wrap(text);
    struct span_style style = text_style(text);

    table_print(line->table, &style, &wrap);
}

static void
text_rule(struct text *text, const struct line *line)
{
    (void)line;
    buffer_add_times(text->out, '-', WRAP_WIDTH);
    buffer_add_text(text->out, "\r\n");
}

static void
write_links(struct text *text)
{
    struct wrap wrap = text_wrap(text);
    struct buffer first = { 0 }, rest = { 0 };
    unsigned depth = text->links_depth;

    if (text->links.length == 0)
        return;
    if (text->links_lead && depth > 0)
        begin_item(text, depth, slice_of("-"), &first);
    buffer_add_times(&rest, ' ', text->hangs[depth]);
    wrap.first = first.length > 0 ? buffer_slice(&first) : buffer_slice(&rest);
    wrap.rest = buffer_slice(&rest);
    wrap_text(&wrap, buffer_slice(&text->links));
    buffer_truncate(&text->links, 0);
    text->fresh = false;
    buffer_clear(&first);
    buffer_clear(&rest);
}

/*
 * Keeps a link for the end of its block, unless its words stand in the text. An image has a line of its own: in a row with
 * words, nobody would see where its name ends.
 */
static void
text_link(struct text *text, const struct line *line)
{
    const struct link *link = document_link(text->document, line->link);

    if (line->place != LINK_FOLLOWS || (link->image && !link->in_text))
        write_links(text);
    if (link->in_text)
        return;
    if (text->links.length > 0)
        buffer_add_byte(&text->links, ' ');
    else
        text->links_lead = line->place == LINK_BEGINS_ITEM || (text->fresh && line->place == LINK_FOLLOWS);
    text->links_depth = clamp_level(line->depth);
    if (link->image) {
        wrap_add_image(wrap_link_words(link), link->number, &text->links);
        write_links(text);
        return;
    }
    wrap_add_clean(wrap_link_words(link), " ", &text->links);
    wrap_add_number(link->number, &text->links);
}

typedef void print_line(struct text *text, const struct line *line);

static print_line *const print_lines[] = {
    [LINE_BLANK] = text_blank, [LINE_TEXT] = text_text,   [LINE_HEADING] = text_heading,
    [LINE_ITEM] = text_item,   [LINE_QUOTE] = text_quote, [LINE_PREFORMATTED] = text_preformatted,
    [LINE_TABLE] = text_table, [LINE_RULE] = text_rule,   [LINE_LINK] = text_link,
};

static void
print_any_line(struct text *text, const struct line *line)
{
    if (line->kind != LINE_LINK)
        write_links(text);
    print_lines[line->kind](text, line);
    text->fresh = line->kind == LINE_BLANK || (text->fresh && line->kind == LINE_LINK);
}

/* Appends the URL of an item of ours (RFC 4266). An IPv6 address stands in brackets. */
static void
add_gopher_url(const struct gopher_place *place, char item, struct slice selector, struct buffer *out)
{
    bool literal = slice_find_byte(slice_of(place->host), ':') != SLICE_NONE;

    buffer_format(out, literal ? "gopher://[%s]" : "gopher://%s", place->host);
    if (place->port != PORT_DEFAULT)
        buffer_format(out, ":%u", place->port);
    buffer_format(out, "/%c", item);
    uri_encode(selector, "/", out);
}

static void
add_url(const struct text *text, const struct target *target, struct buffer *out)
{
    (void)text;
    wrap_add_clean(target->url, "", out);
}

static void
add_address(const struct text *text, const struct target *target, struct buffer *out)
{
    const struct link link = { .target = *target };

    (void)text;
    wrap_add_clean(wrap_link_words(&link), "", out);
}

static void
add_own_url(const struct text *text, const struct target *target, struct buffer *out)
{
    add_gopher_url(text->place, target->item, target->selector, out);
}

typedef void add_target(const struct text *text, const struct target *target, struct buffer *out);

static add_target *const add_targets[] = {
    [TARGET_NONE] = add_url,     [TARGET_WEB] = add_url,      [TARGET_MAIL] = add_address,
    [TARGET_PAGE] = add_own_url, [TARGET_FILE] = add_own_url, [TARGET_GOPHER] = add_url,
};

static void
write_reference(struct text *text, const struct link *link)
{
    buffer_format(text->out, "[%u] ", link->number);
    add_targets[link->target.kind](text, &link->target, text->out);
    buffer_add_text(text->out, "\r\n");
}

static bool
has_references(const struct text *text)
{
    for (size_t i = 0; i < document_line_count(text->document); i++)
        if (document_line(text->document, i)->kind == LINE_LINK)
            return true;
    return false;
}

static void
write_references(struct text *text)
{
    for (size_t i = 0; i < document_line_count(text->document); i++) {
        const struct line *line = document_line(text->document, i);

        if (line->kind == LINE_LINK)
            write_reference(text, document_link(text->document, line->link));
    }
}

static void
write_menu_url(struct text *text)
{
    buffer_add_text(text->out, "This page as a menu: ");
    add_gopher_url(text->place, '1', text->place->menu_selector, text->out);
    buffer_add_text(text->out, "\r\n");
}

/* A rule, the references, and the menu's URL behind a blank line; what is missing takes its line along. */
static void
write_end(struct text *text)
{
    bool references = has_references(text), menu = text->place->menu_selector.length > 0;

    if (!references && !menu)
        return;
    if (text->out->length > text->start)
        text_blank(text, NULL);
    text_rule(text, NULL);
    write_references(text);
    if (references && menu)
        text_blank(text, NULL);
    if (menu)
        write_menu_url(text);
}

/* The page's title, where the document brings none. */
static void
write_head(struct text *text)
{
    struct buffer title = { 0 };
    struct line heading = { .kind = LINE_HEADING, .level = 1 };

    if (document_title(text->document).length > 0 || text->place->title.length == 0)
        return;
    wrap_add_clean(text->place->title, " ", &title);
    heading.span.text = buffer_slice(&title);
    text_heading(text, &heading);
    if (document_line_count(text->document) > 0)
        text_blank(text, NULL);
    buffer_clear(&title);
}

void
text_write(const struct document *document, const struct gopher_place *place, struct buffer *out)
{
    struct text text = { .document = document, .place = place, .out = out, .start = out->length, .fresh = true };

    write_head(&text);
    for (size_t i = 0; i < document_line_count(document); i++)
        print_any_line(&text, document_line(document, i));
    write_links(&text);
    write_end(&text);
    buffer_clear(&text.links);
}
