/*
 * embed.h - a theme's includes that show a picture or a film (`{% include figure.html path="a.png" caption="x" %}`), as
 * HTML (jekyll.md 4, level L2). Which include it is, is known by how its name begins, whatever the theme.
 *
 * A caption names the picture, unless that has a name of its own or the caption holds markup: then it stands below. A
 * path that begins with neither a slash nor a scheme is one from the site's root.
 */
#ifndef DOCUMENT_EMBED_H
#define DOCUMENT_EMBED_H

#include "base/buffer.h"

struct embed_parameters {
    /* What the include says KEY is; empty if it does not, or if its value is not known. */
    struct slice (*find)(const void *context, const char *key);
    const void *context;
    void (*add_caption)(struct slice caption, struct buffer *html); /* one with markup; NULL: as it is */
};

/* True if the include NAME is such a part. */
bool embed_is(struct slice name);

/* Appends the HTML of the include NAME, on one line; false without any if it names no source. */
bool embed_write(struct slice name, const struct embed_parameters *parameters, struct buffer *html);

#endif
