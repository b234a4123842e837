/*
 * image_writer.c - collects entries, then lays them out: sorted by key, so that the order in which they came leaves no
 * trace. Entries come in a few runs that are sorted already; to merge these is cheaper than to keep the keys in a table,
 * each probe of which waits for memory.
 */
#include "image/image_writer.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/sort.h"
#include "image/image_output.h"
#include "image/image_table.h"

#include <stdlib.h>
#include <string.h>

/* Some bytes of the image, known by their content. */
struct image_piece {
    struct slice bytes;
    uint64_t hash;
    uint64_t at;              /* once laid out; 0 before: the header stands there */
    struct image_piece *next; /* another one of the same hash */
};

struct item {
    struct slice key;
    struct image_piece *bytes, *path; /* PATH holds its NUL; NULL for a reply */
    enum image_kind kind;
    bool text;
    uint64_t hash; /* of KEY: for the seed 0, and once it is placed for that of its table */
    uint64_t key_at;
};

struct item_list {
    struct item **items;
    size_t count, capacity;
    size_t settled; /* so many are sorted, each with a key of its own */
};

struct image_writer {
    struct arena *arena;
    struct map *pieces;       /* by hash */
    struct image_piece *last; /* looked for: variants of a path come one after the other */
    struct item_list lists[IMAGE_SPACES];
    struct image_facts facts;
    struct slice *hosts;
    size_t host_count, host_capacity;
    uint64_t checksum; /* once it is finished */
};

struct image_writer *
image_writer_new(void)
{
    struct image_writer *writer = memory_new(sizeof(*writer));

    writer->arena = arena_new();
    writer->pieces = map_new();
    return writer;
}

void
image_writer_free(struct image_writer *writer)
{
    if (!writer)
        return;
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        free(writer->lists[space].items);
    map_free(writer->pieces);
    arena_free(writer->arena);
    free(writer->hosts);
    free(writer);
}

void
image_writer_facts(struct image_writer *writer, const struct image_facts *facts)
{
    writer->facts = *facts;
    writer->facts.web_url = arena_copy(writer->arena, facts->web_url);
}

void
image_writer_host(struct image_writer *writer, struct slice host)
{
    writer->hosts = memory_grow(writer->hosts, writer->host_count, &writer->host_capacity, sizeof(*writer->hosts));
    writer->hosts[writer->host_count++] = arena_copy(writer->arena, host);
}

/* The piece with the content BYTES, whose hash is known; it is made if there is none. */
static struct image_piece *
writer_piece_of(struct image_writer *writer, struct slice bytes, uint64_t hash, bool stays)
{
    struct slice key = slice_make((const char *)&hash, sizeof(hash));
    struct image_piece *first, *piece;

    first = map_find(writer->pieces, key);
    for (piece = first; piece; piece = piece->next)
        if (slice_equal(piece->bytes, bytes))
            return writer->last = piece;
    piece = arena_take(writer->arena, sizeof(*piece));
    piece->bytes = stays ? bytes : arena_copy(writer->arena, bytes);
    piece->hash = hash;
    piece->next = first;
    map_put(writer->pieces, key, piece);
    writer->last = piece;
    return piece;
}

static struct image_piece *
writer_piece(struct image_writer *writer, struct slice bytes, bool stays)
{
    if (writer->last && slice_equal(writer->last->bytes, bytes))
        return writer->last;
    return writer_piece_of(writer, bytes, hash_bytes(bytes, 0), stays);
}

void
image_writer_keep_from(struct image_writer *writer, struct image_reply *reply, const struct image_place *place)
{
    reply->piece = writer_piece_of(writer, reply->bytes, place->hash, true);
}

struct image_place
image_writer_place(const struct image_piece *piece)
{
    return (struct image_place){ piece->at, piece->bytes.length, piece->hash };
}

uint64_t
image_writer_checksum(const struct image_writer *writer)
{
    return writer->checksum;
}

void
image_writer_keep(struct image_writer *writer, struct image_reply *reply)
{
    reply->piece = writer_piece(writer, reply->bytes, true);
}

void
image_writer_add(struct image_writer *writer, enum image_space space, struct slice key, const struct image_reply *reply)
{
    struct item_list *list = &writer->lists[space];
    struct item *item = arena_take(writer->arena, sizeof(*item));

    item->key = arena_copy(writer->arena, key);
    item->hash = hash_bytes(item->key, 0);
    item->kind = reply->kind;
    item->text = reply->text;
    item->bytes = reply->piece != NULL ? reply->piece : writer_piece(writer, reply->bytes, false);
    if (reply->kind == IMAGE_FILE)
        item->path = writer_piece(writer, slice_make(reply->path, strlen(reply->path) + 1), false);
    list->items = memory_grow(list->items, list->count, &list->capacity, sizeof(struct item *));
    list->items[list->count++] = item;
}

static int
compare_items(const void *one, const void *other)
{
    const struct item *left = one, *right = other;

    return slice_compare(left->key, right->key);
}

static bool
same_key(const struct item *one, const struct item *other)
{
    return one->hash == other->hash && slice_equal(one->key, other->key);
}

/* Sorts the list; of a key's entries the one that came first stays. */
static void
list_settle(struct item_list *list)
{
    size_t kept = 0;

    if (list->settled == list->count)
        return;
    sort_runs((void **)list->items, list->count, compare_items);
    for (size_t i = 0; i < list->count; i++)
        if (kept == 0 || !same_key(list->items[kept - 1], list->items[i]))
            list->items[kept++] = list->items[i];
    list->count = list->settled = kept;
}

static int
compare_key(const void *key, const void *place)
{
    const struct item *const *item = place;

    return slice_compare(*(const struct slice *)key, (*item)->key);
}

bool
image_writer_has(struct image_writer *writer, enum image_space space, struct slice key)
{
    struct item_list *list = &writer->lists[space];

    list_settle(list);
    return list->count > 0 && bsearch(&key, list->items, list->count, sizeof(struct item *), compare_key) != NULL;
}

static uint64_t
align(uint64_t at, uint64_t unit)
{
    return (at + unit - 1) / unit * unit;
}

/* Gives COUNT units of UNIT bytes a place behind *END. */
static struct image_run
run_take(uint64_t *end, uint64_t count, uint64_t unit, uint64_t alignment)
{
    struct image_run run = { align(*end, alignment), count };

    *end = run.at + count * unit;
    return run;
}

static void
piece_take(struct image_piece *piece, uint64_t *end)
{
    if (piece && piece->at == 0)
        piece->at = run_take(end, piece->bytes.length, 1, 1).at;
}

/* Everything of variable length, in the order in which output_texts writes it. */
static void
layout_texts(struct image_writer *writer, struct image_header *header, struct image_run *hosts, uint64_t *end)
{
    header->web_url = run_take(end, writer->facts.web_url.length, 1, 1);
    for (size_t i = 0; i < writer->host_count; i++)
        hosts[i] = run_take(end, writer->hosts[i].length, 1, 1);
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        for (size_t i = 0; i < writer->lists[space].count; i++) {
            struct item *item = writer->lists[space].items[i];

            item->key_at = run_take(end, item->key.length, 1, 1).at;
            piece_take(item->path, end);
            piece_take(item->bytes, end);
        }
}

/* A piece is written where it was laid out first, and skipped wherever it comes again. */
static void
output_piece(struct image_output *output, const struct image_piece *piece)
{
    if (piece && piece->at == output->at)
        image_output_add(output, piece->bytes);
}

static void
output_texts(struct image_output *output, const struct image_writer *writer)
{
    image_output_add(output, writer->facts.web_url);
    for (size_t i = 0; i < writer->host_count; i++)
        image_output_add(output, writer->hosts[i]);
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        for (size_t i = 0; i < writer->lists[space].count; i++) {
            const struct item *item = writer->lists[space].items[i];

            image_output_add(output, item->key);
            output_piece(output, item->path);
            output_piece(output, item->bytes);
        }
}

static struct image_slot
item_slot(const struct item *item)
{
    struct image_slot slot = { .key = { item->key_at, item->key.length },
                               .bytes = { item->bytes->at, item->bytes->bytes.length },
                               .kind = item->kind,
                               .text = item->text,
                               .hash = item->hash };

    if (item->path)
        slot.path = (struct image_run){ item->path->at, item->path->bytes.length - 1 };
    return slot;
}

static void
output_table(struct image_output *output, const struct item_list *list, const struct image_table *table,
             const struct image_placing *placing)
{
    size_t slots_size = (size_t)table->slot.length * sizeof(struct image_slot);
    struct image_slot *slots = memory_new(slots_size);

    for (size_t i = 0; i < list->count; i++)
        slots[placing->slots[i]] = item_slot(list->items[i]);
    image_output_pad(output, table->displacement.at);
    image_output_add(output, slice_make((const char *)placing->displacements,
                                        (size_t)table->displacement.length * sizeof(uint32_t)));
    image_output_pad(output, table->slot.at);
    image_output_add(output, slice_make((const char *)slots, slots_size));
    free(slots);
}

static void
place_list(struct item_list *list, struct image_table *table, struct image_placing *placing, uint64_t *end)
{
    struct slice *keys;
    uint64_t *hashes;

    list_settle(list);
    keys = memory_new((list->count + 1) * sizeof(*keys));
    hashes = memory_new((list->count + 1) * sizeof(*hashes));
    for (size_t i = 0; i < list->count; i++) {
        keys[i] = list->items[i]->key;
        hashes[i] = list->items[i]->hash;
    }
    image_table_place(keys, hashes, list->count, table, placing);
    for (size_t i = 0; i < list->count; i++)
        list->items[i]->hash = hashes[i];
    free(keys);
    free(hashes);
    table->displacement = run_take(end, table->displacement.length, sizeof(uint32_t), sizeof(uint32_t));
    table->slot = run_take(end, table->slot.length, sizeof(struct image_slot), sizeof(struct image_slot));
}

/* Counts bound the slots, too: what does not fit the tables' limit does not fit the length's. */
static bool
check_size(const struct image_writer *writer, uint64_t length, struct error *error)
{
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        if (writer->lists[space].count > IMAGE_SLOTS_MAX / 2)
            return error_set(error, "the site has too many paths for one image");
    if (length > IMAGE_LENGTH_MAX)
        return error_set(error, "the finished site would take more than 4 GiB");
    return true;
}

static void
header_fill(struct image_header *header, const struct image_facts *facts)
{
    memcpy(header->magic, IMAGE_MAGIC, sizeof(header->magic));
    header->version = IMAGE_VERSION;
    header->pages = facts->pages;
    header->files = facts->files;
    header->redirects = facts->redirects;
    header->gemini_port = facts->gemini_port;
    header->gopher_port = facts->gopher_port;
}

bool
image_writer_finish(struct image_writer *writer, int fd, struct error *error)
{
    struct image_header header = { .version = 0 };
    struct image_run *hosts = memory_new((writer->host_count + 1) * sizeof(*hosts));
    struct image_placing placings[IMAGE_SPACES] = { { NULL, NULL } };
    struct image_output output = { .fd = fd, .at = sizeof(header) };
    uint64_t end = sizeof(header);
    bool done;

    header_fill(&header, &writer->facts);
    header.hosts = run_take(&end, writer->host_count, sizeof(*hosts), sizeof(uint64_t));
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        place_list(&writer->lists[space], &header.tables[space], &placings[space], &end);
    layout_texts(writer, &header, hosts, &end);
    header.length = end;
    done = check_size(writer, end, error);
    if (done) {
        image_output_add(&output, slice_make((const char *)hosts, writer->host_count * sizeof(*hosts)));
        for (size_t space = 0; space < IMAGE_SPACES; space++)
            output_table(&output, &writer->lists[space], &header.tables[space], &placings[space]);
        output_texts(&output, writer);
        done = image_output_finish(&output, &header, error);
        writer->checksum = header.checksum;
    }
    for (size_t space = 0; space < IMAGE_SPACES; space++)
        image_placing_clear(&placings[space]);
    free(hosts);
    return done;
}
