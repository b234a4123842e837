/* markdown_table_test.c - which paragraphs are tables, and that a line of bars costs no more than its length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "document/reader.h"
#include "document/writer.h"

static const struct {
    const char *source, *text;
} cases[] = {
    { "| a | b |\n|---|---|\n| c | d |\n", "a  b\r\n-  -\r\nc  d\r\n" },
    { "a | b\n--- | ---\nc | d\n", "a  b\r\n-  -\r\nc  d\r\n" },
    { "| a | b |\n| c | d |\n", "a  b\r\nc  d\r\n" },
    { "a | b\nc | d\n", "a | b c | d\r\n" },
    { "| a\n", "| a\r\n" },
};

static void
write_page(struct slice source, struct buffer *out)
{
    struct document *document = document_new(&(struct document_options){ 0 });

    markdown_read(source, 1, document);
    document_finish(document);
    text_write(document, &(struct gopher_place){ .host = "localhost", .port = 70 }, out);
    document_free(document);
}

static void
test_tables(void **state)
{
    struct buffer out = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buffer_truncate(&out, 0);
        write_page(slice_of(cases[i].source), &out);
        if (!slice_equal(buffer_slice(&out), slice_of(cases[i].text)))
            fail_msg("%s\nbecomes\n%.*s", cases[i].source, (int)out.length, out.bytes);
    }
    buffer_clear(&out);
}

/* A step that looks at the whole line for each bar would run into the test's time limit. */
#define MANY 1000000

static void
test_many_bars(void **state)
{
    struct buffer source = { 0 }, out = { 0 };

    (void)state;
    for (size_t i = 0; i < MANY; i++)
        buffer_add_byte(&source, '|');
    write_page(buffer_slice(&source), &out);
    buffer_clear(&source);
    buffer_clear(&out);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_tables), cmocka_unit_test(test_many_bars) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
