/* What an inherited socket is for, by its name or its port, and that names survive the way to another program. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "server/inherit.h"

static void
test_names_and_ports(void **state)
{
    static const struct {
        const char *name;
        unsigned port;
        bool known;
        enum listener_protocol protocol;
        bool proxy;
    } cases[] = {
        { "gemini", 4000, true, PROTOCOL_GEMINI, false },
        { "gopher", 1965, true, PROTOCOL_GOPHER, false },
        { "gemini-proxy", 1965, true, PROTOCOL_GEMINI, true },
        { "gopher-proxy", 70, true, PROTOCOL_GOPHER, true },
        { "capsule.socket", 1965, true, PROTOCOL_GEMINI, false },
        { "", 70, true, PROTOCOL_GOPHER, false },
        { "unknown", 7070, true, PROTOCOL_GOPHER, false },
        { "capsule.socket", 4000, false, PROTOCOL_GEMINI, false },
        { "Gemini", 4000, false, PROTOCOL_GEMINI, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct listener listener = { -1, PROTOCOL_GEMINI, false };

        if (inherit_name_read(slice_of(cases[i].name), cases[i].port, &listener) != cases[i].known)
            fail_msg("%s on %u: expected %d", cases[i].name, cases[i].port, cases[i].known);
        assert_int_equal(listener.protocol, cases[i].protocol);
        assert_int_equal(listener.proxy, cases[i].proxy);
    }
}

static void
test_names_of_listeners(void **state)
{
    struct listener items[] = { { 5, PROTOCOL_GOPHER, true }, { 6, PROTOCOL_GEMINI, false } };
    struct listeners listeners = { items, 2, 2 };
    char *names = inherit_names(&listeners);

    (void)state;
    assert_string_equal(names, "gopher-proxy:gemini");
    free(names);
}

/* What is meant for another process, or for none, is left alone, and is not passed on either. */
static void
test_foreign_environment(void **state)
{
    struct listeners listeners = { 0 };
    struct error error = { "" };

    (void)state;
    setenv("LISTEN_PID", "1", 1);
    setenv("LISTEN_FDS", "2", 1);
    assert_true(inherit_listeners(&listeners, &error));
    assert_int_equal(listeners.count, 0);
    assert_null(getenv("LISTEN_PID"));
    assert_null(getenv("LISTEN_FDS"));
    assert_true(inherit_listeners(&listeners, &error));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_and_ports),
        cmocka_unit_test(test_names_of_listeners),
        cmocka_unit_test(test_foreign_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
