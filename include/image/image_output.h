/* image_output.h - an image's bytes on their way into its file, front to back, summed up (image_format.h). */
#ifndef IMAGE_IMAGE_OUTPUT_H
#define IMAGE_IMAGE_OUTPUT_H

#include "base/buffer.h"
#include "base/error.h"
#include "image/image_format.h"

/* { .fd = ..., .at = sizeof(struct image_header) } is one at its start. */
struct image_output {
    int fd;
    uint64_t at;         /* of the next byte, in the image */
    struct buffer block; /* what is not written yet */
    uint64_t checksum;
    bool failed; /* errno tells why */
};

/* Appends BYTES. */
void image_output_add(struct image_output *output, struct slice bytes);

/* Appends zero bytes up to AT, which is less than 64 bytes ahead. */
void image_output_pad(struct image_output *output, uint64_t at);

/* Ends it with HEADER, which stands in front and gets its checksum here. False with one line if something was not written. */
bool image_output_finish(struct image_output *output, struct image_header *header, struct error *error)
    __attribute__((warn_unused_result));

#endif
