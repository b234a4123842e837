/* sandbox_files.h - Landlock: of all files of the system those that a process may still open. */
#ifndef SERVER_SANDBOX_FILES_H
#define SERVER_SANDBOX_FILES_H

#include "server/sandbox.h"

enum sandbox_rights {
    SANDBOX_OPENS_NOTHING,
    SANDBOX_READS_FILES,   /* regular files; no folder can be listed */
    SANDBOX_READS_FOLDERS, /* both */
};

/* Whether this system has it. */
bool sandbox_files_supported(void);

/*
 * Takes every other right on files from this process: below REACH (NULL: nowhere) and PLACES (paths, NULL-terminated; one
 * that does not exist is left out) it has RIGHTS. What the kernel knows of besides, TCP connections and signals to
 * processes outside, is taken, too. No new privileges must have been given up before. False with one line.
 */
bool sandbox_files_restrict(enum sandbox_rights rights, const struct sandbox_reach *reach, const char *const *places,
                            struct error *error) __attribute__((warn_unused_result));

#endif
