/* shortcode_tag.h - one shortcode taken apart, and what stands in its place: shared by shortcode.c and its table. */
#ifndef SITE_SHORTCODE_TAG_H
#define SITE_SHORTCODE_TAG_H

#include "base/buffer.h"
#include "base/finding.h"
#include "site/library.h"

enum { SHORTCODE_PARAMETERS = 16 };

/* All lent from the text. */
struct shortcode {
    struct slice name;
    struct slice keys[SHORTCODE_PARAMETERS]; /* empty: a parameter by its position */
    struct slice values[SHORTCODE_PARAMETERS];
    size_t count;   /* further ones are left out */
    bool closes;    /* `/name` */
    bool is_paired; /* there is a `/name` somewhere */
};

/* The page it stands on. */
struct shortcode_place {
    struct library *library;
    const struct entry *entry;
    unsigned line;
    struct findings *findings;
};

/* Takes the text between the marks apart. */
void shortcode_read(struct slice text, struct shortcode *code);

/* Appends what stands for it, as Markdown and HTML. */
void shortcode_put(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out);

#endif
