/* html_hidden.c - comments, declarations and the like: how each of them ends. */
#include "document/html_hidden.h"

static const char cdata_start[] = "[CDATA[";

/* A single `-`, and a part of `[CDATA[`, may still become either. */
static size_t
in_bang(struct html_hidden *hidden, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte == '-' && hidden->start == 0) {
        hidden->dashes++;
        hidden->kind = hidden->dashes == 2 ? HIDDEN_COMMENT : HIDDEN_BANG;
        return 1;
    }
    if (hidden->dashes == 0 && byte == cdata_start[hidden->start]) {
        hidden->start++;
        hidden->kind = cdata_start[hidden->start] == '\0' ? HIDDEN_CDATA : HIDDEN_BANG;
        return 1;
    }
    hidden->kind = HIDDEN_DECLARATION;
    return 0;
}

/* Ends at `-->` and `--!>`; since the dashes of `<!--` count, `<!-->` and `<!--->` are whole comments. */
static size_t
in_comment(struct html_hidden *hidden, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte == '>' && (hidden->dashes >= 2 || hidden->bang))
        hidden->kind = HIDDEN_OVER;
    hidden->bang = byte == '!' && hidden->dashes >= 2;
    hidden->dashes = byte == '-' ? hidden->dashes + 1 : 0;
    return 1;
}

static size_t
in_declaration(struct html_hidden *hidden, struct slice piece)
{
    size_t end = slice_find_byte(piece, '>');

    if (end == SLICE_NONE)
        return piece.length;
    hidden->kind = HIDDEN_OVER;
    return end + 1;
}

static size_t
in_cdata(struct html_hidden *hidden, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte == '>' && hidden->brackets >= 2)
        hidden->kind = HIDDEN_OVER;
    hidden->brackets = byte == ']' ? hidden->brackets + 1 : 0;
    return 1;
}

static size_t (*const kinds[])(struct html_hidden *, struct slice) = {
    [HIDDEN_BANG] = in_bang,
    [HIDDEN_COMMENT] = in_comment,
    [HIDDEN_CDATA] = in_cdata,
    [HIDDEN_DECLARATION] = in_declaration,
};

void
html_hidden_begin(struct html_hidden *hidden, enum html_hidden_kind kind)
{
    *hidden = (struct html_hidden){ .kind = kind };
}

size_t
html_hidden_feed(struct html_hidden *hidden, struct slice piece)
{
    struct slice rest = piece;

    while (rest.length > 0 && hidden->kind != HIDDEN_OVER)
        rest = slice_from(rest, kinds[hidden->kind](hidden, rest));
    return piece.length - rest.length;
}
