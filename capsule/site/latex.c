/* latex.c - accents, letters and signs of LaTeX. */
#include "site/latex.h"

/* By accent: the letters it goes onto, and what each becomes, in the same order, two or three bytes each. */
static const struct {
    char accent;
    const char *letters;
    const char *const *composed;
} accents[] = {
    { '\'', "aeiouyAEIOUYcnszCNSZlr", (const char *const[]){ "á", "é", "í", "ó", "ú", "ý", "Á", "É", "Í", "Ó", "Ú",
                                                             "Ý", "ć", "ń", "ś", "ź", "Ć", "Ń", "Ś", "Ź", "ĺ", "ŕ" } },
    { '`', "aeiouAEIOU", (const char *const[]){ "à", "è", "ì", "ò", "ù", "À", "È", "Ì", "Ò", "Ù" } },
    { '^', "aeiouAEIOUcghjswy",
      (const char *const[]){ "â", "ê", "î", "ô", "û", "Â", "Ê", "Î", "Ô", "Û", "ĉ", "ĝ", "ĥ", "ĵ", "ŝ", "ŵ", "ŷ" } },
    { '"', "aeiouyAEIOUY", (const char *const[]){ "ä", "ë", "ï", "ö", "ü", "ÿ", "Ä", "Ë", "Ï", "Ö", "Ü", "Ÿ" } },
    { '~', "anoiuANOIU", (const char *const[]){ "ã", "ñ", "õ", "ĩ", "ũ", "Ã", "Ñ", "Õ", "Ĩ", "Ũ" } },
    { '=', "aeiouAEIOU", (const char *const[]){ "ā", "ē", "ī", "ō", "ū", "Ā", "Ē", "Ī", "Ō", "Ū" } },
    { '.', "ezEZIcg", (const char *const[]){ "ė", "ż", "Ė", "Ż", "İ", "ċ", "ġ" } },
    { 'c', "cstCSTkKlLnNrRgG",
      (const char *const[]){ "ç", "ş", "ţ", "Ç", "Ş", "Ţ", "ķ", "Ķ", "ļ", "Ļ", "ņ", "Ņ", "ŗ", "Ŗ", "ģ", "Ģ" } },
    { 'v', "cdensrztCDENSRZTl",
      (const char *const[]){ "č", "ď", "ě", "ň", "š", "ř", "ž", "ť", "Č", "Ď", "Ě", "Ň", "Š", "Ř", "Ž", "Ť", "ľ" } },
    { 'u', "agiuoAGU", (const char *const[]){ "ă", "ğ", "ĭ", "ŭ", "ŏ", "Ă", "Ğ", "Ŭ" } },
    { 'H', "ouOU", (const char *const[]){ "ő", "ű", "Ő", "Ű" } },
    { 'k', "aeiuAE", (const char *const[]){ "ą", "ę", "į", "ų", "Ą", "Ę" } },
    { 'r', "auAU", (const char *const[]){ "å", "ů", "Å", "Ů" } },
    { 'd', "astuhn", (const char *const[]){ "ạ", "ṣ", "ṭ", "ụ", "ḥ", "ṇ" } },
};

enum { ACCENTS = sizeof(accents) / sizeof(accents[0]) };

/* Commands without an argument. */
static const struct {
    const char *name, *text;
} signs[] = {
    { "ss", "ß" },
    { "o", "ø" },
    { "O", "Ø" },
    { "l", "ł" },
    { "L", "Ł" },
    { "ae", "æ" },
    { "AE", "Æ" },
    { "oe", "œ" },
    { "OE", "Œ" },
    { "aa", "å" },
    { "AA", "Å" },
    { "i", "i" },
    { "j", "j" },
    { "dh", "ð" },
    { "th", "þ" },
    { "ldots", "…" },
    { "dots", "…" },
    { "textendash", "–" },
    { "textemdash", "—" },
    { "copyright", "©" },
    { "textregistered", "®" },
    { "texttrademark", "™" },
    { "LaTeX", "LaTeX" },
    { "TeX", "TeX" },
    { "textquotesingle", "'" },
    { "newline", " " },
    { "par", " " },
    { "quad", " " },
};

/* Marks that stand for others as they are, the longest first. */
static const struct {
    const char *mark, *text;
} marks[] = {
    { "---", "—" }, { "--", "–" }, { "``", "“" }, { "''", "”" }, { "~", " " }, { "{", "" }, { "}", "" },
};

static const char *
compose(char accent, char letter)
{
    for (size_t i = 0; i < ACCENTS; i++)
        for (size_t j = 0; accents[i].accent == accent && accents[i].letters[j] != '\0'; j++)
            if (accents[i].letters[j] == letter)
                return accents[i].composed[j];
    return NULL;
}

/* Behind an accent: blanks, a brace, and a letter, which may be a dotless `\i`. Returns the bytes up to behind the letter. */
static size_t
find_letter(struct slice text, char *letter)
{
    size_t at = 0;

    while (at < text.length && at < 4 && (byte_is_space(text.bytes[at]) || text.bytes[at] == '{'))
        at++;
    if (at + 1 < text.length && text.bytes[at] == '\\' && (text.bytes[at + 1] == 'i' || text.bytes[at + 1] == 'j'))
        at++;
    if (at >= text.length || !byte_is_letter(text.bytes[at]))
        return 0;
    *letter = text.bytes[at];
    return at + 1;
}

/* An accent's command, at TEXT behind its backslash: how many bytes it and its letter take, or 0. */
static size_t
take_accent(struct slice text, struct buffer *out)
{
    char accent = text.bytes[0], letter;
    bool word = byte_is_letter(accent);
    const char *composed;
    size_t length;

    if (word && (text.length < 2 || byte_is_letter(text.bytes[1])))
        return 0;
    length = find_letter(slice_from(text, 1), &letter);
    composed = length > 0 ? compose(accent, letter) : NULL;
    if (composed == NULL)
        return 0;
    buffer_add_text(out, composed);
    return 1 + length;
}

/* A command at TEXT behind its backslash; returns its length. An argument in braces follows as text. */
static size_t
take_command(struct slice text, struct buffer *out)
{
    size_t length = take_accent(text, out), end = 0;

    if (length > 0)
        return length;
    while (end < text.length && byte_is_letter(text.bytes[end]))
        end++;
    if (end == 0) {
        buffer_add_byte(out, text.bytes[0] == '\\' ? ' ' : text.bytes[0]);
        return 1;
    }
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (slice_is(slice_range(text, 0, end), signs[i].name))
            buffer_add_text(out, signs[i].text);
    while (end < text.length && byte_is_space(text.bytes[end]))
        end++;
    return end;
}

static size_t
take_mark(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (slice_starts(text, marks[i].mark)) {
            buffer_add_text(out, marks[i].text);
            return slice_of(marks[i].mark).length;
        }
    buffer_add_byte(out, byte_is_space(text.bytes[0]) ? ' ' : text.bytes[0]);
    return 1;
}

void
latex_decode(struct slice text, struct buffer *out)
{
    bool math = false;

    while (text.length > 0) {
        size_t taken = 1;

        math = text.bytes[0] == '$' ? !math : math;
        if (math || text.bytes[0] == '$')
            buffer_add_byte(out, text.bytes[0]);
        else if (text.bytes[0] == '\\' && text.length > 1)
            taken = 1 + take_command(slice_from(text, 1), out);
        else
            taken = take_mark(text, out);
        text = slice_from(text, taken);
    }
}
