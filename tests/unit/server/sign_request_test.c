/* sign_request_test.c - only what TLS signs can be asked for. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "server/sign_request.h"

/* The texts of rows: FIRST bytes of ' ', then a word with its NUL, then zeros up to LENGTH; KIND stands at byte 64, POINT at 67. */
struct row {
    const char *name;
    enum sign_scheme scheme;
    size_t length, blanks;
    const char *word;
    char kind;
    unsigned char point;
    bool want;
};

#define VERIFY 64, "TLS 1.3, server CertificateVerify", 'T'

static const struct row rows[] = {
    { "nothing", SIGN_ECDSA, 0, 0, "", 0, 0, false },
    { "31 bytes", SIGN_ECDSA, 31, 0, "", 0, 0, false },
    { "SHA-256", SIGN_ECDSA, 32, 0, "", 0, 0, true },
    { "33 bytes", SIGN_ECDSA, 33, 0, "", 0, 0, false },
    { "SHA-384", SIGN_RSA_PSS, 48, 0, "", 0, 0, true },
    { "SHA-512", SIGN_RSA_PKCS1, 64, 0, "", 0, 0, true },
    { "SHA-1", SIGN_RSA_PKCS1, 20, 0, "", 0, 0, false },
    { "a block of RSA", SIGN_RSA_PKCS1, 256, 0, "", 0, 0, false },
    { "unknown scheme", SIGN_ED25519 + 1, 32, 0, "", 0, 0, false },
    { "a digest for Ed25519", SIGN_ED25519, 32, 0, "", 0, 0, false },
    { "TLS 1.3 with SHA-256", SIGN_ED25519, 130, VERIFY, 0, true },
    { "TLS 1.3 with SHA-384", SIGN_ED25519, 146, VERIFY, 0, true },
    { "TLS 1.3 without a hash", SIGN_ED25519, 98, VERIFY, 0, false },
    { "TLS 1.3 with one byte more", SIGN_ED25519, 131, VERIFY, 0, false },
    { "a client's words", SIGN_ED25519, 130, 64, "TLS 1.3, client CertificateVerify", 'T', '1', false },
    { "63 blanks", SIGN_ED25519, 130, 63, "TLS 1.3, server CertificateVerify", 'T', '1', false },
    { "TLS 1.2, X25519", SIGN_ED25519, 100, 0, "", 3, 32, true },
    { "TLS 1.2, P-256", SIGN_ED25519, 133, 0, "", 3, 65, true },
    { "a point cut off", SIGN_ED25519, 132, 0, "", 3, 65, false },
    { "explicit curve", SIGN_ED25519, 100, 0, "", 1, 32, false },
    { "a letter", SIGN_ED25519, 200, 0, "Dear reader", 0, 0, false },
};

static struct slice
text_of(const struct row *row, char text[SIGN_TEXT_MOST])
{
    memset(text, 0, SIGN_TEXT_MOST);
    memset(text, ' ', row->blanks);
    if (row->length > 67) {
        text[64] = row->kind;
        text[67] = (char)row->point;
    }
    memcpy(text + row->blanks, row->word, strlen(row->word));
    return slice_make(text, row->length);
}

static void
test_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[SIGN_TEXT_MOST], message[SIGN_REQUEST_MOST];
        struct sign_request request = { 7, 3, rows[i].scheme, text_of(&rows[i], text) }, read;
        size_t length = sign_request_write(&request, message);
        bool good = sign_request_read(slice_make(message, length), &read);

        if (good != rows[i].want)
            fail_msg("%s: expected %d, got %d", rows[i].name, rows[i].want, good);
        if (!good)
            continue;
        assert_int_equal(read.number, 7);
        assert_int_equal(read.key, 3);
        assert_int_equal(read.scheme, rows[i].scheme);
        assert_true(slice_equal(read.text, request.text));
    }
}

/* Whatever length a message is cut to, or has too many of, it is no request. */
static void
test_lengths(void **state)
{
    char text[32] = "", message[SIGN_REQUEST_MOST + 1] = "";
    struct sign_request request = { 1, 0, SIGN_ECDSA, slice_make(text, sizeof text) };
    size_t length = sign_request_write(&request, message);

    (void)state;
    for (size_t cut = 0; cut <= sizeof message; cut++) {
        bool good = sign_request_read(slice_make(message, cut), &request);
        bool want = cut == length || cut == length + 16 || cut == length + 32;

        if (good != want)
            fail_msg("%zu bytes: expected %d, got %d", cut, want, good);
    }
}

static void
test_answers(void **state)
{
    char message[SIGN_ANSWER_MOST];
    struct slice signature;
    uint32_t number;
    size_t length = sign_answer_write(9, slice_of("leaf"), message);

    (void)state;
    assert_true(sign_answer_read(slice_make(message, length), &number, &signature));
    assert_int_equal(number, 9);
    assert_true(slice_is(signature, "leaf"));
    length = sign_answer_write(10, slice_of(""), message);
    assert_true(sign_answer_read(slice_make(message, length), &number, &signature));
    assert_int_equal(signature.length, 0);
    assert_false(sign_answer_read(slice_make(message, 3), &number, &signature));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_answers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
