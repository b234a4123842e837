/* json_test.c - any bytes become a valid JSON string. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "command/json.h"

static const struct {
    const char *bytes;
    size_t length;
    const char *json;
} strings[] = {
    { "", 0, "\"\"" },
    { "tea", 3, "\"tea\"" },
    { "\"\\/", 3, "\"\\\"\\\\/\"" },
    { "\n\t\x1b\x7f", 4, "\"\\u000a\\u0009\\u001b\\u007f\"" },
    { "a\0b", 3, "\"a\\u0000b\"" },
    { "caf\xc3\xa9 \xf0\x9f\x8d\xb5", 10, "\"caf\xc3\xa9 \xf0\x9f\x8d\xb5\"" },
    { "\xff\xc3", 2, "\"\xef\xbf\xbd\xef\xbf\xbd\"" },
};

static void
test_strings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct buffer out = { 0 };
        char *text;

        json_string(&out, slice_make(strings[i].bytes, strings[i].length));
        text = buffer_take(&out);
        assert_string_equal(text, strings[i].json);
        free(text);
    }
}

static void
test_member(void **state)
{
    struct buffer out = { 0 };
    char *text;

    (void)state;
    json_member(&out, "name", slice_of("tea"));
    text = buffer_take(&out);
    assert_string_equal(text, "\"name\": \"tea\"");
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_member),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
