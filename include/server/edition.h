/*
 * edition.h - what one generation of workers serves: settings, certificate, site root and image, made whole or not at
 * all.
 *
 * Everything in it is read once and then stays. A reload makes another edition; what runs keeps its own.
 */
#ifndef SERVER_EDITION_H
#define SERVER_EDITION_H

#include "server/certificate.h"
#include "server/listen.h"
#include "server/master.h"

/* The certificate of one host, where it is not the edition's first. */
struct host_certificate {
    char *host;
    struct certificate certificate;
};

struct edition {
    unsigned holders;
    bool is_image;                  /* the site is an image file, which has no folder beside it and needs no builder */
    const char *site;               /* lent: what the user calls it */
    struct settings settings;       /* hosts and public ports filled in */
    struct certificate certificate; /* of the first host, of clients that name none, and of all that have no other */
    struct host_certificate *own;   /* owned */
    size_t own_count;
    bool has_certificate;    /* false without a Gemini listener */
    bool certificate_is_new; /* made just now */
    struct text_list hidden; /* paths below the root that are never published */
    int root;                /* directory descriptor; of an empty folder for an image file */
    int image;               /* sealed, complete memory; an empty one until edition_finish */
    int said;                /* said.h: shared by all editions of a site that have followed each other */
    unsigned pages;
};

/*
 * Reads configuration and certificate and opens the site, for the ports of LISTENERS. FIRST: a certificate may be made.
 * The image is not built yet; that of an image file is complete, and hosts and public ports are those it was made for.
 * NULL with one line. Held once.
 */
struct edition *edition_new(const struct master_options *options, const struct listeners *listeners, bool first,
                            struct error *error);

/* EDITION is to take the place of BEFORE, of whose findings the log has told. */
void edition_follow(struct edition *edition, const struct edition *before);

/* Seals the image that a builder has written, and checks all of it. */
bool edition_finish(struct edition *edition, struct error *error) __attribute__((warn_unused_result));

/* Adds PATH to what is never published, if it lies inside the site; NULL is fine. It need not exist. */
void edition_hide(struct edition *edition, const char *path);

/* True if workers of ONE and of OTHER would answer alike. */
bool edition_same(const struct edition *one, const struct edition *other);

/* The certificate that clients of HOST see. Lent. */
const struct certificate *edition_certificate(const struct edition *edition, const char *host);

/* One more holder, who releases it, too; the last one to do so frees it. NULL may be released. */
struct edition *edition_hold(struct edition *edition);
void edition_release(struct edition *edition);

/* What a role process is told about it (handover.h), as memory behind a descriptor; -1 with one line. */
int edition_handover(const struct edition *edition, const struct listeners *listeners, struct error *error);

#endif
