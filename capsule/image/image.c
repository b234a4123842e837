/*
 * image.c - reads a site image. Everything that a look-up follows is checked once when it is opened, so that looking up
 * needs no checks and even a hostile image with a right checksum cannot lead outside.
 */
#include "image/image.h"

#include "base/memory.h"
#include "image/image_format.h"
#include "image/image_memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct image {
    const char *bytes; /* mapped */
    size_t length;
    const struct image_header *header; /* at BYTES */
};

static bool
damaged(struct error *error, const char *part)
{
    return error_set(error, "the site image is damaged (%s): build it again", part);
}

static struct slice
slice_of_run(const struct image *image, struct image_run run)
{
    return slice_make(image->bytes + run.at, (size_t)run.length);
}

/* Whether LENGTH units of UNIT bytes from RUN.at on lie inside the image, AT being a multiple of ALIGNMENT. */
static bool
run_is_inside(const struct image *image, struct image_run run, uint64_t unit, uint64_t alignment)
{
    return run.at % alignment == 0 && run.at <= image->length && run.length <= (image->length - run.at) / unit;
}

static const struct image_slot *
table_slots(const struct image *image, const struct image_table *table)
{
    return (const void *)(image->bytes + table->slot.at);
}

static bool
count_is_sane(uint64_t count)
{
    return count > 0 && count <= IMAGE_SLOTS_MAX;
}

/* A path is handed to openat2 as it is: it must end where it says. */
static bool
path_is_sound(const struct image *image, const struct image_slot *slot)
{
    struct slice path;

    if (slot->kind == IMAGE_REPLY)
        return true;
    if (!run_is_inside(image, slot->path, 1, 1) || slot->path.at + slot->path.length >= image->length)
        return false;
    path = slice_of_run(image, slot->path);
    return path.bytes[path.length] == '\0' && slice_find_byte(path, '\0') == SLICE_NONE;
}

static bool
slot_is_sound(const struct image *image, const struct image_slot *slot)
{
    if (slot->key.at == 0)
        return true;
    return slot->kind <= IMAGE_FILE && run_is_inside(image, slot->key, 1, 1) &&
           run_is_inside(image, slot->bytes, 1, 1) && path_is_sound(image, slot);
}

static bool
table_is_sound(const struct image *image, const struct image_table *table)
{
    if (!count_is_sane(table->displacement.length) || !count_is_sane(table->slot.length) ||
        !run_is_inside(image, table->displacement, sizeof(uint32_t), sizeof(uint32_t)) ||
        !run_is_inside(image, table->slot, sizeof(struct image_slot), sizeof(struct image_slot)))
        return false;
    for (uint64_t i = 0; i < table->slot.length; i++)
        if (!slot_is_sound(image, &table_slots(image, table)[i]))
            return false;
    return true;
}

static const struct image_run *
host_runs(const struct image *image)
{
    return (const void *)(image->bytes + image->header->hosts.at);
}

static bool
hosts_are_sound(const struct image *image)
{
    const struct image_header *header = image->header;

    if (!run_is_inside(image, header->hosts, sizeof(struct image_run), sizeof(uint64_t)))
        return false;
    for (uint64_t i = 0; i < header->hosts.length; i++)
        if (!run_is_inside(image, host_runs(image)[i], 1, 1))
            return false;
    return true;
}

static bool
header_is_ours(const struct image *image, struct error *error)
{
    const struct image_header *header = image->header;

    if (memcmp(header->magic, IMAGE_MAGIC, sizeof(header->magic)) != 0)
        return error_set(error, "this is not a site image");
    if (header->version != IMAGE_VERSION)
        return error_set(error, "the site image has format %u, this program reads format %u: build it again",
                         header->version, IMAGE_VERSION);
    if (header->length != image->length)
        return damaged(error, "length");
    return true;
}

static bool
structure_is_sound(const struct image *image, struct error *error)
{
    if (!hosts_are_sound(image))
        return damaged(error, "hosts");
    if (!run_is_inside(image, image->header->web_url, 1, 1))
        return damaged(error, "address");
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        if (!table_is_sound(image, &image->header->tables[space]))
            return damaged(error, "table");
    return true;
}

static bool
checksum_is_right(const struct image *image, struct error *error)
{
    struct slice rest = slice_from(slice_make(image->bytes, image->length), sizeof(struct image_header));
    uint64_t checksum = 0;

    while (rest.length > 0) {
        checksum = image_checksum_block(checksum, slice_range(rest, 0, IMAGE_BLOCK));
        rest = slice_from(rest, IMAGE_BLOCK);
    }
    if (image_checksum_end(checksum, image->header) != image->header->checksum)
        return damaged(error, "checksum");
    return true;
}

static bool
read_all(int fd, char *bytes, size_t length)
{
    size_t at = 0;

    while (at < length) {
        ssize_t count = pread(fd, bytes + at, length - at, (off_t)at);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        if (count == 0) {
            errno = EIO;
            return false;
        }
        at += (size_t)count;
    }
    return true;
}

/* A file that somebody could cut short while it is mapped would kill the process by SIGBUS: it is read into memory. */
static void *
map_copy(int fd, size_t length)
{
    void *bytes = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (bytes == MAP_FAILED)
        return MAP_FAILED;
    if (!read_all(fd, bytes, length) || mprotect(bytes, length, PROT_READ) != 0) {
        int reason = errno;

        munmap(bytes, length);
        errno = reason;
        return MAP_FAILED;
    }
    return bytes;
}

static bool
image_map(struct image *image, int fd, struct error *error)
{
    struct stat facts;
    void *bytes;

    if (fstat(fd, &facts) != 0)
        return error_set(error, "cannot read the site image: %s", strerror(errno));
    if (!S_ISREG(facts.st_mode) || facts.st_size < (off_t)sizeof(struct image_header) ||
        facts.st_size > (off_t)IMAGE_LENGTH_MAX)
        return error_set(error, "this is not a site image");
    image->length = (size_t)facts.st_size;
    bytes = image_memory_is_sealed(fd) ? mmap(NULL, image->length, PROT_READ, MAP_SHARED, fd, 0)
                                       : map_copy(fd, image->length);
    if (bytes == MAP_FAILED)
        return error_set(error, "cannot map the site image: %s", strerror(errno));
    image->bytes = bytes;
    image->header = bytes;
    return true;
}

struct image *
image_open_trusted(int fd, struct error *error)
{
    struct image *image = memory_new(sizeof(*image));

    if (image_map(image, fd, error) && header_is_ours(image, error) && structure_is_sound(image, error))
        return image;
    image_close(image);
    return NULL;
}

struct image *
image_open(int fd, struct error *error)
{
    struct image *image = memory_new(sizeof(*image));

    if (image_map(image, fd, error) && header_is_ours(image, error) && checksum_is_right(image, error) &&
        structure_is_sound(image, error))
        return image;
    image_close(image);
    return NULL;
}

void
image_close(struct image *image)
{
    if (!image)
        return;
    if (image->bytes)
        munmap((void *)(uintptr_t)image->bytes, image->length);
    free(image);
}

static const struct image_slot *
find_slot(const struct image *image, const struct image_table *table, struct slice key)
{
    const uint32_t *displacements = (const void *)(image->bytes + table->displacement.at);
    uint64_t hash = image_key_hash(table, key);
    uint32_t displacement = displacements[image_displacement_index(table, hash)];
    const struct image_slot *slot = &table_slots(image, table)[image_slot_index(table, hash, displacement)];

    if (slot->key.at == 0 || slot->hash != hash || !slice_equal(slice_of_run(image, slot->key), key))
        return NULL;
    return slot;
}

static struct image_reply
slot_reply(const struct image *image, const struct image_slot *slot)
{
    struct image_reply reply = { .kind = (enum image_kind)slot->kind,
                                 .text = slot->text != 0,
                                 .bytes = slice_of_run(image, slot->bytes) };

    if (slot->kind == IMAGE_FILE)
        reply.path = image->bytes + slot->path.at;
    return reply;
}

bool
image_find(const struct image *image, enum image_space space, struct slice key, struct image_reply *reply)
{
    const struct image_slot *slot = find_slot(image, &image->header->tables[space], key);

    if (slot)
        *reply = slot_reply(image, slot);
    return slot != NULL;
}

void
image_each(const struct image *image, enum image_space space,
           void (*visit)(void *context, struct slice key, const struct image_reply *reply), void *context)
{
    const struct image_table *table = &image->header->tables[space];

    for (uint64_t i = 0; i < table->slot.length; i++) {
        const struct image_slot *slot = &table_slots(image, table)[i];
        struct image_reply reply;

        if (slot->key.at == 0)
            continue;
        reply = slot_reply(image, slot);
        visit(context, slice_of_run(image, slot->key), &reply);
    }
}

void
image_facts(const struct image *image, struct image_facts *facts)
{
    const struct image_header *header = image->header;

    *facts = (struct image_facts){ .pages = header->pages,
                                   .files = header->files,
                                   .redirects = header->redirects,
                                   .gemini_port = header->gemini_port,
                                   .gopher_port = header->gopher_port,
                                   .host_count = (size_t)header->hosts.length,
                                   .web_url = slice_of_run(image, header->web_url) };
}

struct slice
image_host(const struct image *image, size_t index)
{
    return slice_of_run(image, host_runs(image)[index]);
}

size_t
image_size(const struct image *image)
{
    return image->length;
}

uint64_t
image_checksum(const struct image *image)
{
    return image->header->checksum;
}

struct slice
image_bytes(const struct image *image, uint64_t at, uint64_t length)
{
    struct image_run run = { at, length };

    return run_is_inside(image, run, 1, 1) ? slice_of_run(image, run) : slice_make("", 0);
}
