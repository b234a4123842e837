/* selector.c - the ASCII form of a path that Gopher menus name. */
#include "site/selector.h"

#include <string.h>

#include "document/fold.h"

enum { LONGEST = 255, ROOM_FOR_NUMBER = 12 };

static bool
is_plain_byte(char byte)
{
    return byte_is_alnum(byte) || (byte != '\0' && strchr("._~-", byte) != NULL);
}

bool
selector_is_plain(struct slice key)
{
    for (size_t i = 0; i < key.length; i++)
        if (key.bytes[i] != '/' && !is_plain_byte(key.bytes[i]))
            return false;
    return key.length <= LONGEST;
}

static void
put_segments(struct slice key, struct buffer *out)
{
    struct slice segment;

    while (slice_take_part(&key, '/', &segment)) {
        fold_ascii(segment, is_plain_byte, out);
        if (key.bytes != NULL && (key.length > 0 || segment.bytes + segment.length < key.bytes))
            buffer_add_byte(out, '/');
    }
}

/* `-N` before a final `/`, so that an alias keeps the look of its path. */
static struct slice
numbered(struct slice stem, unsigned number, struct arena *arena)
{
    bool folder = slice_ends(stem, "/");
    struct slice bare = slice_range(stem, 0, stem.length - (folder ? 1 : 0));

    return arena_format(arena, "%.*s-%u%s", (int)bare.length, bare.bytes, number, folder ? "/" : "");
}

struct slice
selector_make(struct slice key, struct map *taken, void *owner, struct arena *arena)
{
    struct buffer stem = { 0 };
    struct slice alias;

    if (selector_is_plain(key))
        return key;
    put_segments(key, &stem);
    if (stem.length > LONGEST)
        buffer_truncate(&stem, LONGEST - ROOM_FOR_NUMBER);
    alias = arena_copy(arena, buffer_slice(&stem));
    for (unsigned number = 2; map_find(taken, alias) != NULL; number++) {
        buffer_truncate(&stem, LONGEST - ROOM_FOR_NUMBER);
        alias = numbered(buffer_slice(&stem), number, arena);
    }
    buffer_clear(&stem);
    map_put(taken, alias, owner);
    return alias;
}
