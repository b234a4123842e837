/*
 * rest.h - reading files that somebody else may be writing: what is read is one whole version of them, or nothing.
 *
 * A file is at rest when nobody has it open for writing. The kernel tells that by giving a read lease on it (fcntl(2),
 * F_SETLEASE), to the file's owner and whoever has CAP_LEASE. Somebody else's files, and those of file systems without
 * leases, are at rest once they have stayed as they are for REST_QUIET_MILLISECONDS; so are, after REST_IDLE_SECONDS, files
 * that a writer keeps open without writing.
 *
 *     if (rest_begin(&rest, fd)) { read from fd; whole = rest_end(&rest, fd); }
 */
#ifndef BASE_REST_H
#define BASE_REST_H

#include <stdbool.h>
#include <sys/stat.h>

#define REST_QUIET_MILLISECONDS 400
#define REST_IDLE_SECONDS       60

struct rest {
    struct stat status; /* the file's, when it was at rest */
    bool forgotten;     /* somebody has it open for writing, but has written nothing for REST_IDLE_SECONDS */
    /*
     * It was changed within the same tick of the kernel's clock, so that its times would not tell of one more change: a lease
     * is held until rest_end, and who wants to write waits. So it must be read at once, or rest_end called and all begun anew.
     */
    bool held;
};

/*
 * True if the file FD, opened for reading alone, is at rest, as pipes and devices always are. False and EBUSY if somebody is
 * writing it, or errno. No writer waits for longer than this call, unless HELD.
 */
bool rest_begin(struct rest *rest, int fd) __attribute__((warn_unused_result));

/*
 * The same, but while somebody is writing FD it is tried again, as long as the last change is no more than a moment old
 * (half a second at most): for callers that may wait.
 */
bool rest_await(struct rest *rest, int fd) __attribute__((warn_unused_result));

/* True if the file is the one that it was at rest_begin: all that was read in between belongs to one version. */
bool rest_end(const struct rest *rest, int fd) __attribute__((warn_unused_result));

#endif
