/*
 * math.c - LaTeX's math as plain characters.
 *
 * One pass over the source. Operations that wait for their argument and groups that are open stand on a stack of bounded
 * depth; when an argument is complete, its operation is applied to what it has written, the end of the output.
 */
#include "document/math.h"

#include <string.h>

#include "base/utf8.h"
#include "document/formula.h"

static bool
waits_for_argument(const struct formula *formula)
{
    return formula->depth > 0 && formula->stack[formula->depth - 1].operation != MATH_SYMBOL;
}

static bool
push(struct formula *formula, enum math_operation operation, const char *text)
{
    if (formula->depth == FORMULA_LEVELS)
        return false;
    formula->stack[formula->depth++] = (struct pending){ operation, text, formula->out->length, 0 };
    return true;
}

/* An atom or a group is complete, and with it all operations that waited for it. */
static bool
complete(struct formula *formula)
{
    while (waits_for_argument(formula)) {
        struct pending pending = formula->stack[--formula->depth];

        if (!formula_apply(formula, &pending))
            return false;
        if (pending.operation == MATH_NUMERATOR)
            break;
    }
    return true;
}

/* `\sqrt[3]{x}` */
static const char *
root_sign(struct formula *formula)
{
    static const struct {
        const char *index, *sign;
    } roots[] = { { "[3]", "∛" }, { "[4]", "∜" } };

    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++)
        if (slice_starts(formula->rest, roots[i].index)) {
            formula->rest = slice_from(formula->rest, slice_of(roots[i].index).length);
            return roots[i].sign;
        }
    return slice_starts(formula->rest, "[") ? NULL : "√";
}

static bool
on_name(struct formula *formula, struct slice name)
{
    struct math_symbol symbol;
    const char *text;

    if (!math_symbol_find(name, &symbol))
        return false;
    text = symbol.operation == MATH_ROOT ? root_sign(formula) : symbol.text;
    if (text == NULL)
        return false;
    if (symbol.operation != MATH_SYMBOL) {
        if (slice_starts(formula->rest, "*")) /* \operatorname*{...} */
            formula->rest = slice_from(formula->rest, 1);
        return push(formula, symbol.operation, text);
    }
    buffer_add_text(formula->out, text);
    return text[0] == '\0' || complete(formula);
}

/* An escaped character, or a small space. */
static bool
on_symbol(struct formula *formula, char symbol)
{
    if (symbol == '\0' || strchr("{}%$#&_|,:;>/ !", symbol) == NULL)
        return false;
    if (strchr(",:;> ", symbol) != NULL)
        buffer_add_byte(formula->out, ' ');
    else if (symbol == '|')
        buffer_add_text(formula->out, "‖");
    else if (symbol != '!' && symbol != '/')
        buffer_add_byte(formula->out, symbol);
    return strchr("{}%$#&_|", symbol) == NULL || complete(formula);
}

static bool
on_backslash(struct formula *formula)
{
    struct slice text = formula->rest;
    size_t length = 1;

    if (text.length < 2)
        return false;
    while (length < text.length && byte_is_letter(text.bytes[length]))
        length++;
    formula->rest = slice_from(text, length == 1 ? 2 : length);
    return length == 1 ? on_symbol(formula, text.bytes[1]) : on_name(formula, slice_range(text, 1, length));
}

static bool
on_open(struct formula *formula)
{
    formula->rest = slice_from(formula->rest, 1);
    return push(formula, MATH_SYMBOL, "");
}

static bool
on_close(struct formula *formula)
{
    if (formula->depth == 0 || waits_for_argument(formula))
        return false;
    formula->rest = slice_from(formula->rest, 1);
    formula->depth--;
    return complete(formula);
}

static bool
on_raise(struct formula *formula)
{
    formula->rest = slice_from(formula->rest, 1);
    return !waits_for_argument(formula) && push(formula, MATH_RAISE, "");
}

static bool
on_lower(struct formula *formula)
{
    formula->rest = slice_from(formula->rest, 1);
    return !waits_for_argument(formula) && push(formula, MATH_LOWER, "");
}

/* Behind a sign of a derivative blanks go at once: `\partial f` is a word. */
static bool
on_blank(struct formula *formula)
{
    formula->rest = slice_from(formula->rest, 1);
    if (!waits_for_argument(formula) && !slice_ends(buffer_slice(formula->out), "∂") &&
        !slice_ends(buffer_slice(formula->out), "∇"))
        buffer_add_byte(formula->out, ' ');
    return true;
}

static bool
on_prime(struct formula *formula)
{
    formula->rest = slice_from(formula->rest, 1);
    buffer_add_text(formula->out, "′");
    return complete(formula);
}

static bool
on_alignment(struct formula *formula)
{
    (void)formula;
    return false;
}

/* What is no plain character. */
static bool (*const marks[256])(struct formula *formula) = {
    ['\\'] = on_backslash, ['{'] = on_open,   ['}'] = on_close,     ['^'] = on_raise,
    ['_'] = on_lower,      ['~'] = on_blank,  [' '] = on_blank,     ['\t'] = on_blank,
    ['\n'] = on_blank,     ['\''] = on_prime, ['&'] = on_alignment,
};

static bool
on_character(struct formula *formula)
{
    utf8_put(formula->out, utf8_take(&formula->rest, NULL));
    return complete(formula);
}

/*
 * To kramdown `$...$` is plain text, in which a backslash is needed to get a sign past it: `x\_i` for a lowered i, and
 * `\\{` for a brace that is seen.
 */
static void
skip_escape(struct slice *text)
{
    if (slice_starts(*text, "\\_") || slice_starts(*text, "\\*") || slice_starts(*text, "\\\\{") ||
        slice_starts(*text, "\\\\}") || slice_starts(*text, "\\\\|"))
        *text = slice_from(*text, 1);
}

/* Blanks in a formula mean nothing to LaTeX: those inside brackets and before commas go. */
static void
tidy(struct buffer *out, size_t from)
{
    static const char *const openers[] = { "(", "[", " ", NULL };
    size_t kept = from;

    for (size_t i = from; i < out->length; i++) {
        struct slice before = slice_range(buffer_slice(out), from, kept);
        char next = i + 1 < out->length ? out->bytes[i + 1] : ' ';
        bool goes = out->bytes[i] == ' ' && strchr(")],", next) != NULL;

        for (size_t k = 0; openers[k] != NULL && out->bytes[i] == ' '; k++)
            goes = goes || slice_ends(before, openers[k]);
        if (!goes)
            out->bytes[kept++] = out->bytes[i];
    }
    buffer_truncate(out, kept);
}

bool
math_write(struct slice source, struct buffer *out)
{
    struct formula formula = { .rest = slice_trim(source), .out = out, .start = out->length };
    bool plain = true;

    while (plain && formula.rest.length > 0) {
        bool (*mark)(struct formula * formula);

        skip_escape(&formula.rest);
        mark = marks[(unsigned char)formula.rest.bytes[0]];
        plain = mark != NULL ? mark(&formula) : on_character(&formula);
    }
    if (!plain || formula.depth > 0 || out->length == formula.start) {
        buffer_truncate(out, formula.start);
        return false;
    }
    tidy(out, formula.start);
    return true;
}
