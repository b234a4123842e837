/* author_test.c - the names in author fields of bibliographies, in all the ways in which they are written. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "site/author.h"

/* WANT: each name as first|last; */
static const struct {
    const char *name, *names, *want;
} cases[] = {
    { "none", "", "" },
    { "blank", "  \n", "" },
    { "family name first", "Zhao, Xuan and Haddad, Noor", "Xuan|Zhao;Noor|Haddad;" },
    { "family name last", "Noor A. Haddad", "Noor A.|Haddad;" },
    { "a comma too many", "Vagli, Iaco, and Zhao, Xuan", "Iaco|Vagli;Xuan|Zhao;" },
    { "nothing but commas", ",, and Zhao", "|;|Zhao;" },
    { "a part for juniors", "Zhao, Jr, Xuan", "Xuan|Zhao;" },
    { "small words belong to the family", "Ludwig van der Berg and de Vries, Anna",
      "Ludwig|van der Berg;Anna|de Vries;" },
    { "one word", "Plato", "|Plato;" },
    { "a group in braces keeps its and", "{Echo and Drip Group} and Noor Haddad",
      "|{Echo and Drip Group};Noor|Haddad;" },
    { "an accent in braces", "{\\v{S}}ime Kr{\\u{a}}l", "{\\v{S}}ime|Kr{\\u{a}}l;" },
    { "over lines", "Haddad, Noor\n  AND\nZhao, Xuan", "Noor|Haddad;Xuan|Zhao;" },
    { "others", "Haddad, Noor and others", "Noor|Haddad;others;" },
    { "a name that holds the word", "Andrea Andersand", "Andrea|Andersand;" },
    { "an and at the end", "Haddad, Noor and", "Noor and|Haddad;" },
};

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct slice names = slice_of(cases[i].names);
        struct buffer got = { 0 };
        struct author author;

        while (author_take(&names, &author)) {
            if (author.is_others) {
                buffer_add_text(&got, "others;");
                continue;
            }
            buffer_add(&got, author.first);
            buffer_add_byte(&got, '|');
            buffer_add(&got, author.last);
            buffer_add_byte(&got, ';');
        }
        if (!slice_is(buffer_slice(&got), cases[i].want))
            fail_msg("%s: got \"%.*s\", expected \"%s\"", cases[i].name, (int)got.length, got.bytes, cases[i].want);
        buffer_clear(&got);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
