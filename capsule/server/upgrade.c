/* upgrade.c - fork, sockets to their places, the environment that names them, execve. */
#include "server/upgrade.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "server/file.h"
#include "server/inherit.h"

#define FIRST_DESCRIPTOR 3
#define NOT_STARTED      127
#define WORDS_LIMIT      ((size_t)1024 * 1024)

static const char predecessor_variable[] = "CAPSULE_PREDECESSOR";
static const char deleted[] = " (deleted)"; /* what the kernel adds to a file that has been replaced */

char *
upgrade_path(void)
{
    char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path);
    struct slice text = slice_make(path, length > 0 ? (size_t)length : 0);

    if (slice_ends(text, deleted))
        text.length -= sizeof deleted - 1;
    return text.length > 0 && text.length < sizeof path ? slice_copy(text) : NULL;
}

/* The words of our own command line, each ended by NUL. */
static bool
read_words(struct buffer *text, struct error *error)
{
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    bool done = fd >= 0 && file_read(fd, "/proc/self/cmdline", WORDS_LIMIT, text, error);

    if (fd < 0)
        return error_set(error, "cannot read /proc/self/cmdline: %s", strerror(errno));
    close(fd);
    return done;
}

static char **
split_words(const struct buffer *text)
{
    struct slice rest = buffer_slice(text), word;
    char **words = memory_new((text->length + 1) * sizeof *words);

    for (size_t i = 0; slice_take_part(&rest, '\0', &word) && (word.length > 0 || rest.length > 0); i++)
        words[i] = (char *)word.bytes; /* the NUL stands behind it */
    return words;
}

static void
set_number(const char *name, long number)
{
    char text[24];

    snprintf(text, sizeof text, "%ld", number);
    setenv(name, text, 1);
}

/* In the child, where nobody else reads the environment. */
static void
set_environment(const char *names, size_t count)
{
    set_number("LISTEN_PID", getpid());
    set_number("LISTEN_FDS", (long)count);
    setenv("LISTEN_FDNAMES", names, 1);
    set_number(predecessor_variable, FIRST_DESCRIPTOR + (long)count);
    if (getenv("WATCHDOG_PID") != NULL)
        set_number("WATCHDOG_PID", getpid());
}

/* The sockets, then the one to the predecessor, from FIRST_DESCRIPTOR on: out of the way first, then into place. */
static bool
place_descriptors(const struct listeners *listeners, int control)
{
    int count = (int)listeners->count, above = FIRST_DESCRIPTOR + count + 1;

    control = fcntl(control, F_DUPFD_CLOEXEC, above);
    for (int i = 0; i < count; i++) {
        listeners->items[i].fd = fcntl(listeners->items[i].fd, F_DUPFD_CLOEXEC, above);
        if (listeners->items[i].fd < 0)
            return false;
    }
    for (int i = 0; i < count; i++)
        if (dup2(listeners->items[i].fd, FIRST_DESCRIPTOR + i) < 0)
            return false;
    return control >= 0 && dup2(control, FIRST_DESCRIPTOR + count) >= 0;
}

static pid_t
start_child(const char *path, char **words, const struct listeners *listeners, int control)
{
    char *names = inherit_names(listeners);
    pid_t pid = fork();

    if (pid == 0) {
        set_environment(names, listeners->count);
        if (place_descriptors(listeners, control))
            execv(path, words);
        _exit(NOT_STARTED);
    }
    free(names);
    return pid;
}

bool
upgrade_start(struct process *successor, const char *path, const struct listeners *listeners, struct error *error)
{
    struct buffer text = { 0 };
    char **words = NULL;
    int ends[2] = { -1, -1 };
    pid_t pid = -1;

    if (read_words(&text, error)) {
        words = split_words(&text);
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) == 0)
            pid = start_child(path, words, listeners, ends[1]);
        if (pid < 0)
            error_set(error, "cannot start %s: %s", path, strerror(errno));
    }
    free(words);
    buffer_clear(&text);
    if (ends[1] >= 0)
        close(ends[1]);
    if (pid < 0 && ends[0] >= 0)
        close(ends[0]);
    if (pid > 0)
        *successor = (struct process){ pid, ends[0] };
    return pid > 0;
}

int
upgrade_predecessor(void)
{
    const char *text = getenv(predecessor_variable);
    unsigned long number;
    bool given = text != NULL && slice_to_number(slice_of(text), INT_MAX, &number);

    unsetenv(predecessor_variable);
    if (!given || fcntl((int)number, F_SETFD, FD_CLOEXEC) != 0)
        return -1;
    return (int)number;
}
