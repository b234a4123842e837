/* body.h - what is still to be sent of a reply: bytes of the image, then a published file, in constant memory. */
#ifndef SERVER_BODY_H
#define SERVER_BODY_H

#include "base/buffer.h"
#include "base/rest.h"

#include <stdint.h>

/* Embedded in a connection; all zero is an empty one. */
struct body {
    struct slice bytes; /* lent */
    uint64_t at;        /* how much of BYTES and file is sent */
    int file;           /* if HAS_FILE */
    bool has_file;
    bool stuffed; /* a Gopher text file with dots doubled and a terminator */
    bool at_line_start;
    struct rest rest;       /* the file when it was opened */
    struct buffer stuffing; /* what stuffing has made of the last piece, as far as it is not sent */
};

enum body_state {
    BODY_PIECE,
    BODY_LAST,  /* the piece is the last one (it may be empty) */
    BODY_BROKEN /* the file was changed, cut or cannot be read: what was sent is no whole reply (hardening.md S10) */
};

/* A body of BYTES alone, which are lent; ends with body_clear, which closes the file if there is one. */
void body_start(struct body *body, struct slice bytes);
void body_clear(struct body *body);

/*
 * Opens PATH beneath the directory ROOT as what follows the bytes: a regular file, without following a link out of ROOT
 * and without waiting for anybody (hardening.md 4.3, "File access"). False and errno if there is no such file, EBUSY if
 * somebody is writing it (rest.h). What has only just been written is copied at once if it is small, so that later changes
 * do not matter; if it is large it counts as being written for some more milliseconds.
 */
bool body_open(struct body *body, int root, const char *path);

/* Bytes of the file; 0 without one. */
uint64_t body_file_length(const struct body *body);

/* From now on the file is text for Gopher, to be sent by RFC 1436's rule for text. */
void body_stuff(struct body *body);

/*
 * The next at most ROOM bytes as *PIECE, which is lent from the bytes, from ROOM bytes of SCRATCH or from the body. Asked
 * again without body_advance, it gives the same.
 */
enum body_state body_next(struct body *body, char *scratch, size_t room, struct slice *piece);

/* COUNT bytes of the piece are sent. */
void body_advance(struct body *body, size_t count);

#endif
