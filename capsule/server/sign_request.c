/* sign_request.c - numbers in the machine's own order: both sides are one program on one machine. */
#include "server/sign_request.h"

#include <assert.h>
#include <string.h>

/* What RFC 8446 4.4.3 has a server sign begins with 64 blanks and this, its NUL included; then the transcript's hash. */
static const char certificate_verify[] = "TLS 1.3, server CertificateVerify";

#define BLANKS        64
#define VERIFY_HEAD   (BLANKS + sizeof certificate_verify)
#define RANDOMS       64 /* the client's and the server's, in TLS 1.2 */
#define EXCHANGE_HEAD (RANDOMS + 4)
#define NAMED_CURVE   3

#define REQUEST_HEAD 12
#define ANSWER_HEAD  4

static bool
is_digest(size_t length)
{
    return length == 32 || length == 48 || length == 64;
}

static bool
is_certificate_verify(struct slice text)
{
    static const char blanks[BLANKS + 1] = "                                                                ";

    return text.length > VERIFY_HEAD && is_digest(text.length - VERIFY_HEAD) &&
           memcmp(text.bytes, blanks, BLANKS) == 0 &&
           memcmp(text.bytes + BLANKS, certificate_verify, sizeof certificate_verify) == 0;
}

/* RFC 8422 5.4: the randoms, then the kind of curve, the curve's number, and the length of a point with the point. */
static bool
is_key_exchange(struct slice text)
{
    return text.length > EXCHANGE_HEAD && text.bytes[RANDOMS] == NAMED_CURVE &&
           text.length == EXCHANGE_HEAD + (size_t)(unsigned char)text.bytes[EXCHANGE_HEAD - 1];
}

static bool
is_signed_by_tls(enum sign_scheme scheme, struct slice text)
{
    if (scheme != SIGN_ED25519)
        return is_digest(text.length);
    return text.length <= SIGN_TEXT_MOST && (is_certificate_verify(text) || is_key_exchange(text));
}

static void
put_number(char *bytes, uint32_t number)
{
    memcpy(bytes, &number, sizeof number);
}

static uint32_t
number_at(const char *bytes)
{
    uint32_t number;

    memcpy(&number, bytes, sizeof number);
    return number;
}

size_t
sign_request_write(const struct sign_request *request, char message[SIGN_REQUEST_MOST])
{
    assert(request->text.length <= SIGN_TEXT_MOST);
    put_number(message, request->number);
    put_number(message + 4, request->key);
    put_number(message + 8, request->scheme);
    memcpy(message + REQUEST_HEAD, request->text.bytes, request->text.length);
    return REQUEST_HEAD + request->text.length;
}

bool
sign_request_read(struct slice message, struct sign_request *request)
{
    uint32_t scheme;

    if (message.length < REQUEST_HEAD || message.length > SIGN_REQUEST_MOST)
        return false;
    scheme = number_at(message.bytes + 8);
    if (scheme > SIGN_ED25519)
        return false;
    *request = (struct sign_request){ number_at(message.bytes), number_at(message.bytes + 4), (enum sign_scheme)scheme,
                                      slice_from(message, REQUEST_HEAD) };
    return is_signed_by_tls(request->scheme, request->text);
}

size_t
sign_answer_write(uint32_t number, struct slice signature, char message[SIGN_ANSWER_MOST])
{
    assert(signature.length <= SIGNATURE_MOST);
    put_number(message, number);
    memcpy(message + ANSWER_HEAD, signature.bytes, signature.length);
    return ANSWER_HEAD + signature.length;
}

bool
sign_answer_read(struct slice message, uint32_t *number, struct slice *signature)
{
    if (message.length < ANSWER_HEAD || message.length > SIGN_ANSWER_MOST)
        return false;
    *number = number_at(message.bytes);
    *signature = slice_from(message, ANSWER_HEAD);
    return true;
}
