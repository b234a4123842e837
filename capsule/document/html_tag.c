/*
 * html_tag.c - a state per place in a tag. A state takes as many bytes of the piece as it can use and names its successor;
 * so a piece may end anywhere.
 */
#include "document/html_tag.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

enum state {
    STATE_NAME,
    STATE_GAP, /* between attributes */
    STATE_ATTRIBUTE,
    STATE_AFTER_ATTRIBUTE,
    STATE_BEFORE_VALUE,
    STATE_VALUE, /* until `quote`, or white space if that is NUL */
    STATE_COMPLETE,
};

struct raw_attribute {
    size_t name_at, name_length, value_at, value_length;
};

struct html_tag_reader {
    enum state state;
    struct buffer tag; /* its name, then attribute names and values */
    size_t name_length;
    bool closing;
    char quote;
    struct raw_attribute *attributes;
    size_t attribute_count, attribute_capacity;
    struct html_attribute
        *shown_attributes; /* what the tag that is given out points to; as many as fit in ATTRIBUTES */
    struct buffer values;  /* theirs */
};

struct slice
html_tag_value(const struct html_tag *tag, const char *name)
{
    for (size_t i = 0; i < tag->attribute_count; i++)
        if (slice_is_nocase(tag->attributes[i].name, name))
            return tag->attributes[i].value;
    return slice_of(NULL);
}

struct html_tag_reader *
html_tag_reader_new(void)
{
    return memory_new(sizeof(struct html_tag_reader));
}

void
html_tag_reader_free(struct html_tag_reader *reader)
{
    if (reader == NULL)
        return;
    buffer_clear(&reader->tag);
    buffer_clear(&reader->values);
    free(reader->shown_attributes);
    free(reader->attributes);
    free(reader);
}

void
html_tag_begin(struct html_tag_reader *reader, bool closing, struct slice name)
{
    buffer_truncate(&reader->tag, 0);
    buffer_add(&reader->tag, name);
    reader->name_length = name.length;
    reader->attribute_count = 0;
    reader->closing = closing;
    reader->state = STATE_NAME;
}

static void
begin_attribute(struct html_tag_reader *reader)
{
    size_t capacity = reader->attribute_capacity;

    reader->attributes = memory_grow(reader->attributes, reader->attribute_count, &reader->attribute_capacity,
                                     sizeof *reader->attributes);
    if (reader->attribute_capacity > capacity)
        reader->shown_attributes =
            memory_resize(reader->shown_attributes, reader->attribute_capacity, sizeof *reader->shown_attributes);
    reader->attributes[reader->attribute_count++] =
        (struct raw_attribute){ reader->tag.length, 0, reader->tag.length, 0 };
    reader->state = STATE_ATTRIBUTE;
}

static struct raw_attribute *
last_attribute(struct html_tag_reader *reader)
{
    assert(reader->attribute_count > 0);
    return &reader->attributes[reader->attribute_count - 1];
}

#define SPACE_STOPS [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true, ['\f'] = true, ['>'] = true

static const bool name_stops[256] = { SPACE_STOPS, ['/'] = true };
static const bool attribute_stops[256] = { SPACE_STOPS, ['/'] = true, ['='] = true };
static const bool value_stops[256] = { SPACE_STOPS };

/* Takes the bytes before one of STOPS into the tag's buffer. */
static size_t
take_until(struct html_tag_reader *reader, struct slice piece, const bool stops[256])
{
    size_t end = slice_find_stop(piece, stops);

    if (end == SLICE_NONE)
        end = piece.length;
    buffer_add(&reader->tag, slice_range(piece, 0, end));
    return end;
}

static size_t
in_name(struct html_tag_reader *reader, struct slice piece)
{
    size_t end = take_until(reader, piece, name_stops);

    reader->name_length += end;
    if (end < piece.length)
        reader->state = STATE_GAP;
    return end;
}

static size_t
in_gap(struct html_tag_reader *reader, struct slice piece)
{
    if (piece.bytes[0] == '>')
        reader->state = STATE_COMPLETE;
    else if (piece.bytes[0] != '/' && !byte_is_space(piece.bytes[0])) {
        begin_attribute(reader);
        return 0;
    }
    return 1;
}

static size_t
in_attribute(struct html_tag_reader *reader, struct slice piece)
{
    struct raw_attribute *attribute = last_attribute(reader);
    size_t end;

    if (attribute->name_length == 0 && piece.bytes[0] == '=') { /* a name may begin with it */
        buffer_add_byte(&reader->tag, '=');
        attribute->name_length++;
        return 1;
    }
    end = take_until(reader, piece, attribute_stops);
    attribute->name_length += end;
    if (end < piece.length)
        reader->state = STATE_AFTER_ATTRIBUTE;
    return end;
}

static size_t
in_after_attribute(struct html_tag_reader *reader, struct slice piece)
{
    if (byte_is_space(piece.bytes[0]))
        return 1;
    reader->state = piece.bytes[0] == '=' ? STATE_BEFORE_VALUE : STATE_GAP;
    return piece.bytes[0] == '=' ? 1 : 0;
}

static size_t
in_before_value(struct html_tag_reader *reader, struct slice piece)
{
    char byte = piece.bytes[0];

    if (byte_is_space(byte))
        return 1;
    last_attribute(reader)->value_at = reader->tag.length;
    reader->state = byte == '>' ? STATE_GAP : STATE_VALUE;
    reader->quote = byte == '"' || byte == '\'' ? byte : '\0';
    return reader->quote != '\0' ? 1 : 0;
}

static size_t
in_value(struct html_tag_reader *reader, struct slice piece)
{
    size_t end;

    if (reader->quote == '\0') {
        end = take_until(reader, piece, value_stops);
    } else {
        end = slice_find_byte(piece, reader->quote);
        end = end == SLICE_NONE ? piece.length : end;
        buffer_add(&reader->tag, slice_range(piece, 0, end));
    }

    last_attribute(reader)->value_length += end;
    if (end == piece.length)
        return end;
    reader->state = STATE_GAP;
    return reader->quote != '\0' ? end + 1 : end;
}

static size_t (*const states[])(struct html_tag_reader *, struct slice) = {
    [STATE_NAME] = in_name,
    [STATE_GAP] = in_gap,
    [STATE_ATTRIBUTE] = in_attribute,
    [STATE_AFTER_ATTRIBUTE] = in_after_attribute,
    [STATE_BEFORE_VALUE] = in_before_value,
    [STATE_VALUE] = in_value,
};

size_t
html_tag_feed(struct html_tag_reader *reader, struct slice piece, bool *complete)
{
    struct slice rest = piece;

    while (rest.length > 0 && reader->state != STATE_COMPLETE)
        rest = slice_from(rest, states[reader->state](reader, rest));
    *complete = reader->state == STATE_COMPLETE;
    return piece.length - rest.length;
}

/* VALUE with its references decoded into VALUES, which needs a copy only if there are some. */
static struct slice
decoded(struct slice value, struct references *references, struct buffer *values)
{
    size_t start = values->length;

    if (slice_find_byte(value, '&') == SLICE_NONE)
        return value;
    references_decode(references, value, values);
    return slice_from(buffer_slice(values), start);
}

/* Only now may slices be made: the buffer moves while it grows. */
struct html_tag
html_tag_read(struct html_tag_reader *reader, struct references *references)
{
    struct slice all = buffer_slice(&reader->tag);
    struct html_attribute *attributes = reader->shown_attributes;

    buffer_truncate(&reader->values, 0);
    buffer_reserve(&reader->values, all.length * 2 + 1); /* no reference is shorter than half of what it stands for */
    for (size_t i = 0; i < reader->attribute_count; i++) {
        const struct raw_attribute *raw = &reader->attributes[i];
        struct slice value = slice_range(all, raw->value_at, raw->value_at + raw->value_length);

        attributes[i].name = slice_range(all, raw->name_at, raw->name_at + raw->name_length);
        attributes[i].value = decoded(value, references, &reader->values);
    }
    return (struct html_tag){
        .name = slice_range(all, 0, reader->name_length),
        .closing = reader->closing,
        .attributes = attributes,
        .attribute_count = reader->closing ? 0 : reader->attribute_count,
    };
}
