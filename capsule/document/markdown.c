/*
 * markdown.c - cmark's tree as events, walked by its iterator: one function per kind of node, none of them recursive.
 * What the parser was shielded from comes back here, and what it does not know (tables, venue lines) is recognised.
 */
#include "document/reader.h"

#include <cmark.h>

#include "document/bounds.h"
#include "document/html.h"
#include "document/html_element.h"
#include "document/kramdown.h"
#include "document/markdown_table.h"
#include "document/report.h"
#include "document/tree_memory.h"

struct walk {
    struct document *document;
    struct html *html;
    const struct prepared *prepared;
    bool notes_begun;
    bool breaks;       /* the paragraph has a hard break (R22) */
    size_t stars_left; /* literal `**` of the paragraph that are to vanish in pairs (jekyll.md 5) */
    struct markdown_table table;
    cmark_node *image; /* the outermost that is open: its content is the alt text */
    struct buffer alt;
    struct buffer room, title_room; /* for what is restored */
};

/* TEXT as its author wrote it; lent, until ROOM is used again. */
static struct slice
restored(const struct walk *walk, const char *text, struct buffer *room)
{
    return shields_restored(&walk->prepared->shields, slice_of(text), room);
}

static size_t
line_index(cmark_node *node)
{
    int line = cmark_node_get_start_line(node);

    return line > 0 ? (size_t)line - 1 : 0;
}

static void
emit_text(struct walk *walk, struct slice text)
{
    if (walk->table.open)
        markdown_table_text(&walk->table, text, walk->document);
    else
        sink_text(walk->document, text);
}

static bool
may_show(struct walk *walk)
{
    return !walk->table.open || markdown_table_need_cell(&walk->table, walk->document);
}

/* `$$ x $$` on one line; over several lines the indentation belongs to the source. */
static struct slice
trim_single_line(struct slice text)
{
    return slice_find_byte(text, '\n') == SLICE_NONE ? slice_trim(text) : text;
}

static void
emit_shield(struct walk *walk, const struct shield *shield)
{
    if (!may_show(walk))
        return;
    if (shield->kind == SHIELD_NOTE)
        sink_note_reference(walk->document, shield->number);
    else if (shield->kind == SHIELD_DISPLAY)
        sink_preformatted(walk->document, slice_of("LaTeX"), trim_single_line(shield->shown));
    else
        sink_verbatim(walk->document, shield->shown);
}

/* cmark leaves the backslash of a break at the end of its paragraph. */
static struct slice
text_of(cmark_node *node)
{
    struct slice text = slice_of(cmark_node_get_literal(node));

    if (cmark_node_next(node) == NULL && slice_ends(text, "\\") &&
        cmark_node_get_type(cmark_node_parent(node)) == CMARK_NODE_PARAGRAPH)
        text.length--;
    return text;
}

/* Where the next run of exactly two stars begins in TEXT, or SLICE_NONE: a strong mark that cmark could not match. */
static size_t
find_stars(struct slice text)
{
    for (size_t at = 0; at < text.length;) {
        size_t next = slice_find_byte(slice_from(text, at), '*'), run;

        if (next == SLICE_NONE)
            break;
        at += next;
        run = slice_find_none(slice_from(text, at), "*");
        if (run == SLICE_NONE)
            run = text.length - at;
        if (run == 2)
            return at;
        at += run;
    }
    return SLICE_NONE;
}

static void
emit_without_stars(struct walk *walk, struct slice text)
{
    size_t at;

    for (; walk->stars_left > 0 && (at = find_stars(text)) != SLICE_NONE; walk->stars_left--) {
        emit_text(walk, slice_range(text, 0, at));
        text = slice_from(text, at + 2);
    }
    emit_text(walk, text);
}

static void
enter_text(struct walk *walk, cmark_node *node)
{
    struct slice text = text_of(node), before;
    const struct shield *shield;

    do {
        shield = shields_take(&walk->prepared->shields, &text, &before);
        if (before.length > 0)
            emit_without_stars(walk, before);
        if (shield != NULL)
            emit_shield(walk, shield);
    } while (shield != NULL);
}

static bool
ends_line(cmark_node *node)
{
    return node == NULL || cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
}

/* The next source line is one span of emphasis and nothing else. */
static bool
is_before_venue(cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);

    return next != NULL &&
           (cmark_node_get_type(next) == CMARK_NODE_EMPH || cmark_node_get_type(next) == CMARK_NODE_STRONG) &&
           ends_line(cmark_node_next(next));
}

static bool
is_hard_break(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_LINEBREAK ||
           (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE &&
            slice_starts_nocase(slice_of(cmark_node_get_literal(node)), "<br"));
}

/* A hard break comes before the source line behind BEFORE, right before it or at the end of the line above. */
static bool
begins_behind_break(cmark_node *before)
{
    if (before != NULL && cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK)
        before = cmark_node_previous(before);
    return before != NULL && is_hard_break(before);
}

/* The source line that NODE ends stands below a hard break and holds a group of links and nothing else. */
static bool
is_behind_links(cmark_node *node)
{
    cmark_node *at = cmark_node_previous(node);
    bool bracketed = false;
    size_t links = 0;

    for (; !ends_line(at) && !is_hard_break(at); at = cmark_node_previous(at)) {
        struct slice text = slice_of(cmark_node_get_literal(at));

        if (cmark_node_get_type(at) == CMARK_NODE_LINK)
            links++;
        else if (cmark_node_get_type(at) != CMARK_NODE_TEXT || slice_find_none(text, " []()|/,") != SLICE_NONE)
            return false;
        else
            bracketed |= slice_find_byte(text, '[') != SLICE_NONE;
    }
    return (links > 1 || (links == 1 && bracketed)) && begins_behind_break(at);
}

static void
enter_soft_break(struct walk *walk, cmark_node *node)
{
    if (walk->table.open)
        markdown_table_next_row(&walk->table, walk->document);
    else if ((walk->breaks && is_before_venue(node)) || is_behind_links(node))
        sink_line_break(walk->document);
    else
        sink_soft_break(walk->document);
}

static void
enter_line_break(struct walk *walk, cmark_node *node)
{
    (void)node;
    if (walk->table.open)
        markdown_table_next_row(&walk->table, walk->document);
    else
        sink_line_break(walk->document);
}

static void
enter_code(struct walk *walk, cmark_node *node)
{
    if (may_show(walk))
        sink_verbatim(walk->document, restored(walk, cmark_node_get_literal(node), &walk->room));
}

static void
feed_shield(struct walk *walk, const struct shield *shield)
{
    if (html_is_inside_tag(walk->html))
        html_feed(walk->html, shield->source);
    else if (!html_is_dropping(walk->html))
        emit_shield(walk, shield);
}

static void
feed_html(struct walk *walk, struct slice text)
{
    const struct shield *shield;
    struct slice before;

    do {
        shield = shields_take(&walk->prepared->shields, &text, &before);
        html_feed(walk->html, before);
        if (shield != NULL)
            feed_shield(walk, shield);
    } while (shield != NULL);
}

/* Line by line, so that findings know theirs. */
static void
feed_html_block(struct walk *walk, cmark_node *node)
{
    struct slice rest = slice_of(cmark_node_get_literal(node));

    for (size_t index = line_index(node); rest.length > 0; index++) {
        size_t end = slice_find_byte(rest, '\n'), length = end == SLICE_NONE ? rest.length : end + 1;

        sink_position(walk->document, lined_number(&walk->prepared->text, index), 1);
        feed_html(walk, slice_range(rest, 0, length));
        rest = slice_from(rest, length);
    }
}

/* A break in a pipe table's cell is a blank: the table is data, however its author wrapped it (R27). */
static void
enter_html_inline(struct walk *walk, cmark_node *node)
{
    if (walk->table.open && is_hard_break(node))
        emit_text(walk, slice_of(" "));
    else if (may_show(walk))
        feed_html(walk, slice_of(cmark_node_get_literal(node)));
}

/* An HTML block that opens with an inline element is a paragraph, as browsers show it. */
static bool
is_inline_block(cmark_node *node)
{
    struct slice text = slice_of(cmark_node_get_literal(node));
    size_t end = slice_find_any(slice_from(text, 1), " \t\n/>");
    const struct element *element = element_find(slice_range(text, 1, end == SLICE_NONE ? text.length : end + 1));

    return !slice_starts(text, "</") &&
           (element == NULL || element->shape == ELEMENT_INLINE || element->kind == ELEMENT_IMAGE);
}

static void
enter_html_block(struct walk *walk, cmark_node *node)
{
    bool inline_block = is_inline_block(node) && !html_is_dropping(walk->html);

    if (inline_block)
        sink_division(walk->document);
    feed_html_block(walk, node);
    html_end_tag(walk->html);
    if (inline_block && !html_is_dropping(walk->html))
        sink_division(walk->document);
}

static size_t
count_stars(struct slice text)
{
    size_t stars = 0;

    for (size_t at; (at = find_stars(text)) != SLICE_NONE; stars++)
        text = slice_from(text, at + 2);
    return stars;
}

/* No star and no emphasis can be in BLOCK, nor a reference that stands for one. */
static bool
is_without_stars(const struct walk *walk, cmark_node *block)
{
    const struct lined *text = &walk->prepared->text;
    size_t start = lined_start(text, line_index(block));
    struct slice source =
        slice_range(buffer_slice(&text->text), start, lined_start(text, (size_t)cmark_node_get_end_line(block)));

    return slice_find_byte(source, '*') == SLICE_NONE && slice_find_byte(source, '_') == SLICE_NONE &&
           slice_find_byte(source, '&') == SLICE_NONE;
}

/* Looks through a block's inlines once, before they are walked, if any of the answers can matter. */
static void
survey(struct walk *walk, cmark_node *block)
{
    cmark_iter *iterator;
    size_t stars = 0;

    walk->breaks = false;
    walk->stars_left = 0;
    if (is_without_stars(walk, block))
        return;
    iterator = cmark_iter_new(block);
    while (cmark_iter_next(iterator) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iterator);

        if (cmark_iter_get_event_type(iterator) != CMARK_EVENT_ENTER)
            continue;
        walk->breaks = walk->breaks || is_hard_break(node);
        if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
            stars += count_stars(slice_of(cmark_node_get_literal(node)));
    }
    walk->stars_left = stars - stars % 2;
    cmark_iter_free(iterator);
}

static void
enter_paragraph(struct walk *walk, cmark_node *node)
{
    size_t first = line_index(node), last = (size_t)cmark_node_get_end_line(node) - 1;

    sink_division(walk->document);
    survey(walk, node);
    markdown_table_open(&walk->table, &walk->prepared->text, first, last, walk->document);
}

static void
exit_paragraph(struct walk *walk, cmark_node *node)
{
    (void)node;
    html_end_tag(walk->html);
    if (walk->table.open)
        markdown_table_close(&walk->table, walk->document);
    sink_division(walk->document);
}

static void
enter_heading(struct walk *walk, cmark_node *node)
{
    survey(walk, node);
    sink_heading_open(walk->document, (unsigned)cmark_node_get_heading_level(node));
}

static void
exit_heading(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_heading_close(walk->document);
}

static void
enter_list(struct walk *walk, cmark_node *node)
{
    char delimiter = cmark_node_get_list_type(node) == CMARK_BULLET_LIST    ? '\0'
                     : cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ')'
                                                                            : '.';

    sink_list_open(walk->document, delimiter, (unsigned)cmark_node_get_list_start(node));
}

static void
exit_list(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_list_close(walk->document);
}

static void
enter_item(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_item_open(walk->document);
}

static void
exit_item(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_item_close(walk->document);
}

static void
enter_quote(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_quote_open(walk->document);
}

static void
exit_quote(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_quote_close(walk->document);
}

static void
enter_code_block(struct walk *walk, cmark_node *node)
{
    struct slice info = slice_trim(slice_of(cmark_node_get_fence_info(node)));
    size_t end = slice_find_any(info, " \t{");

    sink_preformatted(walk->document, slice_range(info, 0, end),
                      restored(walk, cmark_node_get_literal(node), &walk->room));
}

static void
enter_rule(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_rule(walk->document);
}

static void
enter_emphasis(struct walk *walk, cmark_node *node)
{
    if (may_show(walk))
        sink_emphasis_open(walk->document,
                           cmark_node_get_type(node) == CMARK_NODE_STRONG ? EMPHASIS_STRONG : EMPHASIS_WEAK);
}

static void
exit_emphasis(struct walk *walk, cmark_node *node)
{
    sink_emphasis_close(walk->document,
                        cmark_node_get_type(node) == CMARK_NODE_STRONG ? EMPHASIS_STRONG : EMPHASIS_WEAK);
}

static void
enter_link(struct walk *walk, cmark_node *node)
{
    if (may_show(walk))
        sink_link_open(walk->document, restored(walk, cmark_node_get_url(node), &walk->room),
                       restored(walk, cmark_node_get_title(node), &walk->title_room));
}

static void
exit_link(struct walk *walk, cmark_node *node)
{
    (void)node;
    sink_link_close(walk->document);
}

static void
enter_image(struct walk *walk, cmark_node *node)
{
    walk->image = node;
    buffer_truncate(&walk->alt, 0);
}

static void
exit_image(struct walk *walk, cmark_node *node)
{
    struct sink_image image = {
        .source = restored(walk, cmark_node_get_url(node), &walk->room),
        .alt = buffer_slice(&walk->alt),
        .title = restored(walk, cmark_node_get_title(node), &walk->title_room),
    };

    walk->image = NULL;
    if (may_show(walk))
        sink_image(walk->document, &image);
}

/* Inside an image only words count. */
static void
in_image(struct walk *walk, cmark_node *node, cmark_event_type event)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (event == CMARK_EVENT_EXIT && node == walk->image)
        exit_image(walk, node);
    else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
        shields_restore(&walk->prepared->shields, slice_of(cmark_node_get_literal(node)), &walk->alt);
    else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
        buffer_add_byte(&walk->alt, ' ');
}

static const struct {
    void (*enter)(struct walk *walk, cmark_node *node);
    void (*exit)(struct walk *walk, cmark_node *node);
} actions[] = {
    [CMARK_NODE_BLOCK_QUOTE] = { enter_quote, exit_quote },
    [CMARK_NODE_LIST] = { enter_list, exit_list },
    [CMARK_NODE_ITEM] = { enter_item, exit_item },
    [CMARK_NODE_CODE_BLOCK] = { enter_code_block, NULL },
    [CMARK_NODE_HTML_BLOCK] = { enter_html_block, NULL },
    [CMARK_NODE_PARAGRAPH] = { enter_paragraph, exit_paragraph },
    [CMARK_NODE_HEADING] = { enter_heading, exit_heading },
    [CMARK_NODE_THEMATIC_BREAK] = { enter_rule, NULL },
    [CMARK_NODE_TEXT] = { enter_text, NULL },
    [CMARK_NODE_SOFTBREAK] = { enter_soft_break, NULL },
    [CMARK_NODE_LINEBREAK] = { enter_line_break, NULL },
    [CMARK_NODE_CODE] = { enter_code, NULL },
    [CMARK_NODE_HTML_INLINE] = { enter_html_inline, NULL },
    [CMARK_NODE_EMPH] = { enter_emphasis, exit_emphasis },
    [CMARK_NODE_STRONG] = { enter_emphasis, exit_emphasis },
    [CMARK_NODE_LINK] = { enter_link, exit_link },
    [CMARK_NODE_IMAGE] = { enter_image, NULL },
};

static void
keep_position(struct walk *walk, cmark_node *node)
{
    int line = cmark_node_get_start_line(node), column = cmark_node_get_start_column(node);

    if (line <= 0)
        return;
    sink_position(walk->document, lined_number(&walk->prepared->text, (size_t)line - 1),
                  column > 0 ? (unsigned)column : 0);
    if (!walk->notes_begun && (size_t)line - 1 >= walk->prepared->notes_at) {
        walk->notes_begun = true; /* the notes are ours, and nothing of the page may reach into them */
        html_finish(walk->html);
    }
}

/* What begins while an element drops its content is not shown; its end must not close anything either. */
static void
step(struct walk *walk, cmark_node *node, cmark_event_type event)
{
    cmark_node_type type = cmark_node_get_type(node);
    bool is_html = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE;

    if (walk->image != NULL) {
        in_image(walk, node, event);
        return;
    }
    if (event == CMARK_EVENT_EXIT) {
        if (actions[type].exit != NULL && cmark_node_get_user_data(node) != NULL)
            actions[type].exit(walk, node);
        return;
    }
    if (type != CMARK_NODE_DOCUMENT)
        keep_position(walk, node);
    if (actions[type].enter == NULL || (!is_html && html_is_dropping(walk->html)))
        return;
    cmark_node_set_user_data(node, walk);
    actions[type].enter(walk, node);
}

/* The tree of TEXT in the memory for trees. */
static cmark_node *
parse(struct slice text)
{
    cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, tree_memory_open());

    if (text.length > 0)
        cmark_parser_feed(parser, text.bytes, text.length);
    return cmark_parser_finish(parser); /* which ends with the memory, as the parser does */
}

static void
walk_tree(struct document *document, const struct prepared *prepared)
{
    struct slice text = buffer_slice(&prepared->text.text);
    struct walk walk = { .document = document, .prepared = prepared, .html = html_new(document) };
    cmark_iter *iterator = cmark_iter_new(parse(text));
    cmark_event_type event;

    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE)
        step(&walk, cmark_iter_get_node(iterator), event);
    html_finish(walk.html);
    html_free(walk.html);
    buffer_clear(&walk.alt);
    buffer_clear(&walk.room);
    buffer_clear(&walk.title_room);
    tree_memory_close();
}

static enum reader_end
refuse(const struct document *document, const char *reason, unsigned line)
{
    document_report(document, FINDING_WARNING, "page-refused", line, "shown as its source: %s", reason);
    return READER_REFUSED;
}

/* A source that is short enough may have grown: definition lists, tables and the like are written out for the parser. */
static const char *
reason_of(const struct bounds *bounds, const struct prepared *prepared)
{
    return prepared->text.text.length > BOUNDS_BYTES
               ? "more than 1 MiB once its lists and tables are written out in full"
               : bounds->reason;
}

enum reader_end
markdown_read(struct slice text, unsigned first_line, struct document *document)
{
    struct prepared prepared = { .notes_at = SLICE_NONE };
    struct bounds bounds = bounds_of_length(text);
    enum reader_end end = READER_DONE;

    if (bounds.verdict == BOUNDS_BROKEN)
        return refuse(document, bounds.reason, first_line + bounds.line - 1);
    kramdown_prepare(text, first_line, document, &prepared);
    bounds = bounds_of_markdown(buffer_slice(&prepared.text.text));
    if (bounds.verdict == BOUNDS_BROKEN)
        end = refuse(document, reason_of(&bounds, &prepared), lined_number(&prepared.text, bounds.line - 1));
    else
        walk_tree(document, &prepared);
    prepared_clear(&prepared);
    return end;
}
