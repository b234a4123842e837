/* Names that are hosts, and how others should be written. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "config/host.h"

struct name_row {
    const char *name, *wanted; /* NULL: refused */
};

static const struct name_row read_rows[] = {
    { "tea.example", "tea.example" },
    { "TEA.Example", "tea.example" },
    { "xn--bcher-kva.example", "xn--bcher-kva.example" },
    { "192.0.2.1", "192.0.2.1" },
    { "::1", "::1" },
    { "[2001:DB8::1]", "2001:db8::1" },
    { "", NULL },
    { "[]", NULL },
    { "a b", NULL },
    { "tea.example/", NULL },
    { "b\xc3\xbc\x63her.example", NULL },
    { ":::1", NULL },
};

/* Most rows are from RFC 3492, section 7.1, and the list of test names of IDNA. */
static const struct name_row ascii_rows[] = {
    { "b\xc3\xbc\x63her.example", "xn--bcher-kva.example" },
    { "B\xc3\x9c\x43HER.Example", "xn--bcher-kva.example" },
    { "www.m\xc3\xbcnchen.example", "www.xn--mnchen-3ya.example" },
    { "\xc3\xbc", "xn--tda" },
    { "ma\xc3\xb1"
      "ana",
      "xn--maana-pta" },
    { "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87",
      "xn--ihqwcrb4cv8a8dqg056pqjye" },
    { "3\xe5\xb9\xb4\x62\xe7\xb5\x84\xe9\x87\x91\xe5\x85\xab\xe5\x85\x88\xe7\x94\x9f", "xn--3b-ww4c5e180e575a65lsy2b" },
    { "tea.example", NULL },
    { "", NULL },
    { "\xc3\xbc/x", NULL },
    { "\xff", NULL },
};

static void
check_rows(bool (*change)(struct slice, struct buffer *), const struct name_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buffer out = { 0 };
        bool done = change(slice_of(rows[i].name), &out);

        if (done != (rows[i].wanted != NULL) || (done && !slice_is(buffer_slice(&out), rows[i].wanted)))
            fail_msg("%s: %.*s", rows[i].name, (int)out.length, out.length > 0 ? out.bytes : "");
        buffer_clear(&out);
    }
}

static void
test_names_are_read(void **state)
{
    (void)state;
    check_rows(host_read, read_rows, sizeof read_rows / sizeof *read_rows);
}

static void
test_other_names_have_an_ascii_form(void **state)
{
    (void)state;
    check_rows(host_to_ascii, ascii_rows, sizeof ascii_rows / sizeof *ascii_rows);
}

static const struct {
    const char *text, *hosts, *site; /* SITE NULL: refused */
} site_rows[] = {
    { "tea.example=tea", "tea.example ", "tea" },
    { "Tea.Example, www.tea.example ,tea.example= /srv/a=b ", "tea.example www.tea.example ", "/srv/a=b" },
    { "[::1]=tea", "::1 ", "tea" },
    { "=tea", NULL, NULL },
    { ",=tea", NULL, NULL },
    { "tea.example=", NULL, NULL },
    { "tea.example", NULL, NULL },
    { "tea example=tea", NULL, NULL },
    { "", NULL, NULL },
};

static void
test_a_site_has_hosts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof site_rows / sizeof *site_rows; i++) {
        struct text_list hosts = { NULL, 0 };
        struct buffer names = { 0 };
        struct slice site;
        bool reads = host_read_site(slice_of(site_rows[i].text), &hosts, &site);

        for (size_t k = 0; k < hosts.count; k++)
            buffer_format(&names, "%s ", hosts.items[k]);
        if (reads != (site_rows[i].site != NULL) ||
            (reads && (!slice_is(site, site_rows[i].site) || !slice_is(buffer_slice(&names), site_rows[i].hosts))))
            fail_msg("%s: %.*s", site_rows[i].text, (int)names.length, names.length > 0 ? names.bytes : "");
        text_list_clear(&hosts);
        buffer_clear(&names);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_read),
        cmocka_unit_test(test_other_names_have_an_ascii_form),
        cmocka_unit_test(test_a_site_has_hosts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
