/* pack.c - the image of a site, with its files inside if asked for, written as one file. */
#include "command/pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/map.h"
#include "command/export_tree.h"
#include "command/site_build.h"
#include "command/usage.h"
#include "image/image_memory.h"
#include "image/image_writer.h"
#include "site/beneath.h"

#define FILE_LIMIT ((size_t)1 << 30) /* bytes; an image has 4 GiB at most */

const struct option_row pack_options[] = {
    { "-o", "FILE", false, "the image to write" },
    { "--files", NULL, false, "put the published files into the image, too" },
    SITE_BUILD_OPTIONS,
    { NULL, NULL, false, NULL },
};

/* --- Files inside --- */

/* An image is copied entry by entry; an entry that names a file gets its bytes. */
struct packing {
    const struct site_build *build;
    struct image_writer *writer;
    enum image_space space;
    struct error *error;
    bool failed;
};

static void
add_file(struct packing *packing, struct slice key, const struct image_reply *reply)
{
    struct buffer whole = { 0 };

    buffer_add(&whole, reply->bytes);
    if (beneath_read(packing->build->edition->root, slice_of(reply->path), FILE_LIMIT, &whole))
        image_writer_add(packing->writer, packing->space, key,
                         &(struct image_reply){ .kind = IMAGE_REPLY, .bytes = buffer_slice(&whole) });
    else
        packing->failed = !error_set(packing->error, "cannot read %s: %s", reply->path, strerror(errno));
    buffer_clear(&whole);
}

static void
copy_entry(void *context, struct slice key, const struct image_reply *reply)
{
    struct packing *packing = context;

    if (packing->failed)
        return;
    if (reply->kind == IMAGE_FILE)
        add_file(packing, key, reply);
    else
        image_writer_add(packing->writer, packing->space, key, reply);
}

static bool
copy_all(struct packing *packing)
{
    static const enum image_space spaces[] = { IMAGE_GEMINI, IMAGE_GOPHER, IMAGE_SOURCE, IMAGE_DIGEST };
    const struct image *image = packing->build->image;
    struct image_facts facts;

    image_facts(image, &facts);
    image_writer_facts(packing->writer, &facts);
    for (size_t i = 0; i < facts.host_count; i++)
        image_writer_host(packing->writer, image_host(image, i));
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        packing->space = spaces[i];
        image_each(image, spaces[i], copy_entry, packing);
    }
    return !packing->failed;
}

/* Memory with the image that holds the files; -1 with one line. */
static int
pack_files(const struct site_build *build, struct error *error)
{
    struct packing packing = { .build = build, .writer = image_writer_new(), .error = error };
    int memory = image_memory_new();
    bool done = memory >= 0 || error_set(error, "no memory for the image: %s", strerror(errno));

    done = done && copy_all(&packing) && image_writer_finish(packing.writer, memory, error);
    image_writer_free(packing.writer);
    if (done || memory < 0)
        return memory;
    close(memory);
    return -1;
}

/* --- The command --- */

/* The folder that FILE lies in, as a tree of one file. */
static bool
write_image(int image, const char *file, struct error *error)
{
    const char *slash = strrchr(file, '/');
    struct slice folder = slash == NULL ? slice_of(".") : slice_make(file, (size_t)(slash - file) + 1);
    char *path = slice_copy(folder);
    struct export_tree tree = { .root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) };
    bool done;

    if (tree.root < 0)
        done = error_set(error, "cannot write to the folder %s: %s", path, strerror(errno));
    else
        done = export_tree_copy(&tree, slice_of(slash == NULL ? file : slash + 1), image, error);
    export_tree_close(&tree);
    free(path);
    return done;
}

static bool
pack(struct site_build *build, const struct options *options, struct error *error)
{
    const char *file = options_value(options, "-o");
    const char *const hidden[] = { file, NULL };
    bool done;
    int image;

    if (!site_build_run(build, options, hidden, error))
        return false;
    image = options_has(options, "--files") ? pack_files(build, error) : build->edition->image;
    if (image < 0)
        return false;
    done = write_image(image, file, error);
    if (image != build->edition->image)
        close(image);
    if (done && site_build_found(build, FINDING_ERROR) > 0)
        log_line(LOG_WARNING, "the site has errors; `capsule check` lists them");
    return done;
}

int
pack_run(int count, char *const *words)
{
    struct options *options = usage_read("pack", pack_options, count, words, 1);
    int status = EXIT_USAGE;

    if (options != NULL && options_has(options, "-o"))
        status = site_build_command(options, pack);
    else if (options != NULL)
        log_line(LOG_ERROR, "pack wants -o FILE, the image to write; see `capsule help pack`");
    options_free(options);
    return status;
}
