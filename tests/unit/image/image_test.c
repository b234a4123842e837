#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "image/image_format.h"
#include "image/image_memory.h"
#include "image/image_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct row {
    enum image_space space;
    const char *key;
    enum image_kind kind;
    bool text;
    const char *bytes, *path;
};

static const struct row rows[] = {
    { IMAGE_GEMINI, "/", IMAGE_REPLY, false, "20 text/gemini\r\n# Tea\n", NULL },
    { IMAGE_GEMINI, "/tea/", IMAGE_REPLY, false, "20 text/gemini\r\n# Green\n", NULL },
    { IMAGE_GEMINI, "/tea", IMAGE_REPLY, false, "31 /tea/\r\n", NULL },
    { IMAGE_GEMINI, "/tea.html", IMAGE_REPLY, false, "31 /tea/\r\n", NULL },
    { IMAGE_GEMINI, "/cup.png", IMAGE_FILE, false, "20 image/png\r\n", "cup.png" },
    { IMAGE_GEMINI, "/caf\xc3\xa9", IMAGE_REPLY, false, "", NULL },
    { IMAGE_GOPHER, "", IMAGE_REPLY, false, "iTea\t\tnull.host\t1\r\n.\r\n", NULL },
    { IMAGE_GOPHER, "cup.png", IMAGE_FILE, false, "", "cup.png" },
    { IMAGE_GOPHER, "a.txt", IMAGE_FILE, true, "", "a.txt" },
};
static const size_t row_count = sizeof(rows) / sizeof(rows[0]);

static struct slice
row_key(const struct row *row)
{
    return slice_of(row->key);
}

static void
add_row(struct image_writer *writer, const struct row *row)
{
    struct image_reply reply = { row->kind, row->text, slice_of(row->bytes), row->path, NULL };

    image_writer_add(writer, row->space, row_key(row), &reply);
}

static struct image_writer *
writer_of_facts(void)
{
    struct image_writer *writer = image_writer_new();
    struct image_facts facts = { .pages = 2,
                                 .files = 2,
                                 .redirects = 1,
                                 .gemini_port = 1965,
                                 .gopher_port = 70,
                                 .web_url = SLICE("https://tea.example") };

    image_writer_facts(writer, &facts);
    image_writer_host(writer, slice_of("tea.example"));
    image_writer_host(writer, slice_of("localhost"));
    return writer;
}

static int
finish(struct image_writer *writer)
{
    struct error error = { "" };
    int fd = image_memory_new();

    assert_true(fd >= 0);
    if (!image_writer_finish(writer, fd, &error))
        fail_msg("%s", error.text);
    image_writer_free(writer);
    return fd;
}

static int
small_image(bool backwards)
{
    struct image_writer *writer = writer_of_facts();

    for (size_t i = 0; i < row_count; i++)
        add_row(writer, &rows[backwards ? row_count - 1 - i : i]);
    return finish(writer);
}

static struct image *
open_or_fail(int fd)
{
    struct error error = { "" };
    struct image *image = image_open(fd, &error);

    if (!image)
        fail_msg("%s", error.text);
    return image;
}

static struct slice
read_whole(int fd)
{
    off_t end = lseek(fd, 0, SEEK_END);
    char *bytes = memory_new((size_t)end + 1);

    assert_int_equal(pread(fd, bytes, (size_t)end, 0), end);
    return slice_make(bytes, (size_t)end);
}

static void
test_answers_what_was_written(void **state)
{
    int fd = small_image(false);
    struct image *image = open_or_fail(fd);
    struct image_reply reply;

    (void)state;
    for (size_t i = 0; i < row_count; i++) {
        if (!image_find(image, rows[i].space, row_key(&rows[i]), &reply))
            fail_msg("%s is not found", rows[i].key);
        assert_int_equal(reply.kind, rows[i].kind);
        assert_int_equal(reply.text, rows[i].text);
        assert_true(slice_is(reply.bytes, rows[i].bytes));
        assert_int_equal(reply.path != NULL, rows[i].path != NULL);
        if (reply.path)
            assert_string_equal(reply.path, rows[i].path);
    }
    assert_false(image_find(image, IMAGE_GEMINI, slice_of("/nothing"), &reply));
    assert_false(image_find(image, IMAGE_GOPHER, slice_of("/"), &reply));
    assert_false(image_find(image, IMAGE_GEMINI, slice_of("a.txt"), &reply));
    assert_false(image_find(image, IMAGE_GEMINI, slice_make("/\0", 2), &reply));
    image_close(image);
    close(fd);
}

static void
count_key(void *context, struct slice key, const struct image_reply *reply)
{
    size_t *counts = context;

    for (size_t i = 0; i < row_count; i++)
        if (rows[i].space == IMAGE_GEMINI && slice_is(key, rows[i].key) && slice_is(reply->bytes, rows[i].bytes))
            counts[i]++;
}

static void
test_visits_each_key_once(void **state)
{
    int fd = small_image(false);
    struct image *image = open_or_fail(fd);
    size_t counts[sizeof(rows) / sizeof(rows[0])] = { 0 };

    (void)state;
    image_each(image, IMAGE_GEMINI, count_key, counts);
    for (size_t i = 0; i < row_count; i++)
        assert_int_equal(counts[i], rows[i].space == IMAGE_GEMINI);
    image_close(image);
    close(fd);
}

static void
test_keeps_facts_and_hosts(void **state)
{
    int fd = small_image(false);
    struct image *image = open_or_fail(fd);
    struct image_facts facts;

    (void)state;
    image_facts(image, &facts);
    assert_int_equal(facts.pages, 2);
    assert_int_equal(facts.files, 2);
    assert_int_equal(facts.redirects, 1);
    assert_int_equal(facts.gemini_port, 1965);
    assert_int_equal(facts.gopher_port, 70);
    assert_true(slice_is(facts.web_url, "https://tea.example"));
    assert_int_equal(facts.host_count, 2);
    assert_true(slice_is(image_host(image, 0), "tea.example"));
    assert_true(slice_is(image_host(image, 1), "localhost"));
    assert_int_equal(image_size(image), lseek(fd, 0, SEEK_END));
    image_close(image);
    close(fd);
}

static void
test_first_entry_of_a_key_wins(void **state)
{
    struct image_writer *writer = writer_of_facts();
    struct image_reply first = { .bytes = SLICE("first") }, second = { .bytes = SLICE("second") }, reply;
    struct image *image;
    int fd;

    (void)state;
    image_writer_add(writer, IMAGE_GEMINI, slice_of("/"), &first);
    image_writer_add(writer, IMAGE_GEMINI, slice_of("/"), &second);
    assert_true(image_writer_has(writer, IMAGE_GEMINI, slice_of("/")));
    assert_false(image_writer_has(writer, IMAGE_GOPHER, slice_of("/")));
    image_writer_add(writer, IMAGE_GEMINI, slice_of("/"), &second); /* the question has sorted what was there */
    fd = finish(writer);
    image = open_or_fail(fd);
    assert_true(image_find(image, IMAGE_GEMINI, slice_of("/"), &reply));
    assert_true(slice_is(reply.bytes, "first"));
    image_close(image);
    close(fd);
}

static void
test_empty_image_answers_nothing(void **state)
{
    int fd = finish(image_writer_new());
    struct image *image = open_or_fail(fd);
    struct image_reply reply;

    (void)state;
    assert_false(image_find(image, IMAGE_GEMINI, slice_of("/"), &reply));
    assert_false(image_find(image, IMAGE_GOPHER, slice_of(""), &reply));
    image_close(image);
    close(fd);
}

static void
test_order_of_additions_leaves_no_trace(void **state)
{
    int forwards = small_image(false), backwards = small_image(true);
    struct slice one = read_whole(forwards), other = read_whole(backwards);

    (void)state;
    assert_true(slice_equal(one, other));
    free((void *)(uintptr_t)one.bytes);
    free((void *)(uintptr_t)other.bytes);
    close(forwards);
    close(backwards);
}

static void
test_large_table_finds_every_key(void **state)
{
    enum { COUNT = 20000 };
    struct image_writer *writer = writer_of_facts();
    char name[32], body[32];
    struct image_reply reply;
    struct image *image;
    int fd;

    (void)state;
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof(name), "/post/%d/", i);
        snprintf(body, sizeof(body), "body %d", i);
        reply = (struct image_reply){ .bytes = slice_of(body) };
        image_writer_add(writer, IMAGE_GEMINI, slice_of(name), &reply);
    }
    fd = finish(writer);
    image = open_or_fail(fd);
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof(name), "/post/%d/", i);
        snprintf(body, sizeof(body), "body %d", i);
        assert_true(image_find(image, IMAGE_GEMINI, slice_of(name), &reply));
        assert_true(slice_is(reply.bytes, body));
        snprintf(name, sizeof(name), "/post/%d", i);
        assert_false(image_find(image, IMAGE_GEMINI, slice_of(name), &reply));
    }
    image_close(image);
    close(fd);
}

static void
test_equal_replies_are_stored_once(void **state)
{
    struct buffer body = { 0 };
    struct image_writer *writer = image_writer_new();
    char name[32];
    int fd;

    (void)state;
    buffer_add_times(&body, 'x', 3u << 20); /* several blocks of the checksum */
    for (int i = 0; i < 50; i++) {
        struct image_reply reply = { .bytes = buffer_slice(&body) };

        snprintf(name, sizeof(name), "/%d", i);
        image_writer_add(writer, IMAGE_GEMINI, slice_of(name), &reply);
    }
    fd = finish(writer);
    assert_true(lseek(fd, 0, SEEK_END) < (4 << 20));
    image_close(open_or_fail(fd));
    buffer_clear(&body);
    close(fd);
}

static void
test_sealed_image_cannot_change(void **state)
{
    int fd = small_image(false);
    struct error error;
    struct image *image;

    (void)state;
    assert_false(image_memory_is_sealed(fd));
    assert_true(image_memory_seal(fd, &error));
    assert_true(image_memory_is_sealed(fd));
    assert_int_equal(pwrite(fd, "x", 1, 0), -1);
    assert_int_equal(ftruncate(fd, 0), -1);
    image = image_open_trusted(fd, &error);
    assert_non_null(image);
    image_close(image);
    close(fd);
}

static int
image_of_bytes(struct slice bytes)
{
    int fd = image_memory_new();

    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes.bytes, bytes.length, 0), (ssize_t)bytes.length);
    return fd;
}

/* Opening must fail, with a line that says something. */
static void
expect_refusal(struct slice bytes, const char *what, size_t at)
{
    int fd = image_of_bytes(bytes);
    struct error error = { "" };
    struct image *image = image_open(fd, &error);

    if (image || error.text[0] == '\0')
        fail_msg("opened although %s %zu", what, at);
    close(fd);
}

static void
test_any_flipped_byte_is_noticed(void **state)
{
    int fd = small_image(false);
    struct slice whole = read_whole(fd);
    char *bytes = (char *)(uintptr_t)whole.bytes;

    (void)state;
    for (size_t at = 0; at < whole.length; at++) {
        bytes[at] ^= (char)(1 << at % 8);
        expect_refusal(whole, "byte flipped at", at);
        bytes[at] ^= (char)(1 << at % 8);
    }
    for (size_t length = 0; length < whole.length; length++)
        expect_refusal(slice_range(whole, 0, length), "cut at", length);
    free(bytes);
    close(fd);
}

static unsigned
touch(struct slice bytes)
{
    unsigned sum = 0;

    for (size_t i = 0; i < bytes.length; i++)
        sum += (unsigned char)bytes.bytes[i];
    return sum;
}

static void
repair_checksum(char *bytes, size_t length)
{
    struct slice rest = slice_from(slice_make(bytes, length), sizeof(struct image_header));
    struct image_header *header = (void *)bytes;
    uint64_t checksum = 0;

    for (; rest.length > 0; rest = slice_from(rest, IMAGE_BLOCK))
        checksum = image_checksum_block(checksum, slice_range(rest, 0, IMAGE_BLOCK));
    header->checksum = image_checksum_end(checksum, header);
}

/* Whatever it answers must lie inside: every byte that it lends is read. */
static void
use_everything(const struct image *image)
{
    struct image_facts facts;
    struct image_reply reply;
    unsigned sum = 0;

    image_facts(image, &facts);
    sum += touch(facts.web_url);
    for (size_t i = 0; i < facts.host_count; i++)
        sum += touch(image_host(image, i));
    for (size_t i = 0; i < row_count; i++) {
        if (!image_find(image, rows[i].space, row_key(&rows[i]), &reply))
            continue;
        assert_true(reply.bytes.length <= image_size(image));
        sum += touch(reply.bytes);
        if (reply.path)
            assert_true(strlen(reply.path) < image_size(image));
    }
    assert_true(sum != UINT32_MAX);
}

/* Somebody who knows the format can make the checksum right: the structure is checked, too. */
static void
test_hostile_image_never_leads_outside(void **state)
{
    static const unsigned char masks[] = { 0x01, 0x80, 0xff };
    int fd = small_image(false);
    struct slice whole = read_whole(fd);
    char *bytes = (char *)(uintptr_t)whole.bytes;

    (void)state;
    for (size_t at = 0; at < whole.length * sizeof(masks); at++) {
        char old = bytes[at / sizeof(masks)];
        struct error error;
        struct image *image;
        int hostile;

        bytes[at / sizeof(masks)] ^= (char)masks[at % sizeof(masks)];
        repair_checksum(bytes, whole.length);
        hostile = image_of_bytes(whole);
        image = image_open(hostile, &error);
        if (image)
            use_everything(image);
        image_close(image);
        close(hostile);
        bytes[at / sizeof(masks)] = old;
    }
    free(bytes);
    close(fd);
}

static void
test_other_files_are_refused(void **state)
{
    struct error error;
    int ends[2];

    (void)state;
    expect_refusal(slice_of(""), "length", 0);
    expect_refusal(slice_of("# A page\n"), "length", 9);
    assert_int_equal(pipe(ends), 0);
    assert_null(image_open(ends[0], &error));
    close(ends[0]);
    close(ends[1]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers_what_was_written),
        cmocka_unit_test(test_visits_each_key_once),
        cmocka_unit_test(test_keeps_facts_and_hosts),
        cmocka_unit_test(test_first_entry_of_a_key_wins),
        cmocka_unit_test(test_empty_image_answers_nothing),
        cmocka_unit_test(test_order_of_additions_leaves_no_trace),
        cmocka_unit_test(test_large_table_finds_every_key),
        cmocka_unit_test(test_equal_replies_are_stored_once),
        cmocka_unit_test(test_sealed_image_cannot_change),
        cmocka_unit_test(test_any_flipped_byte_is_noticed),
        cmocka_unit_test(test_hostile_image_never_leads_outside),
        cmocka_unit_test(test_other_files_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
