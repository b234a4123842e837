/* model.c - additions to a document that is being made. */
#include "document/model.h"

#include "base/memory.h"

#define LONGEST_QUOTED 200 /* bytes of a target that a finding shows */

size_t
model_next_block(const struct document *document)
{
    return document->block + (document->fresh ? 1 : 0);
}

struct draft_line *
model_draft(struct document *document, enum draft_kind kind)
{
    struct draft_line *line;

    document->block = model_next_block(document);
    document->fresh = false;
    document->drafts =
        memory_grow(document->drafts, document->draft_count, &document->draft_capacity, sizeof *document->drafts);
    line = &document->drafts[document->draft_count++];
    *line = (struct draft_line){
        .kind = kind,
        .block = document->block,
        .item = document->item,
        .paragraph = document->paragraph,
        .quote = document->quote < MODEL_QUOTES ? document->quote : MODEL_QUOTES,
    };
    return line;
}

size_t
model_link(struct document *document, const struct target *target, struct slice label, bool image)
{
    document->draft_links = memory_grow(document->draft_links, document->draft_link_count,
                                        &document->draft_link_capacity, sizeof *document->draft_links);
    document->draft_links[document->draft_link_count] = (struct draft_link){ label, *target, image };
    return document->draft_link_count++;
}

struct slice
model_line(struct document *document, struct slice text)
{
    struct buffer line = { 0 };
    struct slice copy;

    if (clean_plain(text) == text.length)
        return text.length > 0 ? arena_copy(document->arena, text) : text;
    clean_line(text, &line);
    copy = arena_copy(document->arena, buffer_slice(&line));
    buffer_clear(&line);
    return copy;
}

static void
report_link(const struct document *document, enum finding_severity severity, const char *code, const char *before,
            struct slice href, const char *after)
{
    int length = (int)(href.length < LONGEST_QUOTED ? href.length : LONGEST_QUOTED);

    findings_add(document->options.findings, severity, code, document->options.file, document->line, document->column,
                 "%s%.*s%s", before, length, href.bytes, after);
}

void
model_resolve(struct document *document, struct slice href, struct target *target)
{
    *target = (struct target){ 0 };
    href = slice_trim(href);
    document->resolver.resolve(document->resolver.context, href, document->arena, target);
    if (target->broken)
        report_link(document, FINDING_WARNING, "broken-link", "", href, " leads to nothing that the site publishes");
    else if (target->kind == TARGET_NONE && href.length > 0 && slice_find_byte(href, '#') == SLICE_NONE)
        report_link(document, FINDING_NOTE, "dropped-link", "no link to '", href, "', which leads nowhere from here");
}
