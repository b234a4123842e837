/*
 * short_memory.c - has one allocation of one process fail: the N-th malloc, calloc or realloc from now on (X1).
 *
 * To be preloaded. SHORT_MEMORY names a file that the test and all processes of a server map: struct order. A process takes
 * part by its role, which is the word behind --role, or "master".
 */
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define NAME 16

/* What the test has written: whose allocation fails, and which one; 0 or less: none. And what it reads. */
struct order {
    char role[NAME];
    atomic_long left;      /* allocations until the one that fails, that one included */
    atomic_long allocated; /* blocks that processes of the role have taken and not given back */
};

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void __libc_free(void *block);

static struct order *order;
static char role[NAME] = "master";

static void
find_role(void)
{
    char words[256];
    int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, words, sizeof words - 1) : 0;
    char *word = length > 0 ? memmem(words, (size_t)length, "\0--role", 8) : NULL;

    if (fd >= 0)
        close(fd);
    words[length > 0 ? length : 0] = '\0';
    if (word != NULL)
        strncpy(role, word + 8, NAME - 1);
}

static void __attribute__((constructor))
find_order(void)
{
    const char *path = getenv("SHORT_MEMORY");
    int fd = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *mapped = fd >= 0 ? mmap(NULL, sizeof *order, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;

    if (fd >= 0)
        close(fd);
    find_role();
    if (mapped != MAP_FAILED)
        order = mapped;
}

static int
is_meant(void)
{
    return order != NULL && strncmp(order->role, role, NAME) == 0;
}

/* The one that fails, now. */
static int
fails(void)
{
    if (!is_meant() || atomic_load(&order->left) <= 0 || atomic_fetch_sub(&order->left, 1) != 1)
        return 0;
    errno = ENOMEM;
    return 1;
}

static void *
counted(void *block)
{
    if (block != NULL && is_meant())
        atomic_fetch_add(&order->allocated, 1);
    return block;
}

void *
malloc(size_t size)
{
    return fails() ? NULL : counted(__libc_malloc(size));
}

void *
calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__libc_calloc(count, size));
}

void *
realloc(void *block, size_t size)
{
    if (fails())
        return NULL;
    return block == NULL ? counted(__libc_malloc(size)) : __libc_realloc(block, size);
}

void
free(void *block)
{
    if (block != NULL && is_meant())
        atomic_fetch_sub(&order->allocated, 1);
    __libc_free(block);
}
