/*
 * process.h - starts this program again in another role, and hands it what it needs by descriptors at fixed numbers.
 *
 * A role process is an execve of the same binary, so that it has a fresh address space with nothing of the master's in
 * it: no key, no setting that was not meant for it, no descriptor but those named here (hardening.md 4.1).
 */
#ifndef SERVER_PROCESS_H
#define SERVER_PROCESS_H

#include "base/error.h"
#include "base/slice.h"

#include <sys/types.h>

/* Where a role process finds its descriptors; what it was not given is closed. */
enum role_descriptor {
    ROLE_HANDOVER = 3, /* memory: handover.h */
    ROLE_CONTROL,      /* a socket to the master: see enum control_byte, and a builder's error */
    ROLE_ROOT,         /* the site's folder */
    ROLE_IMAGE,        /* worker: the sealed image; builder: the memory to write it to */
    ROLE_PREVIOUS,     /* builder: the sealed image that runs now */
    ROLE_LOG,          /* worker: the access log */
    ROLE_SECRET,       /* worker: memory with chains and keys, which it wipes; keyholder: key_files.h */
    ROLE_STATISTICS,   /* worker: statistics.h */
    ROLE_CROWD,        /* worker: crowd.h */
    ROLE_SAID,         /* builder: a keepsake for said.h */
    ROLE_MEMOS,        /* builder: one for memos.h */
    ROLE_KEYHOLDER,    /* worker: a socket to the keyholder (sign_channel.h), if that one has the keys */
    ROLE_LISTENERS,    /* worker: this one and the following are listening sockets; then two for each further site: its
                          folder and its image */
    ROLE_KEYS = ROLE_LISTENERS, /* keyholder: this one and the following are key files, then sockets to workers */
};

/* What master and role say to each other over the control socket, in a message of one byte. */
enum control_byte {
    CONTROL_READY = 'r',   /* worker, keyholder: I have all I need */
    CONTROL_ACCEPT = 'a',  /* master: accept; until then clients wait in the sockets' queues */
    CONTROL_DRAIN = 'd',   /* master: accept no more, finish and end */
    CONTROL_STOPPED = 's', /* worker: I accept no more, and my listening sockets are closed */
    CONTROL_HELD = 'h',    /* builder: some files stay as they were published, since somebody is writing them */
    CONTROL_CHANNEL = 'c', /* master: sign for the worker at the other end of the socket that comes with it */
    CONTROL_PING = 'p',    /* master: are you there? worker, keyholder: I am */
};

struct process {
    pid_t pid;   /* 0: none */
    int control; /* the master's end of the control socket, non-blocking; owned */
};

/*
 * Starts `--role ROLE` with DESCRIPTORS, indexed by role_descriptor from 0 and COUNT long: each is at its number there
 * (ROLE_CONTROL is made here, -1 is none). The process is killed when its starter dies. False with one line.
 */
bool process_start(struct process *process, const char *program, const char *role, const int *descriptors, size_t count,
                   struct error *error) __attribute__((warn_unused_result));

/* In the process: whether there is a descriptor at NUMBER. */
bool role_is_given(int number);

/* Closes the control socket and forgets the process. */
void process_forget(struct process *process);

/* "ended by signal 9 (Killed)" or "ended with status 3", from what waitpid says. */
void process_describe_end(int status, char *text, size_t size);

#endif
