/*
 * sandbox.h - what a process can still do once it has all that its work needs: one call per role, and no way back.
 *
 * Landlock says which files can be opened, a filter of system calls what can be asked of the kernel at all (hardening.md
 * 4.3). A process that has been taken over by a client or by a page then reaches neither the key, nor any file outside
 * the sites, nor the network beyond the connections that it has.
 */
#ifndef SERVER_SANDBOX_H
#define SERVER_SANDBOX_H

#include "base/error.h"
#include "config/setting.h"

enum sandbox_role {
    SANDBOX_WORKER,    /* clients: accepts, sends, opens files below its roots */
    SANDBOX_BUILDER,   /* the site: reads files and folders below its roots, starts converters */
    SANDBOX_CONVERTER, /* one batch of pages: memory, and a result to write */
    SANDBOX_KEYHOLDER, /* keys: receives, signs, sends */
    SANDBOX_ROLES,
};

/* Where files may be opened. */
struct sandbox_reach {
    const int *roots; /* descriptors of folders */
    size_t root_count;
    const struct text_list *kept; /* fence.h: what below them stays out of reach; NULL: nothing */
};

/*
 * From here on this process, and every one that it starts, can do what ROLE needs and nothing else. REACH: NULL if it
 * opens no file. MODE says how much of it must be there: SANDBOX_AUTO takes what the system has, SANDBOX_ON fails if
 * anything is missing. False with one line; then the process must not go on. To be called before anything of a client or
 * a page is read; it needs one thread, and descriptors that can be opened.
 */
bool sandbox_enter(enum sandbox_role role, enum sandbox_mode mode, const struct sandbox_reach *reach,
                   struct error *error) __attribute__((warn_unused_result));

/* The same for a child that converts pages, with the mode of SETTINGS: what build_options.confine wants. */
bool sandbox_enter_converter(const struct settings *settings);

/* False with one line if MODE asks for what this system has not. */
bool sandbox_possible(enum sandbox_mode mode, struct error *error) __attribute__((warn_unused_result));

/* Logs what MODE means on this system, if that is less than all: one line. For the master, which is in no sandbox. */
void sandbox_report(enum sandbox_mode mode);

#endif
