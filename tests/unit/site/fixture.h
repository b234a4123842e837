/* fixture.h - a site on disk, written from a table of files. */
#ifndef TEST_SITE_FIXTURE_H
#define TEST_SITE_FIXTURE_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site/site.h"

struct file {
    const char *path, *text; /* a text of `-> x` makes a symbolic link to x; the row without path ends the table */
};

struct fixture {
    char folder[64];
    int root;
    struct findings *findings;
    struct error error;
    struct site *site; /* NULL if it cannot be read */
};

static void
write_file(int root, const struct file *file)
{
    char folder[256];
    int fd;

    for (const char *slash = strchr(file->path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        snprintf(folder, sizeof(folder), "%.*s", (int)(slash - file->path), file->path);
        assert_true(mkdirat(root, folder, 0700) == 0 || errno == EEXIST);
    }
    if (strncmp(file->text, "-> ", 3) == 0) {
        assert_int_equal(symlinkat(file->text + 3, root, file->path), 0);
        return;
    }
    fd = openat(root, file->path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, file->text, strlen(file->text)), strlen(file->text));
    close(fd);
}

static void
open_fixture(struct fixture *fixture, const struct file *files)
{
    static const char *const hidden[] = { "certs", NULL };
    struct site_options options = { .name = "site", .hidden = hidden, .now = 1767225600 };

    snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/capsule-site-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->root = options.root = open(fixture->folder, O_RDONLY | O_DIRECTORY);
    assert_true(fixture->root >= 0);
    for (size_t i = 0; files[i].path != NULL; i++)
        write_file(fixture->root, &files[i]);
    fixture->findings = findings_new();
    fixture->site = site_read(&options, fixture->findings, &fixture->error);
}

static void
close_fixture(struct fixture *fixture)
{
    char command[128];

    site_free(fixture->site);
    findings_free(fixture->findings);
    close(fixture->root);
    snprintf(command, sizeof(command), "rm -rf '%s'", fixture->folder);
    assert_int_equal(system(command), 0);
}

#endif
