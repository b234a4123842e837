/* hugo_mount.h - which folders of a Hugo site hold its pages and its files, and where these stand (jekyll.md 7.1). */
#ifndef SITE_HUGO_MOUNT_H
#define SITE_HUGO_MOUNT_H

#include "site/hugo.h"

struct hugo_mount {
    struct slice source;                  /* below the root, a folder with its final '/'; empty: the root itself */
    struct slice inside;                  /* below the content or the static files, in the same form, or empty */
    const struct hugo_language *language; /* of the pages, unless their names say another */
    bool is_static;                       /* files that are published as they are */
    bool is_file;                         /* SOURCE is one file, and INSIDE its new name */
    const struct yaml *includes, *excludes;
};

/* Where a file of the tree stands. */
struct hugo_place {
    const struct hugo_mount *mount;
    struct slice path; /* below the content, or below the static files */
};

/*
 * Reads HUGO's mounts: those of its modules' settings, and the folders that Hugo looks into for whatever kind of files no
 * mount is set for.
 */
void hugo_mounts_read(struct hugo *hugo, struct arena *arena);

/* Where the file PATH stands; false if it lies outside, or the settings leave it out. What is made lives in ARENA. */
bool hugo_locate(const struct hugo *hugo, struct slice path, struct arena *arena, struct hugo_place *place);

/* Whether the folder PATH may hold something published. */
bool hugo_enters(const struct hugo *hugo, struct slice path);

/* The entry of `ignoreFiles` that is no pattern, or empty. */
struct slice hugo_bad_pattern(const struct hugo *hugo);

#endif
