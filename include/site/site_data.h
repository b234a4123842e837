/* site_data.h - the inside of struct site, shared by the modules of site/ and by nobody else. */
#ifndef SITE_SITE_DATA_H
#define SITE_SITE_DATA_H

#include "base/map.h"
#include "site/collection.h"
#include "site/defaults.h"
#include "site/head.h"
#include "site/hugo.h"
#include "site/navigation.h"
#include "site/profile.h"
#include "site/site.h"
#include "site/tree.h"
#include "site/visibility.h"

struct site {
    struct arena *arena; /* everything below lives here unless said otherwise */
    int root;            /* lent */
    const char *name;
    const struct settings *settings; /* lent */
    time_t now;
    struct findings *findings; /* while the site is read */

    const struct yaml *config; /* NULL: a plain folder, or a Hugo site */
    struct hugo *hugo;         /* own; NULL: another kind of site */
    struct visibility *visibility;
    struct collections collections;
    struct defaults defaults;
    struct slice permalink, timezone, lang, title, web_url, baseurl;
    struct slice *hosts; /* whose URLs are this site's own */
    size_t host_count;
    bool future;    /* posts of tomorrow are shown today */
    bool has_emoji; /* `:tada:` stands for the character (emoji.h) */

    struct tree *tree;      /* own; NULL once the site is read */
    struct memos *memos;    /* own; NULL: nobody asks for them */
    uint64_t files_stamp;   /* of all files but the pages (fingerprint.h) */
    struct entry **entries; /* own array, sorted by path once the site is read */
    size_t count, capacity;
    struct map *keys;             /* own: decoded path -> entry */
    struct map *sources;          /* own: source file -> entry */
    struct map *web_only;         /* own: decoded paths that only the web site has (1.7) */
    struct map *lost;             /* own: files and folders that cannot be read now */
    struct slice written;         /* site_written, as far as the library does not know it */
    const struct former *formers; /* lent; while the site is read */
    size_t former_count;
    struct entry *kept; /* of the lost: what links may lead to, but no build makes */
    size_t kept_count;

    const struct entry **posts; /* published posts, the oldest first */
    size_t post_count;
    const struct entry *home; /* NULL without one */
    struct profile profile;
    struct navigation navigation;
    struct library *library; /* own */
};

/* Adds ENTRY, whose key is free, to the entries and both maps. */
void site_add(struct site *site, struct entry *entry);

/* The head of PATH, a file of the tree: read, or as it was noted. Else as head_read. */
bool site_read_head(struct site *site, struct slice path, struct findings *findings, struct head *head);

/* Notes that PATH, a file or a folder, cannot be read, for the reason in errno: a finding "unreadable-file". One that is gone is
 * not lost. */
void site_lose(struct site *site, struct slice path, enum finding_severity severity);

/* beneath_read of what more than one page depends on: if somebody is writing it, site_written says so. */
bool site_read_file(struct site *site, struct slice path, size_t limit, struct buffer *out);

/* Finds out what is kept, and gives each of it its key, where that is free. All candidates have their places. */
void site_keep_lost(struct site *site);

/* True if NAME ends in one of the site's Markdown extensions, or in an HTML one. */
bool site_is_markdown(const struct site *site, struct slice name);
bool site_is_html(struct slice name);

/* Reads _config.yml and all that depends on nothing else. False with "NAME/_config.yml: line N: ..." if it is invalid. */
bool site_read_config(struct site *site, struct error *error);

/* The YAML file PATH, or NULL if there is none; a broken one is a finding. */
const struct yaml *site_data_file(struct site *site, const char *path);

/* The entry that answers KEY by 2.6, cases 1 to 4, or NULL. */
const struct entry *site_answer(const struct site *site, struct slice key);

/* The entry at the end of ENTRY's redirects inside the site; NULL if it leads outside or nowhere. */
const struct entry *site_follow(const struct site *site, const struct entry *entry);

/* What BUFFER holds, moved to the arena. */
struct slice site_keep(struct site *site, struct buffer *buffer);

/* Markup and character references of a title in YAML as plain text, in ARENA. */
struct slice site_plain_text(struct slice text, struct arena *arena);

#endif
