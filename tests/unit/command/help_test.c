/* help_test.c - help is complete, and laid out for a terminal. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "command/help.h"

static const struct option_row sample_options[] = {
    { "--host", "NAME", true, "a name" },
    { "--a-very-long-option-name", "VALUE", false, "its sentence begins on a line of its own" },
    { "--switch", NULL, false,
      "a sentence that is longer than what fits beside the name of the option on a line of the terminal" },
    { NULL, NULL, false, NULL },
};

static const struct command sample = {
    .name = "brew",
    .usage = "brew [OPTION]...",
    .summary = "make tea",
    .description = "One.\nTwo.",
    .options = sample_options,
    .examples = "capsule brew  tea for one\ncapsule brew --host a  tea for two",
};

static const char sample_help[] =
    "Usage: capsule brew [OPTION]...\n"
    "\n"
    "One.\n"
    "\n"
    "Two.\n"
    "\n"
    "Options:\n"
    "  --host NAME           a name\n"
    "  --a-very-long-option-name VALUE\n"
    "                        its sentence begins on a line of its own\n"
    "  --switch              a sentence that is longer than what fits beside the name\n"
    "                        of the option on a line of the terminal\n"
    "\n"
    "Examples:\n"
    "  capsule brew\n"
    "      tea for one\n"
    "  capsule brew --host a\n"
    "      tea for two\n";

static void
test_layout(void **state)
{
    struct buffer out = { 0 };

    (void)state;
    help_describe(&sample, &out);
    if (!slice_is(buffer_slice(&out), sample_help))
        fail_msg("%.*s", (int)out.length, out.bytes);
    buffer_clear(&out);
}

/* Every command and every option of it is described, within 80 columns. */
static void
test_all_commands(void **state)
{
    (void)state;
    for (const struct command *command = commands; command->name != NULL; command++) {
        struct buffer out = { 0 };
        struct slice rest, line;

        help_describe(command, &out);
        rest = buffer_slice(&out);
        while (slice_take_line(&rest, &line))
            if (line.length > 80)
                fail_msg("%s: `%.*s`", command->name, (int)line.length, line.bytes);
        for (const struct option_row *row = command->options; row != NULL && row->name != NULL; row++)
            assert_int_not_equal(slice_find(buffer_slice(&out), row->name), SLICE_NONE);
        assert_true(strlen(command->summary) > 0 && strlen(command->description) > 0);
        buffer_clear(&out);
    }
}

static void
test_find(void **state)
{
    struct error error = { "" };

    (void)state;
    assert_string_equal(command_find(slice_of("serve"), &error)->name, "serve");
    assert_null(command_find(slice_of("serv"), &error));
    assert_string_equal(error.text, "unknown command \"serv\"; did you mean serve?");
    assert_null(command_find(slice_of("brew"), &error));
    assert_string_equal(error.text, "unknown command \"brew\"; see `capsule help`");
    assert_null(command_find(slice_of(""), &error));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_all_commands),
        cmocka_unit_test(test_find),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
