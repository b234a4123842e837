/* yaml.c - front matter and settings of any bytes: an answer, or one line of error. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "config/setting.h"
#include "config/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct settings settings;
    struct error error = { { 0 } };
    const struct yaml *tree = yaml_read(slice_make((const char *)bytes, length), 1, arena, &error);

    assert(tree != NULL || error.text[0] != '\0');
    assert(strchr(error.text, '\n') == NULL);
    settings_init(&settings);
    if (tree != NULL && !settings_take(&settings, tree, "fuzz.yml", &error))
        assert(strstr(error.text, "fuzz.yml") != NULL);
    settings_clear(&settings);
    arena_free(arena);
    return 0;
}
