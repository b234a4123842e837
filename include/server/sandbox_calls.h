/* sandbox_calls.h - seccomp: the system calls of each role, as a program that the kernel runs before each of them. */
#ifndef SERVER_SANDBOX_CALLS_H
#define SERVER_SANDBOX_CALLS_H

#include "server/sandbox.h"

#include <linux/filter.h>
#include <sys/types.h>

#define SANDBOX_PROGRAM_MAX 1024

/* Whether this system has it and there is a table for this machine. */
bool sandbox_calls_supported(void);

/*
 * Writes the program of ROLE for the process SELF; returns how many instructions it has, at most SANDBOX_PROGRAM_MAX. A call
 * that the role does not need is answered ENOSYS, so that libraries fall back to another (hardening.md S3), one that
 * only an attacker would make EPERM. LOG: both are made, and the kernel's log names them.
 */
size_t sandbox_calls_write(enum sandbox_role role, pid_t self, bool log, struct sock_filter *program);

/* Has the kernel run that program from now on. No new privileges must have been given up before. False with one line. */
bool sandbox_calls_restrict(enum sandbox_role role, bool log, struct error *error) __attribute__((warn_unused_result));

#endif
