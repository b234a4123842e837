/* Certificates that a master hands over are what a worker gets, and nobody else after it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/certificate_maker.h"
#include "server/file.h"
#include "server/secret.h"

static char folder[] = "/tmp/capsule-secret-XXXXXX";

static int
remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return remove(path);
}

static int
remove_folder(void **state)
{
    (void)state;
    return nftw(folder, remove_entry, 4, FTW_DEPTH | FTW_PHYS);
}

static void
load(const char *host, struct certificate *certificate)
{
    struct text_list hosts = { NULL, 0 };
    struct error error = { "" };

    text_list_add(&hosts, slice_of(host));
    if (!certificate_make(folder, host, &hosts, &error) || !certificate_load_named(folder, host, certificate, &error))
        fail_msg("%s", error.text);
    text_list_clear(&hosts);
}

/* The first edition's certificate is also what a host without one of its own gets. */
static void
test_round_trip(void **state)
{
    struct host_certificate own = { .host = (char *)"other.example" };
    struct edition edition = { .own = &own, .own_count = 1, .has_certificate = true };
    struct tls_contexts contexts;
    struct error error = { "" };
    int fd, copy;
    char byte = 'x';

    (void)state;
    load("tea.example", &edition.certificate);
    load("other.example", &own.certificate);
    assert_string_not_equal(edition.certificate.public_key, own.certificate.public_key);
    assert_ptr_equal(edition_certificate(&edition, "other.example"), &own.certificate);
    assert_ptr_equal(edition_certificate(&edition, "tea.example"), &edition.certificate);
    fd = secret_write(&edition, &error);
    copy = dup(fd);
    if (!secret_take(fd, NULL, &contexts, &error))
        fail_msg("%s", error.text);
    assert_int_equal(contexts.count, 2);
    assert_string_equal(contexts.items[0].host, "");
    assert_string_equal(contexts.items[1].host, "other.example");
    for (off_t at = 0; pread(copy, &byte, 1, at) == 1; at += 7)
        assert_int_equal(byte, 0);
    close(copy);
    tls_contexts_clear(&contexts);
    certificate_clear(&edition.certificate);
    certificate_clear(&own.certificate);
}

static void
test_nothing_handed_over(void **state)
{
    struct tls_contexts contexts;
    struct error error = { "" };

    (void)state;
    assert_false(secret_take(file_memory(slice_of(""), &error), NULL, &contexts, &error));
    assert_string_equal(error.text, "no certificate was handed over");
    assert_int_equal(contexts.count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_nothing_handed_over),
    };

    return mkdtemp(folder) == NULL ? 1 : cmocka_run_group_tests(tests, NULL, remove_folder);
}
