/* account_test.c - keys, handles and addresses of the services at which people have a page. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/account.h"

static struct slice
label(size_t index)
{
    return index == SLICE_NONE ? slice_of("") : account_label(index);
}

static const struct {
    const char *key, *label;
    bool plain;
} keys[] = {
    { "github", "GitHub", true },
    { "github_username", "GitHub", false },
    { "GitHub", "GitHub", true },
    { "scholar_userid", "Google Scholar", false },
    { "google_scholar", "Google Scholar", true },
    { "research_gate_profile", "ResearchGate", false },
    { "youtube_id", "YouTube", false },
    { "cv_pdf", "CV", false },
    { "githubber", "", true },
    { "_id", "", false },
    { "", "", true },
};

static void
test_keys(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        bool plain;
        struct slice got = label(account_find(slice_of(keys[i].key), &plain));

        if (!slice_is(got, keys[i].label) || plain != keys[i].plain)
            fail_msg("\"%s\" means \"%.*s\" (%d), not \"%s\"", keys[i].key, (int)got.length, got.bytes, plain,
                     keys[i].label);
    }
}

static const struct {
    const char *url, *label;
} pages[] = {
    { "https://github.com/ada", "GitHub" },
    { "http://www.github.com/ada/", "GitHub" },
    { "https://linkedin.com/in/ada-e", "LinkedIn" },
    { "https://scholar.google.com/citations?user=Xy1&hl=en", "Google Scholar" },
    { "https://github.com/ada/theme", "" }, /* a project */
    { "https://github.com/", "" },
    { "https://github.com/ada#x", "" },
    { "mailto:ada@example.org", "" },
    { "https://sea.example/@ada", "" },
    { "", "" },
};

static void
test_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
        struct slice got = label(account_of_url(slice_of(pages[i].url)));

        if (!slice_is(got, pages[i].label))
            fail_msg("%s is at \"%.*s\", not \"%s\"", pages[i].url, (int)got.length, got.bytes, pages[i].label);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_keys), cmocka_unit_test(test_pages) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
