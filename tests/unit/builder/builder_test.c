/* builder_test.c - a small site from its folder into an image, with the real translator. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/builder.h"
#include "image/image_memory.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOBODY 65534

static const struct {
    const char *name, *text;
} files[] = {
    { "_config.yml", "title: Tea\nurl: https://tea.example\nlang: en\n" },
    { "index.md",
      "---\npermalink: /\ntitle: Tea\nredirect_from:\n  - /home/\n---\n\nA [cup](https://cup.example/a%20b#c) "
      "and [more](/green/).\n\n<!-- hidden -->\n" },
    { "green.md", "---\ntitle: Green\npermalink: /green/\n---\nGreen tea.\n" },
    { "leaf.png", "not really a picture" },
    { "draft.md", "---\npublished: false\n---\nSecret.\n" },
};
static const size_t file_count = sizeof(files) / sizeof(files[0]);

struct folder {
    char path[64];
    int root;
};

static void
put_file(const struct folder *folder, const char *name, const char *text)
{
    int fd = openat(folder->root, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void
folder_open(struct folder *folder)
{
    snprintf(folder->path, sizeof(folder->path), "/tmp/capsule-builder-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    folder->root = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(folder->root >= 0);
    for (size_t i = 0; i < file_count; i++)
        put_file(folder, files[i].name, files[i].text);
}

static void
folder_close(struct folder *folder)
{
    for (size_t i = 0; i < file_count; i++)
        unlinkat(folder->root, files[i].name, 0);
    close(folder->root);
    rmdir(folder->path);
}

static bool
build_file(const struct folder *folder, const struct image *previous, int fd, struct error *error)
{
    static const char *const hidden[] = { NULL };
    struct settings settings;
    struct build_options options = {
        .root = folder->root, .name = "site", .hidden = hidden, .settings = &settings, .previous = previous
    };
    struct findings *findings = findings_new();
    bool done;

    settings_init(&settings);
    settings.gemini_port = 1965;
    settings.gopher_port = 70;
    done = builder_run(&options, fd, findings, error);
    findings_free(findings);
    settings_clear(&settings);
    return done;
}

static struct image *
build(const struct folder *folder, const struct image *previous)
{
    struct error error = { "" };
    int fd = image_memory_new();
    struct image *image;

    if (!build_file(folder, previous, fd, &error))
        fail_msg("%s", error.text);
    assert_true(image_memory_seal(fd, &error));
    image = image_open(fd, &error);
    assert_non_null(image);
    close(fd);
    return image;
}

static void
expect(const struct image *image, enum image_space space, const char *key, const char *start, const char *part)
{
    struct image_reply reply = { .kind = IMAGE_REPLY };

    if (!image_find(image, space, slice_of(key), &reply))
        fail_msg("'%s' is not published", key);
    if (!slice_starts(reply.bytes, start) || slice_find(reply.bytes, part) == SLICE_NONE)
        fail_msg("'%s': got '%.*s', expected '%s...%s'", key, (int)reply.bytes.length, reply.bytes.bytes, start, part);
    if (slice_find(reply.bytes, "hidden") != SLICE_NONE)
        fail_msg("'%s' shows what the web page hides", key);
}

static void
test_site_becomes_an_image(void **state)
{
    struct folder folder;
    struct image *image;
    struct image_facts facts;
    struct image_reply reply;

    (void)state;
    folder_open(&folder);
    image = build(&folder, NULL);
    expect(image, IMAGE_GEMINI, "/", "20 text/gemini; lang=en\r\n", "=> https://cup.example/a%20b#c cup\n");
    expect(image, IMAGE_GEMINI, "/green/", "20 text/gemini; lang=en\r\n# Green\n", "Green tea.\n");
    expect(image, IMAGE_GEMINI, "/green", "31 /green/\r\n", "");
    expect(image, IMAGE_GEMINI, "/home/", "31 /\r\n", "");
    expect(image, IMAGE_GEMINI, "/leaf.png", "20 image/png\r\n", "");
    expect(image, IMAGE_GOPHER, "", "iTea\tTITLE\tnull.host\t1\r\n",
           "\tURL:https://cup.example/a%20b#c\tlocalhost\t70\r\n");
    expect(image, IMAGE_GOPHER, "home", "iTea\tTITLE\t", "\r\n.\r\n");
    expect(image, IMAGE_GOPHER, "green.txt", "Green\r\n", "Green tea.\r\n");
    expect(image, IMAGE_GOPHER, "index.md", "", "A [cup](https://cup.example/a%20b#c)");
    expect(image, IMAGE_GOPHER, "URL:https://cup.example/a b", "<!DOCTYPE html>",
           "href=\"https://cup.example/a%20b#c\"");
    assert_false(image_find(image, IMAGE_GEMINI, slice_of("/draft"), &reply));
    assert_false(image_find(image, IMAGE_GEMINI, slice_of("/_config.yml"), &reply));
    image_facts(image, &facts);
    assert_int_equal(facts.files, 1);
    assert_true(slice_is(facts.web_url, "https://tea.example"));
    image_close(image);
    folder_close(&folder);
}

static void
test_unreadable_source_keeps_its_page(void **state)
{
    struct folder folder;
    struct image *before, *after;

    (void)state;
    folder_open(&folder);
    before = build(&folder, NULL);
    assert_int_equal(fchmodat(folder.root, "green.md", 0, 0), 0);
    after = build(&folder, before);
    expect(after, IMAGE_GEMINI, "/green/", "20 text/gemini; lang=en\r\n", "Green tea.\n");
    expect(after, IMAGE_GEMINI, "/green", "31 /green/\r\n", "");
    expect(after, IMAGE_GOPHER, "green.txt", "Green\r\n", "Green tea.\r\n");
    image_close(before);
    image_close(after);
    folder_close(&folder);
}

static void
note_total(void *context, size_t finished, size_t total)
{
    (void)finished;
    *(size_t *)context = total;
}

/* The image's bytes, and how many of its pages were converted. */
static size_t
build_bytes(const struct folder *folder, const struct image *previous, struct buffer *bytes)
{
    static const char *const hidden[] = { NULL };
    struct settings settings;
    size_t converted = 0;
    struct build_options options = { .root = folder->root,
                                     .name = "site",
                                     .hidden = hidden,
                                     .settings = &settings,
                                     .previous = previous,
                                     .on_progress = note_total,
                                     .progress_context = &converted };
    struct error error = { "" };
    char block[4096];
    int fd = image_memory_new();
    ssize_t got;

    settings_init(&settings);
    settings.gemini_port = 1965;
    settings.gopher_port = 70;
    if (!builder_run(&options, fd, NULL, &error))
        fail_msg("%s", error.text);
    settings_clear(&settings);
    lseek(fd, 0, SEEK_SET);
    while ((got = read(fd, block, sizeof(block))) > 0)
        buffer_add(bytes, slice_make(block, (size_t)got));
    close(fd);
    return converted;
}

/* A page about which there is something to say is made in every build, or a warning would be said of the first alone. */
static void
test_findings_are_found_again(void **state)
{
    struct folder folder;
    struct buffer bytes = { 0 };
    struct image *before;

    (void)state;
    folder_open(&folder);
    put_file(&folder, "green.md", "---\ntitle: Green\npermalink: /green/\n---\n[Lost](/lost/).\n");
    before = build(&folder, NULL);
    assert_int_equal(build_bytes(&folder, before, &bytes), 1);
    image_close(before);
    buffer_clear(&bytes);
    folder_close(&folder);
}

/* Half a page is none: what is published of it stays. */
static void
test_source_being_written_keeps_its_page(void **state)
{
    struct folder folder;
    struct image *before, *after;
    int writer;

    (void)state;
    folder_open(&folder);
    before = build(&folder, NULL);
    writer = openat(folder.root, "green.md", O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_int_equal(write(writer, "---\n", 4), 4);
    after = build(&folder, before);
    close(writer);
    expect(after, IMAGE_GEMINI, "/green/", "20 text/gemini; lang=en\r\n", "Green tea.\n");
    expect(after, IMAGE_GOPHER, "green.txt", "Green\r\n", "Green tea.\r\n");
    image_close(before);
    image_close(after);
    folder_close(&folder);
}

static void
test_configuration_being_written_is_an_error(void **state)
{
    struct folder folder;
    struct error error = { "" };
    int fd = image_memory_new(), writer;

    (void)state;
    folder_open(&folder);
    writer = openat(folder.root, "_config.yml", O_WRONLY | O_TRUNC | O_CLOEXEC);
    assert_false(build_file(&folder, NULL, fd, &error));
    assert_non_null(strstr(error.text, "_config.yml: is being written"));
    close(writer);
    close(fd);
    folder_close(&folder);
}

static void
test_invalid_configuration_is_an_error(void **state)
{
    struct folder folder;
    struct error error = { "" };
    int fd = image_memory_new();

    (void)state;
    folder_open(&folder);
    put_file(&folder, "_config.yml", "title: [\n");
    assert_false(build_file(&folder, NULL, fd, &error));
    assert_non_null(strstr(error.text, "_config.yml"));
    close(fd);
    folder_close(&folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_site_becomes_an_image),
        cmocka_unit_test(test_findings_are_found_again),
        cmocka_unit_test(test_unreadable_source_keeps_its_page),
        cmocka_unit_test(test_source_being_written_keeps_its_page),
        cmocka_unit_test(test_configuration_being_written_is_an_error),
        cmocka_unit_test(test_invalid_configuration_is_an_error),
    };

    /* No mode keeps root from reading a file. */
    if (geteuid() == 0 && setuid(NOBODY) != 0)
        return EXIT_FAILURE;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
