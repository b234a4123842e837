/* child.c - fork, limits, a pipe, and the end. */
#include "builder/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

#define FIRST_FREE_DESCRIPTOR 3
#define READ_SIZE             65536
#define PIPE_SIZE             (1 << 20) /* what any user may ask for */

int64_t
child_clock(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Lowers a limit; one that is lower already stays, since only root may raise a hard one. */
static void
limit_set(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit limit;

    if (getrlimit((__rlimit_resource_t)resource, &limit) != 0)
        _exit(EXIT_FAILURE);
    limit.rlim_max = hard < limit.rlim_max ? hard : limit.rlim_max;
    limit.rlim_cur = soft < limit.rlim_max ? soft : limit.rlim_max;
    if (setrlimit((__rlimit_resource_t)resource, &limit) != 0)
        _exit(EXIT_FAILURE);
}

/* The address space in use, from the first number of /proc/self/statm (ACCOUNT, if it is open); 0 if it cannot be told. */
static size_t
address_space(int account)
{
    char text[64] = "";
    int fd = account > 0 ? account : open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? -1 : pread(fd, text, sizeof(text) - 1, 0);

    if (fd >= 0)
        close(fd);
    return count <= 0 ? 0 : strtoul(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* A limit that cannot be set ends the child: without it nothing in the input would be bounded. */
static void
limits_apply(const struct child_limits *limits)
{
    size_t memory = address_space(limits->memory_account) + limits->memory;

    limit_set(RLIMIT_CORE, 0, 0);
    limit_set(RLIMIT_CPU, limits->cpu_seconds, (rlim_t)limits->cpu_seconds * 2);
    if (CHILD_BOUNDS_MEMORY)
        limit_set(RLIMIT_AS, memory, memory);
}

static void
signals_reset(void)
{
    static const int signals[] = { SIGXCPU, SIGABRT, SIGTERM, SIGINT, SIGHUP, SIGPIPE };
    sigset_t none;

    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
        signal(signals[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
descriptors_close_all_but(int fd)
{
    if (fd > 0)
        close_range(0, (unsigned)fd - 1, 0);
    close_range((unsigned)fd + 1, ~0u, 0);
}

static void __attribute__((noreturn))
child_main(const struct child_limits *limits, pid_t parent, int fd, void (*run)(void *context, int fd), void *context)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
    signals_reset();
    limits_apply(limits);
    descriptors_close_all_but(fd);
    run(context, fd);
    _exit(EXIT_SUCCESS);
}

/*
 * A pipe for the result. Its writing end is never 0, 1 or 2, so that nothing that libraries say on standard error can
 * end up in it.
 */
static bool
result_pipe(int ends[2])
{
    int moved;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    moved = fcntl(ends[1], F_DUPFD_CLOEXEC, FIRST_FREE_DESCRIPTOR);
    close(ends[1]);
    ends[1] = moved;
    fcntl(ends[0], F_SETPIPE_SZ, PIPE_SIZE); /* a smaller one only means more turns */
    if (moved >= 0 && fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0)
        return true;
    close(ends[0]);
    if (moved >= 0)
        close(moved);
    return false;
}

bool
child_start(struct child *child, const struct child_limits *limits, void (*run)(void *context, int fd), void *context)
{
    pid_t parent = getpid();
    int ends[2];

    *child = (struct child){ .fd = -1, .deadline = child_clock() + limits->wall_milliseconds };
    child->output_max = limits->output;
    if (!result_pipe(ends))
        return false;
    child->pid = fork();
    if (child->pid == 0)
        child_main(limits, parent, ends[1], run, context);
    close(ends[1]);
    if (child->pid < 0) {
        close(ends[0]);
        return false;
    }
    child->fd = ends[0];
    return true;
}

static enum child_end
end_of_status(int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == MEMORY_EXIT)
        return CHILD_MEMORY;
    if (WIFEXITED(status))
        return WEXITSTATUS(status) == EXIT_SUCCESS ? CHILD_DONE : CHILD_CRASH;
    if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)
        return CHILD_CPU;
    return WTERMSIG(status) == SIGABRT ? CHILD_MEMORY : CHILD_CRASH;
}

static unsigned
milliseconds(struct timeval time)
{
    return (unsigned)(time.tv_sec * 1000 + time.tv_usec / 1000);
}

/* Waits for the end. KILLED is why it was killed, CHILD_RUNNING if it was not. */
static void
child_reap(struct child *child, enum child_end killed)
{
    struct rusage used = { .ru_minflt = 0 };
    int status = 0;

    while (wait4(child->pid, &status, 0, &used) < 0 && errno == EINTR)
        continue;
    close(child->fd);
    child->fd = -1;
    child->cpu_used = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
    child->end = killed != CHILD_RUNNING ? killed : end_of_status(status);
}

static void
child_kill(struct child *child, enum child_end reason)
{
    kill(child->pid, SIGKILL);
    child_reap(child, reason);
}

/* The pipe is at its end, so the process should be, too; one that closed the pipe and goes on has until the deadline.
 */
static void
child_await_exit(struct child *child)
{
    struct pollfd exit = { .fd = pidfd_open(child->pid, 0), .events = POLLIN };
    int ready = 0;

    do {
        int64_t left = child->deadline - child_clock();

        if (exit.fd >= 0)
            ready = poll(&exit, 1, left > 0 ? (int)left : 0);
    } while (ready < 0 && errno == EINTR);
    if (exit.fd >= 0)
        close(exit.fd);
    if (ready > 0)
        child_reap(child, CHILD_RUNNING);
    else
        child_kill(child, CHILD_TIME);
}

void
child_step(struct child *child)
{
    ssize_t count;

    do {
        buffer_reserve(&child->output, READ_SIZE);
        count = read(child->fd, child->output.bytes + child->output.length, READ_SIZE);
        if (count > 0)
            child->output.length += (size_t)count;
        if (child->output.length > child->output_max) {
            child_kill(child, CHILD_OUTPUT);
            return;
        }
    } while (count > 0);
    if (count == 0)
        child_await_exit(child);
    else if (child_clock() >= child->deadline)
        child_kill(child, CHILD_TIME);
}

void
child_clear(struct child *child)
{
    if (child->fd >= 0)
        child_kill(child, CHILD_CRASH);
    buffer_clear(&child->output);
}

const char *
child_end_reason(enum child_end end)
{
    static const char *const reasons[] = {
        [CHILD_RUNNING] = "nothing",
        [CHILD_DONE] = "nothing",
        [CHILD_CPU] = "too much CPU time",
        [CHILD_MEMORY] = "too much memory",
        [CHILD_TIME] = "too much time",
        [CHILD_CRASH] = "a crash of the converter",
        [CHILD_OUTPUT] = "a result out of proportion",
    };

    return reasons[end];
}
