/* image_file.h - a site image that is kept as a file. */
#ifndef IMAGE_IMAGE_FILE_H
#define IMAGE_IMAGE_FILE_H

#include "base/error.h"

/*
 * Copies the image in FILE to MEMORY, which is empty: so that nobody who writes to the file later reaches the copy. Only
 * the first bytes and the length are looked at; image_open checks the rest. False with one line, and soon, for a file that
 * is no image.
 */
bool image_file_load(int file, int memory, struct error *error) __attribute__((warn_unused_result));

#endif
