/* memos_test.c - memos from one build to the next, and the stamps by which they are found. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/memos.h"
#include "site/stamp.h"

#include <stdlib.h>
#include <time.h>

static const struct memos_base base = { { 5, 6 }, 9 };

static struct memo
memo_of(uint64_t stamp, const char *header)
{
    return (struct memo){ .stamp = stamp,
                          .kind = FRONT_MATTER_YAML,
                          .header = slice_of(header),
                          .body_at = 30,
                          .body_line = 4,
                          .is_plain = true,
                          .digest = { 7, 8 },
                          .places = SLICE("here") };
}

static void
test_memos_last_as_long_as_their_versions(void **state)
{
    const struct memo tea = memo_of(1, "title: Tea\n"), cup = memo_of(2, "title: Cup\n"), gone = memo_of(3, "");
    struct memos *first = memos_new(FRONT_MATTER_JEKYLL, slice_of("")), *second, *third, *other;
    struct buffer bytes = { 0 }, later = { 0 };

    (void)state;
    assert_null(memos_find(first, 1));
    assert_int_equal(memos_base(first)->site[0], 0);
    memos_add(first, &tea);
    memos_add(first, &cup);
    memos_add(first, &gone)->stamp = 0; /* the file was changed while it was read */
    memos_write(first, &base, &bytes);

    second = memos_new(FRONT_MATTER_JEKYLL, buffer_slice(&bytes));
    assert_int_equal(memos_base(second)->image, 9);
    assert_non_null(memos_find(second, 2));
    assert_true(slice_is(memos_find(second, 2)->header, "title: Cup\n"));
    assert_int_equal(memos_find(second, 2)->body_at, 30);
    assert_int_equal(memos_find(second, 2)->digest[1], 8);
    assert_true(slice_is(memos_find(second, 2)->places, "here"));
    assert_null(memos_find(second, 3));
    memos_write(second, &base, &later);

    third = memos_new(FRONT_MATTER_JEKYLL, buffer_slice(&later));
    assert_non_null(memos_find(third, 2));
    assert_null(memos_find(third, 1)); /* nobody has asked for that version */
    other = memos_new(FRONT_MATTER_HUGO, buffer_slice(&later));
    assert_null(memos_find(other, 2)); /* a header may be another one there */
    memos_free(first);
    memos_free(second);
    memos_free(third);
    memos_free(other);
    buffer_clear(&bytes);
    buffer_clear(&later);
}

static void
test_damaged_memos_are_none(void **state)
{
    const struct memo memo = memo_of(1, "title: Tea\n");
    struct memos *memos = memos_new(FRONT_MATTER_JEKYLL, slice_of(""));
    struct buffer bytes = { 0 };
    char *copy;

    (void)state;
    memos_add(memos, &memo);
    memos_write(memos, &base, &bytes);
    memos_free(memos);
    for (size_t length = 0; length < bytes.length; length++) {
        copy = slice_copy(slice_range(buffer_slice(&bytes), 0, length));
        memos = memos_new(FRONT_MATTER_JEKYLL, slice_make(copy, length));
        assert_null(memos_find(memos, 1));
        memos_free(memos);
        free(copy);
    }
    buffer_clear(&bytes);
}

/* A file at rest that was changed at SECOND and NANOSECOND, and is read now. */
static struct rest
rest_of(time_t second, long nanosecond)
{
    return (struct rest){ .status = { .st_mode = S_IFREG | 0600,
                                      .st_size = 12,
                                      .st_ino = 3,
                                      .st_mtim = { second, nanosecond },
                                      .st_ctim = { second, nanosecond } } };
}

static void
test_stamps_tell_versions_apart(void **state)
{
    time_t now = time(NULL);
    struct rest rest = rest_of(now, 5), other = rest_of(now, 6);

    (void)state;
    assert_int_equal(stamp_of_read(slice_of("a.md"), &rest), stamp_of(slice_of("a.md"), &rest.status));
    assert_int_not_equal(stamp_of(slice_of("a.md"), &rest.status), stamp_of(slice_of("b.md"), &rest.status));
    assert_int_not_equal(stamp_of(slice_of("a.md"), &rest.status), stamp_of(slice_of("a.md"), &other.status));
    other = rest;
    other.status.st_ino++;
    assert_int_not_equal(stamp_of(slice_of("a.md"), &rest.status), stamp_of(slice_of("a.md"), &other.status));
}

static void
test_some_versions_have_no_stamp(void **state)
{
    time_t now = time(NULL);
    struct rest held = rest_of(now, 5), forgotten = held, coarse = rest_of(now, 0), ahead = rest_of(now + 3600, 5),
                old = rest_of(now - 3600, 0), pipe = held;

    (void)state;
    held.held = forgotten.forgotten = true;
    pipe.status.st_mode = S_IFIFO | 0600;
    assert_int_equal(stamp_of_read(slice_of("a.md"), &held), 0);
    assert_int_equal(stamp_of_read(slice_of("a.md"), &forgotten), 0);
    assert_int_equal(stamp_of_read(slice_of("a.md"), &pipe), 0);
    assert_int_equal(stamp_of_read(slice_of("a.md"), &coarse), 0); /* a file system that counts seconds */
    assert_int_equal(stamp_of_read(slice_of("a.md"), &ahead), 0);
    assert_int_not_equal(stamp_of_read(slice_of("a.md"), &old), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memos_last_as_long_as_their_versions),
        cmocka_unit_test(test_damaged_memos_are_none),
        cmocka_unit_test(test_stamps_tell_versions_apart),
        cmocka_unit_test(test_some_versions_have_no_stamp),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
