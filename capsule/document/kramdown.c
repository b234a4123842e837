/* kramdown.c - the passes over a page's source, one after the other. */
#include "document/kramdown.h"

#include "document/blocks.h"
#include "document/dangling.h"
#include "document/note.h"
#include "document/spans.h"
#include "document/strip.h"

/* Note NUMBER as an item of an ordered list; notes that it refers to get their numbers here. */
static void
add_note(struct notes *notes, unsigned number, struct prepared *prepared)
{
    struct lined text = { 0 };
    struct buffer line = { 0 };

    spans_prepare(notes_text(notes, number), notes, &prepared->shields, &text);
    for (size_t i = 0; i < text.count; i++) {
        struct slice content = lined_line(&text, i);

        buffer_truncate(&line, 0);
        if (i == 0)
            buffer_format(&line, "%u. ", number);
        else if (content.length > 0)
            buffer_add_text(&line, "     ");
        buffer_add(&line, content);
        lined_add(&prepared->text, buffer_slice(&line), lined_number(&text, i));
    }
    lined_add(&prepared->text, slice_of(""), lined_number(&text, text.count));
    buffer_clear(&line);
    lined_clear(&text);
}

static void
add_notes(struct notes *notes, struct prepared *prepared)
{
    unsigned last = lined_number(&prepared->text, prepared->text.count);

    if (notes_count(notes) > 0) {
        lined_add(&prepared->text, slice_of(""), last);
        prepared->notes_at = prepared->text.count;
        lined_add(&prepared->text, slice_of("## Notes"), last);
        lined_add(&prepared->text, slice_of(""), last);
    }
    for (unsigned number = 1; number <= notes_count(notes); number++)
        add_note(notes, number, prepared);
}

void
kramdown_prepare(struct slice text, unsigned first_line, const struct document *document, struct prepared *prepared)
{
    struct lined stripped = { 0 }, blocks = { 0 };
    struct notes *notes = notes_new();

    strip(text, first_line, STRIP_MARKDOWN, document, &stripped);
    blocks_prepare(&stripped, notes, &blocks);
    lined_clear(&stripped);
    spans_prepare(&blocks, notes, &prepared->shields, &prepared->text);
    lined_clear(&blocks);
    prepared->notes_at = SLICE_NONE;
    add_notes(notes, prepared);
    notes_report_unused(notes, document);
    dangling_report(&prepared->text, document);
    notes_free(notes);
}

void
prepared_clear(struct prepared *prepared)
{
    lined_clear(&prepared->text);
    shields_clear(&prepared->shields);
}
