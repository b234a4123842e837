/* data_file.c - the data of a site: files, and folders of them. */
#include "site/data_file.h"

#include <fcntl.h>
#include <unistd.h>

#include "config/csv.h"
#include "site/beneath.h"
#include "site/site_data.h"
#include "site/source.h"

static const struct yaml *
read_yaml(struct library *library, const struct included *file)
{
    struct error error;

    return yaml_read(file->text, file->line, library_arena(library), &error);
}

static const struct yaml *
read_commas(struct library *library, const struct included *file)
{
    return csv_read(file->text, ',', library_arena(library));
}

static const struct yaml *
read_tabs(struct library *library, const struct included *file)
{
    return csv_read(file->text, '\t', library_arena(library));
}

static const struct {
    const char *ending;
    const struct yaml *(*read)(struct library *library, const struct included *file);
} kinds[] = {
    { ".yml", read_yaml },   { ".yaml", read_yaml }, { ".json", read_yaml },
    { ".csv", read_commas }, { ".tsv", read_tabs },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]), MOST_FILES = 500 };

/* Where the site has its data, relative to its root. */
static struct slice
folder_of(const struct library *library)
{
    struct slice folder = slice_trim(yaml_get_text(library_site(library)->config, "data_dir"));

    while (slice_starts(folder, "/") || slice_starts(folder, "./"))
        folder = slice_from(folder, 1);
    while (slice_ends(folder, "/"))
        folder.length--;
    return folder.length > 0 ? folder : slice_of("_data");
}

static const struct yaml *
read_file(struct library *library, struct slice name)
{
    struct slice folder = folder_of(library);
    const struct yaml *tree = NULL;
    struct buffer path = { 0 };

    for (size_t i = 0; i < KINDS && tree == NULL; i++) {
        const struct included *file;

        buffer_truncate(&path, 0);
        buffer_add(&path, folder);
        buffer_format(&path, "/%.*s%s", (int)name.length, name.bytes, kinds[i].ending);
        file = library_include(library, buffer_slice(&path));
        if (file != NULL)
            tree = kinds[i].read(library, file);
    }
    buffer_clear(&path);
    return tree;
}

static bool
enters_none(void *context, struct slice path)
{
    (void)context;
    (void)path;
    return false;
}

static bool
is_data(struct slice name)
{
    for (size_t i = 0; i < KINDS; i++)
        if (slice_ends(name, kinds[i].ending))
            return true;
    return false;
}

/* A map of what lies in the folder NAME itself; what folders in it hold is not asked for in practice. */
static const struct yaml *
read_folder(struct library *library, struct slice name)
{
    struct arena *arena = library_arena(library);
    struct slice folder = folder_of(library);
    struct slice path =
        arena_format(arena, "%.*s/%.*s", (int)folder.length, folder.bytes, (int)name.length, name.bytes);
    struct tree_options walk = { .enters = enters_none };
    const struct yaml *map = NULL;
    struct tree *tree;

    if (slice_find(path, "..") != SLICE_NONE)
        return NULL;
    walk.root = beneath_open(library_site(library)->root, path, O_RDONLY | O_DIRECTORY);
    if (walk.root < 0)
        return NULL;
    tree = tree_read(&walk, arena, NULL);
    for (size_t i = 0; i < tree_count(tree) && i < MOST_FILES; i++) {
        struct slice file = source_split(tree_path(tree, i)).basename;

        if (is_data(tree_path(tree, i)))
            map = yaml_with(map, file,
                            library_data(library, arena_format(arena, "%.*s/%.*s", (int)name.length, name.bytes,
                                                               (int)file.length, file.bytes)),
                            arena);
    }
    tree_free(tree);
    close(walk.root);
    return map;
}

const struct yaml *
data_file_read(struct library *library, struct slice name)
{
    const struct yaml *tree = read_file(library, name);

    return tree != NULL || slice_find_byte(name, '/') != SLICE_NONE ? tree : read_folder(library, name);
}
