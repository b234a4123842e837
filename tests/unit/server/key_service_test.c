/* key_service_test.c - what the keyholder answers, to workers of good and of bad will. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "server/key_service.h"
#include "server/process.h"
#include "server/sign_channel.h"

/* A child with one key of P-256, and with two channels. */
struct scene {
    EVP_PKEY *key;
    struct private_key *private_key;
    int control, channels[2];
    pid_t pid;
};

static void
socket_pair(int ends[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
}

static struct private_key *
private_key_of(EVP_PKEY *key)
{
    BIO *bio = BIO_new(BIO_s_mem());
    struct private_key *private_key;
    char *bytes;
    long length;

    PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
    length = BIO_get_mem_data(bio, &bytes);
    private_key = private_key_new(slice_make(bytes, (size_t)length));
    BIO_free(bio);
    return private_key;
}

static int
set_up(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    int control[2], one[2], other[2];

    scene->key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    scene->private_key = private_key_of(scene->key);
    socket_pair(control);
    socket_pair(one);
    socket_pair(other);
    scene->pid = fork();
    if (scene->pid == 0) {
        close(control[0]);
        close(one[0]);
        close(other[0]);
        key_service_run(&scene->private_key, 1, (int[]){ one[1], other[1] }, 2, control[1]);
        _exit(3);
    }
    close(control[1]);
    close(one[1]);
    close(other[1]);
    scene->control = control[0];
    scene->channels[0] = one[0];
    scene->channels[1] = other[0];
    *state = scene;
    return 0;
}

/* The service ends when nobody has a use for it. */
static int
tear_down(void **state)
{
    struct scene *scene = *state;
    int status = 0;

    close(scene->control);
    waitpid(scene->pid, &status, 0);
    close(scene->channels[0]);
    close(scene->channels[1]);
    private_key_free(scene->private_key);
    EVP_PKEY_free(scene->key);
    free(scene);
    return WIFEXITED(status) && WEXITSTATUS(status) == 3 ? 0 : -1;
}

static struct sign_request
request_of(char digest[32], unsigned key, enum sign_scheme scheme)
{
    memset(digest, 'x', 32);
    return (struct sign_request){ .key = key, .scheme = scheme, .text = slice_make(digest, 32) };
}

static bool
is_signature(EVP_PKEY *key, struct slice digest, const char *signature, size_t length)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    bool fits =
        EVP_PKEY_verify_init(context) == 1 && EVP_PKEY_verify(context, (const unsigned char *)signature, length,
                                                              (const unsigned char *)digest.bytes, digest.length) == 1;

    EVP_PKEY_CTX_free(context);
    return fits;
}

static void
check_signs(const struct scene *scene, int fd)
{
    char digest[32], signature[SIGNATURE_MOST];
    struct sign_request request = request_of(digest, 0, SIGN_ECDSA);
    struct sign_channel channel;
    size_t length;

    sign_channel_init(&channel, fd);
    length = sign_channel_ask(&channel, &request, signature);
    assert_true(length > 0);
    assert_true(is_signature(scene->key, request.text, signature, length));
}

static void
test_signature(void **state)
{
    struct scene *scene = *state;

    check_signs(scene, scene->channels[0]);
    check_signs(scene, scene->channels[1]);
}

static void
test_refusals(void **state)
{
    static const struct {
        unsigned key;
        enum sign_scheme scheme;
    } refused[] = { { 1, SIGN_ECDSA }, { UINT32_MAX, SIGN_ECDSA }, { 0, SIGN_RSA_PSS }, { 0, SIGN_RSA_PKCS1 } };
    struct scene *scene = *state;
    struct sign_channel channel;

    sign_channel_init(&channel, scene->channels[0]);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        char digest[32], signature[SIGNATURE_MOST];
        struct sign_request request = request_of(digest, refused[i].key, refused[i].scheme);

        assert_int_equal(sign_channel_ask(&channel, &request, signature), 0);
        assert_false(channel.is_silent);
    }
    check_signs(scene, scene->channels[0]);
}

/* It is not answered, and does no harm: neither to who sent it nor to others. */
static void
test_garbage(void **state)
{
    struct scene *scene = *state;
    char garbage[SIGN_REQUEST_MOST * 4];

    memset(garbage, 'y', sizeof garbage);
    for (size_t length = 1; length <= sizeof garbage; length += 61)
        assert_int_equal(send(scene->channels[0], garbage, length, 0), (ssize_t)length);
    check_signs(scene, scene->channels[0]);
    check_signs(scene, scene->channels[1]);
}

/* Answers that nobody took fill their socket; the service goes on for others. */
static void
test_worker_that_does_not_read(void **state)
{
    struct scene *scene = *state;
    char digest[32], message[SIGN_REQUEST_MOST];
    struct sign_request request = request_of(digest, 0, SIGN_ECDSA);
    size_t length = sign_request_write(&request, message);

    for (unsigned i = 0; i < 2000; i++)
        assert_int_equal(send(scene->channels[0], message, length, 0), (ssize_t)length);
    check_signs(scene, scene->channels[1]);
}

static void
test_channel_ends(void **state)
{
    struct scene *scene = *state;
    char byte = CONTROL_PING;

    shutdown(scene->channels[0], SHUT_RDWR);
    check_signs(scene, scene->channels[1]);
    assert_int_equal(send(scene->control, &byte, 1, 0), 1);
    byte = 0;
    assert_int_equal(recv(scene->control, &byte, 1, 0), 1);
    assert_int_equal(byte, CONTROL_PING);
}

/* A new worker's socket comes over the control socket. */
static void
test_channel_comes(void **state)
{
    union {
        struct cmsghdr head;
        char bytes[CMSG_SPACE(sizeof(int))];
    } passed = { .head = { .cmsg_len = CMSG_LEN(sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS } };
    struct scene *scene = *state;
    char word = CONTROL_CHANNEL;
    struct iovec bytes = { &word, 1 };
    struct msghdr message = {
        .msg_iov = &bytes, .msg_iovlen = 1, .msg_control = passed.bytes, .msg_controllen = sizeof passed.bytes
    };
    int ends[2];

    socket_pair(ends);
    memcpy(CMSG_DATA(&passed.head), &ends[1], sizeof(int));
    assert_int_equal(sendmsg(scene->control, &message, 0), 1);
    close(ends[1]);
    check_signs(scene, ends[0]);
    close(ends[0]);
    check_signs(scene, scene->channels[0]);
}

/* Nobody is at the other end: the first request waits its second, those behind it do not. */
static void
test_no_keyholder(void **state)
{
    char digest[32], signature[SIGNATURE_MOST];
    struct sign_request request = request_of(digest, 0, SIGN_ECDSA);
    struct sign_channel channel;
    int ends[2];

    (void)state;
    socket_pair(ends);
    sign_channel_init(&channel, ends[0]);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(sign_channel_ask(&channel, &request, signature), 0);
        assert_true(channel.is_silent);
    }
    close(ends[1]);
    assert_int_equal(sign_channel_ask(&channel, &request, signature), 0);
    close(ends[0]);
}

/* What a keyholder took with it is asked again, and late answers to what was given up are passed over. */
static void
test_late_answers(void **state)
{
    char digest[32], signature[SIGNATURE_MOST], message[SIGN_ANSWER_MOST];
    struct sign_request request = request_of(digest, 0, SIGN_ECDSA);
    struct sign_channel channel;
    int ends[2];

    (void)state;
    socket_pair(ends);
    sign_channel_init(&channel, ends[0]);
    channel.number = 4;
    for (uint32_t number = 3; number <= 5; number++) {
        size_t length = sign_answer_write(number, slice_make("345" + number - 3, 1), message);

        assert_int_equal(send(ends[1], message, length, 0), (ssize_t)length);
    }
    assert_int_equal(sign_channel_ask(&channel, &request, signature), 1);
    assert_int_equal(signature[0], '5');
    close(ends[0]);
    close(ends[1]);
}

/* What one keyholder takes with it, the next one is asked for. */
static void
test_asked_again(void **state)
{
    char digest[32], signature[SIGNATURE_MOST];
    struct sign_request request = request_of(digest, 0, SIGN_ECDSA);
    struct sign_channel channel;
    int ends[2];
    pid_t pid;

    (void)state;
    socket_pair(ends);
    pid = fork();
    if (pid == 0) {
        char message[SIGN_ANSWER_MOST];
        struct sign_request asked;
        ssize_t first, next;

        close(ends[0]);
        first = recv(ends[1], message, sizeof message, 0);
        next = recv(ends[1], message, sizeof message, 0);
        if (first != next || !sign_request_read(slice_make(message, (size_t)next), &asked))
            _exit(1);
        next = (ssize_t)sign_answer_write(asked.number, slice_of("leaf"), message);
        _exit(send(ends[1], message, (size_t)next, 0) == next ? 0 : 1);
    }
    sign_channel_init(&channel, ends[0]);
    assert_int_equal(sign_channel_ask(&channel, &request, signature), 4);
    assert_memory_equal(signature, "leaf", 4);
    waitpid(pid, NULL, 0);
    close(ends[0]);
    close(ends[1]);
}

static void
test_allowance(void **state)
{
    struct key_allowance allowance = { 0 };

    (void)state;
    for (time_t second = 100; second < 103; second++) {
        for (unsigned i = 0; i < KEY_SERVICE_RATE; i++)
            assert_true(key_allowance_take(&allowance, second));
        assert_false(key_allowance_take(&allowance, second));
        assert_false(key_allowance_take(&allowance, second));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_signature, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_garbage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_worker_that_does_not_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_channel_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_channel_comes, set_up, tear_down),
        cmocka_unit_test(test_no_keyholder),
        cmocka_unit_test(test_late_answers),
        cmocka_unit_test(test_asked_again),
        cmocka_unit_test(test_allowance),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
