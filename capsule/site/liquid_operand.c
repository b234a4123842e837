/* liquid_operand.c - operands as they are written: words with their parts, literals, ranges. */
#include "site/liquid_value.h"

static struct slice
take_word(struct slice *rest)
{
    struct slice text = *rest;
    size_t end = 0;

    while (end < text.length && (byte_is_alnum(text.bytes[end]) || text.bytes[end] == '_' || text.bytes[end] == '-' ||
                                 (unsigned char)text.bytes[end] >= 0x80))
        end++;
    *rest = slice_from(text, end);
    return slice_range(text, 0, end);
}

/* Behind the bracket that closes the one at the head of TEXT, or SLICE_NONE; brackets in quotes do not count. */
static size_t
bracket_end(struct slice text)
{
    size_t open = 0;
    char quote = '\0';

    for (size_t i = 0; i < text.length; i++) {
        char byte = text.bytes[i];

        if (quote != '\0')
            quote = byte == quote ? '\0' : quote;
        else if (byte == '"' || byte == '\'')
            quote = byte;
        else if (byte == '[')
            open++;
        else if (byte == ']' && --open == 0)
            return i + 1;
    }
    return SLICE_NONE;
}

/* A word in brackets: quoted, a number, or a name, whose parts are joined by dots only, since brackets do not nest here. */
static struct slice
read_index(const struct scope *scope, struct slice inner)
{
    struct slice key = { "", 0 }, rest = inner;
    struct value value;

    if (inner.length > 1 && (inner.bytes[0] == '"' || inner.bytes[0] == '\''))
        return slice_range(inner, 1, inner.length - 1);
    if (inner.length > 0 && (byte_is_digit(inner.bytes[0]) || inner.bytes[0] == '-'))
        return inner;
    value = liquid_word(scope, take_word(&rest));
    value = liquid_descend(scope, value, rest);
    liquid_text(&value, &key);
    return key;
}

/* What follows a name's first word: `.title`, `["main"]`, `[0]`, `[page.kind]`. */
static struct value
take_parts(const struct scope *scope, struct value value, struct slice *rest)
{
    while (rest->length > 0 && (rest->bytes[0] == '.' || rest->bytes[0] == '[')) {
        bool bracket = rest->bytes[0] == '[';
        size_t end = bracket ? bracket_end(*rest) : SLICE_NONE;
        struct slice key;

        if (bracket && end == SLICE_NONE)
            break;
        if (bracket) {
            key = read_index(scope, slice_trim(slice_range(*rest, 1, end - 1)));
            *rest = slice_from(*rest, end);
        } else {
            *rest = slice_from(*rest, 1);
            key = take_word(rest);
        }
        if (key.length > 0 || bracket)
            value = liquid_part(scope, &value, key);
    }
    return value;
}

/* A decimal number with or without sign; a name may begin with a digit no more than it may hold a dot. */
static bool
take_number(struct slice *rest, struct slice *number)
{
    size_t sign = slice_starts(*rest, "-") ? 1 : 0, end = slice_find_none(slice_from(*rest, sign), "0123456789.");

    end = end == SLICE_NONE ? rest->length : end + sign;
    if (end == sign || !byte_is_digit(rest->bytes[sign]))
        return false;
    *number = slice_range(*rest, 0, end);
    if (end < rest->length && (byte_is_alnum(rest->bytes[end]) || rest->bytes[end] == '_'))
        return false;
    *rest = slice_from(*rest, end);
    return true;
}

static struct value
take_quoted(struct slice *rest)
{
    size_t end = slice_find_byte(slice_from(*rest, 1), rest->bytes[0]);
    struct slice text = slice_range(*rest, 1, end == SLICE_NONE ? rest->length : end + 1);

    *rest = slice_from(*rest, text.length + 2);
    return liquid_string(text);
}

enum { RANGE = 10000 };

/* `(1..5)`, whose ends may be names; any other parenthesis means nothing. */
static bool
take_range(const struct scope *scope, struct slice *rest, struct value *range)
{
    size_t close = slice_find_byte(*rest, ')'), dots = slice_find(slice_range(*rest, 0, close), "..");
    struct slice ends[2] = { slice_range(*rest, 0, dots), slice_range(*rest, dots + 2, close) }, text;
    unsigned long numbers[2];
    struct value_list *list;
    size_t room;

    if (close == SLICE_NONE || dots == SLICE_NONE)
        return false;
    *rest = slice_from(*rest, close + 1);
    *range = liquid_unknown();
    for (size_t i = 0; i < 2; i++) {
        struct slice end = slice_trim(ends[i]), word;
        struct value value = liquid_string(end);

        if (slice_find_none(end, "0123456789") != SLICE_NONE) {
            word = take_word(&end);
            value = liquid_descend(scope, liquid_word(scope, word), end);
        }
        if (!liquid_text(&value, &text) || !slice_to_number(text, RANGE, &numbers[i]))
            return true;
    }
    list = liquid_list_new(scope, numbers[1] >= numbers[0] ? numbers[1] - numbers[0] + 1 : 0, &room);
    for (; list->count < room; list->count++)
        list->items[list->count] = liquid_number(scope, numbers[0] + list->count);
    *range = liquid_of_list(list);
    return true;
}

struct value
liquid_take_operand(const struct scope *scope, struct slice *rest)
{
    struct value range;
    struct slice word;

    *rest = slice_trim_left(*rest);
    if (slice_starts(*rest, "(")) {
        *rest = slice_trim_left(slice_from(*rest, 1));
        if (take_range(scope, rest, &range))
            return range;
    }
    if (slice_starts(*rest, "\"") || slice_starts(*rest, "'"))
        return take_quoted(rest);
    if (take_number(rest, &word))
        return liquid_string(word);
    word = take_word(rest);
    if (word.length == 0) {
        *rest = slice_from(*rest, 1);
        return liquid_unknown();
    }
    if (slice_is(word, "nil") || slice_is(word, "null"))
        return liquid_nil();
    if (slice_is(word, "true") || slice_is(word, "false"))
        return liquid_boolean(slice_is(word, "true"));
    if (slice_is(word, "empty") || slice_is(word, "blank"))
        return (struct value){ .kind = VALUE_EMPTY };
    return take_parts(scope, liquid_word(scope, word), rest);
}
