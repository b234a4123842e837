/* gemini_test.c - request lines and what they are answered. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "protocol/corpus.h"
#include "protocol/gemini.h"

static struct image *image;

static void
add_reply(struct image_writer *writer, const char *path, const char *bytes)
{
    struct image_reply reply = { .kind = IMAGE_REPLY, .bytes = slice_of(bytes) };

    image_writer_add(writer, IMAGE_GEMINI, slice_of(path), &reply);
}

static void
add_pages(struct image_writer *writer)
{
    struct image_facts facts = { .pages = 1, .gemini_port = CORPUS_PORT };
    struct image_reply file = { .kind = IMAGE_FILE, .bytes = slice_of("20 image/png\r\n"), .path = "a b.png" };

    image_writer_facts(writer, &facts);
    image_writer_host(writer, slice_of("localhost"));
    image_writer_host(writer, slice_of("::1"));
    add_reply(writer, "/", "20 text/gemini; lang=en\r\n# Tea\n");
    add_reply(writer, "/old", "31 /new/\r\n");
    add_reply(writer, "/th\xc3\xa9/", "20 text/gemini\r\n# Th\xc3\xa9\n");
    image_writer_add(writer, IMAGE_GEMINI, slice_of("/a b.png"), &file);
}

static const struct {
    const char *name, *bytes;
    enum request_state want;
} states[] = {
    { "whole line", "gemini://localhost/\r\n", REQUEST_COMPLETE },
    { "more behind it", "gemini://localhost/\r\nmore", REQUEST_COMPLETE },
    { "line not ended", "gemini://localhost/", REQUEST_WANTS_MORE },
    { "bare LF", "gemini://localhost/\n", REQUEST_WANTS_MORE },
    { "CR at the end", "gemini://localhost/\r", REQUEST_WANTS_MORE },
    { "nothing", "", REQUEST_WANTS_MORE },
};

static void
test_states(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        struct slice line;

        if (gemini_request_state(slice_of(states[i].bytes), &line) != states[i].want)
            fail_msg("%s", states[i].name);
    }
}

/* Byte 1025 decides. */
static void
test_length_is_judged_at_once(void **state)
{
    struct buffer bytes = { 0 };
    struct slice line;

    (void)state;
    buffer_add_times(&bytes, 'a', GEMINI_URI_MAX);
    assert_int_equal(gemini_request_state(buffer_slice(&bytes), &line), REQUEST_WANTS_MORE);
    buffer_add_byte(&bytes, '\r');
    assert_int_equal(gemini_request_state(buffer_slice(&bytes), &line), REQUEST_WANTS_MORE);
    buffer_add_byte(&bytes, '\n');
    assert_int_equal(gemini_request_state(buffer_slice(&bytes), &line), REQUEST_COMPLETE);
    assert_int_equal(line.length, GEMINI_URI_MAX);
    bytes.bytes[GEMINI_URI_MAX + 1] = 'a';
    assert_int_equal(gemini_request_state(buffer_slice(&bytes), &line), REQUEST_TOO_LONG);
    buffer_truncate(&bytes, GEMINI_URI_MAX);
    buffer_add_byte(&bytes, 'a');
    assert_int_equal(gemini_request_state(buffer_slice(&bytes), &line), REQUEST_TOO_LONG);
    buffer_clear(&bytes);
}

static const struct {
    const char *line, *want;
} answers[] = {
    { "gemini://localhost/", "20 text/gemini; lang=en\r\n# Tea\n" },
    { "gemini://localhost", "20 text/gemini; lang=en\r\n# Tea\n" },
    { "GEMINI://LocalHost:1965/?q", "20 text/gemini; lang=en\r\n# Tea\n" },
    { "gemini://localhost:/", "20 text/gemini; lang=en\r\n# Tea\n" },
    { "gemini://[::1]/", "20 text/gemini; lang=en\r\n# Tea\n" },
    { "gemini://[0:0:0:0:0:0:0:1]/", "20 text/gemini; lang=en\r\n# Tea\n" },
    { "gemini://localhost/th%C3%A9/", "20 text/gemini\r\n# Th\xc3\xa9\n" },
    { "gemini://localhost/old", "31 /new/\r\n" },
    { "gemini://localhost/a%20b.png", "20 image/png\r\n" },
    { "gemini://localhost/./", "31 /\r\n" },
    { "gemini://localhost/./th%C3%A9/.?q", "31 /th%C3%A9/\r\n" },
    { "gemini://localhost/%2e/a%20b.png", "31 /a%20b.png\r\n" },
    { "gemini://localhost/./old", "31 /new/\r\n" },
    { "gemini://localhost/.//th%C3%A9/", "31 /th%C3%A9/\r\n" },
    { "gemini://localhost/././/.//th%C3%A9/", "31 /th%C3%A9/\r\n" },
    { "gemini://localhost/.//evil.example/", "51 " },
    { "gemini://localhost/./x", "51 " },
    { "gemini://localhost/a/../b", "59 " },
    { "gemini://localhost/a/%2e%2E", "59 " },
    { "gemini://localhost/a%2Fb", "59 " },
    { "gemini://localhost/a%0ab", "59 " },
    { "gemini://localhost/a%7f", "59 " },
    { "gemini://localhost/...", "51 " },
    { "gemini://localhost/a|b", "59 " },
    { "gemini://localhost:70/", "53 " },
    { "gemini://other.example/../", "53 " },
    { "https://user@localhost/#x", "53 " },
    { "gemini://user@other.example/", "59 " },
    { "gemini://localhost/#", "59 " },
    { "gemini://[::2]/", "53 " },
    { "gemini://[::1/", "59 " },
    { "//localhost/", "59 " },
    { "", "59 " },
};

static void
test_answers(void **state)
{
    const struct image *const images[] = { image };
    struct gemini_identity identity = { .images = images, .image_count = 1, .port = CORPUS_PORT };

    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct buffer scratch = { 0 };
        struct answer answer;
        struct slice want = slice_of(answers[i].want);

        gemini_answer(&identity, slice_of(answers[i].line), &scratch, &answer);
        if (want.length == 3 ? !slice_starts(answer.bytes, answers[i].want) : !slice_equal(answer.bytes, want))
            fail_msg("%s: expected %s, got %.*s", answers[i].line, answers[i].want, (int)answer.bytes.length,
                     answer.bytes.bytes);
        assert_int_equal(answer.status, (answer.bytes.bytes[0] - '0') * 10 + answer.bytes.bytes[1] - '0');
        buffer_clear(&scratch);
    }
}

static void
test_file_has_stand_ins(void **state)
{
    const struct image *const images[] = { image };
    struct gemini_identity identity = { .images = images, .image_count = 1, .port = CORPUS_PORT };
    struct buffer scratch = { 0 };
    struct answer answer;

    (void)state;
    gemini_answer(&identity, slice_of("gemini://localhost/a%20b.png"), &scratch, &answer);
    assert_string_equal(answer.path, "a b.png");
    assert_true(slice_starts(answer.unavailable, "51 "));
    assert_true(slice_starts(answer.busy, "40 "));
    gemini_slow_down(&answer);
    assert_true(slice_is(answer.bytes, "44 60\r\n"));
}

/* An image of one page that names HOST, for the public port PORT. */
static struct image *
image_of(const char *host, unsigned port)
{
    struct image_writer *writer = image_writer_new();
    struct image_reply file = { .kind = IMAGE_FILE, .bytes = slice_of("20 text/plain\r\n"), .path = "f" };
    int fd = memfd_create("image", MFD_CLOEXEC);
    struct image *made;
    struct error error;

    image_writer_facts(writer, &(struct image_facts){ .pages = 1, .gemini_port = port });
    image_writer_host(writer, slice_of(host));
    image_writer_add(writer, IMAGE_GEMINI, slice_of("/f"), &file);
    assert_true(image_writer_finish(writer, fd, &error));
    made = image_open(fd, &error);
    assert_non_null(made);
    image_writer_free(writer);
    close(fd);
    return made;
}

static void
test_a_host_has_one_site(void **state)
{
    static const struct {
        const char *line;
        unsigned status;
        size_t site;
    } asked[] = {
        { "gemini://tea.example/f", 20, 0 },       { "gemini://COFFEE.example/f", 20, 1 },
        { "gemini://coffee.example:70/f", 20, 1 }, { "gemini://tea.example:70/f", 53, 0 },
        { "gemini://milk.example/f", 53, 0 },
    };
    struct image *tea = image_of("tea.example", 1965), *coffee = image_of("coffee.example", 70);
    const struct image *const images[] = { tea, coffee };
    struct gemini_identity identity = { .images = images, .image_count = 2, .port = 1965 };

    (void)state;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct buffer scratch = { 0 };
        struct answer answer;

        gemini_answer(&identity, slice_of(asked[i].line), &scratch, &answer);
        if (answer.status != asked[i].status || answer.site != asked[i].site)
            fail_msg("%s: %u of site %zu", asked[i].line, answer.status, answer.site);
        buffer_clear(&scratch);
    }
    image_close(tea);
    image_close(coffee);
}

static void
check_row(const struct corpus_row *row)
{
    const struct image *const images[] = { image };
    struct gemini_identity identity = { .images = images, .image_count = 1, .port = CORPUS_PORT };
    struct answer answer = { 0 };
    struct buffer scratch = { 0 };
    struct slice line, first = { 0 };

    if (gemini_request_state(buffer_slice(&row->request), &line) != REQUEST_WANTS_MORE) {
        gemini_answer(&identity, line, &scratch, &answer);
        first = slice_range(answer.bytes, 0, slice_find(answer.bytes, "\r\n"));
        assert_true(slice_find(answer.bytes, "\r\n") != SLICE_NONE);
    }
    if (!corpus_matches(row->expected, first))
        fail_msg("%.*s: expected %.*s, got %.*s", (int)row->name.length, row->name.bytes, (int)row->expected.length,
                 row->expected.bytes, (int)first.length, first.bytes);
    buffer_clear(&scratch);
}

static void
test_corpus(void **state)
{
    (void)state;
    assert_true(corpus_each("tests/corpus/gemini_requests.tsv", check_row) > 100);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_length_is_judged_at_once),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_file_has_stand_ins),
        cmocka_unit_test(test_a_host_has_one_site),
        cmocka_unit_test(test_corpus),
    };
    int failed;

    image = corpus_image(add_pages);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    image_close(image);
    return failed;
}
