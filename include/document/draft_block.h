/* draft_block.h - the drafts of a complete page, block by block: what one holds, and what stands apart from what (layout.c). */
#ifndef DOCUMENT_DRAFT_BLOCK_H
#define DOCUMENT_DRAFT_BLOCK_H

#include "document/model.h"

/* The draft lines of one block. */
struct draft_block {
    size_t start, end;
};

/* Moves BLOCK, { 0 } at first, to the next block; false behind the last one. */
bool draft_block_next(const struct document *document, struct draft_block *block);

/* The item that LINE belongs to; item 0 outside lists. Lent. */
struct draft_item *draft_block_item(const struct document *document, const struct draft_line *line);

/* LINE is one link whose words say what it is: the title of a paper, the name of a place. */
bool draft_block_is_name(const struct document *document, const struct draft_line *line);

bool draft_block_has_entry(const struct document *document, struct draft_block block); /* R17 */
bool draft_block_serves_several(const struct document *document,
                                struct draft_block block); /* R36: items, rows or paragraphs */

/* Marks the lists of BLOCK whose items have more than their own line as spaced (R20). */
void draft_block_space(struct document *document, struct draft_block block);

/* R2 and R20: a blank line parts BLOCK from BEFORE, all lists being marked. */
bool draft_block_is_apart(const struct document *document, struct draft_block before, struct draft_block block);

#endif
