/* What the master writes for a role process is what that one reads. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "server/handover.h"

static void
write_and_read(struct handover *handover, struct handover *read)
{
    struct buffer text = { 0 };
    struct error error = { "" };

    handover_write(handover, &text);
    if (!handover_read(buffer_slice(&text), read, &error))
        fail_msg("%s", error.text);
    buffer_clear(&text);
}

static void
test_round_trip(void **state)
{
    char *hidden_items[] = { (char *)"certs", (char *)"line\nbreak: \"x\"" };
    struct handover handover = {
        .site = (char *)"my site\n", .protocols = (char *)"mmo", .sites = 3, .hidden = { hidden_items, 2 }
    };
    struct handover read;
    struct error error = { "" };

    (void)state;
    settings_init(&handover.settings);
    assert_true(settings_set(&handover.settings, "host", slice_of("tea.example"), true, &error));
    assert_true(settings_set(&handover.settings, "host", slice_of("::1"), false, &error));
    handover.settings.gemini_port = 1234;
    write_and_read(&handover, &read);
    assert_string_equal(read.site, handover.site);
    assert_string_equal(read.protocols, "mmo");
    assert_int_equal(read.sites, 3);
    assert_int_equal(read.hidden.count, 2);
    assert_string_equal(read.hidden.items[1], hidden_items[1]);
    assert_int_equal(read.settings.hosts.count, 2);
    assert_string_equal(read.settings.hosts.items[1], "::1");
    assert_int_equal(read.settings.gemini_port, 1234);
    handover_clear(&read);
    settings_clear(&handover.settings);
}

static void
test_nothing_hidden(void **state)
{
    struct handover handover = { .site = (char *)".", .protocols = (char *)"" };
    struct handover read;

    (void)state;
    settings_init(&handover.settings);
    write_and_read(&handover, &read);
    assert_string_equal(read.site, ".");
    assert_string_equal(read.protocols, "");
    assert_int_equal(read.hidden.count, 0);
    handover_clear(&read);
    settings_clear(&handover.settings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_nothing_hidden),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
