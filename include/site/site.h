/*
 * site.h - a homepage's source tree as a table: which paths it publishes, from which files, leading where (jekyll.md 1-3).
 *
 * Read once per build and never changed afterwards. Holds no page text: composing a page (compose.h) reads that.
 */
#ifndef SITE_SITE_H
#define SITE_SITE_H

#include "base/date.h"
#include "base/finding.h"
#include "config/setting.h"
#include "config/yaml.h"
#include "document/target.h"
#include "site/front_matter.h"

enum entry_kind { ENTRY_PAGE, ENTRY_DOCUMENT, ENTRY_POST, ENTRY_FILE, ENTRY_REDIRECT, ENTRY_GENERATED };

/* One published path. All lent from the site. */
struct entry {
    enum entry_kind kind;
    struct slice path;     /* canonical, percent-encoded as in a URI: "/publications/" */
    struct slice key;      /* the same percent-decoded: how requests find it */
    struct slice selector; /* the Gopher form: ASCII, with leading '/' (architecture.md, "A path's forms") */
    struct slice place;    /* FILE: its source without symbolic links; empty if that is none to be served (any more) */
    struct slice source;   /* file relative to the site's root; empty for GENERATED */
    struct slice title;    /* by jekyll.md 2.4; a page's may be empty */
    struct slice target;   /* REDIRECT: the canonical path of an entry that is none, or an absolute URL elsewhere */
    struct slice lang;     /* of the page, else of the site; may be empty */
    const struct yaml *meta; /* front matter; NULL if none or invalid */
    size_t body_at;          /* where the text begins in the source, in bytes */
    unsigned body_line;      /* its line, from 1 */
    bool has_date;
    struct date date;
    struct slice collection; /* "publications", "posts"; empty for pages and files */
    bool is_html;            /* the source is HTML, not Markdown */
    struct slice whole;      /* the source, if it is short, has front matter and was read: it need not be read again */
    struct memo *memo;       /* what the next build will know of the source (memos.h); or NULL */
};

struct site;

/* A path that the running version publishes, and the file that it was made from. */
struct former {
    struct slice source, key;
    bool is_file; /* as it is, else a page */
};

struct site_options {
    int root;                  /* directory descriptor of the site; lent */
    const char *name;          /* what the user calls it, for messages */
    const char *const *hidden; /* paths below the root never published (the certificate folder); NULL-terminated */
    const struct settings *settings; /* lent */
    time_t now;                      /* for dates in the future and documents without a date */
    const struct former *formers;    /* lent; links lead to those that cannot be read now, too */
    size_t former_count;
    bool memos;                /* there may be a next build: files are noted for it (site_memos) */
    struct slice memos_before; /* what the last build's memos_write has written, or nothing; lent as long as the site */
};

/*
 * Reads the tree. NULL with one line for what stops a site as a whole: no folder, an invalid _config.yml, not one page.
 * Everything less is a finding.
 */
struct site *site_read(const struct site_options *options, struct findings *findings, struct error *error);
void site_free(struct site *site); /* NULL is fine */

/*
 * Appends the text of ENTRY's source, front matter removed; of a FILE with body_at above 0 it is all that is published
 * (jekyll.md 1.7). False with "SOURCE: why" if it cannot be read, exceeds 64 MiB or is being written (rest.h).
 */
bool site_read_body(const struct site *site, const struct entry *entry, struct buffer *out, struct error *error)
    __attribute__((warn_unused_result));

/* Canonical entries in the order of their paths' bytes, redirects included, variants not. */
size_t site_count(const struct site *site);
const struct entry *site_entry(const struct site *site, size_t index);

/* The entry whose key is KEY, or NULL. One hash probe. */
const struct entry *site_find(const struct site *site, struct slice key);

/*
 * Calls VISIT for each further path that leads to ENTRY (jekyll.md 2.6: without `/`, with `.html`, ...): decoded keys that
 * no entry of its own holds; each belongs to one entry only. A variant of a REDIRECT leads to that one's target.
 */
void site_variants(const struct site *site, const struct entry *entry, void (*visit)(void *context, struct slice key),
                   void *context);

/*
 * True if SOURCE, a file of old, cannot be read now, or lies in a folder that cannot be read: what was made of it stays
 * published (hardening.md 4.2.1).
 */
bool site_has_lost(const struct site *site, struct slice source);
bool site_has_losses(const struct site *site); /* of any */

/*
 * A file that somebody was writing when more than one page needed it: the configuration of something, data, an include. The
 * site then is not what its author means. Empty if there was none.
 */
struct slice site_written(const struct site *site);

/* What its pages draw on besides their own text (library.h); filled on demand, as long as the site. */
struct library;
struct library *site_library(const struct site *site);

/* What headers its pages may have. */
enum front_matter_dialect site_dialect(const struct site *site);

/* What the next build may know of files; NULL without site_options.memos. */
struct memos *site_memos(const struct site *site);

/* The tree of _config.yml; NULL for a plain folder and a Hugo site. */
const struct yaml *site_config(const struct site *site);
struct slice site_title(const struct site *site);   /* what its home page is called in navigation; never empty */
struct slice site_web_url(const struct site *site); /* url + baseurl without final '/'; empty if unknown */

/*
 * Where HREF, written on the page ENTRY, leads (R14, jekyll.md 8.6). A local path that nothing answers is a finding
 * "broken-link" of whoever asks: the target says so.
 */
void site_resolve(const struct site *site, const struct entry *entry, struct slice href, struct arena *arena,
                  struct target *target);

#endif
