/*
 * html_tokenizer.c - a state per place in a tag. A state takes as many bytes of the piece as it can use and names its
 * successor; so a piece may end anywhere.
 */
#include "document/html_tokenizer.h"

#include <assert.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "document/reference.h"

enum state {
    STATE_TEXT,
    STATE_OPEN,  /* behind `<` */
    STATE_CLOSE, /* behind `</` */
    STATE_NAME,
    STATE_GAP, /* between attributes */
    STATE_ATTRIBUTE,
    STATE_AFTER_ATTRIBUTE,
    STATE_BEFORE_VALUE,
    STATE_VALUE, /* until `quote`, or white space if that is NUL */
    STATE_BANG,  /* behind `<!` */
    STATE_COMMENT,
    STATE_DECLARATION, /* until `>` */
    STATE_CDATA,
    STATE_INSTRUCTION,
    STATE_RAW,
};

struct raw_attribute {
    size_t name_at, name_length, value_at, value_length;
};

struct html_tokenizer {
    struct html_tokens tokens;
    struct references *references;
    enum state state;
    struct buffer held; /* text from `&`, or the start of `<!--`, `<![CDATA[` */
    struct buffer tag;  /* its name, then attribute names and values */
    size_t name_length;
    bool closing;
    struct raw_attribute *attributes;
    size_t attribute_count, attribute_capacity;
    struct html_attribute
        *shown_attributes; /* what the tag that is given out points to; as many as fit in ATTRIBUTES */
    struct buffer values;  /* theirs */
    char quote;
    size_t dashes;           /* at the end of the comment so far; before its first byte both of `<!--` count */
    bool comment_bang;       /* the comment so far ends in `--!` */
    size_t brackets;         /* at the end of the CDATA so far */
    struct buffer raw;       /* the name whose end tag ends the raw text */
    struct buffer candidate; /* what may be that end tag */
};

struct slice
html_tag_value(const struct html_tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->attribute_count; i++)
        if (slice_is_nocase(tag->attributes[i].name, name))
            return tag->attributes[i].value;
    return slice_of(NULL);
}

struct html_tokenizer *
html_tokenizer_new(const struct html_tokens *tokens)
{
    struct html_tokenizer *tokenizer = memory_new(sizeof *tokenizer);

    tokenizer->tokens = *tokens;
    tokenizer->references = references_new();
    return tokenizer;
}

void
html_tokenizer_free(struct html_tokenizer *tokenizer)
{
    if (tokenizer == NULL)
        return;
    references_free(tokenizer->references);
    buffer_clear(&tokenizer->held);
    buffer_clear(&tokenizer->tag);
    buffer_clear(&tokenizer->raw);
    buffer_clear(&tokenizer->candidate);
    buffer_clear(&tokenizer->values);
    free(tokenizer->shown_attributes);
    free(tokenizer->attributes);
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

/* VALUE with its references decoded, which needs a copy only if there are some. */
static struct slice
decoded(struct html_tokenizer *tokenizer, struct slice value)
{
    struct buffer *values = &tokenizer->values;
    size_t start = values->length;

    if (slice_find_byte(value, '&') == SLICE_NONE)
        return value;
    references_decode(tokenizer->references, value, values);
    return slice_from(buffer_slice(values), start);
}

/* Where the tag's text ends is known only now: the buffer may have moved while it grew. */
static void
give_tag(struct html_tokenizer *tokenizer)
{
    struct slice all = buffer_slice(&tokenizer->tag);
    struct html_tag tag = { .name = slice_range(all, 0, tokenizer->name_length), .closing = tokenizer->closing };
    struct html_attribute *attributes = tokenizer->shown_attributes;
    struct buffer *values = &tokenizer->values;

    buffer_truncate(values, 0);
    buffer_reserve(values, all.length * 2 + 1); /* no reference is shorter than half of what it stands for */
    for (size_t i = 0; i < tokenizer->attribute_count; i++) {
        const struct raw_attribute *raw = &tokenizer->attributes[i];

        attributes[i].name = slice_range(all, raw->name_at, raw->name_at + raw->name_length);
        attributes[i].value = decoded(tokenizer, slice_range(all, raw->value_at, raw->value_at + raw->value_length));
    }
    tag.attributes = attributes;
    tag.attribute_count = tag.closing ? 0 : tokenizer->attribute_count;
    tokenizer->state = STATE_TEXT;
    if (!tag.closing && is_raw_text(tag.name)) {
        buffer_truncate(&tokenizer->raw, 0);
        buffer_add(&tokenizer->raw, tag.name);
        tokenizer->state = STATE_RAW;
    }
    tokenizer->tokens.on_tag(tokenizer->tokens.context, &tag);
}

static void
begin_tag(struct html_tokenizer *tokenizer, bool closing)
{
    buffer_truncate(&tokenizer->tag, 0);
    tokenizer->name_length = 0;
    tokenizer->attribute_count = 0;
    tokenizer->closing = closing;
    tokenizer->state = STATE_NAME;
}

static void
begin_attribute(struct html_tokenizer *tokenizer)
{
    size_t capacity = tokenizer->attribute_capacity;

    tokenizer->attributes = memory_grow(tokenizer->attributes, tokenizer->attribute_count,
                                        &tokenizer->attribute_capacity, sizeof *tokenizer->attributes);
    if (tokenizer->attribute_capacity > capacity)
        tokenizer->shown_attributes = memory_resize(tokenizer->shown_attributes, tokenizer->attribute_capacity,
                                                    sizeof *tokenizer->shown_attributes);
    tokenizer->attributes[tokenizer->attribute_count++] =
        (struct raw_attribute){ tokenizer->tag.length, 0, tokenizer->tag.length, 0 };
    tokenizer->state = STATE_ATTRIBUTE;
}

static struct raw_attribute *
last_attribute(struct html_tokenizer *tokenizer)
{
    assert(tokenizer->attribute_count > 0);
    return &tokenizer->attributes[tokenizer->attribute_count - 1];
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
        begin_tag(tokenizer, false);
        return 0;
    }
    if (byte == '/') {
        tokenizer->state = STATE_CLOSE;
        return 1;
    }
    if (byte == '!' || byte == '?') {
        tokenizer->state = byte == '!' ? STATE_BANG : STATE_INSTRUCTION;
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
        begin_tag(tokenizer, true);
    else
        tokenizer->state = STATE_DECLARATION;
    return 0;
}

#define SPACE_STOPS [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['\f'] = true, ['>'] = true

static const bool name_stops[256] = { SPACE_STOPS, ['/'] = true };
static const bool attribute_stops[256] = { SPACE_STOPS, ['/'] = true, ['='] = true };
static const bool value_stops[256] = { SPACE_STOPS };

/* Takes the bytes before one of STOPS into the tag's buffer. */
static size_t
take_until(struct html_tokenizer *tokenizer, struct slice piece, const bool stops[256])
{
    size_t end = slice_find_stop(piece, stops);

    if (end == SLICE_NONE)
        end = piece.length;
    buffer_add(&tokenizer->tag, slice_range(piece, 0, end));
    return end;
}

static size_t
in_name(struct html_tokenizer *tokenizer, struct slice piece)
{
    size_t end = take_until(tokenizer, piece, name_stops);

    tokenizer->name_length += end;
    if (end < piece.length)
        tokenizer->state = STATE_GAP;
    return end;
}

static size_t
in_gap(struct html_tokenizer *tokenizer, struct slice piece)
{
    if (piece.bytes[0] == '>')
        give_tag(tokenizer);
    else if (piece.bytes[0] != '/' && !byte_is_space(piece.bytes[0])) {
        begin_attribute(tokenizer);
        return 0;
    }
    return 1;
}

static size_t
in_attribute(struct html_tokenizer *tokenizer, struct slice piece)
{
    struct raw_attribute *attribute = last_attribute(tokenizer);
    size_t end;

    if (attribute->name_length == 0 && piece.bytes[0] == '=') { /* a name may begin with it */
        buffer_add_byte(&tokenizer->tag, '=');
        attribute->name_length++;
        return 1;
    }
    end = take_until(tokenizer, piece, attribute_stops);
    attribute->name_length += end;
    if (end < piece.length)
        tokenizer->state = STATE_AFTER_ATTRIBUTE;
    return end;
}

static size_t
in_after_attribute(struct html_tokenizer *tokenizer, struct slice piece)
{
    if (byte_is_space(piece.bytes[0]))
        return 1;
    tokenizer->state = piece.bytes[0] == '=' ? STATE_BEFORE_VALUE : STATE_GAP;
    return piece.bytes[0] == '=' ? 1 : 0;
}

static size_t
in_before_value(struct html_tokenizer *tokenizer, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte_is_space(byte))
        return 1;
    last_attribute(tokenizer)->value_at = tokenizer->tag.length;
    tokenizer->state = byte == '>' ? STATE_GAP : STATE_VALUE;
    tokenizer->quote = byte == '"' || byte == '\'' ? byte : '\0';
    return tokenizer->quote != '\0' ? 1 : 0;
}

static size_t
in_value(struct html_tokenizer *tokenizer, struct slice piece)
{
    size_t end;

    if (tokenizer->quote == '\0') {
        end = take_until(tokenizer, piece, value_stops);
    } else {
        end = slice_find_byte(piece, tokenizer->quote);
        end = end == SLICE_NONE ? piece.length : end;
        buffer_add(&tokenizer->tag, slice_range(piece, 0, end));
    }

    last_attribute(tokenizer)->value_length += end;
    if (end == piece.length)
        return end;
    tokenizer->state = STATE_GAP;
    return tokenizer->quote != '\0' ? end + 1 : end;
}

/* Behind `<!`, until it is known whether this is a comment, CDATA or a declaration. */
static size_t
in_bang(struct html_tokenizer *tokenizer, struct slice piece)
{
    struct slice held;

    buffer_add_byte(&tokenizer->held, piece.bytes[0]);
    held = buffer_slice(&tokenizer->held);
    if (slice_is(held, "--")) {
        tokenizer->state = STATE_COMMENT;
        tokenizer->dashes = 2;
        tokenizer->comment_bang = false;
    } else if (slice_is(held, "[CDATA[")) {
        tokenizer->state = STATE_CDATA;
        tokenizer->brackets = 0;
    } else if (slice_is(held, "-") || slice_equal(held, slice_range(slice_of("[CDATA["), 0, held.length))) {
        return 1;
    } else {
        tokenizer->state = STATE_DECLARATION;
        buffer_truncate(&tokenizer->held, 0);
        return 0;
    }
    buffer_truncate(&tokenizer->held, 0);
    return 1;
}

/* Ends at `-->` and `--!>`; since the dashes of `<!--` count, `<!-->` and `<!--->` are whole comments. */
static size_t
in_comment(struct html_tokenizer *tokenizer, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte == '>' && (tokenizer->dashes >= 2 || tokenizer->comment_bang))
        tokenizer->state = STATE_TEXT;
    tokenizer->comment_bang = byte == '!' && tokenizer->dashes >= 2;
    tokenizer->dashes = byte == '-' ? tokenizer->dashes + 1 : 0;
    return 1;
}

static size_t
in_declaration(struct html_tokenizer *tokenizer, struct slice piece)
{
    size_t end = slice_find_byte(piece, '>');

    if (end == SLICE_NONE)
        return piece.length;
    tokenizer->state = STATE_TEXT;
    return end + 1;
}

/* Dropped up to `]]>`. */
static size_t
in_cdata(struct html_tokenizer *tokenizer, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte == '>' && tokenizer->brackets >= 2)
        tokenizer->state = STATE_TEXT;
    tokenizer->brackets = byte == ']' ? tokenizer->brackets + 1 : 0;
    return 1;
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
            begin_tag(tokenizer, true);
            buffer_add(&tokenizer->tag, wanted);
            tokenizer->name_length = wanted.length;
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
    [STATE_TEXT] = in_text,
    [STATE_OPEN] = in_open,
    [STATE_CLOSE] = in_close,
    [STATE_NAME] = in_name,
    [STATE_GAP] = in_gap,
    [STATE_ATTRIBUTE] = in_attribute,
    [STATE_AFTER_ATTRIBUTE] = in_after_attribute,
    [STATE_BEFORE_VALUE] = in_before_value,
    [STATE_VALUE] = in_value,
    [STATE_BANG] = in_bang,
    [STATE_COMMENT] = in_comment,
    [STATE_DECLARATION] = in_declaration,
    [STATE_CDATA] = in_cdata,
    [STATE_INSTRUCTION] = in_declaration, /* HTML reads `<?` as a comment that ends at the next `>` */
    [STATE_RAW] = in_raw,
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
    if (tokenizer->state >= STATE_NAME && tokenizer->state <= STATE_VALUE)
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
