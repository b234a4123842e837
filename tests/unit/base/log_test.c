/* log_test.c - foreign bytes in log lines and in error lines stay within their line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/log.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *value, *field;
} fields[] = {
    { "/publications/?a=b&c", "/publications/?a=b&c" },
    { "", "\"\"" },
    { "a b", "\"a b\"" },
    { "a\r\nb", "\"a\\x0d\\x0ab\"" },
    { "\"\\", "\"\\x22\\x5c\"" },
    { "th\xc3\xa9", "\"th\\xc3\\xa9\"" },
    { "\x1b[31m\x7f", "\"\\x1b[31m\\x7f\"" },
    { "[::1]:1965", "[::1]:1965" },
    { "a;b", "\"a;b\"" },
};

static void
test_escape(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct buffer line = { 0 };

        log_escape(&line, slice_of(fields[i].value));
        if (!slice_is(buffer_slice(&line), fields[i].field))
            fail_msg("`%s`: `%.*s`", fields[i].value, (int)line.length, line.bytes);
        buffer_clear(&line);
    }
}

/* Runs log_line with standard error at a pipe; what it wrote, NUL-terminated, in TEXT. */
static void
capture(enum log_level level, const char *value, char *text, size_t size)
{
    int ends[2], saved = dup(STDERR_FILENO);
    ssize_t length;

    assert_int_equal(pipe(ends), 0);
    dup2(ends[1], STDERR_FILENO);
    errno = ENOENT;
    log_line(level, "%s: %m", value);
    assert_int_equal(errno, ENOENT);
    dup2(saved, STDERR_FILENO);
    close(ends[1]);
    length = read(ends[0], text, size - 1);
    assert_true(length >= 0);
    text[length] = '\0';
    close(ends[0]);
    close(saved);
}

static void
test_line(void **state)
{
    char text[8192], long_value[4000];

    (void)state;
    capture(LOG_INFO, "th\xc3\xa9", text, sizeof text);
    assert_string_equal(text, "capsule: th\xc3\xa9: No such file or directory\n");
    capture(LOG_ERROR, "a\nb\x1b\xff\xc2\x9b", text, sizeof text);
    assert_string_equal(text, "capsule: error: a\\nb\\x1b\\xff\\xc2\\x9b: No such file or directory\n");
    memset(long_value, '\x01', sizeof long_value - 1);
    long_value[sizeof long_value - 1] = '\0';
    capture(LOG_WARNING, long_value, text, sizeof text);
    assert_in_range(strlen(text), 1000, 4096);
    assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
}

static void
test_error(void **state)
{
    struct error error;
    char long_text[3000];

    (void)state;
    assert_false(error_set(&error, "line %d: %s", 3, "a\nb"));
    assert_string_equal(error.text, "line 3: a?b");
    assert_false(error_prefix(&error, "%s", "_config.yml"));
    assert_string_equal(error.text, "_config.yml: line 3: a?b");
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    error_set(&error, "%s", long_text);
    assert_int_equal(strlen(error.text), sizeof error.text - 1);
    error_prefix(&error, "%s", long_text);
    assert_in_range(strlen(error.text), 1000, sizeof error.text - 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_escape),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
