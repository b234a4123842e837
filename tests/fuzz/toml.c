/* toml.c - TOML of any bytes: a tree, or one line of error. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "config/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct error error = { { 0 } };
    const struct yaml *tree = toml_read(slice_make((const char *)bytes, length), 1, arena, &error);

    assert(tree != NULL || error.text[0] != '\0');
    assert(strchr(error.text, '\n') == NULL);
    for (size_t i = 0; i < yaml_count(tree); i++)
        assert(yaml_item(tree, i) != NULL);
    arena_free(arena);
    return 0;
}
