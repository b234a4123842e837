/* html_page.c - a page whose source is HTML. */
#include "document/reader.h"

#include "document/bounds.h"
#include "document/html.h"
#include "document/report.h"
#include "document/strip.h"

enum reader_end
html_read(struct slice text, unsigned first_line, struct document *document)
{
    struct bounds bounds = bounds_of_length(text);
    struct lined lines = { 0 };
    struct html *html;

    if (bounds.verdict == BOUNDS_BROKEN) {
        document_report(document, FINDING_WARNING, "page-refused", first_line + bounds.line - 1,
                        "shown as its source: %s", bounds.reason);
        return READER_REFUSED;
    }
    strip(text, first_line, STRIP_HTML, document, &lines);
    html = html_new(document);
    for (size_t i = 0; i < lines.count; i++) {
        sink_position(document, lined_number(&lines, i), 1);
        html_feed(html, lined_line(&lines, i));
        html_feed(html, slice_of("\n"));
    }
    html_finish(html);
    html_free(html);
    lined_clear(&lines);
    return READER_DONE;
}
