/*
 * image.h - the site image: every finished reply of a site in one position-independent, checksummed, read-only block.
 *
 * The image is the seam of the program (architecture.md). Written once by image_writer.h; here it is mapped and read.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "base/error.h"
#include "base/slice.h"

#include <stdint.h>

/*
 * The tables of one image. A Gemini key is a percent-decoded path, a Gopher key a selector without its first '/'. The third
 * and the fourth are for the next build only: the source file of a page leads to a reply that is the page's Gemini key, and
 * to one that tells what the page was made from; the empty key of the fourth, what all pages were.
 */
enum image_space { IMAGE_GEMINI, IMAGE_GOPHER, IMAGE_SOURCE, IMAGE_DIGEST };

enum image_kind {
    IMAGE_REPLY, /* BYTES is the whole reply, header and body in one run */
    IMAGE_FILE,  /* BYTES is the header alone (Gopher: empty); the body is the file PATH beneath the site root */
};

struct image_piece;

struct image_reply {
    enum image_kind kind;
    bool text; /* IMAGE_FILE over Gopher: a text file, terminated if the setting asks for it */
    struct slice bytes;
    const char *path;          /* IMAGE_FILE: relative to the site's root; NULL otherwise */
    struct image_piece *piece; /* for a writer: of BYTES, by image_writer_keep; or NULL */
};

/* What an image says about itself. */
struct image_facts {
    unsigned pages, files, redirects;
    unsigned gemini_port, gopher_port; /* the public ports that its menus and links name */
    size_t host_count;                 /* image_host */
    struct slice web_url;              /* the site's address on the web, or empty */
};

struct image;

/*
 * Maps the image in FD read-only, after checking format, version, length and checksum, and that every offset in it stays
 * inside. NULL with one line otherwise. FD may be closed afterwards. A sealed memfd (image_memory.h) is shared between
 * all who open it; any other file is read into memory of its own, because a file can be cut short under a mapping.
 */
struct image *image_open(int fd, struct error *error);
void image_close(struct image *image); /* NULL is fine */

/* The same without the checksum pass (offsets are checked): for a worker whose master has checked the sealed image. */
struct image *image_open_trusted(int fd, struct error *error);

/*
 * One hash probe whatever the size of the site. False if KEY is not published in SPACE. What REPLY holds is lent; PATH
 * ends with a NUL and holds no other.
 */
bool image_find(const struct image *image, enum image_space space, struct slice key, struct image_reply *reply);

/* Calls VISIT with every key of SPACE, in no useful order. Everything is lent. */
void image_each(const struct image *image, enum image_space space,
                void (*visit)(void *context, struct slice key, const struct image_reply *reply), void *context);

/* What FACTS holds is lent. */
void image_facts(const struct image *image, struct image_facts *facts);
struct slice image_host(const struct image *image, size_t index); /* lower case; the first one stands in menus */

/* A number that no other image has. */
uint64_t image_checksum(const struct image *image);

/* LENGTH of its bytes from AT on, as image_writer_place has told. Lent; none if that is not inside. */
struct slice image_bytes(const struct image *image, uint64_t at, uint64_t length);

size_t image_size(const struct image *image); /* bytes mapped */

#endif
