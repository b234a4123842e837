/* hugo_item.h - a file below the content of a Hugo site, its name taken apart (jekyll.md 7.1). */
#ifndef SITE_HUGO_ITEM_H
#define SITE_HUGO_ITEM_H

#include "site/hugo_mount.h"

struct hugo_item {
    struct slice source;                  /* in the tree */
    struct slice path;                    /* below the content */
    struct slice folder;                  /* of PATH, with its final '/', or empty */
    struct slice name;                    /* without extension and language */
    const struct hugo_language *language; /* of the page */
    const struct hugo_mount *mount;
    bool is_content; /* Markdown or HTML */
};

/* Takes the file SOURCE apart; false if it is none of the content's, or belongs to a language that is switched off. */
bool hugo_item_read(const struct site *site, struct slice source, struct hugo_item *item);

/* What names the page of ITEM: its file, or the folder of a bundle or a section. */
struct slice hugo_item_label(const struct hugo_item *item);

/* What `disableKinds` and cascades call the page of ITEM: "page", "section", "home", "taxonomy", "term". */
const char *hugo_item_kind(const struct hugo *hugo, const struct hugo_item *item);

#endif
