/* defaults_test.c - which sets of a configuration's `defaults` speak about a file. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/defaults.h"

#define SET(scope, value) "- {scope: {" scope "}, values: {layout: " value "}}\n"

static const struct {
    const char *sets, *base, *meta, *path, *type, *want;
} cases[] = {
    { SET("path: ''", "all"), "", "", "a.md", "pages", "all" },
    { SET("path: ''", "all"), "", "layout: own", "a.md", "pages", "own" },
    { SET("path: ''", "all"), "", "layout:", "a.md", "pages", "" },     /* empty is an answer */
    { SET("path: ''", "all"), "", "- list", "a.md", "pages", "all" },   /* what is no map says nothing */
    { SET("path: '', type: posts", "p"), "", "", "a.md", "pages", "" }, /* of another type */
    { SET("path: '', type: post", "p"), "", "", "_posts/a.md", "posts", "p" },
    { SET("path: '', type: page", "p"), "", "", "a.md", "pages", "p" },
    { SET("path: '', type: pages", "p"), "", "", "a.png", "", "" },
    { SET("path: foo", "f"), "", "", "foobar/a.md", "pages", "f" }, /* a plain prefix */
    { SET("path: foo", "f"), "", "", "/foo/a.png", "", "f" },
    { SET("path: foo", "f"), "", "", "a/foo.md", "pages", "" },
    { SET("path: ''", "a") SET("path: x", "b"), "", "", "x/a.md", "pages", "b" }, /* the longer path */
    { SET("path: x", "b") SET("path: ''", "a"), "", "", "x/a.md", "pages", "b" },
    { SET("path: x", "a") SET("path: x", "b"), "", "", "x/a.md", "pages", "b" }, /* the later of two alike */
    { SET("path: x, type: pages", "a") SET("path: x", "b"), "", "", "x/a.md", "pages", "a" },
    { SET("path: x", "a") SET("path: x, type: pages", "b"), "", "", "x/a.md", "pages", "b" },
    { SET("path: 'x/*/z'", "g"), "", "", "x/y/z/a.md", "pages", "g" },
    { SET("path: 'x/*/z'", "g"), "", "", "x/y/w/z/a.md", "pages", "" },
    { SET("path: 'x/**/z'", "g"), "", "", "x/y/w/z/a.md", "pages", "g" },
    { SET("path: 'x/*.md'", "g"), "", "", "x/a.md", "pages", "g" },
    { SET("path: _notes", "n"), "my/", "", "my/_notes/a.md", "notes", "n" }, /* from the folder of all collections */
    { SET("path: my/_notes", "n"), "my/", "", "my/_notes/a.md", "notes", "n" },
    { "- {values: {layout: all}}\n", "", "", "a.md", "pages", "all" },
    { "- scope: {path: ''}\n- text\n- {scope: [], values: []}\n", "", "", "a.md", "pages", "" },
    { "{scope: {path: ''}, values: {layout: all}}", "", "", "a.md", "pages", "" }, /* no list */
    { "", "", "layout: own", "a.md", "pages", "own" },
};

static void
test_sets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *arena = arena_new();
        struct error error;
        struct defaults defaults = { yaml_read(slice_of(cases[i].sets), 1, arena, &error), slice_of(cases[i].base) };
        const struct yaml *meta = yaml_read(slice_of(cases[i].meta), 1, arena, &error);
        const struct yaml *full =
            defaults_apply(&defaults, meta, slice_of(cases[i].path), slice_of(cases[i].type), arena);

        if (!slice_is(yaml_get_text(full, "layout"), cases[i].want))
            fail_msg("%s of type %s by\n%sexpected `%s`, got `%s`", cases[i].path, cases[i].type, cases[i].sets,
                     cases[i].want, yaml_get_text(full, "layout").bytes);
        arena_free(arena);
    }
}

static void
test_other_keys_stay(void **state)
{
    struct arena *arena = arena_new();
    struct error error;
    struct defaults defaults = {
        yaml_read(slice_of("- {scope: {path: a}, values: {b: 2, c: 3}}\n- {scope: {path: ''}, values: {c: 4, d: 5}}"),
                  1, arena, &error),
        slice_of(""),
    };
    const struct yaml *meta = yaml_read(slice_of("a: 1\nb: 1\n"), 1, arena, &error);
    const struct yaml *full = defaults_apply(&defaults, meta, slice_of("a.md"), slice_of("pages"), arena);

    (void)state;
    assert_int_equal(yaml_count(full), 4);
    assert_true(slice_is(yaml_get_text(full, "a"), "1"));
    assert_true(slice_is(yaml_get_text(full, "b"), "1"));
    assert_true(slice_is(yaml_get_text(full, "c"), "3"));
    assert_true(slice_is(yaml_get_text(full, "d"), "5"));
    arena_free(arena);
}

static void
test_files(void **state)
{
    struct arena *arena = arena_new();
    struct error error;
    struct defaults defaults = {
        yaml_read(slice_of("- {scope: {path: a}, values: {published: false}}\n"
                           "- {scope: {path: b}, values: {published: ~}}\n"
                           "- {scope: {path: c}, values: {published: 'false'}}\n"),
                  1, arena, &error),
        slice_of(""),
    };

    (void)state;
    assert_false(defaults_publish_file(&defaults, slice_of("/a/x.png"), slice_of(""), arena));
    assert_false(defaults_publish_file(&defaults, slice_of("b/x.png"), slice_of(""), arena));
    assert_true(defaults_publish_file(&defaults, slice_of("c/x.png"), slice_of(""), arena)); /* a text, and true */
    assert_true(defaults_publish_file(&defaults, slice_of("d/x.png"), slice_of(""), arena));
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sets),
        cmocka_unit_test(test_other_keys_stay),
        cmocka_unit_test(test_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
