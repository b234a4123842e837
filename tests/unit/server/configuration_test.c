/* Where a setting may stand, and which of the places wins. */
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

#include "server/configuration.h"

static const struct {
    const char *name;
    const char *site, *file; /* NULL: there is none */
    const char *flag;
    unsigned deadline; /* what deadline.request becomes; 0: an error */
    const char *error; /* a part of it */
} cases[] = {
    { "nothing at all", NULL, NULL, NULL, 10, NULL },
    { "empty site file", "", NULL, NULL, 10, NULL },
    { "of the site", "title: x\ncapsule:\n  deadline.request: 20\n", NULL, NULL, 20, NULL },
    { "elsewhere in the site", "deadline.request: 20\n", NULL, NULL, 10, NULL },
    { "file beats site", "capsule:\n  deadline.request: 20\n", "deadline.request: 30\n", NULL, 30, NULL },
    { "flag beats file", NULL, "deadline.request: 30\n", "deadline.request=40", 40, NULL },
    { "empty file", NULL, "", NULL, 0, "is empty" },
    { "invalid site file", "a: [b\n", NULL, NULL, 0, "_config.yml: line" },
    { "invalid file", NULL, "a: [b\n", NULL, 0, "extra.yml: line" },
    { "unknown setting", "capsule:\n  tea: 1\n", NULL, NULL, 0, "_config.yml: line 2" },
    { "not UTF-8", "title: \xff\xfe\n", NULL, NULL, 0, "_config.yml" },
    { "unknown flag", NULL, NULL, "tea=1", 0, "tea" },
};

struct folder {
    char path[64], site[96], file[96];
    int root;
};

static int
set_up(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);

    strcpy(folder->path, "/tmp/capsule-configuration-XXXXXX");
    if (mkdtemp(folder->path) == NULL)
        return -1;
    snprintf(folder->site, sizeof folder->site, "%s/_config.yml", folder->path);
    snprintf(folder->file, sizeof folder->file, "%s/extra.yml", folder->path);
    folder->root = open(folder->path, O_RDONLY | O_DIRECTORY);
    *state = folder;
    return 0;
}

static int
tear_down(void **state)
{
    struct folder *folder = *state;

    unlink(folder->site);
    unlink(folder->file);
    close(folder->root);
    rmdir(folder->path);
    free(folder);
    return 0;
}

static void
put(const char *path, const char *text)
{
    FILE *file;

    unlink(path);
    if (text == NULL)
        return;
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void
test_places(void **state)
{
    struct folder *folder = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *flag = (char *)cases[i].flag;
        struct text_list flags = { &flag, flag != NULL };
        struct settings settings;
        struct error error = { "" };
        bool read;

        put(folder->site, cases[i].site);
        put(folder->file, cases[i].file);
        read = configuration_read(folder->root, cases[i].file != NULL ? folder->file : NULL, &flags, &settings, &error);
        if (read != (cases[i].deadline > 0))
            fail_msg("%s: %s", cases[i].name, read ? "accepted" : error.text);
        if (!read && strstr(error.text, cases[i].error) == NULL)
            fail_msg("%s: expected \"%s\" in \"%s\"", cases[i].name, cases[i].error, error.text);
        if (read && settings.request_deadline != cases[i].deadline)
            fail_msg("%s: expected %u, got %u", cases[i].name, cases[i].deadline, settings.request_deadline);
        if (read)
            settings_clear(&settings);
    }
}

static void
test_hosts(void **state)
{
    static const struct {
        const char *flags[2];
        const char *first;
        size_t count;
    } hosts[] = {
        { { NULL, NULL }, "localhost", 3 },
        { { "host=localhost", NULL }, "localhost", 3 },
        { { "host=tea.example", NULL }, "tea.example", 1 },
        { { "host=tea.example", "host=localhost" }, "tea.example", 2 },
    };
    struct folder *folder = *state;

    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        char *items[] = { (char *)hosts[i].flags[0], (char *)hosts[i].flags[1] };
        struct text_list flags = { items, (size_t)(items[0] != NULL) + (size_t)(items[1] != NULL) };
        struct settings settings;
        struct error error = { "" };

        assert_true(configuration_read(folder->root, NULL, &flags, &settings, &error));
        assert_string_equal(settings.hosts.items[0], hosts[i].first);
        assert_int_equal(settings.hosts.count, hosts[i].count);
        settings_clear(&settings);
    }
}

static void
test_missing_file(void **state)
{
    struct folder *folder = *state;
    struct text_list flags = { NULL, 0 };
    struct settings settings;
    struct error error = { "" };

    assert_false(configuration_read(folder->root, folder->file, &flags, &settings, &error));
    assert_non_null(strstr(error.text, "no configuration file"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_hosts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_missing_file, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
