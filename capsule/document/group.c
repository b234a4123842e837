/* group.c - the link lines that stand together. */
#include "document/group.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/uri.h"
#include "base/utf8.h"
#include "document/cells.h"
#include "document/fold.h"
#include "document/label.h"

#define TITLE_CELLS  60
#define LONGEST_PART 80 /* bytes; what is longer is no name */
#define LEAST_BUDGET 32768

#define FEW 12 /* links that are compared one by one; only larger groups need tables */

/* Where a URL or a label stood last. An older group's entry has a link below the group's first. */
struct entry {
    size_t link;
    bool differs; /* of a label: links that bear it lead to several hosts */
};

void
group_init(struct group *group, struct document *document)
{
    size_t shown = 0;

    for (size_t i = 0; i < document->draft_count; i++)
        shown += document->drafts[i].text.length;
    *group = (struct group){
        .document = document,
        .arena = arena_new(),
        .urls = map_new(),
        .labels = { map_new(), map_new() },
        .budget = LEAST_BUDGET + shown,
    };
}

void
group_clear(struct group *group)
{
    map_free(group->urls);
    map_free(group->labels[0]);
    map_free(group->labels[1]);
    arena_free(group->arena);
    shape_clear(&group->shape);
    free(group->sources);
    free(group->subjects);
    *group = (struct group){ 0 };
}

/* The entry of KEY in MAP, made if there is none yet; *KNOWN says whether it belongs to this group. */
static struct entry *
find_entry(struct group *group, struct map *map, struct slice key, bool *known)
{
    struct entry *entry = map_find(map, key);

    *known = entry != NULL && entry->link >= group->first;
    if (entry == NULL) {
        entry = arena_take(group->arena, sizeof *entry);
        map_put(map, key, entry);
    }
    return entry;
}

/* A final slash makes no other place (R7). */
static struct slice
url_key(struct slice url)
{
    return slice_ends(url, "/") && url.length > 1 ? slice_range(url, 0, url.length - 1) : url;
}

static size_t
link_count(const struct group *group)
{
    return group->document->link_count - group->first;
}

/* The group's link that leads to KEY; SLICE_NONE without one. */
static size_t
find_url(struct group *group, struct slice key)
{
    const struct document *document = group->document;
    const struct entry *entry;

    if (link_count(group) > FEW) {
        entry = map_find(group->urls, key);
        return entry != NULL && entry->link >= group->first ? entry->link : SLICE_NONE;
    }
    for (size_t i = group->first; i < document->link_count; i++)
        if (slice_equal(url_key(document->links[i].target.url), key))
            return i;
    return SLICE_NONE;
}

/* Link INDEX has just been appended: once they are not few any more, the table has to know all of the group. */
static void
note_url(struct group *group, size_t index)
{
    bool known;

    if (link_count(group) <= FEW)
        return;
    for (size_t i = link_count(group) == FEW + 1 ? group->first : index; i <= index; i++)
        find_entry(group, group->urls, url_key(group->document->links[i].target.url), &known)->link = i;
}

static struct slice
choose_label(const struct draft_link *link, const struct draft_line *line)
{
    if (link->target.kind == TARGET_MAIL && label_is_replaceable(link->label))
        return (struct slice){ 0 }; /* "Write to me here": the address says more */
    if (line->kind == DRAFT_HEADING && label_is_replaceable(link->label))
        return label_of_heading(line->text);
    return link->label;
}

static bool
says_nothing(struct slice label)
{
    return label.length == 0 || label_is_generic(label);
}

static size_t
append(struct group *group, const struct draft_link *source, struct slice label, struct draft_line *subject)
{
    struct document *document = group->document;
    size_t at = document->link_count - group->first;

    document->links =
        memory_grow(document->links, document->link_count, &document->link_capacity, sizeof *document->links);
    group->sources = memory_grow(group->sources, at, &group->source_capacity, sizeof *group->sources);
    group->subjects = memory_grow(group->subjects, at, &group->subject_capacity, sizeof *group->subjects);
    group->sources[at] = source;
    group->subjects[at] = subject;
    document->links[document->link_count] = (struct link){
        .label = label,
        .target = source->target,
        .image = source->image,
        .number = (unsigned)document->link_count + 1,
    };
    return document->link_count++;
}

size_t
group_add(struct group *group, size_t link, const struct draft_line *line, struct draft_line *subject, bool in_text)
{
    const struct draft_link *source = &group->document->draft_links[link];
    struct slice label = choose_label(source, line);
    struct link *known_link;
    size_t index = find_url(group, url_key(source->target.url));

    if (index == SLICE_NONE) {
        index = append(group, source, label, subject);
        note_url(group, index);
    }
    known_link = &group->document->links[index];
    known_link->in_text |= in_text;
    known_link->image |= source->image;
    if (says_nothing(known_link->label) && (known_link->label.length == 0 || !says_nothing(label))) {
        known_link->label = label;
        group->subjects[index - group->first] = subject;
    }
    return index;
}

/* Whether words end with an opening bracket or a separator, or begin with a closing one, beside a link that goes. */
static struct slice
skip_closing(struct slice text)
{
    size_t at = slice_find_none(text, " ])},;|/");

    return at == SLICE_NONE ? slice_from(text, text.length) : slice_from(text, at);
}

static void
add_words(struct buffer *title, struct slice words)
{
    if (title->length > 0 && words.length > 0)
        words = skip_closing(words);
    if (title->length > 0 && words.length > 0 && buffer_last(title) != ' ')
        buffer_add_byte(title, ' ');
    buffer_add(title, words);
}

/* Range INDEX of SHAPE goes on as a sentence of TEXT: left out, its words would leave a hole. */
static bool
is_in_sentence(const struct shape *shape, size_t index, struct slice text)
{
    const struct range *range = &shape->ranges[index];
    size_t next = range->end + (slice_starts(slice_from(text, range->end), " ") ? 1 : 0);
    struct slice rest = slice_from(text, next);

    if (rest.length == 0 || (index + 1 < shape->count && shape->ranges[index + 1].start == next))
        return false;
    if (range->start == 0) /* "Paper of the year", but not "Paper Leaves at Rest" */
        return rest.bytes[0] >= 'a' && rest.bytes[0] <= 'z';
    return fold_is_word(utf8_take(&rest, NULL));
}

/* R36: the line's words without its generic links, but for those in the middle of a sentence; cut at a word's end. */
static struct slice
make_title(struct group *group, const struct draft_line *line)
{
    struct slice text = slice_range(line->text, 0, line->kept), copy;
    struct document *document = group->document;
    struct buffer title = { 0 };
    size_t at = 0;

    shape_ranges(&group->shape, line);
    for (size_t i = 0; i < group->shape.count && group->shape.ranges[i].start < line->kept; i++) {
        const struct range *range = &group->shape.ranges[i];

        if (range->verbatim || !label_is_generic(document->draft_links[range->link].label) ||
            is_in_sentence(&group->shape, i, text))
            continue;
        add_words(&title, slice_range(text, at, range->start));
        buffer_truncate(&title, shape_trim(buffer_slice(&title)));
        at = range->end;
    }
    if (at == 0)
        buffer_add(&title, text);
    else
        add_words(&title, slice_from(text, at));
    copy = arena_copy(document->arena, cells_cut_words(slice_trim(buffer_slice(&title)), TITLE_CELLS));
    buffer_clear(&title);
    return copy;
}

/* More than the separators and brackets that stood around links. */
static bool
holds_word(struct slice text)
{
    while (text.length > 0)
        if (fold_is_word(utf8_take(&text, NULL)))
            return true;
    return false;
}

static struct slice
title_of(struct group *group, struct draft_line *subject)
{
    if (!subject->has_subject)
        subject->subject = make_title(group, subject);
    if (!holds_word(subject->subject))
        subject->subject = (struct slice){ 0 };
    subject->has_subject = true;
    return subject->subject;
}

static void
name_items(struct group *group)
{
    struct document *document = group->document;

    for (size_t i = group->first; i < document->link_count; i++) {
        struct link *link = &document->links[i];
        struct slice title;

        if (!label_is_generic(link->label))
            continue;
        title = title_of(group, group->subjects[i - group->first]);
        if (title.length == 0 || slice_equal_nocase(title, link->label) || title.length + 2 > group->budget)
            continue;
        group->budget -= title.length + 2;
        link->label = arena_format(document->arena, "%.*s: %.*s", (int)link->label.length, link->label.bytes,
                                   (int)title.length, title.bytes);
    }
}

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
    path = url_key(uri.path);
    slash = slice_find_last_byte(path, '/');
    path = slash == SLICE_NONE ? path : slice_from(path, slash + 1);
    return slice_ends_nocase(path, ".html") ? slice_range(path, 0, path.length - 5) : path;
}

static struct slice
with_host(struct group *group, const struct link *link)
{
    struct uri uri;

    uri_split(link->target.url, &uri);
    if (uri.host.length == 0 || uri.host.length + 3 > group->budget)
        return link->label;
    group->budget -= uri.host.length + 3;
    return arena_format(group->document->arena, "%.*s (%.*s)", (int)link->label.length, link->label.bytes,
                        (int)uri.host.length, uri.host.bytes);
}

/* The entry of what LINK is called; images are told apart from links by their kind. */
static struct entry *
find_label(struct group *group, const struct link *link, bool *known)
{
    return find_entry(group, group->labels[link->image], link->label, known);
}

/* "here (a.org)" becomes "here (a.org/tea)", and "here" becomes "here (tea)". */
static struct slice
with_last_part(struct group *group, const struct link *link)
{
    struct slice label = link->label, host = host_of(link), part;
    struct buffer words = { 0 };
    size_t host_at = host.length + 2 < label.length ? label.length - host.length - 2 : 0;
    bool has_host = host.length > 0 && host_at > 0 && slice_ends(label, ")") && label.bytes[host_at] == '(' &&
                    slice_equal(slice_range(label, host_at + 1, label.length - 1), host);

    uri_decode(last_part_of(link), &words);
    part = model_line(group->document, buffer_slice(&words));
    buffer_clear(&words);
    if (part.length == 0 || part.length > LONGEST_PART || part.length + 3 > group->budget)
        return label;
    group->budget -= part.length + 3;
    label.length -= has_host;
    return arena_format(group->document->arena, "%.*s%s%.*s)", (int)label.length, label.bytes, has_host ? "/" : " (",
                        (int)part.length, part.bytes);
}

/* What may tell links of one label apart (R8), the first before the second. */
static const struct difference {
    struct slice (*of)(const struct link *link);
    struct slice (*add)(struct group *group, const struct link *link);
} differences[] = { { host_of, with_host }, { last_part_of, with_last_part } };

/* The first of the group's links that is called the same as link INDEX and is of its kind. */
static size_t
first_alike(const struct group *group, size_t index)
{
    const struct link *links = group->document->links;

    for (size_t i = group->first; i < index; i++)
        if (links[i].image == links[index].image && slice_equal(links[i].label, links[index].label))
            return i;
    return index;
}

/* R8: URLs with one label get their DIFFERENCE, if that tells them apart. Known only when all have been seen: two passes. */
static void
tell_few_apart(struct group *group, const struct difference *difference)
{
    struct link *links = group->document->links;
    size_t alike[FEW], first = group->first, count = link_count(group);
    bool differ[FEW] = { false }, any = false;

    for (size_t i = 0; i < count; i++) {
        alike[i] = first_alike(group, first + i) - first;
        if (links[first + i].label.length > 0 && alike[i] < i &&
            !slice_equal_nocase(difference->of(&links[first + i]), difference->of(&links[first + alike[i]])))
            differ[alike[i]] = any = true;
    }
    for (size_t i = 0; i < count && any; i++)
        if (differ[alike[i]])
            links[first + i].label = difference->add(group, &links[first + i]);
}

static void
tell_many_apart(struct group *group, const struct difference *difference)
{
    struct document *document = group->document;
    struct link *links = document->links;
    bool known, any = false;

    for (size_t i = group->first; i < document->link_count; i++) {
        struct entry *entry;

        if (links[i].label.length == 0)
            continue;
        entry = find_label(group, &links[i], &known);
        if (!known)
            *entry = (struct entry){ .link = i };
        else if (!slice_equal_nocase(difference->of(&links[i]), difference->of(&links[entry->link])))
            entry->differs = any = true;
    }
    for (size_t i = group->first; i < document->link_count && any; i++)
        if (links[i].label.length > 0 && find_label(group, &links[i], &known)->differs)
            links[i].label = difference->add(group, &links[i]);
}

void
group_end(struct group *group, bool shared)
{
    if (shared)
        name_items(group);
    for (size_t i = 0; i < sizeof differences / sizeof differences[0]; i++) {
        if (link_count(group) <= FEW)
            tell_few_apart(group, &differences[i]);
        else
            tell_many_apart(group, &differences[i]);
    }
    group->first = group->document->link_count;
}
