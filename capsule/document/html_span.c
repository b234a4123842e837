/* html_span.c - which places of a table are covered by the cells before and above. */
#include "document/html_span.h"

#include "document/sink.h"

/* How far TAG says that its cell reaches, in NAME; at least 1. */
static size_t
reach(const struct html_tag *tag, const char *name)
{
    unsigned long number;

    return slice_to_number(slice_trim(html_tag_value(tag, name)), HTML_SPAN_COLUMNS, &number) && number > 1 ? number
                                                                                                            : 1;
}

void
html_span_row(struct html_span *span)
{
    for (size_t i = span->column + span->covered; i < HTML_SPAN_COLUMNS; i++)
        if (span->rows[i] > 0) /* the row before ended in front of it */
            span->rows[i]--;
    span->column = span->covered = 0;
}

static void
skip_place(struct html_span *span, struct document *document)
{
    sink_cell_open(document, ALIGN_LEFT);
    sink_cell_close(document);
    span->column++;
}

void
html_span_cell(struct html_span *span, const struct html_tag *tag, struct document *document)
{
    size_t rows = reach(tag, "rowspan"), columns = reach(tag, "colspan");

    for (; span->covered > 0; span->covered--)
        skip_place(span, document);
    for (; span->column < HTML_SPAN_COLUMNS && span->rows[span->column] > 0; skip_place(span, document))
        span->rows[span->column]--;
    for (size_t i = span->column; i < span->column + columns && i < HTML_SPAN_COLUMNS; i++)
        span->rows[i] = (unsigned char)(rows - 1);
    span->column++;
    span->covered = columns - 1;
}
