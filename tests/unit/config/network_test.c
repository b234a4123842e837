/* Ranges of addresses: which texts are one, how they are written, what lies in them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "config/network.h"

static void
test_forms(void **state)
{
    static const struct {
        const char *text, *written; /* NULL: no network */
    } cases[] = {
        { "127.0.0.0/8", "127.0.0.0/8" },
        { "127.1.2.3/8", "127.0.0.0/8" },
        { "203.0.113.7", "203.0.113.7/32" },
        { "203.0.113.255/25", "203.0.113.128/25" },
        { "0.0.0.0/0", "0.0.0.0/0" },
        { "::1", "::1/128" },
        { "2001:db8:1:2::/33", "2001:db8::/33" },
        { "::/0", "::/0" },
        { "::ffff:192.0.2.1", "192.0.2.1/32" },
        { "", NULL },
        { "/8", NULL },
        { "127.0.0.1/", NULL },
        { "127.0.0.1/33", NULL },
        { "127.0.0.1/-1", NULL },
        { "127.0.0.1/8/8", NULL },
        { "127.0.0", NULL },
        { "::1/129", NULL },
        { "[::1]", NULL },
        { "tea.example", NULL },
        { "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct network network;
        struct buffer out = { 0 };
        bool is_one = network_read(slice_of(cases[i].text), &network);

        if (is_one)
            network_write(&network, &out);
        if (is_one != (cases[i].written != NULL) || !slice_equal(buffer_slice(&out), slice_of(cases[i].written)))
            fail_msg("\"%s\": expected %s, got %.*s", cases[i].text, cases[i].written, (int)out.length, out.bytes);
        buffer_clear(&out);
    }
}

static void
test_members(void **state)
{
    static const struct {
        const char *address;
        bool inside;
    } cases[] = {
        { "127.0.0.1", true },   { "127.255.255.255", true },  { "128.0.0.1", false },
        { "2001:db8::7", true }, { "2001:db8:8000::", false }, { "::1", false },
        { "::7f00:1", false },
    };
    struct network_list list = { 0 };
    struct network network;

    (void)state;
    assert_true(network_read(slice_of("127.0.0.0/8"), &network));
    network_list_add(&list, &network);
    assert_true(network_read(slice_of("2001:db8::/33"), &network));
    network_list_add(&list, &network);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(network_read(slice_of(cases[i].address), &network));
        if (network_list_holds(&list, network.bytes) != cases[i].inside)
            fail_msg("%s: expected %d", cases[i].address, cases[i].inside);
    }
    network_list_clear(&list);
    assert_false(network_list_holds(&list, network.bytes));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forms),
        cmocka_unit_test(test_members),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
