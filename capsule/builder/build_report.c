/* build_report.c - copies what outlives a build, and reads titles and links out of the finished gemtext. */
#include "builder/build_report.h"

#include "base/memory.h"
#include "site/feed.h"
#include "builder/page_set.h"
#include "builder/publish.h"

#include <stdlib.h>

struct build_report {
    struct arena *arena;
    struct build_row *rows;
    size_t count, capacity;
};

struct build_report *
build_report_new(void)
{
    struct build_report *report = memory_new(sizeof(*report));

    report->arena = arena_new();
    return report;
}

void
build_report_free(struct build_report *report)
{
    if (!report)
        return;
    arena_free(report->arena);
    free(report->rows);
    free(report);
}

size_t
build_report_count(const struct build_report *report)
{
    return report->count;
}

const struct build_row *
build_report_row(const struct build_report *report, size_t index)
{
    return &report->rows[index];
}

const char *
build_kind_name(enum entry_kind kind)
{
    static const char *const names[] = {
        [ENTRY_PAGE] = "page", [ENTRY_DOCUMENT] = "document", [ENTRY_POST] = "post",
        [ENTRY_FILE] = "file", [ENTRY_REDIRECT] = "redirect", [ENTRY_GENERATED] = "generated",
    };

    return names[kind];
}

static void
read_gemtext(struct slice gemtext, struct build_row *row)
{
    struct slice line;
    bool verbatim = false;

    while (slice_take_line(&gemtext, &line)) {
        if (slice_starts(line, "```"))
            verbatim = !verbatim;
        else if (!verbatim && slice_starts(line, "=>"))
            row->links++;
        else if (!verbatim && row->title.length == 0 && slice_starts(line, "# "))
            row->title = slice_from(line, 2);
    }
}

static struct build_row *
add_row(struct build_report *report, const struct entry *entry)
{
    struct arena *arena = report->arena;

    report->rows = memory_grow(report->rows, report->count, &report->capacity, sizeof(*report->rows));
    report->rows[report->count] = (struct build_row){
        .kind = entry->kind,
        .path = arena_copy(arena, entry->path),
        .key = arena_copy(arena, entry->key),
        .selector = arena_copy(arena, entry->selector),
        .source = arena_copy(arena, entry->source),
        .target = arena_copy(arena, entry->kind == ENTRY_REDIRECT ? entry->target : slice_of(NULL)),
        .title = entry->kind == ENTRY_FILE ? slice_of(NULL) : entry->title,
    };
    return &report->rows[report->count++];
}

/* What stands at PATH, where it is the capsule's own. */
static void
add_own(struct build_report *report, const struct page_set *set, struct image_writer *writer, const char *path,
        struct slice title)
{
    struct slice key = slice_of(path);
    const struct entry own = { .kind = ENTRY_GENERATED, .path = key, .key = key, .selector = key };

    if (site_find(set->site, key) == NULL && image_writer_has(writer, IMAGE_GEMINI, key))
        add_row(report, &own)->title = arena_copy(report->arena, title);
}

/* The pages stand in the order of the entries, which leaves out those that are no pages. */
void
build_report_fill(struct build_report *report, const struct page_set *set, struct image_writer *writer)
{
    size_t page = 0;

    for (size_t i = 0; i < site_count(set->site); i++) {
        const struct entry *entry = site_entry(set->site, i);
        bool has_page = page < set->count && set->pages[page].entry == entry;
        struct slice gemtext = has_page ? set->pages[page].gemini : slice_of(NULL);
        struct build_row *row;

        page += has_page;
        if (!image_writer_has(writer, IMAGE_GEMINI, entry->key))
            continue;
        row = add_row(report, entry);
        read_gemtext(gemtext, row);
        row->title = arena_copy(report->arena, row->title);
    }
    add_own(report, set, writer, FEED_PATH, site_title(set->site));
    add_own(report, set, writer, FAVICON_PATH, slice_of(NULL));
}
