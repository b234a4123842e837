/* liquid_number.c - the filters that reckon. Whole numbers stay whole; a point on either side makes both decimals. */
#include "site/liquid_filter.h"

enum { DIGITS = 15 };

struct number {
    double value;
    bool whole;
};

/* What is no number counts as 0, as in Liquid. */
static struct number
read_number(struct slice text)
{
    size_t sign = slice_starts(slice_trim(text), "-") ? 1 : 0;
    struct slice digits = slice_from(slice_trim(text), sign);
    struct number number = { 0, true };
    double place = 1;

    for (size_t i = 0; i < digits.length && i < DIGITS; i++) {
        char byte = digits.bytes[i];

        if (byte == '.' && number.whole)
            number.whole = false;
        else if (!byte_is_digit(byte))
            break;
        else if (number.whole)
            number.value = number.value * 10 + (byte - '0');
        else
            number.value += (byte - '0') * (place /= 10);
    }
    if (sign > 0)
        number.value = -number.value;
    return number;
}

/* Decimals have no digits behind the point where this would not hold. */
#define WHOLE 1e15

static double
lower(double value)
{
    double cut = value < WHOLE && value > -WHOLE ? (double)(long long)value : value;

    return cut > value ? cut - 1 : cut;
}

static struct value
value_of(const struct liquid_call *call, struct number number)
{
    if (number.whole)
        return liquid_string(arena_format(call->scope->arena, "%.0f", number.value));
    return liquid_string(arena_format(call->scope->arena, "%.*g", DIGITS, number.value));
}

static struct number
left(const struct liquid_call *call)
{
    return read_number(call->text);
}

static struct number
right(const struct liquid_call *call)
{
    return read_number(call->first);
}

static struct value
plus(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);

    return value_of(call, (struct number){ one.value + other.value, one.whole && other.whole });
}

static struct value
minus(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);

    return value_of(call, (struct number){ one.value - other.value, one.whole && other.whole });
}

static struct value
times(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);

    return value_of(call, (struct number){ one.value * other.value, one.whole && other.whole });
}

/* Whole numbers are divided as Ruby does it, towards the smaller one. */
static struct value
divided_by(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);
    bool whole = one.whole && other.whole;
    double quotient;

    if (other.value == 0)
        return liquid_unknown();
    quotient = one.value / other.value;
    return value_of(call, (struct number){ whole ? lower(quotient) : quotient, whole });
}

static struct value
modulo(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);

    if (other.value == 0)
        return liquid_unknown();
    return value_of(
        call, (struct number){ one.value - other.value * lower(one.value / other.value), one.whole && other.whole });
}

static struct value
round_down(const struct liquid_call *call)
{
    return value_of(call, (struct number){ lower(left(call).value), true });
}

static struct value
round_up(const struct liquid_call *call)
{
    return value_of(call, (struct number){ -lower(-left(call).value), true });
}

static struct value
round_near(const struct liquid_call *call)
{
    unsigned long places = 0;

    if (slice_to_number(call->first, 9, &places) && places > 0)
        return liquid_string(arena_format(call->scope->arena, "%.*f", (int)places, left(call).value));
    return value_of(call, (struct number){ lower(left(call).value + 0.5), true });
}

static struct value
absolute(const struct liquid_call *call)
{
    struct number number = left(call);

    return value_of(call, (struct number){ number.value < 0 ? -number.value : number.value, number.whole });
}

static struct value
at_least(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);

    return value_of(call, one.value >= other.value ? one : other);
}

static struct value
at_most(const struct liquid_call *call)
{
    struct number one = left(call), other = right(call);

    return value_of(call, one.value <= other.value ? one : other);
}

static const struct liquid_filter filters[] = {
    { "plus", true, plus },       { "minus", true, minus },
    { "times", true, times },     { "divided_by", true, divided_by },
    { "modulo", true, modulo },   { "floor", true, round_down },
    { "ceil", true, round_up },   { "round", true, round_near },
    { "abs", true, absolute },    { "at_least", true, at_least },
    { "at_most", true, at_most },
};

const struct liquid_filter *
liquid_number_filter(struct slice name)
{
    for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
        if (slice_is(name, filters[i].name))
            return &filters[i];
    return NULL;
}
