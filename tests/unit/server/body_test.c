/* body_test.c - what is sent, however it is cut; files that are no files, and files that change. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/body.h"

static char folder[] = "/tmp/capsule-body-XXXXXX";
static int root;

static void
write_file(const char *name, const char *text)
{
    int fd = openat(root, name, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

/* Everything that is sent when a piece has ROOM bytes and the socket takes TAKEN of them at a time. */
static enum body_state
send_all(struct body *body, size_t room, size_t taken, struct buffer *sent)
{
    char scratch[64];
    enum body_state state;
    struct slice piece, part;

    do {
        state = body_next(body, scratch, room, &piece);
        if (state == BODY_BROKEN)
            return state;
        assert_true(piece.length <= room && (piece.length > 0 || state == BODY_LAST));
        part = slice_range(piece, 0, taken);
        buffer_add(sent, part);
        body_advance(body, part.length);
    } while (state != BODY_LAST || part.length < piece.length);
    return state;
}

static const struct {
    const char *head, *file;
    bool stuffed;
    const char *want;
} cases[] = {
    { "20 text/plain\r\n", NULL, false, "20 text/plain\r\n" },
    { "", NULL, false, "" },
    { "20 text/plain\r\n", "hello", false, "20 text/plain\r\nhello" },
    { "20 text/plain\r\n", "", false, "20 text/plain\r\n" },
    { "", ".a\r\n..b\r\n", false, ".a\r\n..b\r\n" },
    { "", ".a\r\n..b\r\n", true, "..a\r\n...b\r\n.\r\n" },
    { "", "no end", true, "no end\r\n.\r\n" },
    { "", "", true, ".\r\n" },
    { "", "...................................", true, "....................................\r\n.\r\n" },
};

static void
check_case(size_t i, size_t room, size_t taken)
{
    struct body body;
    struct buffer sent = { 0 };

    body_start(&body, slice_of(cases[i].head));
    if (cases[i].file != NULL) {
        write_file("f", cases[i].file);
        assert_true(body_open(&body, root, "f"));
    }
    if (cases[i].stuffed)
        body_stuff(&body);
    assert_int_equal(send_all(&body, room, taken, &sent), BODY_LAST);
    if (!slice_is(buffer_slice(&sent), cases[i].want))
        fail_msg("case %zu, room %zu, taken %zu: %.*s", i, room, taken, (int)sent.length, sent.bytes);
    buffer_clear(&sent);
    body_clear(&body);
}

static void
test_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t room = 20; room <= 64; room += 11)
            for (size_t taken = 1; taken <= 64; taken += 7)
                check_case(i, room, taken);
}

static void
test_what_is_no_file(void **state)
{
    static const char *const names[] = { "none", "fifo", "folder", "outside", "../etc/passwd", "/etc/passwd", "f/x" };
    struct body body;

    (void)state;
    write_file("f", "x");
    body_start(&body, slice_make("", 0));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (body_open(&body, root, names[i]))
            fail_msg("%s was opened", names[i]);
        assert_true(errno != EMFILE);
    }
    assert_false(body_open(&body, root, "inside")); /* the image has where it leads */
    body_clear(&body);
}

/* Until the last change is so old that the file is not copied. */
static void
open_itself(struct body *body)
{
    struct stat file, opened;

    assert_int_equal(fstatat(root, "f", &file, 0), 0);
    body_start(body, slice_make("", 0));
    do {
        body_clear(body);
        while (!body_open(body, root, "f"))
            assert_int_equal(errno, EBUSY); /* too large to be copied */
        assert_int_equal(fstat(body->file, &opened), 0);
    } while (opened.st_ino != file.st_ino || opened.st_dev != file.st_dev);
}

static void
check_change(const char *text)
{
    struct body body;
    struct buffer sent = { 0 };

    write_file("f", "a file that is longer than one piece of it");
    open_itself(&body);
    write_file("f", text);
    assert_int_equal(send_all(&body, 20, 20, &sent), BODY_BROKEN);
    buffer_clear(&sent);
    body_clear(&body);
}

static void
test_changes(void **state)
{
    (void)state;
    check_change("cut");
    check_change("a file that is longer than it was when it was opened");
    check_change("A FILE THAT IS LONGER THAN ONE PIECE OF IT");
}

/* A version that has another name, or none any more, is whole all the same. */
static void
test_replaced_file(void **state)
{
    struct body body;
    struct buffer sent = { 0 };

    (void)state;
    write_file("f", "a file that is longer than one piece of it");
    open_itself(&body);
    write_file("new", "another file");
    assert_int_equal(renameat(root, "new", root, "f"), 0);
    assert_int_equal(send_all(&body, 20, 20, &sent), BODY_LAST);
    assert_true(slice_is(buffer_slice(&sent), "a file that is longer than one piece of it"));
    buffer_clear(&sent);
    body_clear(&body);
}

/* What has only just been written is sent as it was, whatever becomes of it. */
static void
test_fresh_file(void **state)
{
    struct body body;
    struct buffer sent = { 0 };
    struct stat file, opened;

    (void)state;
    body_start(&body, slice_make("", 0));
    do {
        body_clear(&body);
        write_file("f", "a file that is longer than one piece of it");
        assert_true(body_open(&body, root, "f"));
        assert_int_equal(fstatat(root, "f", &file, 0), 0);
        assert_int_equal(fstat(body.file, &opened), 0);
    } while (opened.st_ino == file.st_ino && opened.st_dev == file.st_dev); /* on a slow machine */
    write_file("f", "cut");
    assert_int_equal(send_all(&body, 20, 20, &sent), BODY_LAST);
    assert_true(slice_is(buffer_slice(&sent), "a file that is longer than one piece of it"));
    buffer_clear(&sent);
    body_clear(&body);
}

/* No number of bytes is kept in 32 bits. */
static void
test_end_of_a_huge_file(void **state)
{
    const off_t length = ((off_t)5 << 30) + 3;
    int fd = openat(root, "f", O_WRONLY | O_TRUNC | O_CLOEXEC);
    struct body body;
    struct buffer sent = { 0 };

    (void)state;
    assert_int_equal(pwrite(fd, "tea", 3, length - 3), 3);
    close(fd);
    open_itself(&body);
    assert_true(body_file_length(&body) == (uint64_t)length);
    body_advance(&body, (size_t)length - 5);
    assert_int_equal(send_all(&body, 20, 20, &sent), BODY_LAST);
    assert_true(slice_equal(buffer_slice(&sent), slice_make("\0\0tea", 5)));
    buffer_clear(&sent);
    body_clear(&body);
}

static void
test_file_being_written(void **state)
{
    struct body body;
    int writer = openat(root, "f", O_WRONLY | O_TRUNC | O_CLOEXEC);

    (void)state;
    body_start(&body, slice_make("", 0));
    assert_false(body_open(&body, root, "f"));
    assert_int_equal(errno, EBUSY);
    assert_int_equal(body_file_length(&body), 0);
    close(writer);
    assert_true(body_open(&body, root, "f"));
    body_clear(&body);
}

static int
make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL || (root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
        return -1;
    write_file("f", "");
    return mkfifoat(root, "fifo", 0600) | mkdirat(root, "folder", 0700) | symlinkat("/etc/passwd", root, "outside") |
           symlinkat("f", root, "inside");
}

static int
remove_folder(void **state)
{
    static const char *const names[] = { "f", "fifo", "outside", "inside" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlinkat(root, names[i], 0);
    unlinkat(root, "folder", AT_REMOVEDIR);
    close(root);
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_what_is_no_file),
        cmocka_unit_test(test_changes),
        cmocka_unit_test(test_replaced_file),
        cmocka_unit_test(test_fresh_file),
        cmocka_unit_test(test_end_of_a_huge_file),
        cmocka_unit_test(test_file_being_written),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
