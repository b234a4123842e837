/* image.c - an image file of any bytes: refused, or safe to ask. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    struct image_reply reply;
    struct error error;
    struct image *image;

    if (fd < 0 || write(fd, bytes, length) != (ssize_t)length)
        return 0;
    image = image_open(fd, &error);
    if (image != NULL) {
        image_find(image, IMAGE_GEMINI, slice_of("/"), &reply);
        image_find(image, IMAGE_GOPHER, slice_of(""), &reply);
    }
    image_close(image);
    close(fd);
    return 0;
}
