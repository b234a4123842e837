/* answering.h - a small image, made once, for the targets that answer requests. */
#ifndef FUZZ_ANSWERING_H
#define FUZZ_ANSWERING_H

#include <assert.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/image_writer.h"

static inline void
answering_add(struct image_writer *writer, enum image_space space, const char *key, const char *bytes)
{
    struct image_reply reply = { .kind = IMAGE_REPLY, .bytes = slice_of(bytes) };

    image_writer_add(writer, space, slice_of(key), &reply);
}

static inline const struct image *
answering_image(void)
{
    static struct image *image;
    struct image_facts facts = {
        .pages = 1, .gemini_port = 1965, .gopher_port = 70, .web_url = SLICE("https://tea.example")
    };
    struct image_writer *writer;
    struct error error;
    int fd;

    if (image != NULL)
        return image;
    writer = image_writer_new();
    image_writer_facts(writer, &facts);
    image_writer_host(writer, slice_of("localhost"));
    answering_add(writer, IMAGE_GEMINI, "/", "20 text/gemini\r\n# Tea\n");
    answering_add(writer, IMAGE_GEMINI, "/about", "31 /\r\n");
    answering_add(writer, IMAGE_GOPHER, "", "iTea\tTITLE\tnull.host\t1\r\n.\r\n");
    answering_add(writer, IMAGE_GOPHER, "index.txt", "Tea\r\n");
    fd = memfd_create("image", MFD_CLOEXEC);
    assert(fd >= 0 && image_writer_finish(writer, fd, &error));
    image = image_open(fd, &error);
    assert(image != NULL);
    image_writer_free(writer);
    close(fd);
    return image;
}

#endif
