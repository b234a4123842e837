/* worker_test.c - a worker as its clients see it, over loopback. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "server/worker_fixture.h"

static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

static void
start(struct fixture *fixture)
{
    fixture_prepare(fixture);
    fixture_start(fixture, 0);
}

/* One request; the reply must be WANT and end with close_notify. */
static void
ask_gemini(const struct fixture *fixture, int version, const char *path, struct slice want)
{
    struct client client;
    struct buffer reply = { 0 };
    char request[128];

    assert_true(client_open(&client, fixture->gemini_port, version, 0));
    snprintf(request, sizeof request, "gemini://localhost:%u%s\r\n", fixture->gemini_port, path);
    client_send(&client, request);
    if (!client_read(&client, &reply))
        fail_msg("%s: no close_notify", path);
    if (!slice_equal(buffer_slice(&reply), want))
        fail_msg("%s: got %.*s", path, (int)reply.length, reply.bytes);
    buffer_clear(&reply);
    client_close(&client);
}

static void
ask_gopher(const struct fixture *fixture, const char *request, bool half_close, const char *want)
{
    struct buffer reply = { 0 };
    int fd = client_connect(fixture->gopher_port, 0);

    assert_true(send(fd, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request));
    if (half_close)
        shutdown(fd, SHUT_WR);
    if (!plain_read_all(fd, &reply))
        fail_msg("%s: the connection was reset", request);
    if (!slice_is(buffer_slice(&reply), want))
        fail_msg("%s: got %.*s", request, (int)reply.length, reply.bytes);
    buffer_clear(&reply);
    close(fd);
}

static void
test_gemini_requests(void **state)
{
    static const struct {
        const char *path, *want;
    } cases[] = {
        { "/", PAGE },
        { "/small", "20 text/plain\r\n.one\r\ntwo" },
        { "/empty", "20 text/plain\r\n" },
        { "/none", "51 There is no such page here\r\n" },
        { "/gone", "51 There is no such page here\r\n" },
        { "/fifo", "51 There is no such page here\r\n" },
        { "/outside", "51 There is no such page here\r\n" },
        { "/./", "31 /\r\n" },
    };
    struct fixture fixture;

    (void)state;
    start(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t k = 0; k < 2; k++)
            ask_gemini(&fixture, versions[k], cases[i].path, slice_of(cases[i].want));
    assert_int_equal(fixture_stop(&fixture), 0);
}

static void
test_gopher_requests(void **state)
{
    static const struct {
        const char *request;
        bool half_close;
        const char *want;
    } cases[] = {
        { "\r\n", false, MENU },
        { "/\n", false, MENU },
        { "/", true, MENU },
        { "", true, "" },
        { "/\r\nand more", false, MENU },
        { "small\r\n", false, ".one\r\ntwo" },
        { "empty\r\n", false, "\r\n" },
        { "\x16\x03\x01", false, "" },
    };
    struct fixture fixture;

    (void)state;
    start(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ask_gopher(&fixture, cases[i].request, cases[i].half_close, cases[i].want);
    assert_int_equal(fixture_stop(&fixture), 0);
}

static void
test_gopher_terminator(void **state)
{
    struct fixture fixture;

    (void)state;
    fixture_prepare(&fixture);
    fixture.settings.gopher_text_terminator = true;
    fixture_start(&fixture, 0);
    ask_gopher(&fixture, "small\r\n", false, "..one\r\ntwo\r\n.\r\n");
    ask_gopher(&fixture, "empty\r\n", false, ".\r\n");
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* Request, close_notify and FIN at once, and a reply larger than any socket buffer: all of it arrives. */
static void
test_half_closed_client_gets_everything(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    for (size_t k = 0; k < 2; k++) {
        struct client client;
        struct buffer reply = { 0 };
        char request[64];

        assert_true(client_open(&client, fixture.gemini_port, versions[k], 0));
        snprintf(request, sizeof request, "gemini://localhost:%u/big\r\n", fixture.gemini_port);
        client_send(&client, request);
        SSL_shutdown(client.ssl);
        shutdown(client.fd, SHUT_WR);
        assert_true(client_read(&client, &reply));
        assert_int_equal(reply.length, FILE_SIZE + 29);
        buffer_clear(&reply);
        client_close(&client);
    }
    assert_int_equal(fixture_stop(&fixture), 0);
}

static void
test_request_in_single_bytes(void **state)
{
    struct fixture fixture;
    struct client client;
    struct buffer reply = { 0 };
    char request[64];

    (void)state;
    start(&fixture);
    assert_true(client_open(&client, fixture.gemini_port, TLS1_3_VERSION, 0));
    snprintf(request, sizeof request, "gemini://localhost:%u/\r\n", fixture.gemini_port);
    for (size_t i = 0; request[i] != '\0'; i++)
        assert_int_equal(SSL_write(client.ssl, request + i, 1), 1);
    assert_true(client_read(&client, &reply));
    assert_true(slice_is(buffer_slice(&reply), PAGE));
    buffer_clear(&reply);
    client_close(&client);
    assert_int_equal(fixture_stop(&fixture), 0);
}

static void
test_too_long_is_refused_at_once(void **state)
{
    struct fixture fixture;
    struct client client;
    struct buffer reply = { 0 };
    char request[1025];

    (void)state;
    start(&fixture);
    memset(request, 'a', sizeof request);
    assert_true(client_open(&client, fixture.gemini_port, TLS1_3_VERSION, 0));
    assert_int_equal(SSL_write(client.ssl, request, sizeof request), sizeof request);
    assert_true(client_read(&client, &reply));
    assert_true(slice_starts(buffer_slice(&reply), "59 "));
    buffer_clear(&reply);
    client_close(&client);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* Whatever a client does, its phase ends: silence, half a hello, a handshake without a request, half a request. */
static void
test_deadlines(void **state)
{
    struct fixture fixture;
    struct client idle, half;
    struct buffer reply = { 0 };
    int silent, hello, selector;

    (void)state;
    fixture_prepare(&fixture);
    fixture.settings.handshake_deadline = fixture.settings.request_deadline = 1;
    fixture_start(&fixture, 0);
    silent = client_connect(fixture.gemini_port, 0);
    hello = client_connect(fixture.gemini_port, 0);
    selector = client_connect(fixture.gopher_port, 0);
    assert_int_equal(send(hello, "\x16\x03\x01\x02", 4, 0), 4);
    assert_int_equal(send(selector, "/ab", 3, 0), 3);
    assert_true(client_open(&idle, fixture.gemini_port, TLS1_3_VERSION, 0));
    assert_true(client_open(&half, fixture.gemini_port, TLS1_2_VERSION, 0));
    client_send(&half, "gemini://loc");
    assert_true(plain_read_all(silent, &reply) && plain_read_all(hello, &reply));
    client_read(&idle, &reply);
    client_read(&half, &reply);
    assert_int_equal(reply.length, 0);
    assert_true(plain_read_all(selector, &reply));
    assert_true(slice_starts(buffer_slice(&reply), "3Your request took too long\t\tlocalhost\t"));
    buffer_clear(&reply);
    close(silent);
    close(hello);
    close(selector);
    client_close(&idle);
    client_close(&half);
    assert_int_equal(fixture_stop(&fixture), 0);
}

static void
test_stalled_reader_is_dropped(void **state)
{
    struct fixture fixture;
    struct client client;
    char request[64], byte;

    (void)state;
    fixture_prepare(&fixture);
    fixture.settings.stall_deadline = 1;
    fixture_start(&fixture, 0);
    assert_true(client_open(&client, fixture.gemini_port, TLS1_3_VERSION, 8192));
    snprintf(request, sizeof request, "gemini://localhost:%u/big\r\n", fixture.gemini_port);
    client_send(&client, request);
    assert_int_equal(fixture_stop(&fixture), 0); /* ends, because the stalled connection does */
    assert_int_equal(SSL_read(client.ssl, &byte, 1), 1);
    client_close(&client);
}

/* The oldest silent connections make room; an honest client is served whatever their number. */
static void
test_silent_connections_are_evicted(void **state)
{
    enum { CAP = 4, SILENT = 7 };
    struct fixture fixture;
    struct buffer reply = { 0 };
    int silent[SILENT];

    (void)state;
    fixture_prepare(&fixture);
    fixture.settings.silent_connections = CAP;
    fixture_start(&fixture, 0);
    for (size_t i = 0; i < SILENT; i++)
        silent[i] = client_connect(fixture.gemini_port, 0);
    ask_gemini(&fixture, TLS1_3_VERSION, "/", slice_of(PAGE));
    for (size_t i = 0; i < SILENT - CAP; i++)
        assert_true(plain_read_all(silent[i], &reply));
    assert_int_equal(recv(silent[SILENT - 1], &(char){ 0 }, 1, MSG_DONTWAIT), -1);
    assert_int_equal(errno, EAGAIN);
    for (size_t i = 0; i < SILENT; i++)
        close(silent[i]);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* More clients than the process may have descriptors. */
static void
test_few_descriptors(void **state)
{
    enum { SILENT = 100 };
    struct fixture fixture;
    int silent[SILENT];

    (void)state;
    fixture_prepare(&fixture);
    fixture_start(&fixture, 64);
    for (size_t i = 0; i < SILENT; i++)
        silent[i] = client_connect(fixture.gemini_port, 0);
    ask_gemini(&fixture, TLS1_3_VERSION, "/small", slice_of("20 text/plain\r\n.one\r\ntwo"));
    for (size_t i = 0; i < SILENT; i++)
        close(silent[i]);
    assert_int_equal(fixture_stop(&fixture), 0);
}

static void
test_key_update_flood_ends(void **state)
{
    struct fixture fixture;
    struct client client;
    int updates = 0;

    (void)state;
    start(&fixture);
    assert_true(client_open(&client, fixture.gemini_port, TLS1_3_VERSION, 0));
    while (updates < 100000 && SSL_key_update(client.ssl, SSL_KEY_UPDATE_NOT_REQUESTED) == 1 &&
           SSL_do_handshake(client.ssl) == 1)
        updates++;
    assert_in_range(updates, 2000, 99999);
    client_close(&client);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* A file that is cut while it is sent: TLS ends without close_notify, Gopher with a reset. */
static void
test_changed_file_is_told(void **state)
{
    struct fixture fixture;
    struct client client;
    struct buffer reply = { 0 };
    char request[64], bytes[1024];
    int fd;

    (void)state;
    start(&fixture);
    assert_true(client_open(&client, fixture.gemini_port, TLS1_3_VERSION, 8192));
    snprintf(request, sizeof request, "gemini://localhost:%u/big\r\n", fixture.gemini_port);
    client_send(&client, request);
    assert_true(SSL_read(client.ssl, bytes, sizeof bytes) > 0);
    fd = client_connect(fixture.gopher_port, 8192);
    assert_int_equal(send(fd, "big\r\n", 5, 0), 5);
    assert_true(recv(fd, bytes, sizeof bytes, 0) > 0);
    fixture_write(&fixture, "big", "cut", 3);
    assert_false(client_read(&client, &reply));
    assert_in_range(reply.length, 1, FILE_SIZE);
    assert_false(plain_read_all(fd, &reply));
    buffer_clear(&reply);
    client_close(&client);
    close(fd);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* Told to drain, the worker finishes what it has begun. */
static void
test_drain_finishes_a_transfer(void **state)
{
    struct fixture fixture;
    struct client client;
    struct buffer reply = { 0 };
    char request[64], bytes[1024];
    int count;

    (void)state;
    start(&fixture);
    assert_true(client_open(&client, fixture.gemini_port, TLS1_3_VERSION, 8192));
    snprintf(request, sizeof request, "gemini://localhost:%u/big\r\n", fixture.gemini_port);
    client_send(&client, request);
    count = SSL_read(client.ssl, bytes, sizeof bytes);
    assert_true(count > 0);
    assert_int_equal(write(fixture.control, "d", 1), 1);
    assert_true(client_read(&client, &reply));
    assert_int_equal(reply.length + (size_t)count, FILE_SIZE + 29);
    buffer_clear(&reply);
    client_close(&client);
    assert_int_equal(fixture_stop(&fixture), 0);
}

/* One line per request, peer bytes escaped, the client's address cut. */
static void
test_access_log(void **state)
{
    struct fixture fixture;
    struct buffer lines = { 0 };
    char bytes[4096], *text;
    ssize_t count;

    (void)state;
    start(&fixture);
    ask_gemini(&fixture, TLS1_3_VERSION, "/", slice_of(PAGE));
    ask_gopher(&fixture, "/\tx\x1b\r\n", false, MENU);
    while (slice_find(buffer_slice(&lines), "protocol=gopher") == SLICE_NONE &&
           (count = read(fixture.log, bytes, sizeof bytes)) > 0)
        buffer_add(&lines, slice_make(bytes, (size_t)count));
    text = buffer_take(&lines);
    assert_non_null(strstr(text, " protocol=gemini address=127.0.0.0/24 request=gemini://localhost:"));
    assert_non_null(strstr(text, "/ status=20 bytes=22 ms="));
    assert_non_null(strstr(text, " request=\"/\\x09x\\x1b\" status=20 bytes=27 ms="));
    assert_null(strstr(text, "close="));
    free(text);
    assert_int_equal(fixture_stop(&fixture), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gemini_requests),
        cmocka_unit_test(test_gopher_requests),
        cmocka_unit_test(test_gopher_terminator),
        cmocka_unit_test(test_half_closed_client_gets_everything),
        cmocka_unit_test(test_request_in_single_bytes),
        cmocka_unit_test(test_too_long_is_refused_at_once),
        cmocka_unit_test(test_deadlines),
        cmocka_unit_test(test_stalled_reader_is_dropped),
        cmocka_unit_test(test_silent_connections_are_evicted),
        cmocka_unit_test(test_few_descriptors),
        cmocka_unit_test(test_key_update_flood_ends),
        cmocka_unit_test(test_changed_file_is_told),
        cmocka_unit_test(test_drain_finishes_a_transfer),
        cmocka_unit_test(test_access_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
