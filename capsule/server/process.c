/* process.c - fork, descriptors to their places, execve. */
#include "server/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

#define NOT_STARTED 127 /* as shells say it */

/* Above every fixed number, so that putting one descriptor in its place cannot hit another that has not moved yet. */
static bool
move_out_of_the_way(int *descriptors, size_t count)
{
    for (size_t i = ROLE_HANDOVER; i < count; i++) {
        if (descriptors[i] < 0)
            continue;
        descriptors[i] = fcntl(descriptors[i], F_DUPFD_CLOEXEC, (int)count);
        if (descriptors[i] < 0)
            return false;
    }
    return true;
}

static bool
put_in_place(const int *descriptors, size_t count)
{
    for (size_t i = ROLE_HANDOVER; i < count; i++) {
        if (descriptors[i] < 0)
            close((int)i);
        else if (dup2(descriptors[i], (int)i) < 0)
            return false;
    }
    return true;
}

/*
 * A builder fills hundreds of megabytes once and ends: from large pages it takes them in a hundredth of the faults. A worker
 * lives long with little, which large pages would round up. Where malloc is not glibc's nobody reads this.
 */
static void
choose_pages(const char *role)
{
    if (strcmp(role, "builder") == 0)
        setenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1", false);
}

/* In the child. The number of its parent is compared because that one may have died before the request was made. */
static void
become(const char *program, const char *role, int *descriptors, size_t count, pid_t parent)
{
    char *words[] = { (char *)"capsule", (char *)"--role", (char *)role, NULL };

    if (prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent && move_out_of_the_way(descriptors, count) &&
        put_in_place(descriptors, count)) {
        close_range((unsigned)count, ~0U, 0); /* what the starter was left with by its own starter */
        choose_pages(role);
        execv(program, words);
    }
    _exit(NOT_STARTED);
}

static pid_t
start_child(const char *program, const char *role, const int *descriptors, size_t count, int control)
{
    pid_t parent = getpid(), pid;
    int *own = memory_new(count * sizeof *own);

    memcpy(own, descriptors, count * sizeof *own);
    own[ROLE_CONTROL] = control;
    pid = fork();
    if (pid == 0)
        become(program, role, own, count, parent);
    free(own);
    return pid;
}

bool
process_start(struct process *process, const char *program, const char *role, const int *descriptors, size_t count,
              struct error *error)
{
    int ends[2];
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return error_set(error, "cannot start a %s: %s", role, strerror(errno));
    pid = start_child(program, role, descriptors, count, ends[1]);
    if (pid < 0)
        error_set(error, "cannot start a %s: %s", role, strerror(errno));
    close(ends[1]);
    if (pid < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
        close(ends[0]);
        return false;
    }
    *process = (struct process){ pid, ends[0] };
    return true;
}

bool
role_is_given(int number)
{
    return fcntl(number, F_GETFD) >= 0;
}

void
process_forget(struct process *process)
{
    if (process->pid > 0)
        close(process->control);
    *process = (struct process){ 0, -1 };
}

void
process_describe_end(int status, char *text, size_t size)
{
    if (WIFSIGNALED(status))
        snprintf(text, size, "ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
    else
        snprintf(text, size, "ended with status %d", WEXITSTATUS(status));
}
