/* address_test.c - who is trusted, who counts as one client, what a log shows; and the table of clients. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "server/limit.h"

static struct address
parse(const char *text)
{
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    struct sockaddr_in four = { .sin_family = AF_INET };

    if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
        return address_of((struct sockaddr *)&four);
    assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
    return address_of((struct sockaddr *)&six);
}

static const struct {
    const char *address, *full, *truncated, *group;
    bool loopback;
} cases[] = {
    { "192.0.2.77", "192.0.2.77", "192.0.2.0/24", "192.0.2.77", false },
    { "127.255.0.1", "127.255.0.1", "127.255.0.0/24", "127.255.0.1", true },
    { "::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24", "192.0.2.77", false },
    { "::1", "::1", "::/48", "::", true },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48", "2001:db8:1:2::", false },
};

static void
check_written(const struct address *address, enum log_addresses addresses, const char *want)
{
    struct buffer out = { 0 };

    address_write(address, addresses, &out);
    if (!slice_is(buffer_slice(&out), want))
        fail_msg("expected %s, got %.*s", want, (int)out.length, out.bytes);
    buffer_clear(&out);
}

static void
test_addresses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct address address = parse(cases[i].address), group = address_group(&address);

        check_written(&address, LOG_ADDRESSES_FULL, cases[i].full);
        check_written(&address, LOG_ADDRESSES_TRUNCATED, cases[i].truncated);
        check_written(&address, LOG_ADDRESSES_OFF, "-");
        check_written(&group, LOG_ADDRESSES_FULL, cases[i].group);
        assert_int_equal(address_is_loopback(&address), cases[i].loopback);
    }
}

static void
test_limit_counts_clients(void **state)
{
    struct limit *limit = limit_new();
    struct address one = parse("192.0.2.1"), other = parse("192.0.2.2");

    (void)state;
    assert_int_equal(limit_enter(limit, &one), 1);
    assert_int_equal(limit_enter(limit, &one), 2);
    assert_int_equal(limit_enter(limit, &other), 1);
    assert_int_equal(limit_count(limit), 2);
    limit_leave(limit, &one);
    assert_int_equal(limit_enter(limit, &one), 2);
    limit_leave(limit, &one);
    limit_leave(limit, &one);
    assert_int_equal(limit_count(limit), 1);
    limit_free(limit); /* frees the client that is left */
    limit_free(NULL);
}

static void
test_limit_holds_many(void **state)
{
    struct limit *limit = limit_new();
    struct address address = parse("2001:db8::");

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        address.bytes[6] = (unsigned char)(i >> 8);
        address.bytes[7] = (unsigned char)i;
        assert_int_equal(limit_enter(limit, &address), 1);
    }
    assert_int_equal(limit_count(limit), 20000);
    limit_free(limit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_limit_counts_clients),
        cmocka_unit_test(test_limit_holds_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
