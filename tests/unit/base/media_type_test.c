#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/media_type.h"

static const struct {
    const char *path, *name;
    char item;
} cases[] = {
    { "paper.pdf", "application/pdf", '9' },
    { "/files/CV.PDF", "application/pdf", '9' },
    { "images/me.JPeG", "image/jpeg", 'I' },
    { "images/dance.gif", "image/gif", 'g' },
    { "avif.avif", "image/avif", 'I' },
    { "clip.avi", "video/x-msvideo", '9' },
    { "feed.xml", "application/xml", '0' },
    { "robots.txt", "text/plain", '0' },
    { "notes.md", "text/markdown", '0' },
    { "old/index.html", "text/html", '0' },
    { "data.tar.gz", "application/gzip", '9' },
    { "7.7z", "application/x-7z-compressed", '9' },
    { "a.zst", "application/zstd", '9' },
    { "Makefile", "application/octet-stream", '9' },
    { ".txt", "application/octet-stream", '9' },
    { "dir.txt/file", "application/octet-stream", '9' },
    { "file.", "application/octet-stream", '9' },
    { "file.an-extension-longer-than-any", "application/octet-stream", '9' },
    { "", "application/octet-stream", '9' },
};

static void
test_type_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct media_type *type = media_type_find(slice_of(cases[i].path));

        if (!slice_is(slice_of(type->name), cases[i].name) || type->item != cases[i].item)
            fail_msg("'%s': got %s %c, expected %s %c", cases[i].path, type->name, type->item, cases[i].name,
                     cases[i].item);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_type_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
