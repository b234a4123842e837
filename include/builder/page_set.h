/* page_set.h - the pages of one build, from their source texts to their finished forms. */
#ifndef BUILDER_PAGE_SET_H
#define BUILDER_PAGE_SET_H

#include "base/error.h"
#include "builder/builder.h"
#include "builder/converter.h"
#include "builder/frame.h"
#include "builder/page_text.h"
#include "document/bounds.h"
#include "site/site.h"
#include "site/spliced.h"

struct published;

enum page_state {
    PAGE_UNREADABLE, /* its source cannot be read now: the running image may have it */
    PAGE_PLANNED,
    PAGE_KEPT, /* the running image has it as it would be made now (digest.h) */
    PAGE_DONE, /* its replies are finished */
};

struct page {
    const struct entry *entry; /* lent from the site */
    enum page_state state;
    struct page_text text;
    struct spliced expanded; /* what TEXT's body then is, if IS_SPLICED; else empty */
    bool is_spliced;         /* includes, values or lists have been put into its text */
    uint64_t digest[2];      /* of its file and of EXPANDED (digest.h) */
    struct bounds bounds;
    const char *reason; /* static; why it is not shown as its author means it; NULL if it is */
    bool written;       /* somebody is writing its source: why it is PAGE_UNREADABLE */
    bool sorry;         /* not even as its source */
    /* PAGE_DONE: its replies, whole, in the set's REPLIES. */
    struct slice gemini, gopher, text_form, markdown_form;
    struct published *published; /* PAGE_KEPT: what the running image has; later all that this one has of it */
    struct findings *findings;   /* of its conversion */
};

struct page_set {
    const struct site *site;             /* lent */
    const struct build_options *options; /* lent */
    struct page *pages;                  /* in the order of the site's entries */
    size_t count;
    uint64_t digest[2]; /* of what all pages share, if HAS_DIGEST (digest.h) */
    bool has_digest;
    bool is_same;    /* the running image was made with the same */
    size_t *planned; /* own: which pages are to be converted */
    size_t planned_count;
    size_t finished;       /* how many of them are converted */
    struct arena *replies; /* of pages; own, as long as the set; children do not have it */
};

/*
 * True for entries that become a page of their own: all but files and redirects that stay inside the site. A redirect that
 * leads out of it becomes a page with one link (jekyll.md 2.5).
 */
bool page_set_has(const struct entry *entry);

/*
 * Reads the texts of all pages and looks at their shapes. A text that cannot be read is a finding. Pages of which it is known
 * without their texts that the running image has them as they are now are PAGE_KEPT.
 */
void page_set_read(struct page_set *set, const struct site *site, const struct build_options *options,
                   struct findings *findings);

/* The text of ENTRY's page, with what is spliced into it; read if it was not needed yet. Empty if there is none. */
struct slice page_set_text(struct page_set *set, const struct entry *entry);

/* Frees what page_set_read and page_set_convert have made. */
void page_set_clear(struct page_set *set);

/* Adds a finding about PAGE: "WHAT: " and its REASON. */
void page_report(const struct page *page, enum finding_severity severity, const char *code, unsigned line,
                 const char *what, struct findings *findings);

/* The public name and ports: what menus show, and what feeds link to. */
unsigned page_set_gemini_port(const struct page_set *set);
const char *page_set_host(const struct page_set *set);
unsigned page_set_gopher_port(const struct page_set *set);

/* Appends where another form of the page at PATH stands: PATH without a final '/' or ".html", then EXTENSION. */
void page_form_path(struct slice path, const char *extension, struct buffer *out);

#endif
