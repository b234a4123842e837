/* liquid_condition.c - expressions with filters, and the conditions of `if` and `unless`. */
#include "site/liquid_value.h"

#include <string.h>

enum { ARGUMENTS = 2, TERMS = 32, FILTERS = 32 };

/* A text is searched faster than a list. */
enum { BYTES_PER_STEP = 16 };

static struct slice
take_word(struct slice *rest)
{
    struct slice text = slice_trim_left(*rest);
    size_t end = 0;

    while (end < text.length && (byte_is_alnum(text.bytes[end]) || text.bytes[end] == '_'))
        end++;
    *rest = slice_from(text, end);
    return slice_range(text, 0, end);
}

static bool
take_mark(struct slice *rest, const char *mark)
{
    struct slice text = slice_trim_left(*rest);

    if (!slice_starts(text, mark))
        return false;
    *rest = slice_from(text, slice_of(mark).length);
    return true;
}

struct value
liquid_evaluate(const struct scope *scope, struct slice expression)
{
    struct value value = liquid_take_operand(scope, &expression);

    for (size_t filters = 0; filters < FILTERS && take_mark(&expression, "|"); filters++) {
        struct slice name = take_word(&expression);
        struct value arguments[ARGUMENTS];
        size_t count = 0;

        if (take_mark(&expression, ":"))
            do
                arguments[count++] = liquid_take_operand(scope, &expression);
            while (count < ARGUMENTS && take_mark(&expression, ","));
        value = liquid_filter(scope, &value, name, arguments, count);
    }
    return value;
}

enum truth
liquid_truth(const struct value *value)
{
    if (value->kind == VALUE_UNKNOWN)
        return TRUTH_UNKNOWN;
    if (value->kind == VALUE_BOOLEAN)
        return value->truth ? TRUTH_YES : TRUTH_NO;
    return value->kind == VALUE_NIL ? TRUTH_NO : TRUTH_YES;
}

/* What `empty` and `blank` are equal to. */
static bool
is_empty(const struct value *value)
{
    switch (value->kind) {
    case VALUE_TEXT:
        return value->text.length == 0;
    case VALUE_DATA:
        return yaml_count(value->data) == 0;
    case VALUE_LIST:
        return value->list->count == 0;
    case VALUE_RECORD:
        return value->record->count == 0;
    case VALUE_EMPTY:
        return true;
    default:
        return false;
    }
}

bool
liquid_equal(const struct value *one, const struct value *other)
{
    struct slice text, other_text;

    if (one->kind == VALUE_EMPTY || other->kind == VALUE_EMPTY)
        return is_empty(one) && is_empty(other);
    if (one->kind == VALUE_NIL || other->kind == VALUE_NIL)
        return one->kind == other->kind;
    if (one->kind >= VALUE_DATA || other->kind >= VALUE_DATA)
        return one->kind == other->kind && one->data == other->data;
    return liquid_text(one, &text) && liquid_text(other, &other_text) && slice_equal(text, other_text);
}

bool
liquid_contains(const struct scope *scope, const struct value *whole, const struct value *part)
{
    struct slice text, needle;
    bool found = false;

    if (!liquid_spend(scope,
                      (whole->kind == VALUE_LIST ? whole->list->count : 0) + whole->text.length / BYTES_PER_STEP))
        return false;
    for (size_t i = 0; whole->kind == VALUE_LIST && i < whole->list->count && !found; i++)
        found = liquid_equal(&whole->list->items[i], part);
    if (!liquid_text(part, &needle))
        return found;
    for (size_t i = 0; whole->kind == VALUE_DATA && i < yaml_count(whole->data) && !found; i++)
        found = slice_equal(yaml_text(yaml_item(whole->data, i)), needle);
    if (whole->kind != VALUE_TEXT || !liquid_text(whole, &text))
        return found;
    return needle.length == 0 ||
           (text.length > 0 && memmem(text.bytes, text.length, needle.bytes, needle.length) != NULL);
}

enum comparison { SAME, OTHER, AT_MOST, AT_LEAST, LESS, MORE, HOLDS, COMPARISONS };

static const char *const signs[COMPARISONS] = { "==", "!=", "<=", ">=", "<", ">", "contains" };

/* Numbers are compared only as whole ones. */
static enum truth
compare_numbers(const struct value *left, const struct value *right, enum comparison comparison)
{
    unsigned long one, other;

    if (left->kind == VALUE_NIL || right->kind == VALUE_NIL)
        return TRUTH_NO;
    if (left->kind != VALUE_TEXT || right->kind != VALUE_TEXT || !slice_to_number(left->text, 1000000000, &one) ||
        !slice_to_number(right->text, 1000000000, &other))
        return TRUTH_UNKNOWN;
    if (comparison == AT_MOST)
        return one <= other ? TRUTH_YES : TRUTH_NO;
    if (comparison == AT_LEAST)
        return one >= other ? TRUTH_YES : TRUTH_NO;
    return (comparison == LESS ? one < other : one > other) ? TRUTH_YES : TRUTH_NO;
}

static enum truth
compare(const struct scope *scope, const struct value *left, const struct value *right, enum comparison comparison)
{
    if (left->kind == VALUE_UNKNOWN || right->kind == VALUE_UNKNOWN)
        return TRUTH_UNKNOWN;
    if (comparison == SAME || comparison == OTHER)
        return liquid_equal(left, right) == (comparison == SAME) ? TRUTH_YES : TRUTH_NO;
    if (comparison == HOLDS)
        return liquid_contains(scope, left, right) ? TRUTH_YES : TRUTH_NO;
    return compare_numbers(left, right, comparison);
}

static enum truth
take_term(const struct scope *scope, struct slice *rest)
{
    struct value left = liquid_take_operand(scope, rest), right;

    for (enum comparison comparison = 0; comparison < COMPARISONS; comparison++)
        if (take_mark(rest, signs[comparison])) {
            right = liquid_take_operand(scope, rest);
            return compare(scope, &left, &right, comparison);
        }
    return liquid_truth(&left);
}

static enum truth
both(enum truth left, enum truth right)
{
    if (left == TRUTH_NO || right == TRUTH_NO)
        return TRUTH_NO;
    return left == TRUTH_YES && right == TRUTH_YES ? TRUTH_YES : TRUTH_UNKNOWN;
}

static enum truth
either(enum truth left, enum truth right)
{
    if (left == TRUTH_YES || right == TRUTH_YES)
        return TRUTH_YES;
    return left == TRUTH_NO && right == TRUTH_NO ? TRUTH_NO : TRUTH_UNKNOWN;
}

/* Liquid knows no precedence: `a and b or c` is `a and (b or c)`. */
enum truth
liquid_condition(const struct scope *scope, struct slice condition)
{
    enum truth terms[TERMS], result;
    bool joined_by_and[TERMS];
    size_t count = 0;

    for (;;) {
        struct slice word, rest;

        terms[count] = take_term(scope, &condition);
        rest = condition;
        word = take_word(&rest);
        if (count + 1 == TERMS || (!slice_is(word, "and") && !slice_is(word, "or")))
            break;
        joined_by_and[count++] = slice_is(word, "and");
        condition = rest;
    }
    result = slice_is_blank(condition) ? terms[count] : TRUTH_UNKNOWN;
    while (count-- > 0)
        result = joined_by_and[count] ? both(terms[count], result) : either(terms[count], result);
    return result;
}
