/* The certificate folder: made once, then only read, and every broken state named. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "server/certificate.h"

static char *host_items[] = { (char *)"tea.example", (char *)"www.tea.example", (char *)"192.0.2.7", (char *)"::1" };
static const struct text_list hosts = { host_items, 4 };

struct folder {
    char parent[64], certs[80], chain[112], key[112];
};

static int
set_up(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);

    strcpy(folder->parent, "/tmp/capsule-certificate-XXXXXX");
    if (folder == NULL || mkdtemp(folder->parent) == NULL)
        return -1;
    snprintf(folder->certs, sizeof folder->certs, "%s/certs", folder->parent);
    snprintf(folder->chain, sizeof folder->chain, "%s/capsule.crt", folder->certs);
    snprintf(folder->key, sizeof folder->key, "%s/capsule.key", folder->certs);
    *state = folder;
    return 0;
}

static int
tear_down(void **state)
{
    struct folder *folder = *state;

    unlink(folder->chain);
    unlink(folder->key);
    rmdir(folder->certs);
    rmdir(folder->parent);
    free(folder);
    return 0;
}

static void
write_file(const char *path, const char *text, mode_t mode)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    chmod(path, mode);
}

/* Loads into RESULT and fails the test with the error if that does not work. */
static bool
load(struct folder *folder, struct certificate *result)
{
    struct error error = { "" };
    bool made;

    if (!certificate_load(folder->certs, &hosts, result, &made, &error))
        fail_msg("%s", error.text);
    return made;
}

static void
test_made_once_and_kept(void **state)
{
    struct certificate first, second;
    struct stat status;

    assert_true(load(*state, &first));
    assert_false(load(*state, &second));
    assert_string_equal(first.fingerprint, second.fingerprint);
    assert_int_equal(strlen(first.fingerprint), 64);
    assert_true(slice_equal(buffer_slice(&first.key), buffer_slice(&second.key)));
    assert_true(first.expires > time(NULL) + 20L * 365 * 86400);
    assert_int_equal(stat(((struct folder *)*state)->key, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    certificate_clear(&first);
    certificate_clear(&second);
}

static void
test_names_its_hosts(void **state)
{
    static const struct {
        const char *host;
        bool named;
    } cases[] = {
        { "tea.example", true },     { "TEA.example", true }, { "www.tea.example", true },
        { "192.0.2.7", true },       { "::1", true },         { "0:0::1", true },
        { "coffee.example", false }, { "192.0.2.8", false },  { "x.tea.example", false },
    };
    struct certificate certificate;

    load(*state, &certificate);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (certificate_names(&certificate, cases[i].host) != cases[i].named)
            fail_msg("%s: expected %d", cases[i].host, cases[i].named);
    certificate_clear(&certificate);
}

static void
expect_refusal(struct folder *folder, const char *case_name, const char *want)
{
    struct certificate certificate;
    struct error error = { "" };
    bool made;

    if (certificate_load(folder->certs, &hosts, &certificate, &made, &error))
        fail_msg("%s: accepted", case_name);
    if (strstr(error.text, want) == NULL)
        fail_msg("%s: expected \"%s\" in \"%s\"", case_name, want, error.text);
    assert_null(certificate.key.bytes);
}

/* Each case spoils one file of a good pair; a NULL text removes it. */
static void
test_broken_states_are_named(void **state)
{
    static const struct {
        const char *name;
        bool spoil_key;
        const char *text;
        mode_t mode;
        const char *want;
    } cases[] = {
        { "no key", true, NULL, 0, "capsule.key is missing" },
        { "no certificate", false, NULL, 0, "capsule.crt is missing" },
        { "empty key", true, "", 0600, "no private key" },
        { "empty certificate", false, "", 0644, "no certificate" },
        { "broken certificate", false, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 0644,
          "no certificate" },
        { "key for everybody", true, "x", 0604, "chmod 600" },
    };
    struct folder *folder = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct certificate certificate;
        const char *path = cases[i].spoil_key ? folder->key : folder->chain;

        load(folder, &certificate);
        certificate_clear(&certificate);
        if (cases[i].text == NULL)
            unlink(path);
        else
            write_file(path, cases[i].text, cases[i].mode);
        expect_refusal(folder, cases[i].name, cases[i].want);
        unlink(folder->chain);
        unlink(folder->key);
    }
}

static void
test_mismatch_is_refused_and_untouched(void **state)
{
    struct folder *folder = *state;
    struct certificate first, second;
    char *chain;
    struct stat before, after;

    load(folder, &first);
    unlink(folder->chain);
    unlink(folder->key);
    load(folder, &second);
    chain = slice_copy(buffer_slice(&first.chain));
    write_file(folder->chain, chain, 0644);
    free(chain);
    assert_int_equal(stat(folder->chain, &before), 0);
    expect_refusal(folder, "mismatch", "is not the key of");
    assert_int_equal(stat(folder->chain, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    certificate_clear(&first);
    certificate_clear(&second);
}

static void
test_reload_makes_nothing(void **state)
{
    struct folder *folder = *state;
    struct certificate certificate;
    struct error error = { "" };

    assert_false(certificate_load(folder->certs, &hosts, &certificate, NULL, &error));
    assert_non_null(strstr(error.text, "gone"));
    assert_int_equal(access(folder->certs, F_OK), -1);
}

static void
test_full_chain_is_kept_whole(void **state)
{
    struct folder *folder = *state;
    struct certificate first, second;
    struct buffer chain = { 0 };
    char *text;

    load(folder, &first);
    buffer_add(&chain, buffer_slice(&first.chain));
    buffer_add(&chain, buffer_slice(&first.chain)); /* any second certificate stands for an intermediate one */
    text = buffer_take(&chain);
    write_file(folder->chain, text, 0644);
    assert_false(load(folder, &second));
    assert_true(slice_is(buffer_slice(&second.chain), text));
    assert_string_equal(first.fingerprint, second.fingerprint);
    free(text);
    certificate_clear(&first);
    certificate_clear(&second);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_made_once_and_kept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_its_hosts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken_states_are_named, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_mismatch_is_refused_and_untouched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_reload_makes_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_full_chain_is_kept_whole, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
