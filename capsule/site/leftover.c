/* leftover.c - sample content of themes. */
#include "site/leftover.h"

#include "site/site_data.h"

/* How the titles of samples begin; where more than a number follows, the whole of them. */
static const struct {
    const char *theme, *title;
    bool numbered;
} samples[] = {
    { "academicpages", "Paper Title Number ", true },
    { "academicpages", "Portfolio item number ", true },
    { "academicpages", "Blog Post number ", true },
    { "academicpages", "Teaching experience ", true },
    { "academicpages", "Future Blog Post", false },
    { "academicpages", "Talk 1 on Relevant Topic in Your Field", false },
    { "academicpages", "Talk 2 on Relevant Topic in Your Field", false },
    { "academicpages", "Tutorial 1 on Relevant Topic in Your Field", false },
    { "academicpages", "Conference Proceeding talk 3 on Relevant Topic in Your Field", false },
    { "al-folio", "a post with formatting and links", false },
    { "al-folio", "a post with images", false },
    { "al-folio", "a post with code", false },
    { "al-folio", "a post with math", false },
    { "al-folio", "a post with video", false },
    { "al-folio", "a post with audios", false },
    { "al-folio", "a post with github metadata", false },
    { "al-folio", "a post with disqus comments", false },
    { "al-folio", "a post with bibliography", false },
    { "al-folio", "a post with tabs", false },
    { "al-folio", "a post with typograms", false },
    { "al-folio", "a post with diagrams", false },
    { "al-folio", "a distill-style blog post", false },
    { "al-folio", "project ", true },
    { "Jekyll", "Welcome to Jekyll!", false },
    { "Hugo", "My First Post", false },
};

enum { SAMPLES = sizeof(samples) / sizeof(samples[0]) };

static bool
is_sample(struct slice title, const char *sample, bool numbered)
{
    struct slice rest;

    if (!numbered)
        return slice_is_nocase(title, sample);
    rest = slice_from(title, slice_of(sample).length);
    return slice_starts_nocase(title, sample) && rest.length > 0 && rest.length <= 2 &&
           slice_find_none(rest, "0123456789") == SLICE_NONE;
}

static void
report_entry(struct site *site, const struct entry *entry)
{
    for (size_t i = 0; i < SAMPLES; i++)
        if (is_sample(entry->title, samples[i].title, samples[i].numbered)) {
            findings_add(site->findings, FINDING_NOTE, "sample-leftover", entry->source.bytes, 0, 0,
                         "published at %s under the title of a sample of %s: \"%.*s\"", entry->path.bytes,
                         samples[i].theme, (int)entry->title.length, entry->title.bytes);
            return;
        }
}

void
leftover_report(struct site *site)
{
    for (size_t i = 0; i < site->count; i++)
        if (site->entries[i]->kind <= ENTRY_POST)
            report_entry(site, site->entries[i]);
}
