/* library.c - data files, included files and lists of documents, each read once. */
#include "site/library.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/map.h"
#include "base/memory.h"
#include "site/beneath.h"
#include "site/data_file.h"
#include "site/front_matter.h"
#include "site/site_data.h"
#include "site/slug.h"
#include "site/source.h"

enum { INCLUDE_LIMIT = 1 << 20 };

struct library {
    const struct site *site;
    struct arena *arena;
    struct map *data;     /* name -> struct held */
    struct map *includes; /* path -> struct held */
    struct slice written; /* library_written */
    size_t longest_bibliography;
    struct map *shelves; /* collection -> struct shelf */
    struct map *listers; /* collection -> struct lister, the last one first */
    struct map *names;   /* file name, with and without extension -> page; NULL until it is asked for */
    struct map *posts;   /* file name without extension -> entry; NULL until it is asked for */
};

/* A page that lists a collection. */
struct lister {
    const struct entry *entry;
    const struct lister *next;
};

/* What a map holds for a file that was looked for: CONTENT is NULL if there is none. */
struct held {
    const void *content;
};

struct library *
library_new(const struct site *site)
{
    struct library *library = memory_new(sizeof(*library));

    library->site = site;
    library->arena = arena_new();
    library->data = map_new();
    library->includes = map_new();
    library->shelves = map_new();
    library->listers = map_new();
    return library;
}

void
library_free(struct library *library)
{
    if (library == NULL)
        return;
    map_free(library->data);
    map_free(library->includes);
    map_free(library->shelves);
    map_free(library->listers);
    map_free(library->posts);
    map_free(library->names);
    arena_free(library->arena);
    free(library);
}

const struct site *
library_site(const struct library *library)
{
    return library->site;
}

struct arena *
library_arena(struct library *library)
{
    return library->arena;
}

static const void *
hold(struct library *library, struct map *map, struct slice key, const void *content)
{
    struct held *held = arena_take(library->arena, sizeof(*held));

    held->content = content;
    map_put(map, key, held);
    return content;
}

/* Names of files come from pages: none may climb, and none may name what only its owner should see. */
static bool
is_allowed(struct slice path)
{
    static const char *const secret[] = { ".key", ".pem", ".p12", ".pfx" };
    struct slice rest = path, part;

    for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
        if (slice_ends_nocase(path, secret[i]))
            return false;
    while (slice_take_part(&rest, '/', &part))
        if (slice_is(part, "..") || slice_is(part, ".") || slice_is(part, ".git"))
            return false;
    return path.length > 0 && !slice_starts(path, "/");
}

static bool
read_include(struct library *library, struct slice path, struct buffer *text)
{
    bool fine = beneath_read(library->site->root, path, INCLUDE_LIMIT, text);

    if (!fine && errno == EBUSY)
        library->written = arena_copy(library->arena, path);
    return fine;
}

struct slice
library_written(const struct library *library)
{
    return library != NULL ? library->written : slice_make("", 0);
}

const struct included *
library_include(struct library *library, struct slice path)
{
    const struct held *held = map_find(library->includes, path);
    struct buffer text = { 0 };
    struct included *included = NULL;
    struct slice header;

    if (held != NULL)
        return held->content;
    if (is_allowed(path) && read_include(library, path, &text)) {
        included = arena_take(library->arena, sizeof(*included));
        included->path = arena_copy(library->arena, path);
        front_matter_split(arena_copy(library->arena, buffer_slice(&text)), &header, &included->text, &included->line);
        if (slice_ends(path, ".bib") && text.length > library->longest_bibliography)
            library->longest_bibliography = text.length;
    }
    buffer_clear(&text);
    return hold(library, library->includes, path, included);
}

size_t
library_longest_bibliography(const struct library *library)
{
    return library->longest_bibliography;
}

const struct yaml *
library_data(struct library *library, struct slice name)
{
    const struct held *held = map_find(library->data, name);

    if (held != NULL)
        return held->content;
    return hold(library, library->data, name, data_file_read(library, name));
}

static void
index_posts(struct library *library)
{
    library->posts = map_new();
    for (size_t i = 0; i < library->site->post_count; i++) {
        const struct entry *post = library->site->posts[i];

        map_put(library->posts, source_split(post->source).basename, (void *)post);
    }
}

const struct entry *
library_post(struct library *library, struct slice name)
{
    size_t slash = slice_find_last_byte(name, '/');

    if (library->posts == NULL)
        index_posts(library);
    return map_find(library->posts, slash == SLICE_NONE ? name : slice_from(name, slash + 1));
}

static void
index_names(struct library *library)
{
    library->names = map_new();
    for (size_t i = 0; i < library->site->count; i++) {
        const struct entry *entry = library->site->entries[i];
        struct source_parts parts = source_split(entry->source);

        if (entry->kind > ENTRY_POST || entry->source.length == 0)
            continue;
        map_put(library->names, parts.name, (void *)entry);
        map_put(library->names, parts.basename, (void *)entry);
    }
}

const struct entry *
library_named(struct library *library, struct slice name)
{
    if (library->names == NULL)
        index_names(library);
    return map_find(library->names, name);
}

struct sequence {
    const struct entry **items;
    size_t count, capacity;
};

static void
sequence_add(struct sequence *sequence, const struct entry *entry)
{
    sequence->items = memory_grow(sequence->items, sequence->count, &sequence->capacity, sizeof(const struct entry *));
    sequence->items[sequence->count++] = entry;
}

/* Jekyll falls back to the paths of both if one of two documents lacks a date (2.4). */
static int
compare_documents(const void *left, const void *right)
{
    const struct entry *one = *(const struct entry *const *)left, *other = *(const struct entry *const *)right;
    time_t first, second;

    if (!one->has_date || !other->has_date)
        return slice_compare(one->source, other->source);
    first = date_seconds(&one->date);
    second = date_seconds(&other->date);
    return first != second ? (first > second) - (first < second) : slice_compare(one->source, other->source);
}

/* A document without a page of its own. */
static void
add_hidden(struct library *library, struct sequence *sequence, const struct collection *collection, struct slice path)
{
    struct entry *entry = arena_take(library->arena, sizeof(*entry));
    struct slice slug = source_split(path).basename;
    struct buffer title = { 0 };
    struct head head;

    if (!head_read(library->site->root, path, FRONT_MATTER_JEKYLL, library->arena, NULL, NULL, &head)) {
        if (errno == EBUSY)
            library->written = path;
        return;
    }
    head.meta = defaults_apply(&library->site->defaults, head.meta, path, collection->name, library->arena);
    if (!head.begins || head_hides(head.meta))
        return;
    entry->kind = ENTRY_DOCUMENT;
    entry->source = path;
    entry->meta = head.meta;
    entry->collection = collection->name;
    entry->has_date = head_date(head.meta, library->site->timezone, &entry->date) ||
                      head_name_date(source_split(path).name, &entry->date, &slug);
    entry->title = site_plain_text(yaml_get_text(head.meta, "title"), library->arena);
    if (entry->title.length == 0) {
        slug_title(slug, &title);
        entry->title = arena_copy(library->arena, buffer_slice(&title));
        buffer_clear(&title);
    }
    if (!entry->has_date || date_seconds(&entry->date) <= library->site->now || library->site->future)
        sequence_add(sequence, entry);
}

static bool
enters_any(void *context, struct slice path)
{
    (void)context;
    (void)path;
    return true;
}

static void
gather_hidden(struct library *library, struct sequence *sequence, const struct collection *collection)
{
    struct slice folder = slice_range(collection->folder, 0, collection->folder.length - 1);
    struct tree_options walk = { .enters = enters_any };
    struct tree *tree;

    walk.root = beneath_open(library->site->root, folder, O_RDONLY | O_DIRECTORY);
    if (walk.root < 0)
        return;
    tree = tree_read(&walk, library->arena, NULL);
    for (size_t i = 0; i < tree_count(tree); i++) {
        struct slice name = tree_path(tree, i);
        struct slice path = arena_format(library->arena, "%.*s%.*s", (int)collection->folder.length,
                                         collection->folder.bytes, (int)name.length, name.bytes);

        if (visibility_shows_below(library->site->visibility, path, collection->folder.length))
            add_hidden(library, sequence, collection, path);
    }
    tree_free(tree);
    close(walk.root);
}

const struct shelf *
library_shelf(struct library *library, struct slice name)
{
    const struct collection *collection = collections_find(&library->site->collections, name);
    struct sequence sequence = { 0 };
    struct shelf *shelf = map_find(library->shelves, name);

    if (shelf != NULL || collection == NULL)
        return shelf;
    for (size_t i = 0; i < library->site->count; i++) {
        const struct entry *entry = library->site->entries[i];

        if (slice_equal(entry->collection, name) && entry->kind != ENTRY_FILE && entry->source.length > 0)
            sequence_add(&sequence, entry);
    }
    if (!collection->output)
        gather_hidden(library, &sequence, collection);
    if (sequence.count > 0)
        qsort(sequence.items, sequence.count, sizeof(const struct entry *), compare_documents);
    shelf = arena_take(library->arena, sizeof(*shelf));
    shelf->items = arena_take(library->arena, (sequence.count + 1) * sizeof(const struct entry *));
    for (size_t i = 0; i < sequence.count; i++)
        shelf->items[i] = sequence.items[i];
    shelf->count = sequence.count;
    free(sequence.items);
    map_put(library->shelves, name, shelf);
    return shelf;
}

void
library_note(struct library *library, struct slice name, const struct entry *entry)
{
    struct lister *lister = arena_take(library->arena, sizeof(*lister));

    lister->entry = entry;
    lister->next = map_find(library->listers, name);
    map_put(library->listers, name, lister);
}

void
library_listers(const struct library *library, struct slice name,
                void (*visit)(void *context, const struct entry *lister), void *context)
{
    for (const struct lister *lister = map_find(library->listers, name); lister != NULL; lister = lister->next)
        visit(context, lister->entry);
}

struct slice
library_text(struct library *library, const struct entry *entry)
{
    const struct included *file = library_include(library, entry->source);

    return file != NULL ? file->text : slice_make("", 0);
}
