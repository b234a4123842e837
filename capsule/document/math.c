/* math.c - the part of LaTeX's math that plain characters can say. */
#include "document/math.h"

#include <stdlib.h>
#include <string.h>

#include "document/script.h"

/* Sorted by name. A name with an empty text says nothing and is dropped. */
static const struct command {
    const char *name, *text;
} commands[] = {
    { "Delta", "Δ" },       { "Gamma", "Γ" },
    { "Lambda", "Λ" },      { "Leftrightarrow", "⇔" },
    { "Omega", "Ω" },       { "Phi", "Φ" },
    { "Pi", "Π" },          { "Pr", "Pr" },
    { "Psi", "Ψ" },         { "Rightarrow", "⇒" },
    { "Sigma", "Σ" },       { "Theta", "Θ" },
    { "Upsilon", "Υ" },     { "Xi", "Ξ" },
    { "alpha", "α" },       { "angle", "∠" },
    { "approx", "≈" },      { "arg", "arg" },
    { "ast", "∗" },         { "beta", "β" },
    { "bullet", "•" },      { "cap", "∩" },
    { "cdot", "·" },        { "cdots", "⋯" },
    { "chi", "χ" },         { "circ", "∘" },
    { "cong", "≅" },        { "cos", "cos" },
    { "cup", "∪" },         { "dagger", "†" },
    { "ddagger", "‡" },     { "delta", "δ" },
    { "det", "det" },       { "dim", "dim" },
    { "displaystyle", "" }, { "div", "÷" },
    { "dots", "…" },        { "ell", "ℓ" },
    { "emptyset", "∅" },    { "epsilon", "ϵ" },
    { "equiv", "≡" },       { "eta", "η" },
    { "exists", "∃" },      { "exp", "exp" },
    { "forall", "∀" },      { "gamma", "γ" },
    { "ge", "≥" },          { "geq", "≥" },
    { "gg", "≫" },          { "hbar", "ℏ" },
    { "in", "∈" },          { "inf", "inf" },
    { "infty", "∞" },       { "int", "∫" },
    { "iota", "ι" },        { "kappa", "κ" },
    { "ker", "ker" },       { "lambda", "λ" },
    { "land", "∧" },        { "langle", "⟨" },
    { "lceil", "⌈" },       { "ldots", "…" },
    { "le", "≤" },          { "left", "" },
    { "leftarrow", "←" },   { "leftrightarrow", "↔" },
    { "leq", "≤" },         { "lfloor", "⌊" },
    { "lim", "lim" },       { "ll", "≪" },
    { "ln", "ln" },         { "log", "log" },
    { "lor", "∨" },         { "mapsto", "↦" },
    { "max", "max" },       { "mid", "|" },
    { "min", "min" },       { "models", "⊨" },
    { "mp", "∓" },          { "mu", "μ" },
    { "nabla", "∇" },       { "ne", "≠" },
    { "neg", "¬" },         { "neq", "≠" },
    { "notin", "∉" },       { "nu", "ν" },
    { "odot", "⊙" },        { "omega", "ω" },
    { "oplus", "⊕" },       { "otimes", "⊗" },
    { "parallel", "∥" },    { "partial", "∂" },
    { "perp", "⊥" },        { "phi", "φ" },
    { "pi", "π" },          { "pm", "±" },
    { "prime", "′" },       { "prod", "∏" },
    { "propto", "∝" },      { "psi", "ψ" },
    { "qquad", " " },       { "quad", " " },
    { "rangle", "⟩" },      { "rceil", "⌉" },
    { "rfloor", "⌋" },      { "rho", "ρ" },
    { "right", "" },        { "rightarrow", "→" },
    { "setminus", "∖" },    { "sigma", "σ" },
    { "sim", "∼" },         { "simeq", "≃" },
    { "sin", "sin" },       { "star", "⋆" },
    { "subset", "⊂" },      { "subseteq", "⊆" },
    { "sum", "∑" },         { "sup", "sup" },
    { "supset", "⊃" },      { "supseteq", "⊇" },
    { "tan", "tan" },       { "tanh", "tanh" },
    { "tau", "τ" },         { "textstyle", "" },
    { "theta", "θ" },       { "times", "×" },
    { "to", "→" },          { "top", "⊤" },
    { "upsilon", "υ" },     { "varepsilon", "ε" },
    { "varphi", "ϕ" },      { "vee", "∨" },
    { "wedge", "∧" },       { "xi", "ξ" },
    { "zeta", "ζ" },
};

/* Fonts: their argument stands as it is. */
static const char *const fonts[] = { "text",   "textbf", "textit", "textrm", "mathrm",     "mathbf",
                                     "mathit", "mathsf", "mathtt", "bm",     "boldsymbol", "operatorname" };

/* Letters of \mathbb that have a character of their own in everybody's fonts. */
static const struct command blackboard[] = { { "C", "ℂ" }, { "E", "𝔼" }, { "H", "ℍ" }, { "N", "ℕ" },
                                             { "P", "ℙ" }, { "Q", "ℚ" }, { "R", "ℝ" }, { "Z", "ℤ" } };

static int
compare(const void *key, const void *row)
{
    struct slice name = *(const struct slice *)key;

    return slice_compare(name, slice_of(((const struct command *)row)->name));
}

static const struct command *
find_command(struct slice name, const struct command *rows, size_t count)
{
    return bsearch(&name, rows, count, sizeof *rows, compare);
}

static bool
is_font(struct slice name)
{
    for (size_t i = 0; i < sizeof fonts / sizeof fonts[0]; i++)
        if (slice_is(name, fonts[i]))
            return true;
    return false;
}

/* Takes `{...}` without braces inside, or one character, off the head of *TEXT. */
static bool
take_argument(struct slice *text, struct slice *argument)
{
    size_t end = 1;

    *text = slice_trim_left(*text);
    if (text->length == 0)
        return false;
    if (text->bytes[0] == '{') {
        end = slice_find_any(slice_from(*text, 1), "{}");
        if (end == SLICE_NONE || text->bytes[end + 1] != '}')
            return false;
        *argument = slice_range(*text, 1, end + 1);
        *text = slice_from(*text, end + 2);
        return true;
    }
    if (text->bytes[0] == '\\') {
        while (end < text->length && byte_is_letter(text->bytes[end]))
            end++;
    } else {
        while (end < text->length && ((unsigned char)text->bytes[end] & 0xc0) == 0x80)
            end++;
    }
    *argument = slice_range(*text, 0, end);
    *text = slice_from(*text, end);
    return true;
}

/* \name or \symbol at the head of *TEXT. */
static bool
write_command(struct slice *text, struct buffer *out)
{
    struct slice name, argument;
    const struct command *command;
    size_t length = 1;

    while (length < text->length && byte_is_letter(text->bytes[length]))
        length++;
    name = slice_range(*text, 1, length);
    *text = slice_from(*text, length == 1 ? 2 : length);
    if (name.length == 0) { /* an escaped character, or a small space */
        char symbol = text->bytes[-1];

        if (strchr("{}%$#&_|", symbol) != NULL)
            buffer_add_byte(out, symbol);
        else if (strchr(",:; ", symbol) != NULL)
            buffer_add_byte(out, ' ');
        return strchr("{}%$#&_|,:; !", symbol) != NULL;
    }
    if (is_font(name) && take_argument(text, &argument)) {
        buffer_add(out, argument);
        return slice_find_any(argument, "\\^_$") == SLICE_NONE;
    }
    command = slice_is(name, "mathbb") && take_argument(text, &argument)
                  ? find_command(argument, blackboard, sizeof blackboard / sizeof blackboard[0])
                  : find_command(name, commands, sizeof commands / sizeof commands[0]);
    if (command == NULL)
        return false;
    buffer_add_text(out, command->text);
    return true;
}

/* Text without raised or lowered parts: what may itself be raised or lowered. */
static bool
write_flat(struct slice text, struct buffer *out)
{
    while (text.length > 0) {
        if (text.bytes[0] == '\\') {
            if (text.length < 2 || !write_command(&text, out))
                return false;
            continue;
        }
        if (strchr("^_&~", text.bytes[0]) != NULL)
            return false;
        if (text.bytes[0] != '{' && text.bytes[0] != '}')
            buffer_add_byte(out, text.bytes[0]);
        text = slice_from(text, 1);
    }
    return true;
}

/* Signs that stand high by themselves (R25). */
static bool
is_high_sign(struct slice text)
{
    static const char *const signs[] = { "′", "*", "∗", "⋆", "†", "‡" };

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (slice_is(text, signs[i]))
            return true;
    return false;
}

static bool
write_script(struct slice *text, struct buffer *out)
{
    enum script script = text->bytes[0] == '^' ? SCRIPT_RAISED : SCRIPT_LOWERED;
    struct buffer flat = { 0 };
    struct slice argument;
    bool done;

    *text = slice_from(*text, 1);
    done = take_argument(text, &argument) && write_flat(argument, &flat);
    if (done && script == SCRIPT_RAISED && is_high_sign(buffer_slice(&flat)))
        buffer_add(out, buffer_slice(&flat));
    else
        done = done && script_convert(buffer_slice(&flat), script, out);
    buffer_clear(&flat);
    return done;
}

/* What stands before the next command, raised or lowered part. */
static bool
write_plain(struct slice *text, struct buffer *out)
{
    size_t end = slice_find_any(*text, "\\^_");
    struct slice plain = slice_range(*text, 0, end == SLICE_NONE ? text->length : end);

    *text = slice_from(*text, plain.length);
    for (size_t i = 0; i < plain.length; i++) {
        if (plain.bytes[i] == '\'')
            buffer_add_text(out, "′");
        else if (plain.bytes[i] == '~')
            buffer_add_byte(out, ' ');
        else if (plain.bytes[i] == '&')
            return false;
        else if (plain.bytes[i] != '{' && plain.bytes[i] != '}')
            buffer_add_byte(out, plain.bytes[i]);
    }
    return true;
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

/* Blanks in a formula mean nothing to LaTeX: those inside brackets, before commas and behind an operator go. */
static void
tidy(struct buffer *out, size_t from)
{
    static const char *const openers[] = { "(", "[", "∂", "∇", " ", NULL };
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
    size_t before = out->length;
    struct slice text = slice_trim(source);
    bool plain = true;

    while (plain && text.length > 0) {
        skip_escape(&text);
        if (text.bytes[0] == '\\')
            plain = text.length > 1 && write_command(&text, out);
        else if (text.bytes[0] == '^' || text.bytes[0] == '_')
            plain = write_script(&text, out);
        else
            plain = write_plain(&text, out);
    }
    if (!plain || out->length == before) {
        buffer_truncate(out, before);
        return false;
    }
    tidy(out, before);
    return true;
}
