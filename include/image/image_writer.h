/* image_writer.h - collects the replies of a site and writes them as one image. */
#ifndef IMAGE_IMAGE_WRITER_H
#define IMAGE_IMAGE_WRITER_H

#include "image/image.h"

struct image_writer;

/* One without any entry. */
struct image_writer *image_writer_new(void);
void image_writer_free(struct image_writer *writer); /* NULL is fine */

/* Everything is copied. The first host stands in menus. */
void image_writer_facts(struct image_writer *writer, const struct image_facts *facts);
void image_writer_host(struct image_writer *writer, struct slice host);

/*
 * Publishes REPLY at KEY. The first entry of a key wins. Equal bytes are stored once, so that variants of a path cost an
 * index entry only.
 */
void image_writer_add(struct image_writer *writer, enum image_space space, struct slice key,
                      const struct image_reply *reply);

/*
 * For a REPLY that is added under many keys: its bytes are looked at now and never copied. They stay as they are until
 * WRITER is finished.
 */
void image_writer_keep(struct image_writer *writer, struct image_reply *reply);

/* Where some bytes lie in an image, and a hash of them. */
struct image_place {
    uint64_t at, length, hash;
};

/* The same for a reply out of another image, where it is at PLACE: its bytes are not even looked at. */
void image_writer_keep_from(struct image_writer *writer, struct image_reply *reply, const struct image_place *place);

/* Where PIECE lies once WRITER is finished; AT is 0 if no key that was added leads to it. */
struct image_place image_writer_place(const struct image_piece *piece);

/* True if KEY is taken. Quick once everything is added: the first question after an addition sorts the keys. */
bool image_writer_has(struct image_writer *writer, enum image_space space, struct slice key);

/* image_checksum() of the finished image. */
uint64_t image_writer_checksum(const struct image_writer *writer);

/* Writes the image to FD from its start; called once. Same entries, in whatever order, same bytes. At most 4 GiB. */
bool image_writer_finish(struct image_writer *writer, int fd, struct error *error) __attribute__((warn_unused_result));

#endif
