/*
 * hostile_tls_test.c - clients that break the rules of TLS: each is told so by an alert, or let go, at once, and the worker
 * serves the next. The rows of P10 under the names that tlsfuzzer gives its scripts; P12; O4 and P15.
 *
 * The deadlines of the worker under test are longer than these clients wait: whoever is closed is so for what was sent.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/tls_sender.h"

/* A text of bytes, NULs among them, as an argument. */
#define BYTES(literal) slice_make(literal, sizeof literal - 1)

#define SERVED 1000 /* what may come of a client, beside the number of an alert */
#define CLOSED 1001

static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

static void
start(struct fixture *fixture)
{
    fixture_prepare(fixture);
    fixture->settings.handshake_deadline = fixture->settings.request_deadline = 10 * TIMEOUT;
    fixture_start(fixture, 0);
}

static struct slice
request_of(const struct fixture *fixture)
{
    static char request[64];

    snprintf(request, sizeof request, "gemini://localhost:%u/\r\n", fixture->gemini_port);
    return slice_of(request);
}

/* The session is in order: a request for the home page follows. */
static void
ask(struct sender *sender, const struct fixture *fixture)
{
    if (SSL_version(sender->ssl) == TLS1_3_VERSION)
        sender_send_sealed(sender, request_of(fixture), RECORD_DATA);
    else
        sender_write(sender, request_of(fixture));
}

/* --- In the handshake --- */

/* Where the bytes of WHAT stand in FLIGHT; each flight under test has them. */
static char *
place_of(struct buffer *flight, struct slice what)
{
    char *place = memmem(flight->bytes, flight->length, what.bytes, what.length);

    if (place == NULL)
        fail_msg("the flight is not as this test expects it");
    return place;
}

static void
talk(struct sender *sender, const struct fixture *fixture)
{
    if (sender_connect(sender))
        ask(sender, fixture);
}

/* The ClientHello, and behind it TEXT. */
static void
send_hello_and(struct sender *sender, struct slice text)
{
    struct buffer flight = { 0 };

    sender_take(sender, &flight);
    buffer_add(&flight, text);
    sender_send(sender, buffer_slice(&flight));
    buffer_clear(&flight);
}

/* The handshake with TEXT between both flights of the client. */
static void
talk_with(struct sender *sender, const struct fixture *fixture, struct slice text)
{
    struct buffer flight = { 0 };

    if (sender_exchange(sender, &flight)) {
        sender_send(sender, text);
        sender_send(sender, buffer_slice(&flight));
        ask(sender, fixture);
    }
    buffer_clear(&flight);
}

static void
add_change_cipher_specs(struct sender *sender, const struct fixture *fixture)
{
    talk_with(sender, fixture, BYTES("\x14\x03\x03\x00\x01\x01\x14\x03\x03\x00\x01\x01"));
}

static void
add_odd_change_cipher_spec(struct sender *sender, const struct fixture *fixture)
{
    talk_with(sender, fixture, BYTES("\x14\x03\x03\x00\x01\x02"));
}

static void
add_death_alert(struct sender *sender, const struct fixture *fixture)
{
    (void)fixture;
    send_hello_and(sender, BYTES("\x15\x03\x03\x00\x02\x02\x28")); /* fatal: handshake_failure */
}

static void
add_close_notify(struct sender *sender, const struct fixture *fixture)
{
    (void)fixture;
    send_hello_and(sender, BYTES("\x15\x03\x03\x00\x02\x01\x00"));
}

static void
add_plain_alert_to_session(struct sender *sender, const struct fixture *fixture)
{
    if (!sender_connect(sender))
        return;
    sender_send(sender, BYTES("\x15\x03\x03\x00\x02\x01\x00"));
    ask(sender, fixture);
}

static void
add_plain_data(struct sender *sender, const struct fixture *fixture)
{
    struct buffer record = { 0 };
    struct slice request = request_of(fixture);

    buffer_add(&record, BYTES("\x17\x03\x03\x00"));
    buffer_add_byte(&record, (char)request.length);
    buffer_add(&record, request);
    send_hello_and(sender, buffer_slice(&record));
    buffer_clear(&record);
}

/* A client that hoped for early data, which there is not: what it has sealed cannot be read. */
static void
add_garbage(struct sender *sender, const struct fixture *fixture)
{
    struct buffer record = { 0 };

    (void)fixture;
    buffer_add(&record, BYTES("\x17\x03\x03\x01\x00"));
    buffer_add_times(&record, '\x5a', 256);
    send_hello_and(sender, buffer_slice(&record));
    buffer_clear(&record);
}

/* The request, sealed with the keys of the handshake, where the client's Finished belongs. */
static void
send_data_for_finished(struct sender *sender, const struct fixture *fixture)
{
    struct buffer flight = { 0 }, inner = { 0 }, record = { 0 };

    if (sender_exchange(sender, &flight)) {
        buffer_add(&inner, request_of(fixture));
        buffer_add_byte(&inner, RECORD_DATA);
        sender_seal(sender->handshake_secret, 0, buffer_slice(&inner), &record);
        sender_send(sender, buffer_slice(&record));
    }
    buffer_clear(&flight);
    buffer_clear(&inner);
    buffer_clear(&record);
}

static void
skip_finished(struct sender *sender, const struct fixture *fixture)
{
    struct buffer flight = { 0 };

    if (sender_exchange(sender, &flight))
        ask(sender, fixture);
    buffer_clear(&flight);
}

/* TLS 1.2: the first record of the second flight (ClientKeyExchange) is lost, or the second (ChangeCipherSpec). */
static void
skip_record(struct sender *sender, size_t number)
{
    struct buffer flight = { 0 };
    size_t at = 0, length;

    if (sender_exchange(sender, &flight))
        for (size_t i = 0; at + 5 <= flight.length; i++, at += length) {
            length = 5 + ((size_t)(unsigned char)flight.bytes[at + 3] << 8) + (unsigned char)flight.bytes[at + 4];
            if (i != number)
                sender_send(sender, slice_make(flight.bytes + at, length));
        }
    buffer_clear(&flight);
}

static void
skip_key_exchange(struct sender *sender, const struct fixture *fixture)
{
    (void)fixture;
    skip_record(sender, 0);
}

static void
skip_change_cipher_spec(struct sender *sender, const struct fixture *fixture)
{
    (void)fixture;
    skip_record(sender, 1);
}

/* The bytes WHAT of the ClientHello become OTHER, of the same length. */
static void
send_bent_hello(struct sender *sender, struct slice what, struct slice other)
{
    struct buffer flight = { 0 };

    sender_take(sender, &flight);
    memcpy(place_of(&flight, what), other.bytes, other.length);
    sender_send(sender, buffer_slice(&flight));
    buffer_clear(&flight);
}

static void
ask_for_unknown_version(struct sender *sender, const struct fixture *fixture)
{
    (void)fixture;
    send_bent_hello(sender, BYTES("\x00\x2b\x00\x03\x02\x03\x04"), BYTES("\x00\x2b\x00\x03\x02\x7f\x1c"));
}

static void
ask_for_no_version(struct sender *sender, const struct fixture *fixture)
{
    (void)fixture;
    send_bent_hello(sender, BYTES("\x00\x2b\x00\x03\x02\x03\x04"), BYTES("\x00\x2b\x00\x03\x00\x03\x04"));
}

static void
offer_unknown_group(struct sender *sender, const struct fixture *fixture)
{
    SSL_set1_groups_list(sender->ssl, "P-521");
    talk(sender, fixture);
}

static void
need_another_hello(struct sender *sender, const struct fixture *fixture)
{
    SSL_set1_groups_list(sender->ssl, "P-521:P-384");
    talk(sender, fixture);
}

static void
hello_of_ssl2(struct sender *sender, const struct fixture *fixture)
{
    struct buffer hello = { 0 };

    (void)fixture;
    buffer_add(&hello, BYTES("\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10\x07\x00\xc0"));
    buffer_add_times(&hello, '\x33', 34);
    sender_send(sender, buffer_slice(&hello));
    buffer_clear(&hello);
}

/* --- In a session --- */

static void
send_records(struct sender *sender, const struct fixture *fixture, int count, struct slice text, enum record_type type)
{
    if (!sender_connect(sender))
        return;
    for (int i = 0; i < count; i++)
        sender_send_sealed(sender, text, type);
    ask(sender, fixture);
}

static void
send_few_empty(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 16, BYTES(""), RECORD_DATA);
}

static void
send_many_empty(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 2000, BYTES(""), RECORD_DATA);
}

static void
send_no_type(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1, BYTES("\0\0\0\0"), 0);
}

static void
send_empty_alert(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1, BYTES(""), RECORD_ALERT);
}

static void
send_long_alert(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1, BYTES("\x02\x28\x28"), RECORD_ALERT);
}

static void
send_sealed_change_cipher_spec(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1, BYTES("\x01"), RECORD_CCS);
}

static void
send_late_change_cipher_spec(struct sender *sender, const struct fixture *fixture)
{
    if (!sender_connect(sender))
        return;
    sender_send(sender, BYTES("\x14\x03\x03\x00\x01\x01"));
    ask(sender, fixture);
}

static void
send_too_much(struct sender *sender, const struct fixture *fixture)
{
    struct buffer text = { 0 };

    buffer_add_times(&text, 'a', (1 << 14) + 1);
    send_records(sender, fixture, 1, buffer_slice(&text), RECORD_DATA);
    buffer_clear(&text);
}

/* A handshake message where none belongs: a Finished, a ClientHello, a certificate that nobody asked for. */
static void
send_finished(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1,
                 BYTES("\x14\x00\x00\x04"
                       "abcd"),
                 RECORD_HANDSHAKE);
}

static void
send_hello(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1,
                 BYTES("\x01\x00\x00\x04"
                       "abcd"),
                 RECORD_HANDSHAKE);
}

static void
send_certificate(struct sender *sender, const struct fixture *fixture)
{
    send_records(sender, fixture, 1, BYTES("\x0b\x00\x00\x04\x00\x00\x00\x00"), RECORD_HANDSHAKE);
}

static const struct {
    const char *name;
    int version;
    void (*talk)(struct sender *sender, const struct fixture *fixture);
    int want;
} cases[] = {
    { "conversation", TLS1_2_VERSION, talk, SERVED },
    { "tls13-conversation", TLS1_3_VERSION, talk, SERVED },
    { "tls13-ccs: in the handshake", TLS1_3_VERSION, add_change_cipher_specs, SERVED },
    { "tls13-ccs: another payload", TLS1_3_VERSION, add_odd_change_cipher_spec, SSL_AD_ILLEGAL_PARAMETER },
    { "tls13-ccs: sealed", TLS1_3_VERSION, send_sealed_change_cipher_spec, SSL_AD_UNEXPECTED_MESSAGE },
    { "tls13-ccs: late", TLS1_3_VERSION, send_late_change_cipher_spec, SSL_AD_UNEXPECTED_MESSAGE },
    { "tls13-zero-length-data: some", TLS1_3_VERSION, send_few_empty, SERVED },
    { "tls13-zero-length-data: without end", TLS1_3_VERSION, send_many_empty, CLOSED },
    { "tls13-zero-content-type", TLS1_3_VERSION, send_no_type, SSL_AD_UNEXPECTED_MESSAGE },
    { "tls13-empty-alert", TLS1_3_VERSION, send_empty_alert, SSL_AD_UNEXPECTED_MESSAGE },
    { "tls13-empty-alert: too long instead", TLS1_3_VERSION, send_long_alert, SSL_AD_UNEXPECTED_MESSAGE },
    { "tls13-unencrypted-alert", TLS1_3_VERSION, add_plain_alert_to_session, SSL_AD_UNEXPECTED_MESSAGE },
    { "ssl-death-alert", TLS1_3_VERSION, add_death_alert, CLOSED },
    { "ssl-death-alert: TLS 1.2", TLS1_2_VERSION, add_death_alert, CLOSED },
    { "connection-abort: close_notify", TLS1_3_VERSION, add_close_notify, CLOSED },
    { "connection-abort: close_notify, TLS 1.2", TLS1_2_VERSION, add_close_notify, CLOSED },
    { "sslv2-connection", TLS1_2_VERSION, hello_of_ssl2, CLOSED },
    { "tls13-0rtt-garbage", TLS1_3_VERSION, add_garbage, CLOSED },
    { "fuzzed-plaintext: too long", TLS1_3_VERSION, send_too_much, SSL_AD_RECORD_OVERFLOW },
    { "tls13-hrr: another group is there", TLS1_3_VERSION, need_another_hello, SERVED },
    { "tls13-hrr: no group in common", TLS1_3_VERSION, offer_unknown_group, SSL_AD_HANDSHAKE_FAILURE },
    { "message-skipping: Finished", TLS1_3_VERSION, skip_finished, CLOSED },
    { "message-skipping: ClientKeyExchange", TLS1_2_VERSION, skip_key_exchange, SSL_AD_UNEXPECTED_MESSAGE },
    { "message-skipping: ChangeCipherSpec", TLS1_2_VERSION, skip_change_cipher_spec, SSL_AD_UNEXPECTED_MESSAGE },
    { "message-skipping: a second Finished", TLS1_3_VERSION, send_finished, SSL_AD_UNEXPECTED_MESSAGE },
    { "message-skipping: a second ClientHello", TLS1_3_VERSION, send_hello, SSL_AD_UNEXPECTED_MESSAGE },
    { "message-skipping: Certificate", TLS1_3_VERSION, send_certificate, SSL_AD_UNEXPECTED_MESSAGE },
    { "tls13-version-negotiation: unknown", TLS1_3_VERSION, ask_for_unknown_version, SSL_AD_PROTOCOL_VERSION },
    { "tls13-version-negotiation: none", TLS1_3_VERSION, ask_for_no_version, SSL_AD_PROTOCOL_VERSION },
    { "early-application-data: plain", TLS1_2_VERSION, add_plain_data, SSL_AD_UNEXPECTED_MESSAGE },
    { "early-application-data: sealed", TLS1_3_VERSION, send_data_for_finished, SSL_AD_UNEXPECTED_MESSAGE },
};

/* Reads what comes of a client and compares it with WANT. */
static void
check(struct sender *sender, const char *name, int want)
{
    bool served;

    if (!sender_read_all(sender))
        fail_msg("%s: the connection is still open", name);
    served = slice_is(buffer_slice(&sender->reply), PAGE);
    if (!served && sender->reply.length > 0)
        fail_msg("%s: got %.*s", name, (int)sender->reply.length, sender->reply.bytes);
    if (served != (want == SERVED) || (want < SERVED && sender->alert != want))
        fail_msg("%s: expected %d, got alert %d, served %d", name, want, sender->alert, served);
    if (sender->tickets + sender->certificate_requests > 0)
        fail_msg("%s: %d tickets, %d requests for a certificate", name, sender->tickets, sender->certificate_requests);
}

static void
test_broken_rules(void **state)
{
    struct fixture fixture;
    struct sender sender;

    (void)state;
    start(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sender_open(&sender, fixture.gemini_port, cases[i].version);
        cases[i].talk(&sender, &fixture);
        check(&sender, cases[i].name, cases[i].want);
        sender_close(&sender);
    }
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* fuzzed-ciphertext: one bit of a record is another one, wherever; fuzzed-plaintext: content types that there are not. */
static void
test_bent_records(void **state)
{
    struct fixture fixture;
    struct sender sender;
    struct buffer record = { 0 }, inner = { 0 };

    (void)state;
    start(&fixture);
    buffer_add(&inner, request_of(&fixture));
    buffer_add_byte(&inner, RECORD_DATA);
    for (size_t at = 5; at < 5 + inner.length + 16; at++) {
        sender_open(&sender, fixture.gemini_port, TLS1_3_VERSION);
        assert_true(sender_connect(&sender));
        buffer_truncate(&record, 0);
        sender_seal(sender.data_secret, 0, buffer_slice(&inner), &record);
        record.bytes[at] = (char)(record.bytes[at] ^ 1 << at % 8);
        sender_send(&sender, buffer_slice(&record));
        check(&sender, "fuzzed-ciphertext", SSL_AD_BAD_RECORD_MAC);
        sender_close(&sender);
    }
    for (int type = 0; type < 256; type += type < 32 ? 1 : 31) {
        if (type >= RECORD_CCS && type <= RECORD_DATA)
            continue;
        sender_open(&sender, fixture.gemini_port, TLS1_3_VERSION);
        send_records(&sender, &fixture, 1, BYTES("tea"), (enum record_type)type);
        check(&sender, "fuzzed-plaintext", SSL_AD_UNEXPECTED_MESSAGE);
        sender_close(&sender);
    }
    buffer_clear(&inner);
    buffer_clear(&record);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* truncating-of-client-hello: a message that ends anywhere, and says so; what is told wrongly is an error, never awaited. */
static void
test_truncated_hello(void **state)
{
    struct fixture fixture;
    struct sender sender;
    struct buffer flight = { 0 };

    (void)state;
    start(&fixture);
    for (size_t cut = 0, length = 1000; cut + 9 < length; cut++) {
        buffer_truncate(&flight, 0);
        sender_open(&sender, fixture.gemini_port, versions[cut % 2]);
        sender_take(&sender, &flight);
        length = flight.length;
        flight.bytes[3] = (char)((cut + 4) >> 8);
        flight.bytes[4] = (char)(cut + 4);
        flight.bytes[7] = (char)(cut >> 8);
        flight.bytes[8] = (char)cut;
        sender_send(&sender, slice_make(flight.bytes, 9 + cut));
        shutdown(sender.fd, SHUT_WR);
        check(&sender, "truncating-of-client-hello", CLOSED);
        if (sender.alert == SENDER_NO_ALERT && cut < 32)
            fail_msg("a ClientHello of %zu bytes is no error", cut);
        sender_close(&sender);
    }
    buffer_clear(&flight);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* connection-abort: a client is gone after any number of bytes of its handshake, in peace or by a reset. */
static void
test_aborted_connections(void **state)
{
    static const struct linger reset = { .l_onoff = 1 };
    struct fixture fixture;
    struct sender sender;
    struct buffer flight = { 0 };

    (void)state;
    start(&fixture);
    for (size_t cut = 0, length = 1; cut < length; cut += 7) {
        buffer_truncate(&flight, 0);
        sender_open(&sender, fixture.gemini_port, versions[cut % 2]);
        assert_true(sender_exchange(&sender, &flight));
        length = flight.length;
        sender_send(&sender, slice_make(flight.bytes, cut));
        if (cut % 3 == 0)
            setsockopt(sender.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        sender_close(&sender);
    }
    buffer_clear(&flight);
    sender_open(&sender, fixture.gemini_port, TLS1_3_VERSION);
    talk(&sender, &fixture);
    check(&sender, "connection-abort: the next client", SERVED);
    sender_close(&sender);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* P12: a KeyUpdate is 27 bytes on the wire, and 64 KiB of them are too many; fewer, and the request is answered. */
static void
test_key_update_flood(void **state)
{
    static const struct {
        int updates, want;
    } floods[] = { { 2000, SERVED }, { 2600, CLOSED }, { 20000, CLOSED } };
    struct fixture fixture;
    struct sender sender;

    (void)state;
    start(&fixture);
    for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
        sender_open(&sender, fixture.gemini_port, TLS1_3_VERSION);
        assert_true(sender_connect(&sender));
        for (int k = 0; k < floods[i].updates; k++) {
            struct buffer flight = { 0 };

            SSL_key_update(sender.ssl, SSL_KEY_UPDATE_NOT_REQUESTED);
            sender_take(&sender, &flight);
            sender_send(&sender, buffer_slice(&flight));
            buffer_clear(&flight);
        }
        sender_write(&sender, request_of(&fixture));
        check(&sender, "KeyUpdate", floods[i].want);
        sender_close(&sender);
    }
    assert_int_equal(fixture_stop(&fixture), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_broken_rules),     cmocka_unit_test(test_bent_records),
        cmocka_unit_test(test_truncated_hello),  cmocka_unit_test(test_aborted_connections),
        cmocka_unit_test(test_key_update_flood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
