/*
 * html_hidden.h - what of HTML is for no reader: comments, declarations, CDATA and processing instructions, passed piece by
 * piece up to where each of them ends (HTML 13.2.5.42 to .53; CDATA is hidden up to `]]>`).
 */
#ifndef DOCUMENT_HTML_HIDDEN_H
#define DOCUMENT_HTML_HIDDEN_H

#include "base/slice.h"

enum html_hidden_kind {
    HIDDEN_BANG, /* behind `<!`: which of the others it is, is not known yet */
    HIDDEN_COMMENT,
    HIDDEN_CDATA,
    HIDDEN_DECLARATION, /* until `>`; also `<?` and `</` before anything but a letter, which HTML reads so */
    HIDDEN_OVER,
};

struct html_hidden {
    enum html_hidden_kind kind;
    size_t start;    /* how many bytes of `[CDATA[` came behind `<!` */
    size_t dashes;   /* at the end of the comment so far; before its first byte both of `<!--` count */
    bool bang;       /* the comment so far ends in `--!` */
    size_t brackets; /* at the end of the CDATA so far */
};

/* It begins, as BANG or DECLARATION. */
void html_hidden_begin(struct html_hidden *hidden, enum html_hidden_kind kind);

/* How much of PIECE, which is not empty, is hidden; the kind is OVER behind its end. */
size_t html_hidden_feed(struct html_hidden *hidden, struct slice piece);

#endif
