/*
 * edition.h - what one generation of workers serves: settings, certificates, and the sites with their images, made whole or
 * not at all.
 *
 * Everything in it is read once and then stays. A reload makes another edition; what runs keeps its own. An edition is
 * its first site, whose settings are those of the whole server, and holds the further ones as editions without
 * certificates: its parts. Each part has an image of its own.
 */
#ifndef SERVER_EDITION_H
#define SERVER_EDITION_H

#include "server/certificate.h"
#include "server/key_files.h"
#include "server/keyholder_process.h"
#include "server/listen.h"
#include "server/master.h"

/* The certificate of one host, where it is not the edition's first. */
struct host_certificate {
    char *host, *pair; /* PAIR: its name in the folder */
    struct certificate certificate;
    bool is_new; /* made just now */
};

struct edition {
    unsigned holders;
    bool is_image;                  /* the site is an image file, which has no folder beside it and needs no builder */
    const char *site;               /* what the user calls it; lent, or PLACE */
    char *place;                    /* owned; NULL for the first site */
    struct settings settings;       /* hosts and public ports filled in */
    struct certificate certificate; /* of the first host, of clients that name none, and of all that have no other */
    struct host_certificate *own;   /* owned */
    size_t own_count;
    struct edition **further; /* held; none in a further site itself */
    size_t further_count;
    struct text_list hosts;              /* of all sites, in their order */
    struct key_files keys;               /* of the certificates in their order, on the way to KEYHOLDER */
    struct keyholder_process *keyholder; /* held, and edition_keys.h; NULL: the workers have the keys */
    bool has_certificate;                /* false without a Gemini listener */
    bool certificate_is_new;             /* made just now */
    struct text_list hidden;             /* paths below the root that are never published */
    struct text_list kept;               /* fence.h: the certificates, which no process of the edition may read */
    uint64_t fence;                      /* fence_mark: of what workers may read, if the certificates lie in the site */
    int root;                            /* directory descriptor; of an empty folder for an image file */
    int image;                           /* sealed, complete memory; an empty one until edition_finish */
    int said, memos;                     /* keepsakes: shared by all editions of a site that have followed each other */
    unsigned pages;
};

/*
 * Reads the configuration and opens the first site, for the ports of LISTENERS. The image is not built yet; that of an
 * image file is complete, and hosts and public ports are those it was made for. NULL with one line. Held once.
 */
struct edition *edition_new(const struct master_options *options, const struct listeners *listeners,
                            struct error *error);

/*
 * Adds the further sites, and with a Gemini listener the certificates. BEFORE is the edition that EDITION is to follow, or
 * NULL at the start, when certificates may be made and every fault is final. Later, a further site that cannot be opened
 * stays as it is in BEFORE, and the log says so. False with one line.
 */
bool edition_complete(struct edition *edition, const struct master_options *options, const struct listeners *listeners,
                      const struct edition *before, struct error *error) __attribute__((warn_unused_result));

/* The part number INDEX: 0 is the first site, EDITION itself; NULL behind the last. Lent. */
struct edition *edition_part(struct edition *edition, size_t index);

/* The part of BEFORE (NULL: none) that the part number INDEX of EDITION takes the place of, or NULL. Lent. */
struct edition *edition_part_before(struct edition *edition, size_t index, struct edition *before);

/* The further site number INDEX stays as it is in BEFORE. False if it was not there. */
bool edition_keep(struct edition *edition, size_t index, struct edition *before);

/*
 * Gives PART the image of BEFORE, whose site has not changed since; false if its settings or its folder are others, or the
 * system does not allow it.
 */
bool edition_reuse(struct edition *part, const struct edition *before);

/* How many pages all parts have. */
unsigned edition_pages(const struct edition *edition);

/* PART is to take the place of BEFORE, whose keepsakes it gets. */
void edition_follow(struct edition *part, const struct edition *before);

/*
 * Seals the image of PART, and checks that everything in it stays inside; of a file also its checksum, which tells of damage
 * on its way here: what a builder has just written in this memory has had none.
 */
bool edition_finish(struct edition *part, struct error *error) __attribute__((warn_unused_result));

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
