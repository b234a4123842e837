/* export_links_test.c - links from file to file, and all that is no link into the capsule. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "command/export_links.h"

static const struct {
    const char *page, *name, *reference;
} references[] = {
    { "index.gmi", "a.gmi", "a.gmi" },          { "index.gmi", "a/index.gmi", "a/index.gmi" },
    { "a/index.gmi", "a/b.gmi", "b.gmi" },      { "a/index.gmi", "index.gmi", "../index.gmi" },
    { "a/b/c.gmi", "a/d/e.gmi", "../d/e.gmi" }, { "a/b.gmi", "ab/c.gmi", "../ab/c.gmi" },
    { "a/b.gmi", "a/b.gmi", "b.gmi" },          { "index.gmi", "a:b.gmi", "./a:b.gmi" },
    { "a/b.gmi", "a:b.gmi", "../a:b.gmi" },     { "index.gmi", "plan a?.pdf", "plan%20a%3F.pdf" },
};

static void
assert_text(struct buffer *found, const char *expected)
{
    char *text = buffer_take(found);

    assert_string_equal(text, expected);
    free(text);
}

static void
test_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
        struct buffer found = { 0 };

        export_reference(slice_of(references[i].page), slice_of(references[i].name), &found);
        assert_text(&found, references[i].reference);
    }
}

static const struct {
    const char *name, *gemtext, *expected;
} texts[] = {
    { "a page", "=> /x/ X\n", "=> ../x/index.gmi X\n" },
    { "a page without label", "=> /x/\n", "=> ../x/index.gmi\n" },
    { "no blank, a tab, many blanks", "=>/x/\tX\n=>  /x/  X\n", "=> ../x/index.gmi\tX\n=> ../x/index.gmi  X\n" },
    { "encoded", "=> /caf%C3%A9.html C\n", "=> ../caf%C3%A9.gmi C\n" },
    { "fragment and query", "=> /x/#one\n=> /x/?two three\n", "=> ../x/index.gmi#one\n=> ../x/index.gmi?two three\n" },
    { "not ours", "=> /y/ Y\n=> https://x.example/x/ X\n=> //x.example/x/\n",
      "=> /y/ Y\n=> https://x.example/x/ X\n=> //x.example/x/\n" },
    { "code", "```\n=> /x/\n```\n=> /x/\n", "```\n=> /x/\n```\n=> ../x/index.gmi\n" },
    { "no link", " => /x/\n=\n\n", " => /x/\n=\n\n" },
    { "a link to nothing", "=>\n=> \n", "=>\n=> \n" },
    { "nothing", "", "" },
};

static void
test_texts(void **state)
{
    struct export_names *names = export_names_new();

    (void)state;
    assert_true(export_names_take(names, slice_of("/x/"), slice_of("x/index.gmi")));
    assert_true(export_names_take(names, slice_of("/caf\xc3\xa9.html"), slice_of("caf\xc3\xa9.gmi")));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buffer found = { 0 };

        export_links(slice_of(texts[i].gemtext), slice_of("a/b.gmi"), names, &found);
        assert_text(&found, texts[i].expected);
    }
    export_names_free(names);
}

static const struct {
    const char *name, *feed, *expected;
} feeds[] = {
    { "a page", "<link href=\"gemini://tea.example/x/\"/>", "<link href=\"gemini://tea.example/x/index.gmi\"/>" },
    { "with a port", "href=\"gemini://[::1]:1966/caf%C3%A9.html\"", "href=\"gemini://[::1]:1966/caf%C3%A9.gmi\"" },
    { "two", "href=\"gemini://t/x/\" href=\"gemini://t/x/\"",
      "href=\"gemini://t/x/index.gmi\" href=\"gemini://t/x/index.gmi\"" },
    { "an id stays", "<id>gemini://tea.example/x/</id>", "<id>gemini://tea.example/x/</id>" },
    { "nothing of ours", "href=\"gemini://t/y/\" href=\"gemini://t\" href=\"https://t/x/\"",
      "href=\"gemini://t/y/\" href=\"gemini://t\" href=\"https://t/x/\"" },
    { "cut", "href=\"gemini://t/x/", "href=\"gemini://t/x/index.gmi" },
    { "nothing", "", "" },
};

static void
test_feeds(void **state)
{
    struct export_names *names = export_names_new();

    (void)state;
    assert_true(export_names_take(names, slice_of("/x/"), slice_of("x/index.gmi")));
    assert_true(export_names_take(names, slice_of("/caf\xc3\xa9.html"), slice_of("caf\xc3\xa9.gmi")));
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) {
        struct buffer found = { 0 };

        buffer_add_text(&found, "");
        export_feed(slice_of(feeds[i].feed), names, &found);
        assert_text(&found, feeds[i].expected);
    }
    export_names_free(names);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_references),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_feeds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
