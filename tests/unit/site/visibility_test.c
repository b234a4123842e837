/* visibility_test.c - names and patterns: what a site shows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/collection.h"
#include "site/visibility.h"

static const struct {
    const char *pattern, *name;
    bool folder, want;
} patterns[] = {
    { "foo", "foo", false, true },         { "foo", "foobar.md", false, true },         /* a plain prefix */
    { "foo", "a/foo", false, false },                                                   /* from the root */
    { "*.log", "a/b/c.log", false, true }, { "docs/*.md", "docs/a/b.md", false, true }, /* `*` crosses `/` */
    { "[ab].md", "b.md", false, true },    { "?.md", "ab.md", false, false },
    { "dir/", "dir", true, true },         { "dir/", "dir", false, false },
    { "dir/", "dirs", true, false },       { "dir/", "dir/x.md", false, true },
    { "*", ".git", true, true },
};

static void
test_patterns(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++)
        if (visibility_matches(patterns[i].pattern, slice_of(patterns[i].name), patterns[i].folder) != patterns[i].want)
            fail_msg("%s on %s: expected %d", patterns[i].pattern, patterns[i].name, patterns[i].want);
}

static const struct {
    const char *config, *path;
    bool want;
} paths[] = {
    { "", "index.md", true },
    { "", "a/b/c.md", true },
    { "", ".htaccess", false },
    { "", "_config.yml", false },
    { "", "#x.md", false },
    { "", "~x", false },
    { "", "x.md~", false },
    { "", "x.", false },
    { "", "_pages/x.md", false },
    { "", "a/_b/x.md", false },
    { "", "Gemfile", false },
    { "", "node_modules/x.md", false },
    { "", "vendor/bundle/x.md", false },
    { "", "vendor/x.md", true },
    { "include: [_pages]", "_pages/x.md", true },
    { "include: [_pages]", "_pages_old/x.md", true }, /* a plain prefix */
    { "include: [_pages]", "_pages/_x.md", false },
    { "include: '_pages, _more'", "_more/x.md", true }, /* a string is a list */
    { "include: [.well-known/a.txt]", ".well-known/a.txt", true },
    { "include: [.well-known/a.txt]", ".well-known/b.txt", false },
    { "exclude: [attic]", "attic/x.md", false },
    { "exclude: [/attic/]", "attic/x.md", false },
    { "exclude: [x.md]", "a/x.md", true },
    { "exclude: ['*.md']", "a/x.md", false },
    { "{exclude: ['*.md'], include: [keep.md]}", "a/keep.md", true },
    { "{exclude: [vendor], include: [vendor]}", "vendor/x.md", true },
    { "destination: ./docs/", "docs/x.html", false }, /* made from the rest */
    { "destination: docs", "docs2/x.html", true },
    { "destination: docs", "a/docs/x.html", true },
    { "destination: ../docs", "docs/x.html", true },
    { "destination: .", "docs/x.html", true },
};

static void
test_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        struct arena *arena = arena_new();
        struct error error;
        const struct yaml *config = yaml_read(slice_of(paths[i].config), 1, arena, &error);
        struct visibility *visibility = visibility_new(config, arena);

        if (config == NULL || visibility_shows(visibility, slice_of(paths[i].path)) != paths[i].want)
            fail_msg("%s under `%s`: expected %d", paths[i].path, paths[i].config, paths[i].want);
        arena_free(arena);
    }
}

static const struct {
    const char *config, *path;
    bool want;
} collected[] = {
    { "", "_talks/x.md", true },
    { "", "_talks/a/_b/x.md", true }, /* folders further down are not tested */
    { "", "_talks/_a/x.md", false },
    { "", "_talks/a/_x.md", false },
    { "exclude: [_talks/a]", "_talks/a/x.md", false },
    { "include: [_a]", "_talks/_a/x.md", true },
};

static void
test_collected(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(collected) / sizeof(collected[0]); i++) {
        struct arena *arena = arena_new();
        struct error error;
        struct visibility *visibility =
            visibility_new(yaml_read(slice_of(collected[i].config), 1, arena, &error), arena);

        if (visibility_shows_below(visibility, slice_of(collected[i].path), 7) != collected[i].want)
            fail_msg("%s under `%s`: expected %d", collected[i].path, collected[i].config, collected[i].want);
        arena_free(arena);
    }
}

static const struct {
    const char *folder, *path;
    size_t base;
} posts[] = {
    { "", "_posts/x.md", 7 },
    { "", "a/_posts/b/x.md", 9 },
    { "", "my_posts/x.md", 0 },
    { "", "_posts", 0 },
    { "", "x.md", 0 },
    { "my/", "my/a/_posts/x.md", 12 },
    { "my/", "a/_posts/x.md", 0 },
    { "my/", "_posts/x.md", 0 },
};

static void
test_posts_base(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(posts) / sizeof(posts[0]); i++) {
        struct collections collections = { .base = slice_of(posts[i].folder) };

        if (collections_posts_base(&collections, slice_of(posts[i].path)) != posts[i].base)
            fail_msg("%s below `%s`: expected %zu", posts[i].path, posts[i].folder, posts[i].base);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_collected),
        cmocka_unit_test(test_posts_base),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
