/*
 * crash_loop.c - has every worker die as soon as it is started, for as long as a test says (W2).
 *
 * To be preloaded. CRASH_LOOP names a file that the test and all processes of a server map: struct loop. Whatever makes the
 * workers die is gone after the given time, whatever the master did meanwhile.
 */
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define MOST 1000

struct loop {
    atomic_long length;       /* nanoseconds in which workers die, from the first start on; 0: none does, and none is noted */
    atomic_long count;        /* of the starts that follow */
    atomic_long starts[MOST]; /* nanoseconds of the monotonic clock */
};

static int
is_worker(void)
{
    char words[256];
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, words, sizeof words) : 0;

    if (fd >= 0)
        close(fd);
    return length > 0 && memmem(words, (size_t)length, "\0--role\0worker", 14) != NULL;
}

static void
note_start(struct loop *loop)
{
    struct timespec now = { 0 };
    long nanoseconds, count = atomic_fetch_add(&loop->count, 1);

    clock_gettime(CLOCK_MONOTONIC, &now);
    nanoseconds = now.tv_sec * 1000000000 + now.tv_nsec;
    if (count < MOST)
        atomic_store(&loop->starts[count], nanoseconds);
    if (nanoseconds - (count > 0 ? atomic_load(&loop->starts[0]) : nanoseconds) < atomic_load(&loop->length))
        abort();
}

static void __attribute__((constructor))
look(void)
{
    const char *path = getenv("CRASH_LOOP");
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped = fd >= 0 ? mmap(NULL, sizeof(struct loop), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    struct loop *loop = mapped;

    if (fd >= 0)
        close(fd);
    if (mapped != MAP_FAILED && atomic_load(&loop->length) > 0 && is_worker())
        note_start(loop);
}
