/* word_list.c - a binary search that compares eight letters at a time. */
#include "base/word_list.h"

#include <endian.h>
#include <stdint.h>

struct key {
    uint64_t first, second; /* the word's two halves; as numbers they sort as their letters do */
};

static struct key
key_of(const char *bytes)
{
    struct key key;

    memcpy(&key.first, bytes, sizeof key.first);
    memcpy(&key.second, bytes + sizeof key.first, sizeof key.second);
    return (struct key){ be64toh(key.first), be64toh(key.second) };
}

/* Without a branch, which would be guessed wrong at every other step. */
static bool
is_less(struct key one, struct key other)
{
    return (one.first < other.first) | ((one.first == other.first) & (one.second < other.second));
}

const void *
word_list_find(struct slice text, const void *rows, size_t count, size_t size)
{
    const char *base = rows;
    word lower = { 0 };
    struct key wanted, found;

    if (text.length == 0 || text.length > WORD_LONGEST)
        return NULL;
    for (size_t i = 0; i < text.length; i++)
        lower[i] = byte_lower(text.bytes[i]);
    wanted = key_of(lower);
    while (count > 1) { /* the wanted row, if there is one, is among COUNT from BASE on */
        size_t half = count / 2;

        base += is_less(wanted, key_of(base + half * size)) ? 0 : half * size;
        count -= half;
    }
    found = key_of(base);
    return found.first == wanted.first && found.second == wanted.second ? base : NULL;
}
