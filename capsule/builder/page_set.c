/* page_set.c - reads pages, has them converted, and judges what comes back. */
#include "builder/page_set.h"

#include "base/memory.h"
#include "base/rest.h"
#include "builder/digest.h"
#include "builder/page_convert.h"
#include "builder/reply.h"
#include "site/bibliography.h"
#include "site/liquid.h"
#include "site/memos.h"
#include "site/shortcode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

/* A redirect's target is the canonical path of an entry, or leads elsewhere. */
bool
page_set_has(const struct entry *entry)
{
    return entry->kind == ENTRY_REDIRECT ? !slice_starts(entry->target, "/") : entry->kind != ENTRY_FILE;
}

const char *
page_set_host(const struct page_set *set)
{
    const struct text_list *hosts = &set->options->settings->hosts;

    return hosts->count > 0 ? hosts->items[0] : "localhost";
}

unsigned
page_set_gemini_port(const struct page_set *set)
{
    unsigned port = set->options->settings->gemini_port;

    return port != 0 ? port : 1965;
}

unsigned
page_set_gopher_port(const struct page_set *set)
{
    unsigned port = set->options->settings->gopher_port;

    return port != 0 ? port : 70;
}

void
page_form_path(struct slice path, const char *extension, struct buffer *out)
{
    if (slice_ends(path, ".html"))
        path = slice_range(path, 0, path.length - strlen(".html"));
    else if (slice_ends(path, "/"))
        path = slice_range(path, 0, path.length - 1);
    buffer_add_text(out, path.length > 0 ? "" : "/index");
    buffer_add(out, path);
    buffer_add_text(out, extension);
}

static bool
page_has_source(const struct page *page)
{
    return page->entry->source.length > 0 && page->entry->kind != ENTRY_REDIRECT;
}

static void
page_read(struct page *page, const struct page_set *set)
{
    const struct entry *entry = page->entry;
    bool done = true;

    if (entry->whole.length > 0)
        page_text_take(entry->whole, site_dialect(set->site), &page->text);
    else
        done = page_text_read(set->options->root, entry->source, site_dialect(set->site), &page->text);
    if (entry->memo != NULL && entry->whole.length == 0 && entry->memo->stamp != page->text.stamp)
        entry->memo->stamp = 0; /* what was read is another version */
    page->state = done ? PAGE_PLANNED : PAGE_UNREADABLE;
    page->written = page->state == PAGE_UNREADABLE && errno == EBUSY;
    page->reason = page->state == PAGE_PLANNED ? NULL : strerrordesc_np(errno);
}

static void
set_gather(struct page_set *set)
{
    size_t capacity = 0;

    for (size_t i = 0; i < site_count(set->site); i++) {
        const struct entry *entry = site_entry(set->site, i);

        if (!page_set_has(entry))
            continue;
        set->pages = memory_grow(set->pages, set->count, &capacity, sizeof(*set->pages));
        set->pages[set->count++] = (struct page){ .entry = entry, .state = PAGE_PLANNED, .findings = findings_new() };
    }
}

static void
page_report(const struct page *page, enum finding_severity severity, const char *code, unsigned line, const char *what,
            struct findings *findings)
{
    char *file = slice_copy(page->entry->source);

    findings_add(findings, severity, code, file, line, 0, "%s: %s", what, page->reason);
    free(file);
}

static void
report_forgotten(const struct page *page, struct findings *findings)
{
    if (page->text.forgotten)
        findings_add(findings, FINDING_WARNING, "open-for-writing", page->entry->source.bytes, 0, 0,
                     "is shown as it is, since who has it open for writing has written nothing for %d seconds",
                     REST_IDLE_SECONDS);
}

static void
report_unreadable(const struct page_set *set, const struct page *page, struct findings *findings)
{
    enum finding_severity severity = set->options->previous != NULL ? FINDING_WARNING : FINDING_ERROR;

    if (page->written)
        findings_add(findings, severity, "being-written", page->entry->source.bytes, 0, 0,
                     "is being written; its last version stays until then");
    else
        page_report(page, FINDING_ERROR, "unreadable", 0, "its last version stays, since its source cannot be read",
                    findings);
}

/* Includes and values take their places before anything else looks at the text. */
static void
page_expand(struct page *page, const struct site *site, struct findings *findings)
{
    struct page_text *text = &page->text;
    bool hugo = site_dialect(site) == FRONT_MATTER_HUGO;

    page->is_spliced = page->entry->kind != ENTRY_REDIRECT &&
                       (hugo ? shortcode_expand : liquid_expand)(site_library(site), page->entry, text->body,
                                                                 text->body_line, findings, &page->expanded);
    if (page->is_spliced)
        text->body = buffer_slice(&page->expanded.text);
}

static void
page_check(struct page *page)
{
    struct slice body = page->text.body;

    page->bounds = page->entry->is_html ? bounds_of_length(body) : bounds_of_markdown(body);
    if (page->bounds.verdict == BOUNDS_BROKEN)
        page->reason = page->bounds.reason;
}

void
page_set_read(struct page_set *set, const struct site *site, const struct build_options *options,
              struct findings *findings)
{
    *set = (struct page_set){ .site = site, .options = options, .replies = arena_new_apart() };
    set_gather(set);
    digest_site(set);
    for (size_t i = 0; i < set->count; i++)
        if (page_has_source(&set->pages[i]) && !digest_recall(set, &set->pages[i]))
            page_read(&set->pages[i], set);
    for (size_t i = 0; i < set->count; i++)
        if (set->pages[i].state == PAGE_PLANNED) {
            report_forgotten(&set->pages[i], findings);
            page_expand(&set->pages[i], site, findings);
            page_check(&set->pages[i]);
        } else if (set->pages[i].state == PAGE_UNREADABLE) {
            report_unreadable(set, &set->pages[i], findings);
        }
}

/* The page of ENTRY, or NULL. */
static struct page *
find_page(const struct page_set *set, const struct entry *entry)
{
    size_t low = 0, high = set->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (slice_compare(set->pages[middle].entry->path, entry->path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < set->count && set->pages[low].entry == entry ? &set->pages[low] : NULL;
}

struct slice
page_set_text(struct page_set *set, const struct entry *entry)
{
    struct page *page = find_page(set, entry);

    if (page == NULL)
        return slice_make("", 0);
    if (page->state == PAGE_KEPT && page->text.file.length == 0)
        page_text_read(set->options->root, entry->source, site_dialect(set->site), &page->text);
    return page->text.body;
}

void
page_set_clear(struct page_set *set)
{
    for (size_t i = 0; i < set->count; i++) {
        page_text_clear(&set->pages[i].text);
        spliced_clear(&set->pages[i].expanded);
        findings_free(set->pages[i].findings);
    }
    free(set->pages);
    free(set->planned);
    arena_free(set->replies);
    *set = (struct page_set){ .count = 0 };
}

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
