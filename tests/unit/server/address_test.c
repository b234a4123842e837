/* address_test.c - who counts as one client, and what a log shows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "server/address.h"

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
} cases[] = {
    { "192.0.2.77", "192.0.2.77", "192.0.2.0/24", "192.0.2.77" },
    { "127.255.0.1", "127.255.0.1", "127.255.0.0/24", "127.255.0.1" },
    { "::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24", "192.0.2.77" },
    { "::1", "::1", "::/48", "::" },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48", "2001:db8:1:2::" },
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
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
