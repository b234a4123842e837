/* markdown.c - a page of Markdown: its bounds, the pre-pass, the parser, and the walk over what that found. */
#include "document/reader.h"

#include <cmark.h>

#include "document/bounds.h"
#include "document/kramdown.h"
#include "document/markdown_walk.h"
#include "document/report.h"
#include "document/tree_memory.h"

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
    markdown_walk(parse(buffer_slice(&prepared->text.text)), prepared, document);
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
