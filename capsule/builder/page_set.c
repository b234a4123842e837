/* page_set.c - reads pages. */
#include "builder/page_set.h"

#include "base/memory.h"
#include "base/rest.h"
#include "builder/digest.h"
#include "site/liquid.h"
#include "site/memos.h"
#include "site/shortcode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

void
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
