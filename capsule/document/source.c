/* source.c - the last resort: a page as its own source (hardening.md 4.2.6). */
#include "document/reader.h"

#include "document/bounds.h"
#include "document/strip.h"

void
source_read(struct slice text, struct document *document)
{
    struct lined lines = { 0 };
    struct slice source;
    bool cut = text.length > BOUNDS_BYTES;

    if (cut) {
        size_t end = slice_find_last_byte(slice_range(text, 0, BOUNDS_BYTES), '\n');

        text = slice_range(text, 0, end == SLICE_NONE ? BOUNDS_BYTES : end);
    }
    strip(text, 1, STRIP_SOURCE, document, &lines);
    source = buffer_slice(&lines.text);
    sink_preformatted(document, slice_of(""), source);
    if (cut) {
        sink_division(document);
        sink_text(document, slice_of("The source goes on; only its first 1 MiB is shown."));
        sink_division(document);
    }
    lined_clear(&lines);
}
