/* fence_test.c - what of a folder is left beside the keys that lie in it, and when that has become something else. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/fence.h"
#include "server/file.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The tree: a name with '/' behind it is a folder, one with '>' a link to what follows. */
static const char *const tree[] = {
    "site/",          "site/index.md",
    "site/files/",    "site/files/a.pdf",
    "site/keys/",     "site/keys/capsule.key",
    "site/deep/",     "site/deep/note.md",
    "site/deep/in/",  "site/deep/in/k/",
    "site/deep/in/b", "site/link>keys",
    "certs/",         "certs/capsule.key",
    "certs/a.crt",    "outside.key",
    "linked/",        "linked/capsule.key>../site/files/a.pdf",
};

struct place {
    char folder[64];
    char real[PATH_MAX]; /* of the folder, which may lie behind links */
};

static void
make(const char *entry)
{
    char *name = strdup(entry), *target = strchr(name, '>');
    size_t length = strlen(name);

    if (target != NULL) {
        *target = '\0';
        assert_int_equal(symlink(target + 1, name), 0);
    } else if (name[length - 1] == '/') {
        assert_int_equal(mkdir(name, 0700), 0);
    } else {
        int fd = open(name, O_WRONLY | O_CREAT, 0600);

        assert_true(fd >= 0);
        close(fd);
    }
    free(name);
}

static int
set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);

    snprintf(place->folder, sizeof place->folder, "/tmp/capsule-fence-XXXXXX");
    if (mkdtemp(place->folder) == NULL || chdir(place->folder) != 0 || realpath(".", place->real) == NULL)
        return 1;
    for (size_t i = 0; i < COUNT(tree); i++)
        make(tree[i]);
    *state = place;
    return 0;
}

static int
tear_down(void **state)
{
    struct place *place = *state;
    char command[128];
    int status;

    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    status = chdir("/") == 0 ? system(command) : 1;
    free(place);
    return status;
}

/* --- The walk --- */

struct seen {
    const struct place *place;
    struct buffer names; /* sorted below: the order of a folder says nothing */
};

static bool
note(void *context, int fd, bool whole)
{
    struct seen *seen = context;
    char link[32], name[PATH_MAX];
    ssize_t length;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, name, sizeof name - 1);
    assert_in_range(length, 1, sizeof name - 1);
    name[length] = '\0';
    buffer_format(&seen->names, "%s%s ", name + strlen(seen->place->real) + 1, whole ? "" : "/");
    return true;
}

static int
compare(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static char *
sorted(struct buffer *names)
{
    char *words[64], *all = buffer_take(names), *rest = all, *word;
    struct buffer out = { 0 };
    size_t count = 0;

    while ((word = strtok_r(count == 0 ? all : NULL, " ", &rest)) != NULL)
        words[count++] = word;
    qsort(words, count, sizeof *words, compare);
    for (size_t i = 0; i < count; i++)
        buffer_format(&out, "%s%s", i > 0 ? " " : "", words[i]);
    free(all);
    return buffer_take(&out);
}

static const struct {
    const char *name, *certs, *want;
} cases[] = {
    { "beside the site", "certs", "site" },
    { "in the site", "site/keys", "site/ site/deep site/files site/index.md" },
    { "in the site, by a link", "site/link", "site/ site/deep site/files site/index.md" },
    { "deep in the site", "site/deep/in/k",
      "site/ site/deep/ site/deep/in/ site/deep/in/b site/deep/note.md site/files "
      "site/index.md site/keys" },
    { "not there yet", "site/new", "site/ site/deep site/files site/index.md site/keys" },
    { "nowhere", "no/such/folder", "site" },
    { "around the site", ".", "site" },
    { "a key that leads into the site", "linked", "site/ site/deep site/files/ site/index.md site/keys" },
};

static void
test_walk(void **state)
{
    int root = open("site", O_RDONLY | O_DIRECTORY);

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct seen seen = { *state, { 0 } };
        struct text_list kept = { NULL, 0 };
        char *names;

        fence_list(cases[i].certs, &kept);
        assert_true(fence_walk(root, &kept, note, &seen));
        names = sorted(&seen.names);
        if (strcmp(names, cases[i].want) != 0)
            fail_msg("%s: %s", cases[i].name, names);
        free(names);
        text_list_clear(&kept);
    }
    close(root);
}

/* The site itself as the folder of certificates: then its keys are kept. */
static void
test_keys_in_the_root(void **state)
{
    int root = open("site/keys", O_RDONLY | O_DIRECTORY);
    struct seen seen = { *state, { 0 } };
    struct text_list kept = { NULL, 0 };
    char *names;

    fence_list("site/keys", &kept);
    assert_true(fence_walk(root, &kept, note, &seen));
    names = sorted(&seen.names);
    assert_string_equal(names, "site/keys/");
    free(names);
    text_list_clear(&kept);
    close(root);
}

/* --- The mark --- */

static uint64_t
mark(const char *certs)
{
    int root = open("site", O_RDONLY | O_DIRECTORY);
    struct text_list kept = { NULL, 0 };
    uint64_t mark;

    fence_list(certs, &kept);
    mark = fence_mark(root, &kept);
    text_list_clear(&kept);
    close(root);
    return mark;
}

static void
test_mark(void **state)
{
    uint64_t before = mark("site/keys"), after;

    (void)state;
    assert_int_equal(mark("certs"), 0);
    assert_int_not_equal(before, 0);
    assert_int_equal(mark("site/keys"), before);
    make("site/files/more.pdf");
    assert_int_equal(mark("site/keys"), before);
    make("site/index.new");
    assert_int_equal(rename("site/index.new", "site/index.md"), 0);
    after = mark("site/keys");
    assert_int_not_equal(after, before);
    assert_int_equal(unlink("site/index.md"), 0);
    make("site/index.md"); /* perhaps with the same number */
    assert_int_not_equal(mark("site/keys"), after);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_walk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_keys_in_the_root, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mark, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
