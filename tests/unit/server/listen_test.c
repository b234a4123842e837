/* Addresses to listen on, as text and as sockets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "server/listen.h"

static void
test_address_forms(void **state)
{
    static const struct {
        const char *text;
        bool valid;
        const char *host;
        bool is_ipv6;
        unsigned port;
    } cases[] = {
        { ":1965", true, "", false, 1965 },
        { ":0", true, "", false, 0 },
        { "127.0.0.1:1965", true, "127.0.0.1", false, 1965 },
        { "[::1]:7070", true, "::1", true, 7070 },
        { "[::]:65535", true, "::", true, 65535 },
        { ":1965,proxy", true, "", false, 1965 },
        { "[::1]:1965,proxy", true, "::1", true, 1965 },
        { ":1965,", false, NULL, false, 0 },
        { ",proxy", false, NULL, false, 0 },
        { ":1965,proxy,proxy", false, NULL, false, 0 },
        { "", false, NULL, false, 0 },
        { "1965", false, NULL, false, 0 },
        { ":", false, NULL, false, 0 },
        { ":65536", false, NULL, false, 0 },
        { ":-1", false, NULL, false, 0 },
        { ": 1", false, NULL, false, 0 },
        { "::1:1965", false, NULL, false, 0 },
        { "[127.0.0.1]:1", false, NULL, false, 0 },
        { "[::1:1965", false, NULL, false, 0 },
        { "[]:1965", false, NULL, false, 0 },
        { "tea.example:1965", false, NULL, false, 0 },
        { "[1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa]:1", false, NULL, false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct listen_address address;
        struct error error = { "" };

        if (listen_address_read(slice_of(cases[i].text), &address, &error) != cases[i].valid)
            fail_msg("\"%s\": expected %d, %s", cases[i].text, cases[i].valid, error.text);
        if (!cases[i].valid)
            continue;
        assert_string_equal(address.host, cases[i].host);
        assert_int_equal(address.is_ipv6, cases[i].is_ipv6);
        assert_int_equal(address.port, cases[i].port);
        assert_int_equal(address.proxy, slice_ends(slice_of(cases[i].text), ",proxy"));
    }
}

static void
test_free_port_is_the_same_for_both_families(void **state)
{
    struct listeners listeners = { 0 };
    struct listen_address any = { .port = 0 };
    struct error error = { "" };

    (void)state;
    if (!listeners_open(&listeners, &any, PROTOCOL_GEMINI, &error))
        fail_msg("%s", error.text);
    assert_in_range(listeners.count, 1, 2);
    assert_true(listeners_port(&listeners, PROTOCOL_GEMINI) > 0);
    assert_int_equal(listeners_port(&listeners, PROTOCOL_GOPHER), 0);
    listeners_clear(&listeners);
    assert_int_equal(listeners.count, 0);
}

static void
test_busy_port_is_named(void **state)
{
    struct listeners listeners = { 0 };
    struct listen_address address = { .host = "127.0.0.1" };
    struct error error = { "" };

    (void)state;
    assert_true(listeners_open(&listeners, &address, PROTOCOL_GOPHER, &error));
    address.port = listeners_port(&listeners, PROTOCOL_GOPHER);
    assert_false(listeners_open(&listeners, &address, PROTOCOL_GOPHER, &error));
    assert_non_null(strstr(error.text, "is in use; choose another with --gopher ADDR:PORT"));
    memset(address.host, 0, sizeof address.host);
    assert_false(listeners_open(&listeners, &address, PROTOCOL_GEMINI, &error));
    assert_non_null(strstr(error.text, "is in use; choose another with --gemini ADDR:PORT"));
    assert_int_equal(listeners.count, 1);
    listeners_clear(&listeners);
}

/* What the master writes for a worker is what that one reads. */
static void
test_letters(void **state)
{
    struct listener items[] = { { 9, PROTOCOL_GEMINI, false },
                                { 8, PROTOCOL_GEMINI, true },
                                { 7, PROTOCOL_GOPHER, false },
                                { 6, PROTOCOL_GOPHER, true } };
    struct listeners listeners = { items, 4, 4 };
    char *letters = listeners_letters(&listeners);

    (void)state;
    assert_string_equal(letters, "mMoO");
    for (size_t i = 0; i < 4; i++) {
        struct listener listener = listener_of_letter(letters[i], items[i].fd);

        assert_int_equal(listener.fd, items[i].fd);
        assert_int_equal(listener.protocol, items[i].protocol);
        assert_int_equal(listener.proxy, items[i].proxy);
    }
    free(letters);
}

static void
test_foreign_address_is_named(void **state)
{
    struct listeners listeners = { 0 };
    struct listen_address address = { .host = "192.0.2.77", .port = 0 };
    struct error error = { "" };

    (void)state;
    assert_false(listeners_open(&listeners, &address, PROTOCOL_GEMINI, &error));
    assert_non_null(strstr(error.text, "no address 192.0.2.77"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_address_forms),
        cmocka_unit_test(test_free_port_is_the_same_for_both_families),
        cmocka_unit_test(test_busy_port_is_named),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_foreign_address_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
