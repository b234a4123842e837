/* clean_test.c - how far a text is plain: eight bytes at a time, the answer must be that of a look at each. */
#include "document/clean.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const struct {
    const char *text;
    size_t plain;
} cases[] = {
    { "", 0 },
    { " ", 0 },
    { "a", 1 },
    { "a ", 1 },
    { " a", 0 },
    { "a b", 3 },
    { "a  b", 1 },
    { "1234567 9", 9 },
    { "1234567  0", 7 },
    { "12345678 0", 10 },
    { "12345678  1", 8 },
    { "1234567 ", 7 },
    { "a b c d e f g h ! i", 19 },
    { "one two three four\tfive", 18 },
    { "one two three four \xc3\xa4", 18 },
    { "one two\x7f", 7 },
    { "one two three\x01", 13 },
};

static void
test_plain(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (clean_plain(slice_of(cases[i].text)) != cases[i].plain)
            fail_msg("\"%s\": got %zu, want %zu", cases[i].text, clean_plain(slice_of(cases[i].text)), cases[i].plain);
}

static bool
is_word(char byte)
{
    return byte > ' ' && byte < 0x7f;
}

static size_t
plain_by_bytes(struct slice text)
{
    size_t length = 0;

    while (length < text.length) {
        if (is_word(text.bytes[length]))
            length++;
        else if (text.bytes[length] == ' ' && length > 0 && length + 1 < text.length && is_word(text.bytes[length + 1]))
            length += 2;
        else
            break;
    }
    return length;
}

/* Texts of the bytes at which the arithmetic could go wrong. */
static void
test_plain_at_every_byte(void **state)
{
    static const char bytes[] = { 'a', '!', '~', ' ', 'z', '\x7f', '\x1f', '\x80', '\xff', '\0', '\x21', '\xa0' };
    uint64_t random = 1;
    char text[40];

    (void)state;
    for (int i = 0; i < 200000; i++) {
        size_t length = (size_t)i % sizeof text, kinds = i % 3 == 0 ? sizeof bytes : 4;

        for (size_t k = 0; k < length; k++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            text[k] = bytes[(random >> 33) % kinds];
        }
        assert_int_equal(clean_plain(slice_make(text, length)), plain_by_bytes(slice_make(text, length)));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_plain), cmocka_unit_test(test_plain_at_every_byte) };

    return cmocka_run_group_tests_name("clean", tests, NULL, NULL);
}
