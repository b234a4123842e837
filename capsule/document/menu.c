/* menu.c - a document as a Gopher menu (gopher.md 3): its text as i-lines, its links as items. */
#include "document/writer.h"

#include <stdlib.h>

#include "document/cells.h"
#include "document/gopher_item.h"
#include "document/table_layout.h"
#include "document/wrap.h"

#define LEVEL_MAX   8      /* deeper nesting is shown at this depth */
#define CODE_INDENT "    " /* four, so that Lagrange keeps a block of code in one piece */
#define CODE_WIDTH  (WRAP_WIDTH - 4)

struct menu {
    const struct document *document;
    const struct gopher_place *place;
    struct buffer *out;
    size_t start;           /* where this menu begins in OUT */
    struct buffer selector; /* of the item being written, where it is not somebody else's bytes */
};

/* What the next line leads to. */
struct entry {
    struct buffer *out;
    struct gopher_item item;
};

static struct entry
info_entry(struct buffer *out)
{
    return (struct entry){ out, gopher_item_info() };
}

/* A field of four: TAB and line ends would make it two. */
static void
add_field(struct slice text, struct buffer *out)
{
    buffer_add_byte(out, '\t');
    wrap_add_clean(text, "", out);
}

/* Writes one line of the entry CONTEXT. What does not fit on it goes on in i-lines. */
static void
entry_line(void *context, struct slice text)
{
    struct entry *entry = context;

    buffer_add_byte(entry->out, entry->item.type);
    buffer_add(entry->out, text);
    add_field(entry->item.selector, entry->out);
    add_field(entry->item.host, entry->out);
    buffer_format(entry->out, "\t%u\r\n", entry->item.port);
    *entry = info_entry(entry->out);
}

static unsigned
link_number(const void *context, size_t link)
{
    return document_link(context, link)->number;
}

static struct span_style
menu_style(const struct menu *menu)
{
    return (struct span_style){ .number = link_number, .context = menu->document };
}

static void
write_entry(struct entry entry, struct slice first, struct slice rest, struct slice text)
{
    struct wrap wrap = { WRAP_WIDTH, first, rest, false, entry_line, &entry };

    wrap_text(&wrap, text);
}

static void
write_span(struct menu *menu, struct entry entry, struct slice first, struct slice rest, const struct span *span)
{
    struct span_style style = menu_style(menu);
    struct buffer text = { 0 };

    wrap_compose(span, &style, &text);
    write_entry(entry, first, rest, buffer_slice(&text));
    buffer_clear(&text);
}

static void
write_raw(struct entry entry, struct slice raw)
{
    struct buffer text = { 0 };

    wrap_add_clean(raw, " ", &text);
    write_entry(entry, slice_of(""), slice_of("  "), buffer_slice(&text));
    buffer_clear(&text);
}

static void
menu_blank(struct menu *menu, const struct line *line)
{
    struct entry entry = info_entry(menu->out);

    (void)line;
    entry_line(&entry, slice_of(""));
}

/* Lagrange takes three blanks in a row for code, so nothing is indented by more than two, and nothing behind `> `. */
static struct slice
indent(unsigned depth)
{
    return slice_of(depth > 0 ? "  " : "");
}

static unsigned
clamp_level(unsigned level)
{
    return level < LEVEL_MAX ? level : LEVEL_MAX;
}

static void
menu_text(struct menu *menu, const struct line *line)
{
    write_span(menu, info_entry(menu->out), indent(line->depth), indent(line->depth), &line->span);
}

static void
menu_heading(struct menu *menu, const struct line *line)
{
    static const char *const marks[] = { "# ", "## ", "### " };
    size_t level = line->level > 3 ? 3 : line->level;

    write_span(menu, info_entry(menu->out), slice_of(marks[level > 0 ? level - 1 : 0]), slice_of("  "), &line->span);
}

/* What stands before an item's words: one dash for each of the NESTING items around it that no indent shows. */
static void
add_item_mark(unsigned nesting, struct slice marker, struct buffer *prefix)
{
    for (unsigned level = 0; level < nesting; level++)
        buffer_add_text(prefix, "- ");
    wrap_add_clean(marker.length > 0 ? marker : slice_of("-"), " ", prefix);
    buffer_add_byte(prefix, ' ');
}

static void
menu_item(struct menu *menu, const struct line *line)
{
    struct buffer prefix = { 0 };
    unsigned level = clamp_level(line->level);

    buffer_add(&prefix, indent(level > 1));
    add_item_mark(level > 2 ? level - 2 : 0, line->marker, &prefix);
    write_span(menu, info_entry(menu->out), buffer_slice(&prefix), slice_of("  "), &line->span);
    buffer_clear(&prefix);
}

static void
menu_quote(struct menu *menu, const struct line *line)
{
    struct buffer first = { 0 }, rest = { 0 };

    buffer_add(&rest, indent(line->depth));
    for (unsigned level = 0; level < clamp_level(line->level); level++)
        buffer_add_text(&rest, "> ");
    buffer_add(&first, buffer_slice(&rest));
    if (line->begins_item)
        add_item_mark(clamp_level(line->item) - 1, line->marker, &first);
    write_span(menu, info_entry(menu->out), buffer_slice(&first), buffer_slice(&rest), &line->span);
    buffer_clear(&first);
    buffer_clear(&rest);
}

static void
write_code(struct menu *menu, struct slice code, const char *end)
{
    struct entry entry = info_entry(menu->out);
    struct buffer text = { 0 };

    buffer_add_text(&text, CODE_INDENT);
    buffer_add(&text, code);
    buffer_add_text(&text, end);
    entry_line(&entry, buffer_slice(&text));
    buffer_clear(&text);
}

static void
write_code_line(struct menu *menu, struct slice line)
{
    struct buffer text = { 0 };
    struct slice rest;

    wrap_add_clean(line, "    ", &text);
    rest = buffer_slice(&text);
    while (cells_fit(rest, CODE_WIDTH) < rest.length) {
        size_t end = cells_fit(rest, CODE_WIDTH - 1);

        write_code(menu, slice_range(rest, 0, end), "\\");
        rest = slice_from(rest, end);
    }
    write_code(menu, rest, "");
    buffer_clear(&text);
}

static void
menu_preformatted(struct menu *menu, const struct line *line)
{
    struct slice rest = line->span.text, code;

    while (slice_take_line(&rest, &code))
        write_code_line(menu, code);
}

static void
menu_table(struct menu *menu, const struct line *line)
{
    struct entry entry = info_entry(menu->out);
    struct span_style style = menu_style(menu);
    struct wrap wrap = { .width = WRAP_WIDTH, .on_line = entry_line, .context = &entry };

    table_print(line->table, &style, &wrap);
}

static void
menu_rule(struct menu *menu, const struct line *line)
{
    struct entry entry = info_entry(menu->out);
    struct buffer text = { 0 };

    (void)line;
    buffer_add_times(&text, '-', WRAP_WIDTH);
    entry_line(&entry, buffer_slice(&text));
    buffer_clear(&text);
}

/* Some clients cannot open gemini:// items, one does not even show them: the URL stands below to be copied. */
static void
write_gemini_url(struct menu *menu, const struct target *target)
{
    struct buffer text = { 0 };

    if (!slice_starts_nocase(target->url, "gemini:"))
        return;
    wrap_add_clean(target->url, "", &text);
    write_entry(info_entry(menu->out), slice_of("  "), slice_of("  "), buffer_slice(&text));
    buffer_clear(&text);
}

/* Few clients can open a mail link, so that its address has to be read: "Email: ada@example.org". */
static void
add_address(const struct link *link, struct buffer *words)
{
    const struct link nameless = { .target = link->target };
    struct slice address = wrap_link_words(&nameless);
    char *text;

    if (link->target.kind != TARGET_MAIL || link->label.length == 0)
        return;
    text = slice_copy(slice_range(address, 0, slice_find_byte(address, '?')));
    if (slice_find(link->label, text) == SLICE_NONE) {
        buffer_add_text(words, ": ");
        wrap_add_clean(slice_of(text), "", words);
    }
    free(text);
}

static void
write_link(struct menu *menu, const struct link *link, bool numbered)
{
    struct entry entry = { menu->out, gopher_item_of(&link->target, menu->place, &menu->selector) };
    struct buffer number = { 0 }, words = { 0 };

    if (numbered)
        buffer_format(&number, "[%u] ", link->number);
    wrap_add_clean(wrap_link_words(link), " ", &words);
    add_address(link, &words);
    write_entry(entry, buffer_slice(&number), slice_of("  "), buffer_slice(&words));
    write_gemini_url(menu, &link->target);
    buffer_clear(&number);
    buffer_clear(&words);
}

static void
menu_link(struct menu *menu, const struct line *line)
{
    write_link(menu, document_link(menu->document, line->link), true);
}

typedef void menu_line(struct menu *menu, const struct line *line);

static menu_line *const menu_lines[] = {
    [LINE_BLANK] = menu_blank, [LINE_TEXT] = menu_text,   [LINE_HEADING] = menu_heading,
    [LINE_ITEM] = menu_item,   [LINE_QUOTE] = menu_quote, [LINE_PREFORMATTED] = menu_preformatted,
    [LINE_TABLE] = menu_table, [LINE_RULE] = menu_rule,   [LINE_LINK] = menu_link,
};

static struct entry
title_entry(const struct menu *menu)
{
    struct entry entry = info_entry(menu->out);

    entry.item.selector = slice_of("TITLE");
    return entry;
}

static void
write_title(struct menu *menu)
{
    struct slice title = document_title(menu->document);

    if (title.length == 0)
        title = menu->place->title;
    if (title.length == 0)
        return;
    write_raw(title_entry(menu), title);
    if (document_line_count(menu->document) > 0)
        menu_blank(menu, NULL);
}

/* Writes the title; true if the document's first line was it. */
static bool
write_head(struct menu *menu)
{
    const struct line *first = document_line_count(menu->document) > 0 ? document_line(menu->document, 0) : NULL;

    if (first == NULL || first->kind != LINE_HEADING || first->level != 1) {
        write_title(menu);
        return false;
    }
    write_span(menu, title_entry(menu), slice_of(""), slice_of(""), &first->span);
    return true;
}

/* Without numbers: clients number all items, and the body's must be the first (gopher.md 3.1). */
static void
write_foot(struct menu *menu)
{
    size_t count = document_foot_count(menu->document);
    struct slice text_selector = menu->place->text_selector;

    if (count == 0 && text_selector.length == 0)
        return;
    if (menu->out->length > menu->start)
        menu_blank(menu, NULL);
    if (text_selector.length > 0)
        write_raw((struct entry){ menu->out, gopher_item_own('0', text_selector, menu->place) },
                  slice_of("This page as plain text"));
    for (size_t i = 0; i < count; i++)
        write_link(menu, document_foot(menu->document, i), false);
}

void
menu_write(const struct document *document, const struct gopher_place *place, struct buffer *out)
{
    struct menu menu = { .document = document, .place = place, .out = out, .start = out->length };

    for (size_t i = write_head(&menu) ? 1 : 0; i < document_line_count(document); i++) {
        const struct line *line = document_line(document, i);

        menu_lines[line->kind](&menu, line);
    }
    write_foot(&menu);
    buffer_clear(&menu.selector);
}
