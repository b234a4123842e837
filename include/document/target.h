/* target.h - where a link leads, and the interface through which a document asks. */
#ifndef DOCUMENT_TARGET_H
#define DOCUMENT_TARGET_H

#include "base/arena.h"

enum target_kind {
    TARGET_NONE,   /* no link: its text stays (R14.2, R14.4) */
    TARGET_WEB,    /* an absolute URL of any scheme but mailto and gopher */
    TARGET_MAIL,   /* mailto: */
    TARGET_PAGE,   /* a page of this capsule, or an unresolved relative link (`translate`) */
    TARGET_FILE,   /* a published file of this capsule */
    TARGET_GOPHER, /* gopher:// elsewhere: menus turn it into a real item */
};

struct target {
    enum target_kind kind;
    struct slice url;      /* what a gemtext link line says; encoded by R14.6; never empty unless TARGET_NONE */
    struct slice selector; /* PAGE and FILE: what a menu item says; ASCII (gopher.md 0.8) */
    char item;             /* PAGE and FILE: Gopher item type, '1', '0', '9', 'I', 'g' */
    struct slice name;     /* PAGE: its title, if it is known and plain; lent like what it stands in */
    bool broken;           /* it should lead to something of this capsule, which is not there */
};

/*
 * Asked once per link and image. HREF is as written in the source, white space trimmed. *TARGET lives in ARENA. Where it
 * stands is known to whoever made the resolver (the page being composed).
 */
struct resolver {
    void *context;
    void (*resolve)(void *context, struct slice href, struct arena *arena, struct target *target);
};

/*
 * The target without any site (R14.2, .3, .5, .6; R13 for bare mail addresses): `translate` uses it as it is, a site's
 * resolver for all that is not its own.
 */
void target_clean(struct slice href, struct arena *arena, struct target *target);

#endif
