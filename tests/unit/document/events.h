/*
 * events.h - for unit tests: a page's events in one string. `<name argument>` is an event, anything else is text; parts of
 * an argument are apart by `|`. "<p>See <a u>here</a>.<p>" is a paragraph with a link.
 */
#ifndef TESTS_DOCUMENT_EVENTS_H
#define TESTS_DOCUMENT_EVENTS_H

#include <assert.h>

#include "document/sink.h"

static void
event_text(struct document *document, struct slice text)
{
    sink_text(document, text);
}

static void
event_soft(struct document *document, struct slice text)
{
    (void)text;
    sink_soft_break(document);
}

static void
event_break(struct document *document, struct slice text)
{
    (void)text;
    sink_line_break(document);
}

static void
event_link(struct document *document, struct slice text)
{
    struct slice href = { 0 };

    slice_take_part(&text, '|', &href);
    sink_link_open(document, href, text);
}

static void
event_link_end(struct document *document, struct slice text)
{
    (void)text;
    sink_link_close(document);
}

static void
event_image(struct document *document, struct slice text)
{
    struct sink_image image = { 0 };

    slice_take_part(&text, '|', &image.source);
    slice_take_part(&text, '|', &image.alt);
    image.title = text;
    sink_image(document, &image);
}

static void
event_pixel(struct document *document, struct slice text)
{
    sink_image(document, &(struct sink_image){ .source = text, .width = 1, .height = 1 });
}

static void
event_media(struct document *document, struct slice text)
{
    struct slice source = { 0 };

    slice_take_part(&text, '|', &source);
    sink_media(document, source, text);
}

static void
event_emphasis(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_open(document, EMPHASIS_WEAK);
}

static void
event_emphasis_end(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_close(document, EMPHASIS_WEAK);
}

static void
event_strong(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_open(document, EMPHASIS_STRONG);
}

static void
event_strong_end(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_close(document, EMPHASIS_STRONG);
}

static void
event_deleted(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_open(document, EMPHASIS_DELETED);
}

static void
event_deleted_end(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_close(document, EMPHASIS_DELETED);
}

static void
event_quoted(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_open(document, EMPHASIS_QUOTED);
}

static void
event_quoted_end(struct document *document, struct slice text)
{
    (void)text;
    sink_emphasis_close(document, EMPHASIS_QUOTED);
}

static void
event_raised(struct document *document, struct slice text)
{
    (void)text;
    sink_script_open(document, SCRIPT_RAISED);
}

static void
event_raised_end(struct document *document, struct slice text)
{
    (void)text;
    sink_script_close(document, SCRIPT_RAISED);
}

static void
event_lowered(struct document *document, struct slice text)
{
    (void)text;
    sink_script_open(document, SCRIPT_LOWERED);
}

static void
event_lowered_end(struct document *document, struct slice text)
{
    (void)text;
    sink_script_close(document, SCRIPT_LOWERED);
}

static void
event_note(struct document *document, struct slice text)
{
    unsigned long number = 0;
    bool valid = slice_to_number(text, 99, &number);

    assert(valid);
    (void)valid;
    sink_note_reference(document, (unsigned)number);
}

static void
event_division(struct document *document, struct slice text)
{
    (void)text;
    sink_division(document);
}

static void
event_heading(struct document *document, struct slice text)
{
    sink_heading_open(document, (unsigned)(text.bytes[0] - '0'));
}

static void
event_heading_end(struct document *document, struct slice text)
{
    (void)text;
    sink_heading_close(document);
}

static void
event_list(struct document *document, struct slice text)
{
    (void)text;
    sink_list_open(document, '\0', 0);
}

/* "3)" */
static void
event_ordered(struct document *document, struct slice text)
{
    sink_list_open(document, text.bytes[1], (unsigned)(text.bytes[0] - '0'));
}

static void
event_list_end(struct document *document, struct slice text)
{
    (void)text;
    sink_list_close(document);
}

static void
event_item(struct document *document, struct slice text)
{
    (void)text;
    sink_item_open(document);
}

static void
event_item_end(struct document *document, struct slice text)
{
    (void)text;
    sink_item_close(document);
}

static void
event_term(struct document *document, struct slice text)
{
    (void)text;
    sink_term_open(document);
}

static void
event_term_end(struct document *document, struct slice text)
{
    (void)text;
    sink_term_close(document);
}

static void
event_definition(struct document *document, struct slice text)
{
    (void)text;
    sink_definition_open(document);
}

static void
event_definition_end(struct document *document, struct slice text)
{
    (void)text;
    sink_definition_close(document);
}

static void
event_quote(struct document *document, struct slice text)
{
    (void)text;
    sink_quote_open(document);
}

static void
event_quote_end(struct document *document, struct slice text)
{
    (void)text;
    sink_quote_close(document);
}

static void
event_table(struct document *document, struct slice text)
{
    (void)text;
    sink_table_open(document);
}

static void
event_table_end(struct document *document, struct slice text)
{
    (void)text;
    sink_table_close(document);
}

static void
event_row(struct document *document, struct slice text)
{
    sink_row_open(document, slice_is(text, "header"));
}

static void
event_row_end(struct document *document, struct slice text)
{
    (void)text;
    sink_row_close(document);
}

static void
event_cell(struct document *document, struct slice text)
{
    sink_cell_open(document, slice_is(text, "right") ? ALIGN_RIGHT : ALIGN_LEFT);
}

static void
event_cell_end(struct document *document, struct slice text)
{
    (void)text;
    sink_cell_close(document);
}

static void
event_preformatted(struct document *document, struct slice text)
{
    struct slice alt = { 0 };

    slice_take_part(&text, '|', &alt);
    sink_preformatted(document, alt, text);
}

static void
event_rule(struct document *document, struct slice text)
{
    (void)text;
    sink_rule(document);
}

static const struct {
    const char *name;
    void (*run)(struct document *document, struct slice argument);
} event_kinds[] = {
    { "soft", event_soft },        { "br", event_break },
    { "a", event_link },           { "/a", event_link_end },
    { "img", event_image },        { "pixel", event_pixel },
    { "media", event_media },      { "em", event_emphasis },
    { "/em", event_emphasis_end }, { "b", event_strong },
    { "/b", event_strong_end },    { "del", event_deleted },
    { "/del", event_deleted_end }, { "q", event_quoted },
    { "/q", event_quoted_end },    { "sup", event_raised },
    { "/sup", event_raised_end },  { "sub", event_lowered },
    { "/sub", event_lowered_end }, { "note", event_note },
    { "p", event_division },       { "h", event_heading },
    { "/h", event_heading_end },   { "ul", event_list },
    { "ol", event_ordered },       { "/list", event_list_end },
    { "li", event_item },          { "/li", event_item_end },
    { "dt", event_term },          { "/dt", event_term_end },
    { "dd", event_definition },    { "/dd", event_definition_end },
    { "quote", event_quote },      { "/quote", event_quote_end },
    { "table", event_table },      { "/table", event_table_end },
    { "tr", event_row },           { "/tr", event_row_end },
    { "td", event_cell },          { "/td", event_cell_end },
    { "pre", event_preformatted }, { "hr", event_rule },
    { "code", sink_verbatim },
};

static void
run_event(struct document *document, struct slice event)
{
    struct slice name = { 0 };

    slice_take_part(&event, ' ', &name);
    for (size_t i = 0; i < sizeof event_kinds / sizeof event_kinds[0]; i++)
        if (slice_is(name, event_kinds[i].name)) {
            event_kinds[i].run(document, event);
            return;
        }
    assert(name.length == 0); /* an event that nobody knows */
}

static void
run_events(struct document *document, struct slice events)
{
    struct slice part;

    while (slice_take_part(&events, '<', &part)) {
        event_text(document, part);
        if (events.length > 0 && slice_take_part(&events, '>', &part))
            run_event(document, part);
    }
}

#endif
