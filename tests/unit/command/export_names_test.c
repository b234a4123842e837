/* export_names_test.c - names of exported files, and what happens when two want one. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "command/export_names.h"

static const struct {
    const char *key, *page, *menu;
} forms[] = {
    { "/", "index.gmi", "gophermap" },         { "/x/", "x/index.gmi", "x/gophermap" },
    { "/x", "x.gmi", "x/gophermap" },          { "/x.html", "x.gmi", "x.html/gophermap" },
    { "/x.HTM", "x.gmi", "x.HTM/gophermap" },  { "/a/b.xhtml", "a/b.gmi", "a/b.xhtml/gophermap" },
    { "/v1.0", "v1.0.gmi", "v1.0/gophermap" }, { "/.html", "index.gmi", ".html/gophermap" },
};

static void
assert_text(struct buffer *found, const char *expected)
{
    char *text = buffer_take(found);

    assert_string_equal(text, expected);
    free(text);
}

static void
test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct buffer name = { 0 };

        export_page_name(slice_of(forms[i].key), &name);
        assert_text(&name, forms[i].page);
        export_menu_name(slice_of(forms[i].key), &name);
        assert_text(&name, forms[i].menu);
    }
}

/* One after the other, in one tree. */
static const struct {
    const char *key, *wish, *name; /* "": none */
} clashes[] = {
    { "/a.html", "a.gmi", "a.gmi" },
    { "/a", "a.gmi", "a-2.gmi" },
    { "/a.htm", "a.gmi", "a-3.gmi" },
    { "/b/", "b/index.gmi", "b/index.gmi" },
    { "/b", "b", "b-2" },
    { "/c", "c", "c" },
    { "/c/", "c/index.gmi", "" },
    { "/.d", ".d", ".d" },
    { "/.d/2", ".d", ".d-2" },
    { "/up", "../up", "" },
    { "/here", "a/./here", "" },
    { "/two", "a//two", "" },
    { "/end", "a/", "" },
    { "/none", "", "" },
};

static void
test_clashes(void **state)
{
    struct export_names *names = export_names_new();

    (void)state;
    for (size_t i = 0; i < sizeof clashes / sizeof *clashes; i++) {
        struct slice key = slice_of(clashes[i].key);
        struct findings *findings = findings_new();
        bool taken = export_names_take_any(names, key, slice_of(clashes[i].wish), slice_of("source.md"), findings);
        struct buffer found = { 0 };

        buffer_add_text(&found, "");
        buffer_add(&found, export_names_find(names, key));
        assert_int_equal(taken, clashes[i].name[0] != '\0');
        assert_int_equal(findings_count(findings), !slice_is(buffer_slice(&found), clashes[i].wish) || !taken);
        assert_text(&found, clashes[i].name);
        findings_free(findings);
    }
    export_names_free(names);
}

static void
test_bytes_that_no_name_has(void **state)
{
    struct export_names *names = export_names_new();
    char segment[300];

    (void)state;
    for (size_t i = 0; i < sizeof segment; i++)
        segment[i] = 'x';
    assert_false(export_names_take(names, slice_of("/nul"), slice_make("a\0b", 3)));
    assert_false(export_names_take(names, slice_of("/long"), slice_make(segment, 256)));
    assert_true(export_names_take(names, slice_of("/fits"), slice_make(segment, 255)));
    export_names_free(names);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_clashes),
        cmocka_unit_test(test_bytes_that_no_name_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
