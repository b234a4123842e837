/* child_test.c - what bounds a child; how it ends is tested with the converter. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "builder/child.h"

#define MEMORY ((size_t)64 << 20)

/* Takes more than it is granted, unless the account says that so much was there before. */
static void
take_memory(void *context, int fd)
{
    void *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    (void)context;
    if (memory != MAP_FAILED)
        (void)!write(fd, "taken", 5);
}

static bool
takes_memory(int account)
{
    struct child_limits limits = {
        .cpu_seconds = 1, .wall_milliseconds = 10000, .memory = MEMORY / 2, .output = 100, .memory_account = account
    };
    struct child child;
    bool taken;

    assert_true(child_start(&child, &limits, take_memory, NULL));
    while (child.end == CHILD_RUNNING) {
        struct pollfd wait = { .fd = child.fd, .events = POLLIN };

        poll(&wait, 1, 1000);
        child_step(&child);
    }
    assert_int_equal(child.end, CHILD_DONE);
    taken = slice_is(buffer_slice(&child.output), "taken");
    child_clear(&child);
    return taken;
}

/* A parent that can open no file has opened the account before. */
static void
test_account_of_memory(void **state)
{
    int large = memfd_create("large", MFD_CLOEXEC);

    (void)state;
    if (!CHILD_BOUNDS_MEMORY)
        skip();
    assert_int_equal(dprintf(large, "1000000 1 1 1 0 1 0\n"), 20);
    assert_false(takes_memory(0));
    assert_true(takes_memory(large));
    assert_true(takes_memory(large)); /* it is read anew each time */
    close(large);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_account_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
