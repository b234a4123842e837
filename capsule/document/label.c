/* label.c - what a link is called on a line of its own. */
#include "document/label.h"

#include <string.h>

#include "base/utf8.h"
#include "base/word_list.h"

/* Sorted. REPLACEABLE: R8's words. All of them are generic by R36. */
static const struct generic {
    word text;
    bool replaceable;
} words[] = {
    { "abs", false },        { "abstract", false },     { "all", true },
    { "appendix", false },   { "article", false },      { "arxiv", false },
    { "bib", false },        { "bibtex", false },       { "blog", false },
    { "click here", true },  { "code", false },         { "colab", false },
    { "data", false },       { "dataset", false },      { "datasets", false },
    { "demo", false },       { "demos", false },        { "details", true },
    { "doi", false },        { "errata", false },       { "full list", true },
    { "full text", false },  { "github", false },       { "here", true },
    { "html", false },       { "journal", false },      { "learn more", true },
    { "link", true },        { "links", false },        { "manuscript", false },
    { "model", false },      { "models", false },       { "more", true },
    { "notebook", false },   { "openreview", false },   { "page", true },
    { "paper", false },      { "pdf", false },          { "poster", false },
    { "preprint", false },   { "presentation", false }, { "press", false },
    { "project", false },    { "project page", false }, { "publisher", false },
    { "read more", true },   { "recording", false },    { "repo", false },
    { "repository", false }, { "see more", true },      { "site", true },
    { "slide", false },      { "slides", false },       { "software", false },
    { "source", false },     { "supplement", false },   { "supplementary", false },
    { "talk", false },       { "thesis", false },       { "this", true },
    { "tutorial", false },   { "tweet", false },        { "twitter thread", false },
    { "url", false },        { "video", false },        { "videos", false },
    { "website", true },
};

/* LABEL without the arrows around it, which stand for its being a link; unchanged if nothing else is in it. */
static struct slice
without_arrows(struct slice label)
{
    static const char *const arrows[] = { "→", "↗", "↘", "↓", "⟶", "➜", "➔", "➡", "⇒", "»", "›", "❯", "->", ">>" };
    struct slice bare = label;

    if (label.length == 0 || byte_is_alnum(label.bytes[label.length - 1])) /* as most labels end */
        return label;
    for (size_t i = 0; i < sizeof arrows / sizeof arrows[0]; i++) {
        size_t length = strlen(arrows[i]);

        if (slice_ends(bare, "\xef\xb8\x8f")) /* "as an emoji" */
            bare.length -= 3;
        if (slice_ends(bare, arrows[i])) {
            bare = slice_trim(slice_range(bare, 0, bare.length - length));
            break;
        }
    }
    return bare.length > 0 ? bare : label;
}

struct slice
label_strip(struct slice label)
{
    struct slice inner;

    label = without_arrows(slice_trim(label));
    if (!(slice_starts(label, "[") && slice_ends(label, "]")) && !(slice_starts(label, "(") && slice_ends(label, ")")))
        return label;
    inner = slice_range(label, 1, label.length - 1);
    /* "[a] and [b]" has no outer pair. */
    return slice_find_any(inner, "[]()") == SLICE_NONE ? without_arrows(slice_trim(inner)) : label;
}

static const struct generic *
find_generic(struct slice label)
{
    return word_list_find(label, words, sizeof words / sizeof words[0], sizeof words[0]);
}

bool
label_is_replaceable(struct slice label)
{
    const struct generic *generic = find_generic(label);

    return generic != NULL && generic->replaceable;
}

bool
label_is_generic(struct slice label)
{
    return find_generic(label) != NULL;
}

bool
label_is_pointer(struct slice label)
{
    static const char *const pointers[] = { "here", "this", "click here" };

    for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++)
        if (slice_is_nocase(label, pointers[i]))
            return true;
    return false;
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
