/* group.c - the link lines that stand together. */
#include "document/group.h"

#include <stdlib.h>

#include "base/memory.h"
#include "document/distinct.h"
#include "document/label.h"
#include "document/pointer.h"
#include "document/subject.h"

#define LEAST_BUDGET 32768
#define POINTERS     100 /* links of a group; the sentence around one costs a look at all of its line's */
#define FEW          12  /* links that are compared one by one; only larger groups need a table */

void
group_init(struct group *group, struct document *document)
{
    size_t shown = 0;

    for (size_t i = 0; i < document->draft_count; i++)
        shown += document->drafts[i].text.length;
    *group = (struct group){ .document = document, .budget = LEAST_BUDGET + shown };
}

/* Ends the table of a group that was not small. */
static void
end_table(struct group *group)
{
    map_free(group->urls);
    arena_free(group->arena);
    group->urls = NULL;
    group->arena = NULL;
}

void
group_clear(struct group *group)
{
    end_table(group);
    shape_clear(&group->shape);
    free(group->subjects);
    *group = (struct group){ 0 };
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
find_url(const struct group *group, struct slice key)
{
    const struct document *document = group->document;
    const size_t *index;

    if (group->urls != NULL) {
        index = map_find(group->urls, key);
        return index != NULL ? *index : SLICE_NONE;
    }
    for (size_t i = group->first; i < document->link_count; i++)
        if (slice_equal(url_key(document->links[i].target.url), key))
            return i;
    return SLICE_NONE;
}

static void
note_url(struct group *group, size_t index)
{
    size_t *kept = arena_take(group->arena, sizeof *kept);

    *kept = index;
    map_put(group->urls, url_key(group->document->links[index].target.url), kept);
}

/* A link has just been appended: once they are not few any more, a table knows all of the group. */
static void
note_last_url(struct group *group)
{
    size_t last = group->document->link_count - 1;

    if (link_count(group) <= FEW)
        return;
    if (group->urls != NULL) {
        note_url(group, last);
        return;
    }
    group->urls = map_new();
    group->arena = arena_new();
    for (size_t i = group->first; i <= last; i++)
        note_url(group, i);
}

/* What LINE says of LINK, if the link's own words only point at it. A page is full of such words in few places only. */
static struct slice
words_around(struct group *group, size_t link, const struct draft_line *line)
{
    struct slice label = group->document->draft_links[link].label, around = { 0 };

    if (label_is_pointer(label) && link_count(group) < POINTERS)
        around = pointer_label(group->document, line, link);
    if (around.length == 0 || around.length > group->budget)
        return label;
    group->budget -= around.length;
    return around;
}

/* Of a label that says nothing, what is known better: the address, the heading, the page's title, the sentence. */
static struct slice
choose_label(struct group *group, size_t index, const struct draft_line *line)
{
    const struct draft_link *link = &group->document->draft_links[index];

    if (!label_is_replaceable(link->label))
        return link->label;
    if (link->target.kind == TARGET_MAIL)
        return (struct slice){ 0 }; /* "Write to me here" */
    if (line->kind == DRAFT_HEADING)
        return label_of_heading(line->text);
    if (link->target.name.length > 0)
        return link->target.name;
    return words_around(group, index, line);
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
    group->subjects = memory_grow(group->subjects, at, &group->subject_capacity, sizeof *group->subjects);
    group->subjects[at] = subject;
    document->links[document->link_count] = (struct link){
        .label = label,
        .target = source->target,
        .image = source->image,
        .number = (unsigned)document->link_count + 1,
    };
    return document->link_count++;
}

/* "Read more" below a heading that is a link to the same place, and "Details". */
static bool
repeats_heading(const struct group *group, const struct draft_link *link)
{
    return group->heading_url.length > 0 && label_is_replaceable(link->label) &&
           slice_equal(url_key(link->target.url), group->heading_url);
}

size_t
group_add(struct group *group, size_t link, const struct draft_line *line, struct draft_line *subject, bool in_text)
{
    const struct draft_link *source = &group->document->draft_links[link];
    struct slice label = choose_label(group, link, line), key = url_key(source->target.url);
    struct link *known_link;
    size_t index = find_url(group, key);

    if (line->kind == DRAFT_HEADING)
        group->heading_url = key;
    else if (!in_text && repeats_heading(group, source))
        return SLICE_NONE;
    if (index == SLICE_NONE) {
        index = append(group, source, label, subject);
        note_last_url(group);
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

/* "Paper: Tea at rest"; "The paper on tea" says it all. */
static struct slice
named(const struct group *group, struct slice label, const struct draft_line *subject)
{
    struct slice title = subject->subject;

    if (title.length == 0 || slice_equal_nocase(title, label) || title.length + 2 > group->budget)
        return label;
    if (subject_says(subject, label))
        return title;
    return arena_format(group->document->arena, "%.*s: %.*s", (int)label.length, label.bytes, (int)title.length,
                        title.bytes);
}

static void
name_items(struct group *group)
{
    struct document *document = group->document;

    for (size_t i = group->first; i < document->link_count; i++) {
        struct link *link = &document->links[i];
        struct draft_line *subject = group->subjects[i - group->first];
        struct slice label;

        if (!label_is_generic(link->label))
            continue;
        subject_title(document, &group->shape, subject);
        label = named(group, link->label, subject);
        group->budget -= label.length > link->label.length ? label.length - link->label.length : 0;
        link->label = label;
    }
}

void
group_end(struct group *group, bool shared)
{
    if (shared)
        name_items(group);
    distinct_labels(group->document, group->first, &group->budget);
    end_table(group);
    group->first = group->document->link_count;
}
