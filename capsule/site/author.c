/* author.c - the names in the author field of a bibliography's entry. */
#include "site/author.h"

static bool
begins_and(struct slice rest)
{
    return rest.length > 5 && byte_is_space(rest.bytes[0]) && slice_starts_nocase(slice_from(rest, 1), "and") &&
           byte_is_space(rest.bytes[4]);
}

/* Where the first name of NAMES ends. */
static size_t
end_of_name(struct slice names)
{
    size_t depth = 0, at = 0;

    for (; at < names.length; at++) {
        depth += names.bytes[at] == '{';
        depth -= names.bytes[at] == '}' && depth > 0;
        if (depth == 0 && begins_and(slice_from(names, at)))
            break;
    }
    return at;
}

/* "Zhao, Xuanlei", "Zhao, Jr, Xuanlei". */
static void
split_at_commas(struct slice name, struct author *author)
{
    author->last = slice_trim(slice_range(name, 0, slice_find_byte(name, ',')));
    author->first = slice_trim(slice_from(name, slice_find_last_byte(name, ',') + 1));
}

/* "Ludwig van der Berg": the family's name begins at its first word in small letters, or is the last word. */
static void
split_at_blanks(struct slice name, struct author *author)
{
    size_t depth = 0, cut = 0;
    bool small = false;

    for (size_t at = 0; at + 1 < name.length && !small; at++) {
        depth += name.bytes[at] == '{';
        depth -= name.bytes[at] == '}' && depth > 0;
        if (depth > 0 || !byte_is_space(name.bytes[at]))
            continue;
        cut = at;
        small = name.bytes[at + 1] >= 'a' && name.bytes[at + 1] <= 'z';
    }
    author->first = slice_trim(slice_range(name, 0, cut));
    author->last = slice_trim(slice_from(name, cut));
}

bool
author_take(struct slice *names, struct author *author)
{
    size_t end;
    struct slice name;

    *names = slice_trim(*names);
    if (names->length == 0)
        return false;
    end = end_of_name(*names);
    name = slice_trim(slice_range(*names, 0, end));
    *names = slice_from(*names, end < names->length ? end + 5 : end);
    while (slice_ends(name, ","))
        name = slice_trim(slice_range(name, 0, name.length - 1));
    *author = (struct author){ .last = name };
    if (slice_is(name, "others"))
        author->is_others = true;
    else if (slice_find_byte(name, ',') != SLICE_NONE)
        split_at_commas(name, author);
    else
        split_at_blanks(name, author);
    return true;
}
