/* label.c - what a link is called on a line of its own. */
#include "document/label.h"

#include "base/utf8.h"

/* REPLACEABLE: R8's words. All of them are generic by R36. */
static const struct {
    const char *text;
    bool replaceable;
} words[] = {
    { "all", true },           { "here", true },       { "link", true },        { "links", false },
    { "this", true },          { "more", true },       { "click here", true },  { "read more", true },
    { "see more", true },      { "learn more", true }, { "details", true },     { "page", true },
    { "website", true },       { "site", true },       { "full list", true },   { "paper", false },
    { "preprint", false },     { "pdf", false },       { "arxiv", false },      { "doi", false },
    { "abstract", false },     { "abs", false },       { "bib", false },        { "bibtex", false },
    { "code", false },         { "github", false },    { "data", false },       { "dataset", false },
    { "model", false },        { "models", false },    { "demo", false },       { "project", false },
    { "project page", false }, { "slides", false },    { "poster", false },     { "video", false },
    { "talk", false },         { "blog", false },      { "supplement", false }, { "html", false },
    { "url", false },
};

#define LONGEST_WORD 12 /* "project page" */

struct slice
label_strip(struct slice label)
{
    struct slice inner;

    label = slice_trim(label);
    if (!(slice_starts(label, "[") && slice_ends(label, "]")) && !(slice_starts(label, "(") && slice_ends(label, ")")))
        return label;
    inner = slice_range(label, 1, label.length - 1);
    /* "[a] and [b]" has no outer pair. */
    return slice_find_any(inner, "[]()") == SLICE_NONE ? slice_trim(inner) : label;
}

static bool
is_listed(struct slice label, bool replaceable)
{
    char first = label.length > 0 ? byte_lower(label.bytes[0]) : '\0';

    if (label.length > LONGEST_WORD)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].text[0] == first && (words[i].replaceable || !replaceable) &&
            slice_is_nocase(label, words[i].text))
            return true;
    return false;
}

bool
label_is_replaceable(struct slice label)
{
    return is_listed(label, true);
}

bool
label_is_generic(struct slice label)
{
    return is_listed(label, false);
}

bool
label_is_instruction(struct slice label)
{
    return slice_starts_nocase(slice_trim(label), "click ");
}

bool
label_is_filler(struct slice alt)
{
    static const char *const fillers[] = { "sym", "image", "img", "alt", "alt text", "drawing" };

    alt = slice_trim(alt);
    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0]; i++)
        if (slice_is_nocase(alt, fillers[i]))
            return true;
    return false;
}

/* Emoji, arrows, stars and what joins or colours them. */
static bool
is_pictogram(uint32_t c)
{
    return (c >= 0x2190 && c <= 0x2bff) || (c >= 0x1f000 && c <= 0x1faff) || c == 0x200d || c == 0xfe0f;
}

struct slice
label_of_heading(struct slice heading)
{
    struct slice rest = heading;

    while (rest.length > 0) {
        struct slice before = rest;
        uint32_t c = utf8_take(&rest, NULL);

        if (!is_pictogram(c) && c != ' ')
            return before;
    }
    return heading;
}
