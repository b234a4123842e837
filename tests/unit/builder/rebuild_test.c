/* rebuild_test.c - a build that takes over what has not changed makes the same bytes as one that begins with nothing. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/builder.h"
#include "image/image_memory.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct source {
    const char *name, *text;
};

static const struct source files[] = {
    { "_config.yml", "title: Tea\nurl: https://tea.example\nlang: en\ncollections:\n  papers:\n    output: true\n" },
    { "_data/team.yml", "- name: Ada\n- name: Grace\n" },
    { "_includes/note.md", "Steep for *three* minutes.\n" },
    { "_papers/one.md", "---\ntitle: One\ndate: 2020-01-02\n---\nA paper.\n" },
    { "_papers/two.md", "---\ntitle: Two\ndate: 2021-01-02\n---\nSee [one](/papers/one.html).\n" },
    { "_posts/2020-02-03-first.md", "---\ntitle: First\n---\nA post.\n" },
    { "_posts/2021-02-03-second.md", "---\ntitle: Second\n---\nAnother post.\n" },
    { "index.md",
      "---\npermalink: /\ntitle: Tea\nredirect_from:\n  - /home/\n---\n\nA [cup](https://cup.example/).\n" },
    { "green.md", "---\ntitle: Green\npermalink: /green/\n---\nGreen tea.\n" },
    { "list.md", "---\ntitle: List\n---\n{% for paper in site.papers %}{{ paper.title }}{% endfor %}\n" },
    { "news.md", "---\ntitle: News\nlayout: posts\n---\n" },
    { "noted.md", "---\ntitle: Noted\n---\n{% include note.md %}\n" },
    { "team.md", "---\ntitle: Team\n---\n{% for one in site.data.team %}{{ one.name }}{% endfor %}\n" },
    { "leaf.txt", "A leaf.\n" },
};
static const size_t file_count = sizeof(files) / sizeof(files[0]);

enum { PAGES = 10 };

/* What somebody does to the site, and how many pages are then made anew. */
static const struct {
    struct source source; /* without a text it is removed */
    size_t converted;
} changes[] = {
    { { "green.md", "---\ntitle: Green\npermalink: /green/\n---\nA [new link](https://new.example/).\n" }, 1 },
    { { "green.md", "---\ntitle: Green\npermalink: /green/\nlang: fr\n---\nGreen tea.\n" }, PAGES },
    { { "green.md", "---\ntitle: Greener\npermalink: /green/\n---\nGreen tea.\n" }, PAGES },
    { { "green.md", "---\ntitle: Green\npermalink: /greener/\n---\nGreen tea.\n" }, PAGES },
    { { "green.md", "---\ntitle: Green\npermalink: /green/\nlayout: posts\n---\n" }, 1 },
    { { "green.md", "No front matter, no page.\n" }, PAGES - 1 },
    { { "green.md", NULL }, PAGES - 1 },
    { { "index.md", "---\npermalink: /\ntitle: Tea\nredirect_from:\n  - /home/\n---\n\nLess.\n" }, 1 },
    { { "white.md", "---\ntitle: White\n---\nWhite tea.\n" }, PAGES + 1 },
    { { "_papers/two.md", "---\ntitle: Two\ndate: 2021-01-02\n---\nSee [two](/papers/two.html).\n" }, 1 },
    { { "_papers/three.md", "---\ntitle: Three\ndate: 2022-01-02\n---\nA third one.\n" }, PAGES + 1 },
    { { "_posts/2021-02-03-second.md", NULL }, PAGES - 1 },
    { { "_posts/2020-02-03-first.md", "---\ntitle: First\n---\n{% include note.md %}\n" }, 1 },
    { { "_includes/note.md", "Steep for *five* minutes.\n" }, PAGES },
    { { "_data/team.yml", "- name: Ada\n- name: Barbara\n" }, PAGES },
    { { "_data/navigation.yml", "main:\n  - title: List\n    url: /list\n" }, PAGES },
    { { "leaf.txt", "Another leaf, and longer.\n" }, PAGES },
    { { "_config.yml",
        "title: Tea\nurl: https://coffee.example\nlang: en\ncollections:\n  papers:\n    output: true\n" },
      PAGES },
};

struct folder {
    char path[64];
    int root;
};

static void
put_file(const struct folder *folder, const struct source *source)
{
    int fd;

    if (source->text == NULL) {
        assert_int_equal(unlinkat(folder->root, source->name, 0), 0);
        return;
    }
    fd = openat(folder->root, source->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, source->text, strlen(source->text)), (ssize_t)strlen(source->text));
    close(fd);
}

static void
folder_open(struct folder *folder, const struct source *sources, size_t count)
{
    static const char *const folders[] = { "_data", "_includes", "_papers", "_posts", "content", "content/notes" };

    snprintf(folder->path, sizeof(folder->path), "/tmp/capsule-rebuild-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    folder->root = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(folder->root >= 0);
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
        assert_int_equal(mkdirat(folder->root, folders[i], 0700), 0);
    for (size_t i = 0; i < count; i++)
        put_file(folder, &sources[i]);
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
    (void)status, (void)kind, (void)place;
    return remove(path);
}

static void
folder_close(struct folder *folder)
{
    close(folder->root);
    nftw(folder->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* One build: what it is given, what it leaves. */
struct result {
    struct image *image;
    struct buffer bytes; /* the image's */
    struct buffer memos;
    size_t converted;
};

static void
note_total(void *context, size_t finished, size_t total)
{
    (void)finished;
    *(size_t *)context = total;
}

static void
take_image(struct result *result, int fd)
{
    struct error error = { "" };
    struct stat status;

    assert_true(image_memory_seal(fd, &error));
    result->image = image_open(fd, &error);
    assert_non_null(result->image);
    assert_int_equal(fstat(fd, &status), 0);
    buffer_reserve(&result->bytes, (size_t)status.st_size);
    assert_int_equal(pread(fd, result->bytes.bytes, (size_t)status.st_size, 0), status.st_size);
    result->bytes.length = (size_t)status.st_size;
    close(fd);
}

static struct result
build(const struct folder *folder, const struct result *before)
{
    static const char *const hidden[] = { NULL };
    struct result result = { .image = NULL };
    struct settings settings;
    struct build_options options = { .root = folder->root,
                                     .name = "site",
                                     .hidden = hidden,
                                     .settings = &settings,
                                     .memos = &result.memos,
                                     .on_progress = note_total,
                                     .progress_context = &result.converted };
    struct error error = { "" };
    int fd = image_memory_new();

    if (before != NULL) {
        options.previous = before->image;
        options.memos_before = buffer_slice(&before->memos);
    }
    settings_init(&settings);
    settings.gemini_port = 1965;
    settings.gopher_port = 70;
    if (!builder_run(&options, fd, NULL, &error))
        fail_msg("%s", error.text);
    settings_clear(&settings);
    take_image(&result, fd);
    return result;
}

static void
result_clear(struct result *result)
{
    image_close(result->image);
    buffer_clear(&result->bytes);
    buffer_clear(&result->memos);
}

/* A version is not remembered before the clock has gone on. */
static struct result
build_until_remembered(const struct folder *folder)
{
    struct result result = build(folder, NULL);

    while (slice_find(buffer_slice(&result.memos), "title: Green") == SLICE_NONE) {
        result_clear(&result);
        result = build(folder, NULL);
    }
    return result;
}

static void
expect_same_as_anew(const struct folder *folder, const struct result *result, size_t row)
{
    struct result whole = build(folder, NULL);

    if (!slice_equal(buffer_slice(&result->bytes), buffer_slice(&whole.bytes)))
        fail_msg("row %zu: the image is another one than a whole build makes", row);
    result_clear(&whole);
}

static void
test_every_change_makes_the_same_image(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        struct folder folder;
        struct result before, same, after, later;

        folder_open(&folder, files, file_count);
        before = build_until_remembered(&folder);
        same = build(&folder, &before);
        assert_int_equal(same.converted, 0);
        assert_true(slice_equal(buffer_slice(&same.bytes), buffer_slice(&before.bytes)));
        put_file(&folder, &changes[i].source);
        after = build(&folder, &same);
        if (after.converted != changes[i].converted)
            fail_msg("row %zu: %zu pages were made anew, expected %zu", i, after.converted, changes[i].converted);
        expect_same_as_anew(&folder, &after, i);
        later = build(&folder, &after);
        assert_int_equal(later.converted, 0);
        expect_same_as_anew(&folder, &later, i);
        result_clear(&before);
        result_clear(&same);
        result_clear(&after);
        result_clear(&later);
        folder_close(&folder);
    }
}

static const struct source hugo_files[] = {
    { "hugo.toml", "title = 'Tea'\nbaseURL = 'https://tea.example/'\n" },
    { "content/_index.md", "---\ntitle: Tea\n---\nAbout tea.\n" },
    { "content/notes/_index.md", "---\ntitle: Notes\ncascade:\n  venue: Hall One\n---\n" },
    { "content/notes/green.md", "---\ntitle: Green\n---\nGreen tea.\n" },
};

/* What a section's front matter gives to the pages below it. */
static void
test_pages_of_a_section_follow_it(void **state)
{
    static const struct source change = { "content/notes/_index.md",
                                          "---\ntitle: Notes\ncascade:\n  venue: Hall Two\n---\n" };
    struct folder folder;
    struct result before, after;

    (void)state;
    folder_open(&folder, hugo_files, sizeof(hugo_files) / sizeof(hugo_files[0]));
    before = build_until_remembered(&folder);
    put_file(&folder, &change);
    after = build(&folder, &before);
    expect_same_as_anew(&folder, &after, 0);
    result_clear(&before);
    result_clear(&after);
    folder_close(&folder);
}

/* Whoever changes what is remembered of a file can see that the file was not opened. */
static void
test_files_at_rest_are_not_opened_again(void **state)
{
    struct folder folder;
    struct result before, after;
    struct image_reply reply;
    size_t at;

    (void)state;
    folder_open(&folder, files, file_count);
    before = build_until_remembered(&folder);
    at = slice_find(buffer_slice(&before.memos), "title: Green");
    memcpy(before.memos.bytes + at, "title: Brown", strlen("title: Brown"));
    after = build(&folder, &before);
    assert_true(image_find(after.image, IMAGE_GEMINI, slice_of("/green/"), &reply));
    assert_true(slice_find(reply.bytes, "# Brown\n") != SLICE_NONE);
    result_clear(&before);
    result_clear(&after);
    folder_close(&folder);
}

/* The image of a build may never be served, while its memos stay: the next build gets them with the image before. */
static void
test_memos_of_another_image(void **state)
{
    struct folder folder;
    struct result before, dropped, after;
    struct buffer memos;

    (void)state;
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        folder_open(&folder, files, file_count);
        before = build_until_remembered(&folder);
        put_file(&folder, &changes[i].source);
        dropped = build(&folder, &before);
        memos = before.memos;
        before.memos = dropped.memos;
        dropped.memos = memos;
        after = build(&folder, &before);
        expect_same_as_anew(&folder, &after, i);
        result_clear(&before);
        result_clear(&dropped);
        result_clear(&after);
        folder_close(&folder);
    }
}

/* What is left of memory that was not written to its end. */
static void
test_half_of_what_is_remembered(void **state)
{
    struct folder folder;
    struct result before, after;
    size_t whole;

    (void)state;
    folder_open(&folder, files, file_count);
    before = build_until_remembered(&folder);
    whole = before.memos.length;
    for (size_t length = 0; length < whole; length += length < 100 ? 1 : 97) {
        before.memos.length = length;
        after = build(&folder, &before);
        assert_int_equal(after.converted, 0);
        assert_true(slice_equal(buffer_slice(&after.bytes), buffer_slice(&before.bytes)));
        result_clear(&after);
    }
    result_clear(&before);
    folder_close(&folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_change_makes_the_same_image),  cmocka_unit_test(test_pages_of_a_section_follow_it),
        cmocka_unit_test(test_files_at_rest_are_not_opened_again), cmocka_unit_test(test_memos_of_another_image),
        cmocka_unit_test(test_half_of_what_is_remembered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
