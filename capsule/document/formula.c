/* formula.c - what each operation of LaTeX's math makes of its argument. */
#include "document/formula.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"
#include "document/script.h"

static struct slice
argument_of(const struct formula *formula, const struct pending *pending)
{
    return slice_from(buffer_slice(formula->out), pending->start);
}

static bool
is_one_character(struct slice text)
{
    if (text.length > 0)
        utf8_take(&text, NULL);
    return text.length == 0;
}

/* Letters and digits only: what may stand beside `/` without brackets. */
static bool
is_word(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.bytes[i]) && (text.bytes[i] & 0x80) == 0)
            return false;
    return true;
}

/* A name such as KL, behind `_`; `e^iπ` would not say what is raised. */
static bool
is_name(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!byte_is_alnum(text.bytes[i]))
            return false;
    return true;
}

/* A letter or a digit follows at once, and would read as a part of what stands before. */
static bool
goes_on(const struct formula *formula)
{
    struct slice rest = formula->rest;

    return rest.length > 0 && (byte_is_alnum(rest.bytes[0]) ||
                               (rest.bytes[0] == '\\' && rest.length > 1 && byte_is_letter(rest.bytes[1])));
}

/* Puts BYTE into the output at AT. */
static void
insert(struct formula *formula, size_t at, char byte)
{
    buffer_add_byte(formula->out, byte);
    memmove(formula->out->bytes + at + 1, formula->out->bytes + at, formula->out->length - at - 1);
    formula->out->bytes[at] = byte;
}

static void
put_brackets(struct formula *formula, size_t start)
{
    insert(formula, start, '(');
    buffer_add_byte(formula->out, ')');
}

/* Signs that stand high by themselves (R25). */
static bool
is_high_sign(struct slice text)
{
    static const char *const signs[] = { "′", "*", "∗", "⋆", "†", "‡", "⊤", "°" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_is(text, signs[i]))
            return true;
    return false;
}

/* Converted if all of it has such a form; else behind a sign, as R25 has it, unless that holds such a sign itself. */
static bool
apply_script(struct formula *formula, const struct pending *pending, enum script script)
{
    struct slice argument = argument_of(formula, pending);
    struct buffer form = { 0 };
    bool converted = script_convert(argument, script, &form);

    if (converted) {
        buffer_truncate(formula->out, pending->start);
        buffer_add(formula->out, buffer_slice(&form));
    }
    buffer_clear(&form);
    if (converted || (script == SCRIPT_RAISED && is_high_sign(argument)))
        return true;
    if (slice_find_any(argument, "^_") != SLICE_NONE)
        return false;
    if (!(is_one_character(argument) || is_name(argument)) || goes_on(formula))
        put_brackets(formula, pending->start);
    insert(formula, pending->start, script == SCRIPT_RAISED ? '^' : '_');
    return true;
}

static bool
apply_raise(struct formula *formula, const struct pending *pending)
{
    if (slice_is(argument_of(formula, pending), "∘")) { /* `90^\circ` */
        buffer_truncate(formula->out, pending->start);
        buffer_add_text(formula->out, "°");
    }
    return apply_script(formula, pending, SCRIPT_RAISED);
}

static bool
apply_lower(struct formula *formula, const struct pending *pending)
{
    return apply_script(formula, pending, SCRIPT_LOWERED);
}

static bool
apply_keep(struct formula *formula, const struct pending *pending)
{
    (void)formula;
    (void)pending;
    return true;
}

/* A letter and its accent as one character where there is one, which more fonts can show. */
static void
compose(struct formula *formula, size_t start)
{
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)formula->out->bytes + start,
                     (utf8proc_ssize_t)(formula->out->length - start), &composed, UTF8PROC_COMPOSE | UTF8PROC_STABLE);

    if (length > 0) {
        buffer_truncate(formula->out, start);
        buffer_add(formula->out, (struct slice){ (const char *)composed, (size_t)length });
    }
    free(composed);
}

static bool
apply_accent(struct formula *formula, const struct pending *pending)
{
    struct slice argument = argument_of(formula, pending);

    if (argument.length == 0 || !is_one_character(argument))
        return false;
    buffer_add_text(formula->out, pending->text);
    compose(formula, pending->start);
    return true;
}

static uint32_t
blackboard(char plain)
{
    static const struct {
        char plain;
        uint32_t form;
    } old[] = { { 'C', 0x2102 }, { 'H', 0x210d }, { 'N', 0x2115 }, { 'P', 0x2119 },
                { 'Q', 0x211a }, { 'R', 0x211d }, { 'Z', 0x2124 } };

    for (size_t i = 0; i < sizeof old / sizeof old[0]; i++)
        if (old[i].plain == plain)
            return old[i].form;
    if (plain >= 'A' && plain <= 'Z')
        return 0x1d538 + (uint32_t)(plain - 'A');
    return byte_is_digit(plain) ? 0x1d7d8 + (uint32_t)(plain - '0') : 0;
}

static bool
apply_blackboard(struct formula *formula, const struct pending *pending)
{
    struct slice argument = argument_of(formula, pending);
    char plain = argument.length == 1 ? argument.bytes[0] : '\0';

    if (blackboard(plain) == 0)
        return false;
    buffer_truncate(formula->out, pending->start);
    utf8_put(formula->out, blackboard(plain));
    return true;
}

/* The first argument is there: the second one is waited for. */
static bool
apply_numerator(struct formula *formula, const struct pending *pending)
{
    struct pending *next = &formula->stack[formula->depth++];
    size_t start = pending->start;

    if (!is_word(argument_of(formula, pending)))
        put_brackets(formula, start);
    buffer_add_byte(formula->out, '/');
    *next = (struct pending){ MATH_DENOMINATOR, "", start, formula->out->length };
    return true;
}

static bool
apply_denominator(struct formula *formula, const struct pending *pending)
{
    char before = pending->start > formula->start ? formula->out->bytes[pending->start - 1] : ' ';

    if (!is_word(slice_from(buffer_slice(formula->out), pending->middle)))
        put_brackets(formula, pending->middle);
    if (goes_on(formula) || byte_is_alnum(before) || (before & 0x80) != 0)
        put_brackets(formula, pending->start);
    return true;
}

static bool
apply_root(struct formula *formula, const struct pending *pending)
{
    struct slice argument = argument_of(formula, pending), sign = slice_of(pending->text);
    bool bare =
        is_one_character(argument) || (slice_find_none(argument, "0123456789") == SLICE_NONE && !goes_on(formula));

    if (!bare)
        put_brackets(formula, pending->start);
    for (size_t i = sign.length; i > 0; i--)
        insert(formula, pending->start, sign.bytes[i - 1]);
    return true;
}

static bool (*const appliers[MATH_OPERATIONS])(struct formula *formula, const struct pending *pending) = {
    [MATH_KEEP] = apply_keep,
    [MATH_ACCENT] = apply_accent,
    [MATH_BLACKBOARD] = apply_blackboard,
    [MATH_NUMERATOR] = apply_numerator,
    [MATH_DENOMINATOR] = apply_denominator,
    [MATH_ROOT] = apply_root,
    [MATH_RAISE] = apply_raise,
    [MATH_LOWER] = apply_lower,
};

bool
formula_apply(struct formula *formula, const struct pending *pending)
{
    return appliers[pending->operation](formula, pending);
}
