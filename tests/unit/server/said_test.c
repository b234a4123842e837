/* What has been said already is not said again, until it was gone for a while. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <unistd.h>

#include "server/keepsake.h"
#include "server/said.h"

/* Sifts the messages, which stand on lines that are never the same; the answer is a letter each. */
static void
sift(int fd, const char *const *messages, const char *wanted)
{
    static unsigned line;
    struct findings *findings = findings_new();
    bool is_new[8];
    char got[8 + 1] = "";

    for (size_t i = 0; messages[i] != NULL; i++)
        findings_add(findings, FINDING_WARNING, "broken-link", "a.md", ++line, 0, "%s", messages[i]);
    said_sift(fd, findings, is_new);
    for (size_t i = 0; i < findings_count(findings); i++)
        got[i] = is_new[i] ? 'n' : 'k';
    assert_string_equal(got, wanted);
    findings_free(findings);
}

static void
test_only_what_is_new_is_named(void **state)
{
    struct error error;
    int fd = keepsake_new(&error);

    (void)state;
    assert_true(fd >= 0);
    sift(fd, (const char *const[]){ "one", "two", NULL }, "nn");
    sift(fd, (const char *const[]){ "two", "one", NULL }, "kk");
    sift(fd, (const char *const[]){ "one", "three", "one", NULL }, "knk");
    sift(fd, (const char *const[]){ "two", NULL }, "n");
    sift(fd, (const char *const[]){ NULL }, "");
    sift(fd, (const char *const[]){ "two", NULL }, "n");
    close(fd);
}

static void
test_without_memory_all_is_new(void **state)
{
    (void)state;
    sift(-1, (const char *const[]){ "one", NULL }, "n");
    sift(-1, (const char *const[]){ "one", NULL }, "n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_what_is_new_is_named),
        cmocka_unit_test(test_without_memory_all_is_new),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
