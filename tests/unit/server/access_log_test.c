/* access_log_test.c - what a line looks like, and that a log which takes nothing stops nobody. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/access_log.h"

static const struct access_entry entry = {
    .protocol = "gemini",
    .address = { { [10] = 0xff, [11] = 0xff, [12] = 192, [14] = 2, [15] = 9 } },
    .request = SLICE("gemini://h/\x1b x"),
    .status = 53,
    .bytes = 1234567890123,
    .milliseconds = 7,
    .reason = "because",
    .served = "localhost:1965",
};

static void
test_line(void **state)
{
    struct event_base *base = event_base_new();
    char bytes[1024] = "";
    struct access_log *log;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    log = access_log_new(base, ends[1], LOG_ADDRESSES_TRUNCATED);
    access_log_add(log, &entry);
    access_log_free(log);
    assert_true(read(ends[0], bytes, sizeof bytes - 1) > 0);
    assert_memory_equal(bytes, "time=20", 7);
    assert_string_equal(bytes + strlen("time=2000-01-01T00:00:00Z"),
                        " protocol=gemini address=192.0.2.0/24 request=\"gemini://h/\\x1b x\" status=53 "
                        "bytes=1234567890123 ms=7 served=localhost:1965 close=because\n");
    close(ends[0]);
    close(ends[1]);
    event_base_free(base);
}

/* Adds lines until nothing more fits, then empties the other end: whole lines, and one that says what is missing. */
static void
check_blocked(int reader, int writer)
{
    enum { LINES = 20000 };
    struct event_base *base = event_base_new();
    struct access_log *log = access_log_new(base, writer, LOG_ADDRESSES_TRUNCATED);
    static char bytes[8 << 20];
    size_t length = 0, lines = 0;
    unsigned long dropped = 0;
    ssize_t count;
    char *text;

    for (size_t i = 0; i < LINES; i++)
        access_log_add(log, &entry); /* would hang here */
    fcntl(reader, F_SETFL, O_NONBLOCK);
    for (size_t i = 0; i < 3; i++) {
        while ((count = read(reader, bytes + length, sizeof bytes - length - 1)) > 0)
            length += (size_t)count;
        access_log_add(log, &entry);
    }
    access_log_free(log);
    while ((count = read(reader, bytes + length, sizeof bytes - length - 1)) > 0)
        length += (size_t)count;
    bytes[length] = '\0';
    for (char *line = strtok_r(bytes, "\n", &text); line != NULL; line = strtok_r(NULL, "\n", &text)) {
        const char *number = strstr(line, " dropped=");

        assert_memory_equal(line, "time=20", 7);
        if (number != NULL)
            assert_true(slice_to_number(slice_of(number + 9), LINES, &dropped));
        else
            assert_non_null(strstr(line, "close=because"));
        lines += number == NULL;
    }
    assert_true(dropped > 0);
    assert_int_equal(lines + dropped, LINES + 3);
    event_base_free(base);
}

static void
test_full_pipe(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    check_blocked(ends[0], ends[1]);
    assert_int_equal(fcntl(ends[1], F_GETFL) & O_NONBLOCK, 0); /* whoever shares it is not disturbed */
    close(ends[0]);
    close(ends[1]);
}

static void
test_full_socket(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    check_blocked(ends[0], ends[1]);
    close(ends[0]);
    close(ends[1]);
}

static void
test_full_disk(void **state)
{
    struct event_base *base = event_base_new();
    int fd = open("/dev/full", O_WRONLY);
    struct access_log *log = access_log_new(base, fd, LOG_ADDRESSES_OFF);

    (void)state;
    for (size_t i = 0; i < 2000; i++)
        access_log_add(log, &entry);
    access_log_free(log);
    close(fd);
    event_base_free(base);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_full_pipe),
        cmocka_unit_test(test_full_socket),
        cmocka_unit_test(test_full_disk),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
