/*
 * permalinks_test.c - one tree under seven configurations, compared row by row with what Jekyll itself published.
 *
 * Where the rules decide otherwise, a row may differ: Jekyll's `written` column is 0 for what is not published at all; a
 * page with redirect_to is a redirect; what is no HTML is a file (jekyll.md 1.7); future documents are absent (1.6).
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "site/beneath.h"
#include "site/site.h"
#include "site/tree.h"

#define FIXTURE "tests/permalinks"

enum { CONFIGURATIONS = 7, MOST_COLUMNS = 6 };

/* 2026-01-01: behind every date of the tree but the ones that are meant to lie ahead. */
#define NOW 1767225600

struct row {
    struct slice columns[MOST_COLUMNS];
};

enum column { KIND, PATH, URL, WRITTEN, DATE, TITLE };

static void
copy_file(int from, int to, struct slice path, const char *name)
{
    struct buffer text = { 0 };
    int fd;

    assert_true(beneath_read(from, path, 1 << 20, &text));
    fd = openat(to, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text.bytes != NULL ? text.bytes : "", text.length), text.length);
    close(fd);
    buffer_clear(&text);
}

static void
make_folders(int to, struct slice path)
{
    for (size_t i = 0; i < path.length; i++) {
        char *folder;

        if (path.bytes[i] != '/')
            continue;
        folder = slice_copy(slice_range(path, 0, i));
        assert_true(mkdirat(to, folder, 0700) == 0 || errno == EEXIST);
        free(folder);
    }
}

static bool
enter_all(void *context, struct slice path)
{
    (void)context;
    (void)path;
    return true;
}

/* The fixture's tree with configuration NUMBER as its _config.yml, in a folder of its own. */
static int
open_site(unsigned number, char *folder)
{
    int from = open(FIXTURE "/tree", O_RDONLY | O_DIRECTORY), fixture = open(FIXTURE, O_RDONLY | O_DIRECTORY), to;
    struct tree_options options = { .root = from, .enters = enter_all };
    struct arena *arena = arena_new();
    struct tree *tree;
    char name[32];

    assert_true(from >= 0 && fixture >= 0 && mkdtemp(folder) != NULL);
    to = open(folder, O_RDONLY | O_DIRECTORY);
    assert_true(to >= 0);
    tree = tree_read(&options, arena, NULL);
    for (size_t i = 0; i < tree_count(tree); i++) {
        make_folders(to, tree_path(tree, i));
        copy_file(from, to, tree_path(tree, i), tree_path(tree, i).bytes);
    }
    snprintf(name, sizeof(name), "config-%u.yml", number);
    copy_file(fixture, to, slice_of(name), "_config.yml");
    tree_free(tree);
    arena_free(arena);
    close(from);
    close(fixture);
    return to;
}

static void
remove_site(const char *folder)
{
    char command[128];

    snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static bool
take_row(struct slice *rest, struct row *row)
{
    struct slice line;

    if (!slice_take_line(rest, &line))
        return false;
    *row = (struct row){ 0 };
    for (size_t i = 0; i < MOST_COLUMNS; i++)
        slice_take_part(&line, '\t', &row->columns[i]);
    return true;
}

static const struct entry *
entry_at(const struct site *site, struct slice path)
{
    for (size_t i = 0; i < site_count(site); i++)
        if (slice_equal(site_entry(site, i)->path, path))
            return site_entry(site, i);
    return NULL;
}

static bool
has_date(const struct entry *entry, struct slice text)
{
    char date[32];

    if (text.length == 0)
        return true;
    snprintf(date, sizeof(date), "%04d-%02u-%02u", entry->date.year % 10000, entry->date.month % 100,
             entry->date.day % 100);
    return entry->has_date && slice_is(text, date);
}

static bool
is_right(const struct entry *entry, const struct row *row)
{
    struct slice path = row->columns[PATH];

    if (slice_is(row->columns[WRITTEN], "0"))
        return entry == NULL || !slice_equal(entry->source, path);
    if (entry == NULL)
        return false;
    if (slice_is(row->columns[KIND], "redirect"))
        return entry->kind == ENTRY_REDIRECT && slice_equal(entry->target, slice_from(path, 3));
    if (slice_is(row->columns[KIND], "static"))
        return entry->kind == ENTRY_FILE && slice_equal(entry->source, path);
    return slice_equal(entry->source, path) && has_date(entry, row->columns[DATE]) &&
           (row->columns[TITLE].length == 0 || slice_equal(entry->title, row->columns[TITLE]));
}

static size_t
check_rows(const struct site *site, unsigned number, struct slice rest, size_t *written)
{
    struct row row;
    size_t wrong = 0;

    take_row(&rest, &row);
    while (take_row(&rest, &row)) {
        const struct entry *entry = entry_at(site, row.columns[URL]);

        *written += slice_is(row.columns[WRITTEN], "1");
        if (is_right(entry, &row))
            continue;
        wrong++;
        print_error("config-%u: %.*s: expected %.*s (%.*s), got source %s title %s\n", number,
                    (int)row.columns[PATH].length, row.columns[PATH].bytes, (int)row.columns[URL].length,
                    row.columns[URL].bytes, (int)row.columns[WRITTEN].length, row.columns[WRITTEN].bytes,
                    entry != NULL ? entry->source.bytes : "nothing", entry != NULL ? entry->title.bytes : "");
    }
    return wrong;
}

static void
check_configuration(unsigned number)
{
    char folder[] = "/tmp/capsule-permalinks-XXXXXX", name[64];
    struct site_options options = { .name = folder, .now = NOW };
    struct buffer expected = { 0 };
    struct error error;
    struct site *site;
    size_t written = 0, wrong;
    int fixture = open(FIXTURE, O_RDONLY | O_DIRECTORY);

    options.root = open_site(number, folder);
    site = site_read(&options, NULL, &error);
    if (site == NULL)
        fail_msg("config-%u: %s", number, error.text);
    snprintf(name, sizeof(name), "expected-%u.tsv", number);
    assert_true(beneath_read(fixture, slice_of(name), 1 << 20, &expected));
    wrong = check_rows(site, number, buffer_slice(&expected), &written);
    for (size_t i = 0; wrong + (site_count(site) != written) > 0 && i < site_count(site); i++)
        print_error("  published: %s <- %s\n", site_entry(site, i)->path.bytes, site_entry(site, i)->source.bytes);
    assert_int_equal(wrong, 0);
    assert_int_equal(site_count(site), written);
    site_free(site);
    buffer_clear(&expected);
    close(options.root);
    close(fixture);
    remove_site(folder);
}

static void
test_rows(void **state)
{
    (void)state;
    for (unsigned number = 0; number < CONFIGURATIONS; number++)
        check_configuration(number);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
