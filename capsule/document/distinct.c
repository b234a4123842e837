/* distinct.c - equal labels told apart by what differs in their targets. */
#include "document/distinct.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/uri.h"

#define FEW          12 /* links that are compared one by one; only more of them need a table */
#define LONGEST_PART 80 /* bytes; what is longer is no name */

/* Of one link: the first of the group that is called the same and is of its kind. */
struct alike {
    size_t first;
    bool differ; /* of the first one: links that are called so differ in what is looked at */
};

static struct slice
host_of(const struct link *link)
{
    struct uri uri;

    uri_split(link->target.url, &uri);
    return uri.host;
}

/* The last part of the path, as it stands in the URL, without `.html`; none of images, whose files say little. */
static struct slice
last_part_of(const struct link *link)
{
    struct slice path;
    struct uri uri;
    size_t slash;

    if (link->image)
        return (struct slice){ 0 };
    uri_split(link->target.url, &uri);
    path = slice_ends(uri.path, "/") ? slice_range(uri.path, 0, uri.path.length - 1) : uri.path;
    slash = slice_find_last_byte(path, '/');
    path = slash == SLICE_NONE ? path : slice_from(path, slash + 1);
    return slice_ends_nocase(path, ".html") ? slice_range(path, 0, path.length - 5) : path;
}

static struct slice
with_host(struct document *document, const struct link *link)
{
    struct slice host = host_of(link);

    if (host.length == 0)
        return link->label;
    return arena_format(document->arena, "%.*s (%.*s)", (int)link->label.length, link->label.bytes, (int)host.length,
                        host.bytes);
}

/* "here (a.org)" becomes "here (a.org/tea)", and "here" becomes "here (tea)". */
static struct slice
with_last_part(struct document *document, const struct link *link)
{
    struct slice label = link->label, host = host_of(link), part;
    struct buffer words = { 0 };
    size_t host_at = host.length + 2 < label.length ? label.length - host.length - 2 : 0;
    bool has_host = host.length > 0 && host_at > 0 && slice_ends(label, ")") && label.bytes[host_at] == '(' &&
                    slice_equal(slice_range(label, host_at + 1, label.length - 1), host);

    uri_decode(last_part_of(link), &words);
    part = model_line(document, buffer_slice(&words));
    buffer_clear(&words);
    if (part.length == 0 || part.length > LONGEST_PART)
        return label;
    label.length -= has_host;
    return arena_format(document->arena, "%.*s%s%.*s)", (int)label.length, label.bytes, has_host ? "/" : " (",
                        (int)part.length, part.bytes);
}

/* What may tell links apart, the first before the second. */
static const struct difference {
    struct slice (*of)(const struct link *link);
    struct slice (*add)(struct document *document, const struct link *link);
} differences[] = { { host_of, with_host }, { last_part_of, with_last_part } };

static void
find_among_few(const struct link *links, size_t count, struct alike *alike)
{
    for (size_t i = 0; i < count; i++) {
        size_t first = 0;

        while (first < i && (links[first].image != links[i].image || !slice_equal(links[first].label, links[i].label)))
            first++;
        alike[i] = (struct alike){ first, false };
    }
}

static void
find_among_many(const struct link *links, size_t count, struct alike *alike)
{
    struct map *labels[2] = { map_new(), map_new() };

    for (size_t i = 0; i < count; i++) {
        struct alike *known = map_find(labels[links[i].image], links[i].label);

        alike[i] = (struct alike){ known != NULL ? known->first : i, false };
        if (known == NULL && links[i].label.length > 0)
            map_put(labels[links[i].image], links[i].label, &alike[i]);
    }
    map_free(labels[0]);
    map_free(labels[1]);
}

static void
add_difference(struct document *document, struct link *link, const struct difference *difference, size_t *budget)
{
    struct slice label = difference->add(document, link);
    size_t added = label.length - link->label.length;

    if (added > *budget)
        return;
    *budget -= added;
    link->label = label;
}

/* Whether links of one label differ is known only when all have been seen: two passes. */
static void
tell_apart(struct document *document, size_t first, const struct difference *difference, struct alike *alike,
           size_t *budget)
{
    struct link *links = document->links + first;
    size_t count = document->link_count - first;
    bool any = false;

    (count > FEW ? find_among_many : find_among_few)(links, count, alike);
    for (size_t i = 0; i < count; i++) {
        size_t same = alike[i].first;

        if (same < i && links[i].label.length > 0 &&
            !slice_equal_nocase(difference->of(&links[i]), difference->of(&links[same])))
            alike[same].differ = any = true;
    }
    for (size_t i = 0; i < count && any; i++)
        if (alike[alike[i].first].differ)
            add_difference(document, &links[i], difference, budget);
}

void
distinct_labels(struct document *document, size_t first, size_t *budget)
{
    size_t count = document->link_count - first;
    struct alike few[FEW], *alike = few;

    if (count < 2)
        return;
    if (count > FEW)
        alike = memory_resize(NULL, count, sizeof *alike);
    for (size_t i = 0; i < sizeof differences / sizeof differences[0]; i++)
        tell_apart(document, first, &differences[i], alike, budget);
    if (alike != few)
        free(alike);
}
