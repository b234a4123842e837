/* head_test.c - dates in front matter, and pages that hide themselves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "site/head.h"
#include "site/zone.h"

static const struct {
    const char *meta, *zone, *want; /* want "": no date */
} dates[] = {
    { "date: 2024-05-07", "Asia/Singapore", "2024-05-07 00:00" },
    { "date: 2024-5-7", "", "2024-05-07 00:00" },
    { "date: 2021-05-06 23:30:00 -0800", "Etc/UTC", "2021-05-07 07:30" }, /* an offset moves the day */
    { "date: 2021-05-06 23:30:00 -0800", "No/Where", "2021-05-07 07:30" },
    { "date: 2024-05-07 20:00:00", "Asia/Singapore", "2024-05-08 04:00" }, /* YAML's own form is UTC */
    { "date: '2024-05-07 20:00'", "Asia/Singapore", "2024-05-07 20:00" },
    { "date: soon", "", "" },
    { "date:", "", "" },
    { "title: x", "", "" },
};

static void
test_dates(void **state)
{
    bool zones = zone_offset(slice_of("Asia/Singapore"), 0) != 0; /* without zone files all is UTC */

    (void)state;
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++) {
        struct arena *arena = arena_new();
        struct error error;
        struct date date;
        const struct yaml *meta = yaml_read(slice_of(dates[i].meta), 2, arena, &error);
        char text[64] = "";

        if (head_date(meta, slice_of(dates[i].zone), &date))
            snprintf(text, sizeof(text), "%04d-%02u-%02u %02u:%02u", date.year, date.month, date.day, date.hour,
                     date.minute);
        if (strcmp(text, dates[i].want) != 0 && (zones || strcmp(dates[i].zone, "Asia/Singapore") != 0))
            fail_msg("%s in %s: expected %s, got %s", dates[i].meta, dates[i].zone, dates[i].want, text);
        arena_free(arena);
    }
}

static const struct {
    const char *meta;
    bool hides;
} hidings[] = {
    { "published: false", true }, { "published: no", true },       { "published: off", true }, { "published:", true },
    { "published: true", false }, { "published: 'false'", false }, { "title: x", false },      { "", false },
};

static void
test_hides(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(hidings) / sizeof(hidings[0]); i++) {
        struct arena *arena = arena_new();
        struct error error;

        if (head_hides(yaml_read(slice_of(hidings[i].meta), 2, arena, &error)) != hidings[i].hides)
            fail_msg("%s: expected %d", hidings[i].meta, hidings[i].hides);
        arena_free(arena);
    }
}

static const char *const bad_zones[] = { "", "/etc/passwd", "../../x", "UTC-8:00", "No/Such/Place", "A B" };

static void
test_bad_zones(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(bad_zones) / sizeof(bad_zones[0]); i++)
        assert_int_equal(zone_offset(slice_of(bad_zones[i]), 1700000000), 0);
}

/* `redirect_from` of a page that has had many addresses. */
static void
test_long_header(void **state)
{
    char folder[] = "/tmp/capsule-head-XXXXXX";
    struct arena *arena = arena_new();
    struct findings *findings = findings_new();
    struct head head;
    int root;
    FILE *file;

    (void)state;
    assert_non_null(mkdtemp(folder));
    root = open(folder, O_RDONLY | O_DIRECTORY);
    file = fdopen(openat(root, "a.md", O_WRONLY | O_CREAT | O_EXCL, 0600), "w");
    assert_non_null(file);
    fputs("---\nredirect_from:\n", file);
    for (unsigned i = 0; i < 10000; i++)
        fprintf(file, "  - /an/old/address/%u/\n", i);
    fputs("---\ntext\n", file);
    fclose(file);
    assert_true(head_read(root, slice_of("a.md"), FRONT_MATTER_JEKYLL, arena, findings, NULL, &head));
    assert_int_equal(findings_count(findings), 0);
    assert_int_equal(yaml_count(yaml_get(head.meta, "redirect_from")), 10000);
    assert_int_equal(head.body_line, 10004);
    unlinkat(root, "a.md", 0);
    close(root);
    rmdir(folder);
    findings_free(findings);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_hides),
        cmocka_unit_test(test_bad_zones),
        cmocka_unit_test(test_long_header),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
