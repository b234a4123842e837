/* hugo.h - what makes a tree a Hugo site, and what its configuration says (jekyll.md 7.1). */
#ifndef SITE_HUGO_H
#define SITE_HUGO_H

#include "base/error.h"
#include "base/map.h"
#include "config/yaml.h"

struct site;

/* A language and where its pages lie. */
struct hugo_language {
    struct slice name;   /* "en" */
    struct slice folder; /* "content/", also shared by several */
    struct slice prefix; /* of its paths: "/fr"; empty for the main one */
    bool disabled;
};

#define HUGO_PARTS 10

struct hugo_mount;
struct hugo_section;

struct hugo {
    const struct yaml *config;
    const struct yaml *parts[HUGO_PARTS]; /* files of config/_default/ that are a key's value each */
    struct hugo_language *languages;
    size_t language_count;
    const struct hugo_language *main;
    struct hugo_mount *mounts; /* hugo_mount.h */
    size_t mount_count;
    struct hugo_section **sections; /* own array; home pages are among them (hugo_section.h) */
    size_t section_count, section_capacity;
    struct map *by_place; /* own: language's prefix and folder -> section */
    struct map *by_key;   /* own: key of the page that lists it -> section */
};

/*
 * Reads the configuration of a Hugo site: SITE's `hugo` is then set, with all of SITE that depends on it alone. It stays
 * NULL, and that is fine, for a tree that is none: without `content/` or without a configuration. False with one line if
 * the configuration is invalid.
 */
bool hugo_read(struct site *site, struct error *error);
void hugo_free(struct hugo *hugo); /* NULL is fine */

/* The value of KEY, lower case, in whichever file it stands. */
const struct yaml *hugo_setting(const struct hugo *hugo, const char *key);

/* The value of KEY for LANGUAGE: its own, else the site's. */
const struct yaml *hugo_language_setting(const struct hugo *hugo, const struct hugo_language *language,
                                         const char *key);

/* Whether pages below FOLDER of the content end in `.html`. */
bool hugo_is_ugly(const struct hugo *hugo, struct slice folder);

/* The pattern of the paths of pages of KIND ("page", "section", "term", ...) below FOLDER; empty: none is set. */
struct slice hugo_pattern(const struct hugo *hugo, const struct hugo_language *language, const char *kind,
                          struct slice folder);

/* Whether the site has pages, or feeds, of KIND, a name that `disableKinds` may hold. */
bool hugo_makes(const struct hugo *hugo, const char *kind);

#endif
