/* liquid_site.c - pages, documents and files as values. */
#include "site/liquid_site.h"

#include "site/liquid.h"
#include "site/liquid_group.h"
#include "site/site_data.h"
#include "site/source.h"

enum { EXCERPT_LIMIT = 8 << 10, QUOTE_LIMIT = 256 << 10 };

static bool
is_document(const struct entry *entry)
{
    return entry->collection.length > 0;
}

static struct value
text_or_nil(struct slice text)
{
    return text.length > 0 ? liquid_string(text) : liquid_nil();
}

static struct value
property_url(const struct scope *scope, const struct entry *entry)
{
    (void)scope;
    return text_or_nil(entry->path);
}

static struct value
property_path(const struct scope *scope, const struct entry *entry)
{
    return entry->kind != ENTRY_FILE
               ? liquid_string(entry->source)
               : liquid_string(arena_format(scope->arena, "/%.*s", (int)entry->source.length, entry->source.bytes));
}

static struct value
property_name(const struct scope *scope, const struct entry *entry)
{
    (void)scope;
    return liquid_string(source_split(entry->source).name);
}

static struct value
property_basename(const struct scope *scope, const struct entry *entry)
{
    (void)scope;
    return liquid_string(source_split(entry->source).basename);
}

static struct value
property_extension(const struct scope *scope, const struct entry *entry)
{
    (void)scope;
    return liquid_string(source_split(entry->source).extension);
}

static struct value
property_collection(const struct scope *scope, const struct entry *entry)
{
    (void)scope;
    return text_or_nil(entry->collection);
}

/* As it is written, since it may hold markup; what a document's title is by its name has none. */
static struct value
property_title(const struct scope *scope, const struct entry *entry)
{
    struct slice own = yaml_get_text(entry->meta, "title");

    (void)scope;
    return text_or_nil(own.length > 0 ? own : entry->title);
}

static struct value
property_date(const struct scope *scope, const struct entry *entry)
{
    const struct date *date = &entry->date;

    if (!entry->has_date)
        return liquid_nil();
    if (!date->has_time)
        return liquid_string(arena_format(scope->arena, "%04d-%02u-%02u", date->year, date->month, date->day));
    return liquid_string(arena_format(scope->arena, "%04d-%02u-%02u %02u:%02u:%02u", date->year, date->month, date->day,
                                      date->hour, date->minute, date->second));
}

/* TEXT out of ENTRY's source with its Liquid resolved. */
static struct value
quote(const struct scope *scope, const struct entry *entry, struct slice text)
{
    struct spliced expanded = { 0 };
    struct value value;

    if (!liquid_spend(scope, text.length))
        return liquid_nil();
    if (liquid_quote(scope->library, entry, text, &expanded))
        text = buffer_slice(&expanded.text);
    if (!liquid_spend(scope, text.length))
        text = slice_make("", 0);
    value = liquid_string(arena_copy(scope->arena, text));
    value.is_markdown = !entry->is_html;
    spliced_clear(&expanded);
    return value;
}

static struct value
property_content(const struct scope *scope, const struct entry *entry)
{
    if (scope->inner || entry == scope->entry || entry->kind > ENTRY_POST)
        return liquid_unknown();
    return quote(scope, entry, slice_range(library_text(scope->library, entry), 0, QUOTE_LIMIT));
}

/* Jekyll's excerpt: what comes before the first blank line. */
static struct value
property_excerpt(const struct scope *scope, const struct entry *entry)
{
    const struct yaml *own = yaml_get(entry->meta, "excerpt");
    struct slice text, rest, line;

    if (own != NULL)
        return liquid_node(own);
    if (!is_document(entry))
        return liquid_nil();
    if (scope->inner || entry == scope->entry)
        return liquid_unknown();
    text = rest = slice_trim_left(slice_range(library_text(scope->library, entry), 0, EXCERPT_LIMIT));
    while (slice_take_line(&rest, &line))
        if (slice_is_blank(line)) {
            text.length = (size_t)(line.bytes - text.bytes);
            break;
        }
    return quote(scope, entry, slice_trim_right(text));
}

static void
add_words(struct value_list *list, size_t room, struct slice text, char separator)
{
    struct slice word;

    while (slice_take_part(&text, separator, &word))
        if (word.length > 0 && list->count < room)
            list->items[list->count++] = liquid_string(word);
}

/* What MANY lists (a text is split at spaces), behind the names of FOLDERS, then ONE. */
static struct value
words_of(const struct scope *scope, const struct yaml *many, struct slice one, struct slice folders)
{
    size_t room;
    struct value_list *list =
        liquid_list_new(scope, yaml_count(many) + (yaml_text(many).length + folders.length) / 2 + 3, &room);

    add_words(list, room, folders, '/');
    for (size_t i = 0; i < yaml_count(many) && list->count < room; i++)
        list->items[list->count++] = liquid_string(yaml_text(yaml_item(many, i)));
    add_words(list, room, yaml_text(many), ' ');
    if (one.length > 0 && list->count < room)
        list->items[list->count++] = liquid_string(one);
    return liquid_of_list(list);
}

struct value
liquid_tags(const struct scope *scope, const struct entry *entry)
{
    return words_of(scope, yaml_get(entry->meta, "tags"), slice_trim(yaml_get_text(entry->meta, "tag")),
                    slice_make("", 0));
}

struct value
liquid_categories(const struct scope *scope, const struct entry *entry)
{
    const struct collections *collections = &library_site(scope->library)->collections;
    size_t base = entry->kind == ENTRY_POST ? collections_posts_base(collections, entry->source) : 0;
    size_t start = collections->base.length, own = slice_of("_posts/").length;

    return words_of(scope, yaml_get(entry->meta, "categories"), slice_trim(yaml_get_text(entry->meta, "category")),
                    slice_range(entry->source, start, base > start + own ? base - own : start));
}

static struct value
property_unknown(const struct scope *scope, const struct entry *entry)
{
    (void)scope;
    (void)entry;
    return liquid_unknown();
}

static const struct {
    const char *key;
    struct value (*find)(const struct scope *scope, const struct entry *entry);
} properties[] = {
    { "url", property_url },           { "id", property_url },
    { "path", property_path },         { "relative_path", property_path },
    { "name", property_name },         { "basename", property_basename },
    { "extname", property_extension }, { "collection", property_collection },
    { "title", property_title },       { "date", property_date },
    { "content", property_content },   { "excerpt", property_excerpt },
    { "tags", liquid_tags },           { "categories", liquid_categories },
    { "next", property_unknown },      { "previous", property_unknown },
    { "output", property_unknown },
};

/* Documents may have a key of their own by the name of one that Jekyll makes for files and pages only. */
struct value
liquid_property(const struct scope *scope, const struct entry *entry, struct slice key)
{
    struct value value;

    for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
        if (slice_is(key, properties[i].key) &&
            !(properties[i].find == property_name && yaml_get(entry->meta, "name") != NULL))
            return properties[i].find(scope, entry);
    value = liquid_node(yaml_get(entry->meta, arena_copy(scope->arena, key).bytes));
    value.is_authored = true;
    return value;
}

static struct value
keep_list(const struct scope *scope, struct slice name, struct value_list *list)
{
    map_put(scope->lists, name, list);
    return liquid_of_list(list);
}

struct value
liquid_documents(const struct scope *scope, struct slice collection)
{
    const struct shelf *shelf = library_shelf(scope->library, collection);
    const struct value_list *made = map_find(scope->lists, collection);
    bool newest_first = slice_is(collection, "posts");
    struct value_list *list;
    size_t room;

    if (made != NULL)
        return liquid_of_list(made);
    list = liquid_list_new(scope, shelf != NULL ? shelf->count : 0, &room);
    for (size_t i = 0; i < room; i++)
        list->items[list->count++] = liquid_of_entry(shelf->items[newest_first ? room - 1 - i : i]);
    list->collection = collection;
    return keep_list(scope, collection, list);
}

static bool
is_page(const struct entry *entry)
{
    return entry->kind == ENTRY_PAGE;
}

static bool
is_file(const struct entry *entry)
{
    return entry->kind == ENTRY_FILE;
}

static bool
is_any_document(const struct entry *entry)
{
    return entry->kind == ENTRY_DOCUMENT || entry->kind == ENTRY_POST;
}

static struct value
entries_that(const struct scope *scope, struct slice name, bool (*fits)(const struct entry *entry))
{
    const struct site *site = library_site(scope->library);
    struct value_list *list;
    size_t count = 0, room;

    for (size_t i = 0; i < site->count; i++)
        count += fits(site->entries[i]);
    list = liquid_list_new(scope, count, &room);
    for (size_t i = 0; i < site->count && list->count < room; i++)
        if (fits(site->entries[i]))
            list->items[list->count++] = liquid_of_entry(site->entries[i]);
    return keep_list(scope, name, list);
}

static struct value
list_pages(const struct scope *scope, struct slice name)
{
    return entries_that(scope, name, is_page);
}

static struct value
list_files(const struct scope *scope, struct slice name)
{
    return entries_that(scope, name, is_file);
}

static struct value
list_documents(const struct scope *scope, struct slice name)
{
    return entries_that(scope, name, is_any_document);
}

/* A loop through all collections does not mean this one: the list does not say whose documents it holds. */
static struct value
anonymous(const struct scope *scope, const struct value *documents)
{
    struct value_list *list = arena_take(scope->arena, sizeof(*list));

    *list = (struct value_list){ documents->list->items, documents->list->count, { "", 0 } };
    return liquid_of_list(list);
}

static struct value
record_of_collection(const struct scope *scope, const struct collection *collection)
{
    struct value_record *record = arena_take(scope->arena, sizeof(*record));
    struct value documents = liquid_documents(scope, collection->name);
    struct value_field fields[] = {
        { SLICE("label"), liquid_string(collection->name) },
        { SLICE("docs"), anonymous(scope, &documents) },
        { SLICE("output"), liquid_boolean(collection->output) },
        { SLICE("relative_directory"),
          liquid_string(slice_range(collection->folder, 0, collection->folder.length - 1)) },
    };

    record->count = sizeof(fields) / sizeof(fields[0]);
    record->fields = arena_take(scope->arena, sizeof(fields));
    memcpy(record->fields, fields, sizeof(fields));
    return (struct value){ .kind = VALUE_RECORD, .record = record };
}

/* By their names. */
static struct value
list_collections(const struct scope *scope, struct slice name)
{
    const struct collections *collections = &library_site(scope->library)->collections;
    size_t room;
    struct value_list *list = liquid_list_new(scope, collections->count, &room);

    for (size_t i = 0; i < collections->count && list->count < room; i++) {
        const struct collection *collection = &collections->items[i];
        size_t at = list->count++;

        while (at > 0 && slice_compare(list->items[at - 1].record->fields[0].value.text, collection->name) > 0) {
            list->items[at] = list->items[at - 1];
            at--;
        }
        list->items[at] = record_of_collection(scope, collection);
    }
    return keep_list(scope, name, list);
}

static struct value
groups_of_posts(const struct scope *scope,
                struct value (*names_of)(const struct scope *scope, const struct entry *entry))
{
    const struct shelf *shelf = library_shelf(scope->library, slice_of("posts"));
    struct liquid_groups groups = { .index = map_new() };
    struct value record;

    for (size_t i = 0; shelf != NULL && i < shelf->count; i++) {
        struct value names = names_of(scope, shelf->items[i]);

        for (size_t j = 0; j < names.list->count; j++)
            liquid_groups_add(&groups, scope, names.list->items[j].text, liquid_of_entry(shelf->items[i]));
    }
    record = liquid_groups_record(&groups, scope);
    map_free(groups.index);
    return record;
}

static struct value
group_tags(const struct scope *scope, struct slice name)
{
    (void)name;
    return groups_of_posts(scope, liquid_tags);
}

static struct value
group_categories(const struct scope *scope, struct slice name)
{
    (void)name;
    return groups_of_posts(scope, liquid_categories);
}

static const struct {
    const char *name;
    struct value (*make)(const struct scope *scope, struct slice name);
} lists[] = {
    { "posts", liquid_documents },   { "pages", list_pages },
    { "html_pages", list_pages },    { "static_files", list_files },
    { "documents", list_documents }, { "collections", list_collections },
    { "tags", group_tags },          { "categories", group_categories },
};

struct value
liquid_site_list(const struct scope *scope, struct slice name, bool *known)
{
    const struct value_list *made = map_find(scope->lists, name);

    *known = true;
    if (made != NULL)
        return liquid_of_list(made);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (slice_is(name, lists[i].name))
            return lists[i].make(scope, name);
    if (collections_find(&library_site(scope->library)->collections, name) != NULL)
        return liquid_documents(scope, name);
    *known = false;
    return liquid_nil();
}
