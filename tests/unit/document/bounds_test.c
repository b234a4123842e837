/* bounds_test.c - which shapes never reach the parser. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "document/bounds.h"

static const struct {
    const char *name, *unit;
    size_t times;
    const char *tail;
    size_t tail_times;
    bool holds;
    size_t line;
} cases[] = {
    { "nothing", "", 0, "", 0, true, 0 },
    { "1 MiB", "a", BOUNDS_BYTES, "", 0, true, 0 },
    { "1 MiB and a byte", "a", BOUNDS_BYTES + 1, "", 0, false, SLICE_NONE },
    { "64 markers", "> ", 64, "a", 1, true, 0 },
    { "65 markers", "- ", 65, "a", 1, false, 0 },
    { "65 numbers", "1. ", 65, "a", 1, false, 0 },
    { "64 markers and blank lines", "> ", 64, "\n", 156250, true, 0 },
    { "64 markers and one blank line more", "- ", 64, "\n", 156252, false, 0 },
    { "blank lines in quotes", ">", 64, "\n>", 156252, false, 0 },
    { "32768 brackets", "[", 32768, "", 0, true, 0 },
    { "32769 brackets", "![", 32769, "", 0, false, 0 },
    { "no markers", "-a*b+", 1000, "", 0, true, 0 },
};

static void
bounds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buffer text = { 0 };
        struct bounds_breach breach = { NULL, 0 };
        bool holds;

        for (size_t n = 0; n < cases[i].times; n++)
            buffer_add_text(&text, cases[i].unit);
        for (size_t n = 0; n < cases[i].tail_times; n++)
            buffer_add_text(&text, cases[i].tail);
        holds = bounds_hold(buffer_slice(&text), &breach);
        if (holds != cases[i].holds || (!holds && (breach.line != cases[i].line || breach.reason == NULL)))
            fail_msg("%s: %s, line %zu", cases[i].name, holds ? "holds" : breach.reason, breach.line);
        buffer_clear(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(bounds) };

    return cmocka_run_group_tests_name("bounds", tests, NULL, NULL);
}
