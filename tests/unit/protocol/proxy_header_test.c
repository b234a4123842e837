/* PROXY headers: the corpus, whole, byte by byte and with a client's bytes behind it; and what the corpus leaves out. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>

#include "protocol/corpus.h"
#include "protocol/proxy_header.h"

static const char *const state_names[] = { "more", "accept", "drop" };

/* "accept 203.0.113.7", "accept peer" or "drop". */
static void
describe(enum proxy_header_state state, const struct proxy_header *header, char *text, size_t size)
{
    char address[INET6_ADDRSTRLEN] = "peer";
    bool is_mapped = memcmp(header->address, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12) == 0;

    if (header->has_address)
        inet_ntop(is_mapped ? AF_INET : AF_INET6, header->address + (is_mapped ? 12 : 0), address, sizeof address);
    if (state == PROXY_HEADER_COMPLETE)
        snprintf(text, size, "accept %s", address);
    else
        snprintf(text, size, "%s", state_names[state]);
}

/* Whatever bytes come together, the answer is the same, and a complete header ends where it ends. */
static void
check_splits(struct slice name, struct slice bytes, const char *whole)
{
    struct proxy_header header;
    char text[64] = "more";
    size_t length = 0;

    while (length < bytes.length && strcmp(text, "more") == 0) {
        enum proxy_header_state state = proxy_header_read(slice_range(bytes, 0, ++length), &header);

        describe(state, &header, text, sizeof text);
    }
    if (strcmp(text, whole) != 0)
        fail_msg("%.*s: %s at once, %s byte by byte", (int)name.length, name.bytes, whole, text);
    if (strncmp(whole, "accept", 6) == 0)
        assert_int_equal(header.length, length);
}

static void
check(struct slice name, struct slice bytes, const char *expected)
{
    struct proxy_header header;
    struct buffer followed = { 0 };
    char text[64];

    describe(proxy_header_read(bytes, &header), &header, text, sizeof text);
    if (strcmp(text, expected) != 0)
        fail_msg("%.*s: expected %s, got %s", (int)name.length, name.bytes, expected, text);
    check_splits(name, bytes, expected);
    if (strncmp(expected, "accept", 6) != 0)
        return;
    buffer_add(&followed, bytes);
    buffer_add_text(&followed, "\x16\x03\x01\r\n");
    assert_int_equal(proxy_header_read(buffer_slice(&followed), &header), PROXY_HEADER_COMPLETE);
    assert_int_equal(header.length, bytes.length);
    buffer_clear(&followed);
}

static bool
is_decided_elsewhere(struct slice name) /* by the listener: its bytes are those of a good row; or by the deadline */
{
    return slice_is(name, "untrusted-peer");
}

static void
check_row(const struct corpus_row *row)
{
    struct slice expected = slice_range(row->expected, 0, slice_find_byte(row->expected, '|'));
    char *text = slice_copy(slice_is(row->name, "v2-addr-cut") ? slice_of("more") : expected);

    if (!is_decided_elsewhere(row->name))
        check(row->name, buffer_slice(&row->request), text);
    free(text);
}

static void
test_corpus(void **state)
{
    (void)state;
    assert_int_equal(corpus_each("tests/corpus/proxy_headers.tsv", check_row), 21);
}

#define ROW(name, text, expected)                                                                                      \
    {                                                                                                                  \
        name, { text, sizeof(text) - 1 }, expected                                                                     \
    }
#define V2 "\r\n\r\n\0\r\nQUIT\n"

static const struct {
    const char *name;
    struct slice bytes;
    const char *expected;
} cases[] = {
    ROW("tcp6 in text", "PROXY TCP6 2001:db8::7 ::1 1 65535\r\n", "accept 2001:db8::7"),
    ROW("unknown with addresses", "PROXY UNKNOWN ::1 ::1 1 2\r\n", "accept peer"),
    ROW("port 0", "PROXY TCP4 192.0.2.1 192.0.2.2 0 0\r\n", "accept 192.0.2.1"),
    ROW("other family", "PROXY TCP4 ::1 ::1 1 2\r\n", "drop"),
    ROW("no port", "PROXY TCP4 192.0.2.1 192.0.2.2 1\r\n", "drop"),
    ROW("a word too many", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n", "drop"),
    ROW("two blanks", "PROXY TCP4  192.0.2.1 192.0.2.2 1 2\r\n", "drop"),
    ROW("zero in front", "PROXY TCP4 192.0.2.1 192.0.2.2 01 2\r\n", "drop"),
    ROW("bare line feed", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n", "drop"),
    ROW("lower case", "proxy tcp4 192.0.2.1 192.0.2.2 1 2\r\n", "drop"),
    ROW("udp", "PROXY UDP4 192.0.2.1 192.0.2.2 1 2\r\n", "drop"),
    ROW("no family", "PROXY \r\n", "drop"),
    ROW("word alone", "PROXY", "more"),
    ROW("nothing", "", "more"),
    ROW("signature alone", V2, "more"),
    ROW("version 1 in binary", V2 "\x11", "drop"),
    ROW("version 3", V2 "\x31", "drop"),
    ROW("datagrams",
        V2 "\x21\x12\0\x0c"
           "aaaabbbbccdd",
        "drop"),
    ROW("stream without family", V2 "\x21\x01\0\0", "drop"),
    ROW("unspecified, empty", V2 "\x21\0\0\0", "accept peer"),
    ROW("longest", V2 "\x20\0\x02\x08", "more"),
    ROW("too long", V2 "\x20\0\x02\x09", "drop"),
    ROW("a request line", "gemini://localhost/\r\n", "drop"),
};

static void
test_more(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(slice_of(cases[i].name), cases[i].bytes, cases[i].expected);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
