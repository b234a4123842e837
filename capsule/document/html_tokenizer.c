/*
 * html_tokenizer.c - text, and what a `<` in it begins: a tag (html_tag.h), something hidden (html_hidden.h), or nothing.
 * Each of these takes as many bytes of the piece as it can use; so a piece may end anywhere.
 */
#include "document/html_tokenizer.h"

#include <stdlib.h>

#include "base/memory.h"
#include "document/html_hidden.h"

enum state {
    STATE_TEXT,
    STATE_OPEN,  /* behind `<` */
    STATE_CLOSE, /* behind `</` */
    STATE_TAG,
    STATE_HIDDEN,
    STATE_RAW, /* in an element whose content is neither text nor tags, up to its end tag */
};

struct html_tokenizer {
    struct html_tokens tokens;
    struct references *references;
    enum state state;
    struct buffer held; /* text from `&` */
    struct html_tag_reader *tag;
    struct html_hidden hidden;
    struct buffer raw;       /* the name whose end tag ends the raw text */
    struct buffer candidate; /* what may be that end tag's `</name` */
};

struct html_tokenizer *
html_tokenizer_new(const struct html_tokens *tokens)
{
    struct html_tokenizer *tokenizer = memory_new(sizeof *tokenizer);

    tokenizer->tokens = *tokens;
    tokenizer->references = references_new();
    tokenizer->tag = html_tag_reader_new();
    return tokenizer;
}

void
html_tokenizer_free(struct html_tokenizer *tokenizer)
{
    if (tokenizer == NULL)
        return;
    references_free(tokenizer->references);
    html_tag_reader_free(tokenizer->tag);
    buffer_clear(&tokenizer->held);
    buffer_clear(&tokenizer->raw);
    buffer_clear(&tokenizer->candidate);
    free(tokenizer);
}

static void
give_text(struct html_tokenizer *tokenizer, struct slice text)
{
    struct buffer decoded = { 0 };

    if (slice_find_byte(text, '&') == SLICE_NONE) {
        if (text.length > 0)
            tokenizer->tokens.on_text(tokenizer->tokens.context, text);
        return;
    }
    references_decode(tokenizer->references, text, &decoded);
    if (decoded.length > 0)
        tokenizer->tokens.on_text(tokenizer->tokens.context, buffer_slice(&decoded));
    buffer_clear(&decoded);
}

static void
give_held(struct html_tokenizer *tokenizer)
{
    if (tokenizer->held.length > 0)
        give_text(tokenizer, buffer_slice(&tokenizer->held));
    buffer_truncate(&tokenizer->held, 0);
}

static bool
is_raw_text(struct slice name)
{
    static const char *const names[] = { "script", "style", "textarea", "title" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (slice_is_nocase(name, names[i]))
            return true;
    return false;
}

static void
give_tag(struct html_tokenizer *tokenizer)
{
    struct html_tag tag = html_tag_read(tokenizer->tag, tokenizer->references);

    tokenizer->state = STATE_TEXT;
    if (!tag.closing && is_raw_text(tag.name)) {
        buffer_truncate(&tokenizer->raw, 0);
        buffer_add(&tokenizer->raw, tag.name);
        tokenizer->state = STATE_RAW;
    }
    tokenizer->tokens.on_tag(tokenizer->tokens.context, &tag);
}

static void
begin_tag(struct html_tokenizer *tokenizer, bool closing, struct slice name)
{
    html_tag_begin(tokenizer->tag, closing, name);
    tokenizer->state = STATE_TAG;
}

static void
begin_hidden(struct html_tokenizer *tokenizer, enum html_hidden_kind kind)
{
    html_hidden_begin(&tokenizer->hidden, kind);
    tokenizer->state = STATE_HIDDEN;
}

/* True if TEXT, which begins with `&`, may become a reference with the next piece. */
static bool
may_go_on(struct slice text)
{
    return text.length <= REFERENCE_LONGEST && slice_find_any(text, "; \t\n\r") == SLICE_NONE;
}

/* Hands out the held text but for what may be the start of a reference. */
static void
give_settled(struct html_tokenizer *tokenizer)
{
    struct slice text = buffer_slice(&tokenizer->held);
    size_t ampersand = slice_find_last_byte(text, '&');
    struct buffer rest = { 0 };

    if (ampersand == SLICE_NONE || !may_go_on(slice_from(text, ampersand))) {
        give_held(tokenizer);
        return;
    }
    buffer_add(&rest, slice_from(text, ampersand));
    buffer_truncate(&tokenizer->held, ampersand);
    give_held(tokenizer);
    buffer_add(&tokenizer->held, buffer_slice(&rest));
    buffer_clear(&rest);
}

static size_t
in_text(struct html_tokenizer *tokenizer, struct slice piece)
{
    size_t end = slice_find_byte(piece, '<');
    struct slice text = slice_range(piece, 0, end);

    if (end != SLICE_NONE && tokenizer->held.length == 0) {
        give_text(tokenizer, text);
        tokenizer->state = STATE_OPEN;
        return end + 1;
    }
    buffer_add(&tokenizer->held, text);
    if (end == SLICE_NONE) {
        give_settled(tokenizer);
        return piece.length;
    }
    give_held(tokenizer);
    tokenizer->state = STATE_OPEN;
    return end + 1;
}

static size_t
in_open(struct html_tokenizer *tokenizer, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte_is_letter(byte)) {
        begin_tag(tokenizer, false, slice_of(""));
        return 0;
    }
    if (byte == '/') {
        tokenizer->state = STATE_CLOSE;
        return 1;
    }
    if (byte == '!' || byte == '?') { /* HTML reads `<?` as a comment that ends at the next `>` */
        begin_hidden(tokenizer, byte == '!' ? HIDDEN_BANG : HIDDEN_DECLARATION);
        return 1;
    }
    tokenizer->state = STATE_TEXT;
    give_text(tokenizer, slice_of("<"));
    return 0;
}

/* `</` before anything but a name opens a bogus comment (HTML 13.2.5.7). */
static size_t
in_close(struct html_tokenizer *tokenizer, struct slice piece)
{
    if (byte_is_letter(piece.bytes[0]))
        begin_tag(tokenizer, true, slice_of(""));
    else
        begin_hidden(tokenizer, HIDDEN_DECLARATION);
    return 0;
}

static size_t
in_tag(struct html_tokenizer *tokenizer, struct slice piece)
{
    bool complete;
    size_t taken = html_tag_feed(tokenizer->tag, piece, &complete);

    if (complete)
        give_tag(tokenizer);
    return taken;
}

static size_t
in_hidden(struct html_tokenizer *tokenizer, struct slice piece)
{
    size_t taken = html_hidden_feed(&tokenizer->hidden, piece);

    if (tokenizer->hidden.kind == HIDDEN_OVER)
        tokenizer->state = STATE_TEXT;
    return taken;
}

/* Raw text is dropped; CANDIDATE collects what may be its end tag's `</name`. */
static size_t
in_raw(struct html_tokenizer *tokenizer, struct slice piece)
{
    struct slice candidate, wanted = buffer_slice(&tokenizer->raw);
    char byte = piece.bytes[0];

    if (tokenizer->candidate.length == wanted.length + 2) {
        buffer_truncate(&tokenizer->candidate, 0);
        if (byte_is_space(byte) || byte == '>' || byte == '/') {
            begin_tag(tokenizer, true, wanted);
            return 0;
        }
    }
    if (byte == '<')
        buffer_truncate(&tokenizer->candidate, 0);
    buffer_add_byte(&tokenizer->candidate, byte);
    candidate = buffer_slice(&tokenizer->candidate);
    if (!slice_equal(slice_range(candidate, 0, 2), slice_range(slice_of("</"), 0, candidate.length)) ||
        !slice_equal_nocase(slice_from(candidate, 2),
                            slice_range(wanted, 0, candidate.length > 2 ? candidate.length - 2 : 0)))
        buffer_truncate(&tokenizer->candidate, 0);
    return 1;
}

static size_t (*const states[])(struct html_tokenizer *, struct slice) = {
    [STATE_TEXT] = in_text, [STATE_OPEN] = in_open,     [STATE_CLOSE] = in_close,
    [STATE_TAG] = in_tag,   [STATE_HIDDEN] = in_hidden, [STATE_RAW] = in_raw,
};

void
html_tokenizer_feed(struct html_tokenizer *tokenizer, struct slice piece)
{
    while (piece.length > 0)
        piece = slice_from(piece, states[tokenizer->state](tokenizer, piece));
}

bool
html_tokenizer_is_inside_tag(const struct html_tokenizer *tokenizer)
{
    return tokenizer->state != STATE_TEXT && tokenizer->state != STATE_RAW;
}

void
html_tokenizer_end_tag(struct html_tokenizer *tokenizer)
{
    if (tokenizer->state == STATE_OPEN)
        give_text(tokenizer, slice_of("<"));
    if (tokenizer->state == STATE_TAG)
        give_tag(tokenizer);
    else if (tokenizer->state != STATE_RAW)
        tokenizer->state = STATE_TEXT;
    if (tokenizer->state != STATE_TEXT)
        return;
    give_held(tokenizer);
}

void
html_tokenizer_finish(struct html_tokenizer *tokenizer)
{
    if (tokenizer->state == STATE_TEXT)
        give_held(tokenizer);
}
