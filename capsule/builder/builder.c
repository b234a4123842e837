/* builder.c - the build in its four steps: read the site, read its pages, convert them, publish the replies. */
#include "builder/builder.h"

#include "builder/build_report.h"
#include "builder/keep.h"
#include "builder/page_set_convert.h"
#include "builder/places.h"
#include "builder/publish.h"
#include "image/image_writer.h"
#include "site/memos.h"
#include "site/site.h"

#include <time.h>

/* False if somebody is writing what more than one page depends on: what runs shows its last version. */
static bool
is_at_rest(const struct site *site, const struct build_options *options, struct error *error)
{
    struct slice path = site_written(site);

    return options->previous == NULL || path.length == 0 ||
           error_set(error, "%.*s is being written", (int)path.length, path.bytes);
}

static void
write_memos(const struct page_set *set, const struct image_writer *writer, struct buffer *out)
{
    const struct memos_base base = { { set->digest[0], set->digest[1] }, image_writer_checksum(writer) };

    places_note(set);
    memos_write(site_memos(set->site), &base, out);
}

static bool
build(const struct site *site, const struct build_options *options, int fd, struct findings *findings,
      struct error *error)
{
    struct image_writer *writer = image_writer_new();
    struct page_set set;
    bool done;

    page_set_read(&set, site, options, findings);
    done = is_at_rest(site, options, error) && page_set_convert(&set, findings, error);
    if (done) {
        publish_site(&set, writer, findings);
        if (options->report)
            build_report_fill(options->report, &set, writer);
        done = image_writer_finish(writer, fd, error);
    }
    if (done && options->memos != NULL)
        write_memos(&set, writer, options->memos);
    if (!options->is_last) {
        page_set_clear(&set);
        image_writer_free(writer);
    }
    return done;
}

bool
builder_run(const struct build_options *options, int fd, struct findings *findings, struct error *error)
{
    struct arena *arena = arena_new();
    struct site_options site_options = { .root = options->root,
                                         .name = options->name,
                                         .hidden = options->hidden,
                                         .settings = options->settings,
                                         .now = time(NULL),
                                         .memos = options->memos != NULL,
                                         .memos_before = options->memos_before };
    struct site *site;
    bool done;

    site_options.formers = keep_list(options->previous, arena, &site_options.former_count);
    site = site_read(&site_options, findings, error);
    done = site && build(site, options, fd, findings, error);
    if (!options->is_last) {
        site_free(site);
        arena_free(arena);
    }
    return done;
}
