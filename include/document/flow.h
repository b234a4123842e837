/* flow.h - characters and inline marks of the line that is being filled. Between sink.c and the draft lines. */
#ifndef DOCUMENT_FLOW_H
#define DOCUMENT_FLOW_H

#include "document/model.h"

/* sink_text and sink_verbatim. */
void flow_text(struct document *document, struct slice text);
void flow_verbatim(struct document *document, struct slice text);

/* White space between words; SOFT if the source's line ended there (R1). */
void flow_space(struct document *document, bool soft);

/*
 * The sink's events of the same name. A link that opens inside another one ends it; one that begins with a capital right
 * behind a sentence's end gets a blank in front.
 */
void flow_link_open(struct document *document, struct slice href, struct slice title);
void flow_link_close(struct document *document); /* nothing if none is open */
void flow_link_name(struct document *document, struct slice name);

/*
 * An image in the text (R15, R16): its alt text, unless that is a filler, is set apart from the words beside it by blanks, and goes where the words
 * behind it say the same. A badge has no words, but where a sentence goes on behind one with a full stop or a comma, its
 * link's label stands in for it.
 */
void flow_image(struct document *document, const struct sink_image *image);
void flow_media(struct document *document, struct slice source,
                struct slice label); /* a link without words in the text */

/* The sink's events of the same name; closing what is not open does nothing. */
void flow_emphasis_open(struct document *document, enum emphasis emphasis);
void flow_emphasis_close(struct document *document, enum emphasis emphasis);
void flow_emphasis_forget(struct document *document, enum emphasis emphasis); /* closes it without a sign */
void flow_script_open(struct document *document, enum script script);
void flow_script_close(struct document *document);
void flow_note(struct document *document, unsigned number);

/* Drafts what has been filled, if anything; what is open goes on in the next line. */
void flow_end_line(struct document *document);

/* The line goes on behind the next division, as a prefix of what follows; or it does not, after all. */
void flow_carry(struct document *document);
void flow_drop_carry(struct document *document);

/* Between the files of the flow. */

/* Characters of our own, which no escape sequence before them swallows. */
void flow_put(struct document *document, const char *text);

/* A mark at the end of the text. */
void flow_mark(struct flow *flow, enum draft_mark_kind kind, size_t link);

/* White space and marks that waited for a word, which begins with NEXT. */
void flow_begin_word(struct document *document, uint32_t next);

void flow_show_link(struct document *document, struct flow *flow); /* the open link's words begin */

/* The words behind the line's last image are complete: its alt text goes if they begin with the same. */
void flow_settle_image(struct flow *flow);
void flow_hide_link(struct flow *flow); /* its words in this line, as far as they came, join its label */

/* The emphasis that is shown ends in this line; what is open waits for the next one's first word. */
void flow_hide_emphasis(struct flow *flow);

/* The words of the script that is open, as far as they came, become its characters. */
void flow_write_script(struct flow *flow);

#endif
