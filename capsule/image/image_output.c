/* image_output.c - a block at a time; the header comes last, when the checksum is known. */
#include "image/image_output.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool
write_all(int fd, struct slice bytes, uint64_t at)
{
    while (bytes.length > 0) {
        ssize_t count = pwrite(fd, bytes.bytes, bytes.length, (off_t)at);

        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes = slice_from(bytes, (size_t)count);
        at += (uint64_t)count;
    }
    return true;
}

static void
flush(struct image_output *output)
{
    struct slice block = buffer_slice(&output->block);

    if (block.length == 0 || output->failed)
        return;
    output->checksum = image_checksum_block(output->checksum, block);
    output->failed = !write_all(output->fd, block, output->at - block.length);
    buffer_truncate(&output->block, 0);
}

void
image_output_add(struct image_output *output, struct slice bytes)
{
    while (bytes.length > 0 && !output->failed) {
        struct slice part = slice_range(bytes, 0, IMAGE_BLOCK - output->block.length);

        buffer_add(&output->block, part);
        output->at += part.length;
        bytes = slice_from(bytes, part.length);
        if (output->block.length == IMAGE_BLOCK)
            flush(output);
    }
}

void
image_output_pad(struct image_output *output, uint64_t at)
{
    static const char zeros[64];

    assert(at >= output->at && at - output->at < sizeof(zeros));
    image_output_add(output, slice_make(zeros, (size_t)(at - output->at)));
}

bool
image_output_finish(struct image_output *output, struct image_header *header, struct error *error)
{
    flush(output);
    buffer_clear(&output->block);
    header->checksum = image_checksum_end(output->checksum, header);
    if (!output->failed)
        output->failed = !write_all(output->fd, slice_make((const char *)header, sizeof(*header)), 0);
    if (!output->failed)
        output->failed = ftruncate(output->fd, (off_t)header->length) != 0;
    if (output->failed)
        return error_set(error, "cannot write the site image: %s", strerror(errno));
    return true;
}
