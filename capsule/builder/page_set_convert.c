/* page_set_convert.c - has pages converted in batches, and keeps what comes back within its bounds. */
#include "builder/page_set_convert.h"

#include "base/memory.h"
#include "builder/digest.h"
#include "builder/page_convert.h"
#include "builder/reply.h"
#include "site/bibliography.h"

#include <stdlib.h>

/*
 * What a page may grow to (gemtext.md R35): a multiple of its source, something for what stands around every page, and
 * something for each entry of the site, which may be listed on it.
 */
#define BOUND_FACTOR    4
#define BOUND_PAGE      ((size_t)64 << 10)
#define BOUND_PER_ENTRY 1024

/* A frame holds all forms with their menu fields and line ends, and findings; this bounds what a child may write at
 * all. */
#define FRAME_FACTOR 8
#define FRAME_SPARE  ((size_t)1 << 20)

static void
convert(void *context, size_t index, enum conversion conversion, struct buffer *frame)
{
    const struct page_set *set = context;

    page_convert(set, &set->pages[set->planned[index]], conversion, frame);
}

static size_t
bound_of(const struct page_set *set, const struct page *page)
{
    return BOUND_FACTOR * (page->text.body.length + bibliography_weight(site_library(set->site), page->text.body)) +
           BOUND_PAGE + BOUND_PER_ENTRY * site_count(set->site);
}

static size_t
frame_max(void *context, size_t index)
{
    const struct page_set *set = context;

    return FRAME_FACTOR * bound_of(set, &set->pages[set->planned[index]]) + FRAME_SPARE;
}

static bool
forms_are_bounded(const struct page_forms *forms, size_t bound)
{
    return forms->gemtext.length <= bound && frame_shown_in_menu(forms->menu) <= bound &&
           frame_shown_in_text(forms->text) <= bound && forms->markdown.length <= bound;
}

/* A client that gets no byte at all reports an error: an empty form is an empty line. */
static struct slice
copy_form(struct slice form, struct arena *arena)
{
    return arena_copy(arena, form.length > 0 ? form : slice_of("\r\n"));
}

/* Headers and ends are the builder's own: no child has a say in what kind of reply it is. */
static void
page_take_forms(struct page *page, const struct page_forms *forms, struct arena *arena)
{
    struct buffer header = { 0 };

    reply_gemtext_header(&header, page->entry->lang);
    page->gemini = arena_join(arena, (struct slice[]){ buffer_slice(&header), forms->gemtext }, 2);
    page->gopher = arena_join(arena, (struct slice[]){ forms->menu, slice_of(".\r\n") }, 2);
    page->text_form = copy_form(forms->text, arena);
    if (page->entry->source.length > 0 && !page->entry->is_html)
        page->markdown_form = copy_form(forms->markdown, arena);
    buffer_clear(&header);
}

/* A page may be finished twice: its batch was cut afterwards, and it is done again. */
static void
page_finish(struct page_set *set, struct page *page, const struct page_forms *forms)
{
    const struct build_options *options = set->options;

    page_take_forms(page, forms, set->replies);
    set->finished += page->state != PAGE_DONE;
    page->state = PAGE_DONE;
    if (options->on_progress)
        options->on_progress(options->progress_context, set->finished, set->planned_count);
}

static bool
accept_frame(void *context, size_t index, struct slice frame)
{
    struct page_set *set = context;
    struct page *page = &set->pages[set->planned[index]];
    struct page_forms forms = { .gemtext = { NULL, 0 } };

    findings_free(page->findings);
    page->findings = findings_new();
    if (!frame_take(frame, &forms, page->findings) || !forms_are_bounded(&forms, bound_of(set, page)))
        return false;
    page_finish(set, page, &forms);
    return true;
}

static void
page_apologise(struct page_set *set, struct page *page)
{
    struct buffer gemtext = { 0 }, menu = { 0 }, text = { 0 };

    reply_sorry(page->entry->title, &gemtext, &menu, &text);
    page->sorry = true;
    page_finish(set, page,
                &(struct page_forms){ .gemtext = buffer_slice(&gemtext),
                                      .menu = buffer_slice(&menu),
                                      .text = buffer_slice(&text),
                                      .markdown = buffer_slice(&text) });
    buffer_clear(&gemtext);
    buffer_clear(&menu);
    buffer_clear(&text);
}

static void
cut(void *context, size_t index, enum conversion conversion, const char *reason)
{
    struct page_set *set = context;
    struct page *page = &set->pages[set->planned[index]];

    if (!page->reason)
        page->reason = reason;
    findings_free(page->findings);
    page->findings = findings_new();
    if (conversion == CONVERT_SOURCE)
        page_apologise(set, page);
}

/* Where line LINE of the text that was converted really stands. */
static struct origin
page_origin(const struct page *page, unsigned line)
{
    struct origin origin = { 0 };

    if (line >= page->text.body_line)
        origin = spliced_origin(&page->expanded, line - page->text.body_line);
    return origin.line > 0 ? origin : (struct origin){ page->entry->source, line };
}

static void
page_add_findings(const struct page *page, struct findings *findings)
{
    for (size_t i = 0; i < findings_count(page->findings); i++) {
        const struct finding *finding = findings_at(page->findings, i);
        struct origin origin = { slice_of(finding->file), finding->line };
        char *file;

        if (slice_equal(origin.file, page->entry->source))
            origin = page_origin(page, finding->line);
        file = slice_copy(origin.file);
        findings_add(findings, finding->severity, finding->code, file, origin.line, finding->column, "%s",
                     finding->message);
        free(file);
    }
}

static void
set_report(const struct page_set *set, struct findings *findings)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct page *page = &set->pages[i];
        unsigned line = page->bounds.line > 0 ? page->text.body_line + page->bounds.line - 1 : 0;

        page_add_findings(page, findings);
        if (page->state == PAGE_DONE && page->reason)
            page_report(page, FINDING_WARNING, "not-converted", page_origin(page, line).line,
                        page->sorry ? "only its title is shown" : "shown as its source", findings);
    }
}

/* Neither what cannot be read is converted, nor what the running image has. */
static void
set_plan(struct page_set *set)
{
    set->planned = memory_new((set->count + 1) * sizeof(*set->planned));
    for (size_t i = 0; i < set->count; i++)
        if (set->pages[i].state == PAGE_PLANNED)
            set->planned[set->planned_count++] = i;
}

static struct batch *
set_batches(const struct page_set *set, size_t *count)
{
    struct batch_page *shapes = memory_new((set->planned_count + 1) * sizeof(*shapes));
    struct batch *batches;

    for (size_t i = 0; i < set->planned_count; i++) {
        const struct page *page = &set->pages[set->planned[i]];

        shapes[i] = (struct batch_page){ page->text.body.length, page->bounds.verdict };
    }
    batches = batches_make(shapes, set->planned_count, count);
    free(shapes);
    return batches;
}

static bool
confine(void *context)
{
    const struct build_options *options = ((const struct page_set *)context)->options;

    return options->confine == NULL || options->confine(options->settings);
}

bool
page_set_convert(struct page_set *set, struct findings *findings, struct error *error)
{
    struct converter converter = { .context = set,
                                   .convert = convert,
                                   .accept = accept_frame,
                                   .cut = cut,
                                   .frame_max = frame_max,
                                   .confine = confine };
    size_t count;
    struct batch *batches;
    bool done;

    digest_keep(set);
    set_plan(set);
    batches = set_batches(set, &count);
    converter_set_limits(&converter);
    converter.limits.memory_account = set->options->memory_account;
    done = converter_run(&converter, batches, count, error);
    free(batches);
    if (done)
        set_report(set, findings);
    return done;
}
