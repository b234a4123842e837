/* markdown_walk.c - one function per kind of node that is entered or left. */
#include "document/markdown_walk.h"

#include "document/markdown_html.h"
#include "document/markdown_line.h"
#include "document/markdown_survey.h"
#include "document/markdown_table.h"
#include "document/stray.h"

struct walk {
    struct document *document;
    struct markdown_html raw;
    const struct prepared *prepared;
    bool notes_begun;
    bool beside_html;     /* a piece of HTML came last, or words behind one */
    struct survey survey; /* of the block; its stars are those that are left to vanish */
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
    else if (walk->beside_html)
        html_words(walk->raw.html, text);
    else
        sink_text(walk->document, text);
}

static bool
may_show(struct walk *walk)
{
    return !walk->table.open || markdown_table_need_cell(&walk->table, walk->document);
}

static void
emit_shield(struct walk *walk, const struct shield *shield)
{
    if (may_show(walk))
        shield_show(shield, walk->document);
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

static void
emit_without_stars(struct walk *walk, struct slice text)
{
    size_t at;

    for (; walk->survey.stars > 0 && (at = stray_find(text)) != SLICE_NONE; walk->survey.stars--) {
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

static void
enter_soft_break(struct walk *walk, cmark_node *node)
{
    if (walk->table.open)
        markdown_table_next_row(&walk->table, walk->document);
    else if (markdown_line_ends(node, walk->survey.breaks))
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

/* A break in a pipe table's cell is a blank: the table is data, however its author wrapped it (R27). */
static void
enter_html_inline(struct walk *walk, cmark_node *node)
{
    if (walk->table.open && markdown_line_breaks(node))
        emit_text(walk, slice_of(" "));
    else if (may_show(walk))
        markdown_html_inline(&walk->raw, slice_of(cmark_node_get_literal(node)));
}

static void
enter_html_block(struct walk *walk, cmark_node *node)
{
    markdown_html_block(&walk->raw, slice_of(cmark_node_get_literal(node)), line_index(node));
}

/* Looks through a block's inlines once, before they are walked. */
static void
survey(struct walk *walk, cmark_node *block)
{
    const struct lined *text = &walk->prepared->text;
    size_t start = lined_start(text, line_index(block)),
           end = lined_start(text, (size_t)cmark_node_get_end_line(block));

    walk->survey = markdown_survey(block, slice_range(buffer_slice(&text->text), start, end));
}

static void
enter_paragraph(struct walk *walk, cmark_node *node)
{
    size_t first = line_index(node), last = (size_t)cmark_node_get_end_line(node) - 1;

    sink_division(walk->document);
    html_begin_paragraph(walk->raw.html);
    survey(walk, node);
    markdown_table_open(&walk->table, &walk->prepared->text, first, last, walk->document);
}

static void
exit_paragraph(struct walk *walk, cmark_node *node)
{
    (void)node;
    html_end_paragraph(walk->raw.html);
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
enter_list(struct walk *walk, cmark_node *node)
{
    char delimiter = cmark_node_get_list_type(node) == CMARK_BULLET_LIST    ? '\0'
                     : cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM ? ')'
                                                                            : '.';

    sink_list_open(walk->document, delimiter, (unsigned)cmark_node_get_list_start(node));
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

/* What a node tells when it is entered and left: by a function of the walk, or by a plain event of the sink. */
static const struct {
    void (*enter)(struct walk *walk, cmark_node *node);
    void (*exit)(struct walk *walk, cmark_node *node);
    void (*opens)(struct document *document);
    void (*closes)(struct document *document);
} actions[] = {
    [CMARK_NODE_BLOCK_QUOTE] = { .opens = sink_quote_open, .closes = sink_quote_close },
    [CMARK_NODE_LIST] = { .enter = enter_list, .closes = sink_list_close },
    [CMARK_NODE_ITEM] = { .opens = sink_item_open, .closes = sink_item_close },
    [CMARK_NODE_CODE_BLOCK] = { .enter = enter_code_block },
    [CMARK_NODE_HTML_BLOCK] = { .enter = enter_html_block },
    [CMARK_NODE_PARAGRAPH] = { .enter = enter_paragraph, .exit = exit_paragraph },
    [CMARK_NODE_HEADING] = { .enter = enter_heading, .closes = sink_heading_close },
    [CMARK_NODE_THEMATIC_BREAK] = { .opens = sink_rule },
    [CMARK_NODE_TEXT] = { .enter = enter_text },
    [CMARK_NODE_SOFTBREAK] = { .enter = enter_soft_break },
    [CMARK_NODE_LINEBREAK] = { .enter = enter_line_break },
    [CMARK_NODE_CODE] = { .enter = enter_code },
    [CMARK_NODE_HTML_INLINE] = { .enter = enter_html_inline },
    [CMARK_NODE_EMPH] = { .enter = enter_emphasis, .exit = exit_emphasis },
    [CMARK_NODE_STRONG] = { .enter = enter_emphasis, .exit = exit_emphasis },
    [CMARK_NODE_LINK] = { .enter = enter_link, .closes = sink_link_close },
    [CMARK_NODE_IMAGE] = { .enter = enter_image },
};

static void
enter(struct walk *walk, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    cmark_node_set_user_data(node, walk);
    if (!walk->beside_html)
        html_interrupt(walk->raw.html);
    if (actions[type].enter != NULL)
        actions[type].enter(walk, node);
    if (actions[type].opens != NULL)
        actions[type].opens(walk->document);
    if (type != CMARK_NODE_TEXT && type != CMARK_NODE_EMPH && type != CMARK_NODE_STRONG)
        walk->beside_html = type == CMARK_NODE_HTML_INLINE;
}

/* What was not entered must not close anything. */
static void
leave(struct walk *walk, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (cmark_node_get_user_data(node) == NULL)
        return;
    if (actions[type].exit != NULL)
        actions[type].exit(walk, node);
    if (actions[type].closes != NULL)
        actions[type].closes(walk->document);
}

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
        html_finish(walk->raw.html);
    }
}

/* What begins while an element drops its content is not shown. */
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
        leave(walk, node);
        return;
    }
    if (type != CMARK_NODE_DOCUMENT)
        keep_position(walk, node);
    if (is_html || !html_is_dropping(walk->raw.html))
        enter(walk, node);
}

void
markdown_walk(cmark_node *root, const struct prepared *prepared, struct document *document)
{
    struct html *html = html_new(document);
    struct walk walk = { .document = document, .prepared = prepared, .raw = { document, html, prepared } };
    cmark_iter *iterator = cmark_iter_new(root);
    cmark_event_type event;

    while ((event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE)
        step(&walk, cmark_iter_get_node(iterator), event);
    cmark_iter_free(iterator);
    html_finish(html);
    html_free(html);
    buffer_clear(&walk.alt);
    buffer_clear(&walk.room);
    buffer_clear(&walk.title_room);
}
