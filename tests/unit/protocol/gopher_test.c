/* gopher_test.c - selectors and what they are answered. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "image/url_key.h"
#include "protocol/corpus.h"
#include "protocol/gopher.h"

static struct image *image;

#define ROOT  "iTea\tTITLE\tnull.host\t1\r\n.\r\n"
#define ABOUT "iAbout\tTITLE\tnull.host\t1\r\n.\r\n"

static void
add_reply(struct image_writer *writer, struct slice key, const char *bytes)
{
    struct image_reply reply = { .kind = IMAGE_REPLY, .bytes = slice_of(bytes) };

    image_writer_add(writer, IMAGE_GOPHER, key, &reply);
}

static void
add_pages(struct image_writer *writer)
{
    struct image_facts facts = { .pages = 1, .gemini_port = 1965, .gopher_port = 70 };
    struct image_reply file = { .kind = IMAGE_FILE, .bytes = slice_of(""), .path = "n.txt", .text = true };
    struct buffer key = { 0 };

    facts.web_url = slice_of("https://tea.example/?a=1&b=2");
    image_writer_facts(writer, &facts);
    image_writer_host(writer, slice_of("localhost"));
    add_reply(writer, slice_of(""), ROOT);
    add_reply(writer, slice_of("about/"), ABOUT);
    add_reply(writer, slice_of("x.txt"), "text\r\n");
    image_writer_add(writer, IMAGE_GOPHER, slice_of("n.txt"), &file);
    url_key(slice_of("https://listed.example/a%20b#f"), &key);
    add_reply(writer, buffer_slice(&key), "<!DOCTYPE html>\n");
    buffer_clear(&key);
}

static const struct gopher_identity *
identity(void)
{
    static struct gopher_identity localhost = { .host = "localhost", .port = 70, .gemini_port = 1965 };

    localhost.image = image;
    return &localhost;
}

static const struct {
    const char *bytes;
    bool ended;
    enum request_state want;
    const char *line;
} states[] = {
    { "\r\n", false, REQUEST_COMPLETE, "" },
    { "\n", false, REQUEST_COMPLETE, "" },
    { "/x\r\nmore", false, REQUEST_COMPLETE, "/x" },
    { "/x", false, REQUEST_WANTS_MORE, "/x" },
    { "/x\r", false, REQUEST_WANTS_MORE, "/x\r" },
    { "/x", true, REQUEST_COMPLETE, "/x" },
    { "", true, REQUEST_WANTS_MORE, "" },
    { "", false, REQUEST_WANTS_MORE, "" },
    { "/x\r", true, REQUEST_COMPLETE, "/x\r" },
};

static void
test_states(void **state)
{
    struct buffer bytes = { 0 };
    struct slice line;

    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (gopher_request_state(slice_of(states[i].bytes), states[i].ended, &line) != states[i].want ||
            !slice_is(line, states[i].line))
            fail_msg("row %zu", i);
    }
    buffer_add_times(&bytes, 'a', GOPHER_REQUEST_MAX - 1);
    assert_int_equal(gopher_request_state(buffer_slice(&bytes), false, &line), REQUEST_WANTS_MORE);
    buffer_add_byte(&bytes, '\n');
    assert_int_equal(gopher_request_state(buffer_slice(&bytes), false, &line), REQUEST_COMPLETE);
    bytes.bytes[GOPHER_REQUEST_MAX - 1] = 'a';
    assert_int_equal(gopher_request_state(buffer_slice(&bytes), false, &line), REQUEST_TOO_LONG);
    buffer_clear(&bytes);
}

#define FIFTY   "12345678901234567890123456789012345678901234567890"
#define NOWHERE "' not found\t\tlocalhost\t70\r\n.\r\n"

static const struct {
    const char *line, *want;
} answers[] = {
    { "", ROOT },
    { "/", ROOT },
    { "\t$", ROOT },
    { "/\twords", ROOT },
    { "about/", ABOUT },
    { "/about/", ABOUT },
    { "/about", ABOUT },
    { "about\t+", ABOUT },
    { "x.txt/", "text\r\n" },
    { "URL:https://listed.example/a%20b", "<!DOCTYPE html>\n" },
    { "URL:https://listed.example/a b", "<!DOCTYPE html>\n" },
    { "URL:https://other.example/", "3'URL:https://other.example/" NOWHERE },
    { "URL:javascript:alert(1)", "3'URL:javascript:alert(1)" NOWHERE },
    { "//about/", "3'//about/" NOWHERE },
    { "/./about/", "3'/./about/" NOWHERE },
    { "/%61bout/", "3'/%61bout/" NOWHERE },
    { "/a\x1b[31m\x01\x7f", "3'/a?[31m??" NOWHERE },
    { "/about/\r", "3'/about/?" NOWHERE },
    { "/caf\xc3\xa9", "3'/caf\xc3\xa9" NOWHERE },
    { "/caf\xe9", "3'/caf?" NOWHERE },
    { "/\xe2\x80\xae"
      "fdp",
      "3'/?fdp" NOWHERE },
    { "/" FIFTY "123456", "3'/" FIFTY "1..." NOWHERE },
};

static void
test_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        struct buffer scratch = { 0 };
        struct answer answer;

        gopher_answer(identity(), slice_of(answers[i].line), &scratch, &answer);
        if (!slice_is(answer.bytes, answers[i].want))
            fail_msg("%s: expected %s, got %.*s", answers[i].line, answers[i].want, (int)answer.bytes.length,
                     answer.bytes.bytes);
        assert_int_equal(answer.status, answer.bytes.bytes[0] == '3' ? 51 : 20);
        buffer_clear(&scratch);
    }
}

static void
test_nul_is_no_end(void **state)
{
    struct buffer scratch = { 0 };
    struct answer answer;

    (void)state;
    gopher_answer(identity(), slice_make("x.txt\0.gif", 10), &scratch, &answer);
    assert_true(slice_is(answer.bytes, "3'x.txt?.gif" NOWHERE));
    buffer_clear(&scratch);
}

static void
test_file_has_stand_ins(void **state)
{
    struct buffer scratch = { 0 };
    struct answer answer;

    (void)state;
    gopher_answer(identity(), slice_of("/n.txt"), &scratch, &answer);
    assert_string_equal(answer.path, "n.txt");
    assert_true(answer.text);
    assert_int_equal(answer.bytes.length, 0);
    assert_true(slice_is(answer.unavailable, "3'/n.txt" NOWHERE));
    assert_true(slice_starts(answer.busy, "3This cannot be sent at the moment"));
    buffer_clear(&scratch);
}

static void
test_http(void **state)
{
    struct buffer scratch = { 0 };
    struct answer answer;

    (void)state;
    gopher_answer(identity(), slice_of("GET / HTTP/1.1"), &scratch, &answer);
    assert_true(slice_starts(answer.bytes, "HTTP/1.0 400 "));
    assert_int_equal(answer.status, 53);
    assert_true(slice_find(answer.bytes, "\"gopher://localhost/\"") != SLICE_NONE);
    assert_true(slice_find(answer.bytes, "\"gemini://localhost/\"") != SLICE_NONE);
    assert_true(slice_find(answer.bytes, "\"https://tea.example/?a=1&#38;b=2\"") != SLICE_NONE);
    buffer_truncate(&scratch, 0);
    gopher_answer(identity(), slice_of("HEAD / HTTP/1.0"), &scratch, &answer);
    assert_true(slice_ends(answer.bytes, "\r\n\r\n"));
    buffer_clear(&scratch);
    assert_false(gopher_line_is_http(slice_of("GET up")));
    assert_false(gopher_line_is_http(slice_of("/HTTP/1.1")));
}

/* However the text is cut, a dot that begins a line is doubled. */
static void
test_stuffing(void **state)
{
    struct slice text = SLICE(".a\r\nb.\r\n..\r\n");

    (void)state;
    for (size_t cut = 0; cut <= text.length; cut++) {
        struct buffer out = { 0 };
        bool at_line_start = true;

        gopher_stuff(slice_range(text, 0, cut), &at_line_start, &out);
        gopher_stuff(slice_from(text, cut), &at_line_start, &out);
        assert_true(slice_is(buffer_slice(&out), "..a\r\nb.\r\n...\r\n"));
        assert_true(at_line_start);
        buffer_clear(&out);
    }
}

static void
check_row(const struct corpus_row *row)
{
    struct slice bytes = buffer_slice(&row->request), line, first = { 0 };
    bool ended = slice_find_byte(bytes, '\n') == SLICE_NONE;
    struct buffer scratch = { 0 };
    struct answer answer = { 0 };

    if (bytes.bytes[0] == GOPHER_TLS_BYTE) /* the server's question, not ours */
        return;
    switch (gopher_request_state(bytes, ended, &line)) {
    case REQUEST_COMPLETE:
        gopher_answer(identity(), line, &scratch, &answer);
        break;
    case REQUEST_TOO_LONG:
        gopher_refusal(identity(), "Your request is too long", &scratch, &answer);
        break;
    default:
        break;
    }
    (void)slice_take_line(&answer.bytes, &first);
    if (!corpus_matches(row->expected, first))
        fail_msg("%.*s: expected %.*s, got %.*s", (int)row->name.length, row->name.bytes, (int)row->expected.length,
                 row->expected.bytes, (int)first.length, first.bytes);
    buffer_clear(&scratch);
}

static void
test_corpus(void **state)
{
    (void)state;
    assert_true(corpus_each("tests/corpus/gopher_requests.tsv", check_row) > 35);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_nul_is_no_end), cmocka_unit_test(test_file_has_stand_ins),
        cmocka_unit_test(test_http),          cmocka_unit_test(test_stuffing),
        cmocka_unit_test(test_corpus),
    };
    int failed;

    image = corpus_image(add_pages);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    image_close(image);
    return failed;
}
