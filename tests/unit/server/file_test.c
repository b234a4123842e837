/* Whole files and memory that is handed over. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/file.h"

static int
memory_of(const char *text)
{
    struct error error = { "" };
    int fd = file_memory(slice_of(text), &error);

    if (fd < 0)
        fail_msg("%s", error.text);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static void
test_read_within_a_limit(void **state)
{
    static const struct {
        size_t length, limit;
        bool read;
    } cases[] = { { 0, 0, true }, { 1, 1, true }, { 2, 1, false }, { 4096, 4096, true }, { 9000, 8192, false } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer text = { 0 }, content = { 0 };
        struct error error = { "" };
        int fd;
        char *bytes;

        buffer_add_times(&text, 'x', cases[i].length);
        bytes = buffer_take(&text);
        fd = memory_of(bytes);
        assert_int_equal(file_read(fd, "tea.yml", cases[i].limit, &content, &error), cases[i].read);
        if (cases[i].read)
            assert_true(slice_is(buffer_slice(&content), bytes));
        else
            assert_non_null(strstr(error.text, "tea.yml is larger"));
        close(fd);
        free(bytes);
        buffer_clear(&content);
    }
}

static void
test_same(void **state)
{
    static const struct {
        const char *one, *other;
        bool same;
    } cases[] = { { "tea", "tea", true }, { "tea", "ten", false }, { "tea", "teas", false }, { "", "", false } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int one = memory_of(cases[i].one), other = memory_of(cases[i].other);

        if (file_same(one, other) != cases[i].same)
            fail_msg("\"%s\", \"%s\": expected %d", cases[i].one, cases[i].other, cases[i].same);
        close(one);
        close(other);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read_within_a_limit),
        cmocka_unit_test(test_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
