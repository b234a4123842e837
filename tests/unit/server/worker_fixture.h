/*
 * worker_fixture.h - a worker in a child process, with an image and a certificate made in memory, and clients for it.
 * Nothing sleeps: clients wait for bytes or for the end of input, for at most TIMEOUT seconds.
 */
#ifndef TESTS_SERVER_WORKER_FIXTURE_H
#define TESTS_SERVER_WORKER_FIXTURE_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "image/image_writer.h"
#include "server/tls_context.h"
#include "server/worker.h"

#define TIMEOUT   20
#define PAGE      "20 text/gemini\r\n# Tea\n"
#define MENU      "iTea\tTITLE\tnull.host\t1\r\n.\r\n"
#define FILE_SIZE ((size_t)8 << 20)

struct fixture {
    struct settings settings;
    struct worker_setup setup;
    struct listener listeners[2];
    unsigned gemini_port, gopher_port;
    char folder[64];
    int root, control, log; /* our ends */
    pid_t worker;
};

static inline void
fixture_tls(struct tls_contexts *contexts)
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    X509 *certificate = X509_new();
    BIO *chain = BIO_new(BIO_s_mem()), *private_key = BIO_new(BIO_s_mem());
    char *chain_bytes, *key_bytes;
    long chain_length, key_length;
    struct error error;

    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86400);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    PEM_write_bio_X509(chain, certificate);
    PEM_write_bio_PrivateKey(private_key, key, NULL, NULL, 0, NULL, NULL);
    chain_length = BIO_get_mem_data(chain, &chain_bytes);
    key_length = BIO_get_mem_data(private_key, &key_bytes);
    if (!tls_contexts_add(contexts, slice_of(""), slice_make(chain_bytes, (size_t)chain_length),
                          &(struct tls_key){ .text = slice_make(key_bytes, (size_t)key_length) }, &error)) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    BIO_free(chain);
    BIO_free(private_key);
    X509_free(certificate);
    EVP_PKEY_free(key);
}

static inline int
fixture_listen(unsigned *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

    if (bind(fd, (struct sockaddr *)&address, size) < 0 || listen(fd, 128) < 0)
        exit(1);
    getsockname(fd, (struct sockaddr *)&address, &size);
    *port = ntohs(address.sin_port);
    return fd;
}

static inline void
fixture_add(struct image_writer *writer, enum image_space space, const char *key, const char *bytes, const char *path,
            bool text)
{
    struct image_reply reply = {
        .kind = path != NULL ? IMAGE_FILE : IMAGE_REPLY, .bytes = slice_of(bytes), .path = path, .text = text
    };

    image_writer_add(writer, space, slice_of(key), &reply);
}

static inline struct image *
fixture_image(const struct fixture *fixture)
{
    struct image_writer *writer = image_writer_new();
    struct image_facts facts = { .pages = 1, .gemini_port = fixture->gemini_port, .gopher_port = fixture->gopher_port };
    int fd = memfd_create("image", MFD_CLOEXEC);
    struct image *image;
    struct error error;

    image_writer_facts(writer, &facts);
    image_writer_host(writer, slice_of("localhost"));
    fixture_add(writer, IMAGE_GEMINI, "/", PAGE, NULL, false);
    fixture_add(writer, IMAGE_GEMINI, "/big", "20 application/octet-stream\r\n", "big", false);
    fixture_add(writer, IMAGE_GEMINI, "/small", "20 text/plain\r\n", "folder/small", false);
    fixture_add(writer, IMAGE_GEMINI, "/empty", "20 text/plain\r\n", "empty", false);
    fixture_add(writer, IMAGE_GEMINI, "/gone", "20 text/plain\r\n", "gone", false);
    fixture_add(writer, IMAGE_GEMINI, "/fifo", "20 text/plain\r\n", "fifo", false);
    fixture_add(writer, IMAGE_GEMINI, "/outside", "20 text/plain\r\n", "outside", false);
    fixture_add(writer, IMAGE_GOPHER, "", MENU, NULL, false);
    fixture_add(writer, IMAGE_GOPHER, "big", "", "big", false);
    fixture_add(writer, IMAGE_GOPHER, "small", "", "folder/small", true);
    fixture_add(writer, IMAGE_GOPHER, "empty", "", "empty", true);
    if (!image_writer_finish(writer, fd, &error) || (image = image_open(fd, &error)) == NULL) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    image_writer_free(writer);
    close(fd);
    return image;
}

static inline void
fixture_write(const struct fixture *fixture, const char *name, const char *bytes, size_t size)
{
    int fd = openat(fixture->root, name, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0 || write(fd, bytes, strlen(bytes)) < 0 || ftruncate(fd, (off_t)size) < 0)
        exit(1);
    close(fd);
}

static inline void
fixture_files(struct fixture *fixture)
{
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/capsule-worker-XXXXXX");
    if (mkdtemp(fixture->folder) == NULL)
        exit(1);
    fixture->root = open(fixture->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (mkdirat(fixture->root, "folder", 0700) < 0 || mkfifoat(fixture->root, "fifo", 0600) < 0 ||
        symlinkat("/etc/passwd", fixture->root, "outside") < 0)
        exit(1);
    fixture_write(fixture, "folder/small", ".one\r\ntwo", 9);
    fixture_write(fixture, "empty", "", 0);
    fixture_write(fixture, "big", "big", FILE_SIZE);
}

/* Everything but the worker, so that a test may change the settings. */
static inline void
fixture_prepare(struct fixture *fixture)
{
    signal(SIGPIPE, SIG_IGN);
    *fixture = (struct fixture){ 0 };
    settings_init(&fixture->settings);
    fixture->listeners[0] = (struct listener){ fixture_listen(&fixture->gemini_port), PROTOCOL_GEMINI, false };
    fixture->listeners[1] = (struct listener){ fixture_listen(&fixture->gopher_port), PROTOCOL_GOPHER, false };
    fixture_files(fixture);
}

/* DESCRIPTORS: the worker's limit, or 0. */
static inline void
fixture_start(struct fixture *fixture, unsigned descriptors)
{
    int control[2], log[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, control) < 0 || pipe2(log, O_CLOEXEC) < 0 ||
        write(control[1], "a", 1) != 1)
        exit(1);
    fixture->setup = (struct worker_setup){ .settings = &fixture->settings,
                                            .listeners = fixture->listeners,
                                            .listener_count = 2,
                                            .access_log = log[1],
                                            .control = control[0] };
    fixture->control = control[1];
    fixture->log = log[0];
    fixture->worker = fork();
    if (fixture->worker == 0) {
        struct image *image = fixture_image(fixture);
        struct tls_contexts contexts = { 0 };
        struct worker *worker;

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(control[1]);
        close(log[0]);
        if (descriptors > 0)
            (void)prlimit(0, RLIMIT_NOFILE, &(struct rlimit){ descriptors, descriptors }, NULL);
        fixture->setup.sites = &(struct worker_site){ image, fixture->root };
        fixture->setup.site_count = 1;
        fixture_tls(&contexts);
        fixture->setup.tls = contexts.items[0].context;
        worker = worker_new(&fixture->setup);
        worker_run(worker);
        worker_free(worker);
        tls_contexts_clear(&contexts);
        image_close(image);
        settings_clear(&fixture->settings);
        exit(0);
    }
    close(control[0]);
    close(log[1]);
}

static inline void
fixture_remove(const char *folder)
{
    static const char *const names[] = { "folder/small", "empty", "big", "fifo", "outside", "folder", "" };
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        if (remove(path) < 0)
            fprintf(stderr, "%s: %s\n", path, strerror(errno));
    }
}

/* Tells the worker to drain and returns its exit status. */
static inline int
fixture_stop(struct fixture *fixture)
{
    int status = -1;

    (void)!write(fixture->control, "d", 1); /* it may have been told, and have ended, before */
    waitpid(fixture->worker, &status, 0);
    close(fixture->control);
    close(fixture->log);
    close(fixture->root);
    close(fixture->listeners[0].fd);
    close(fixture->listeners[1].fd);
    fixture_remove(fixture->folder);
    settings_clear(&fixture->settings);
    return status;
}

/* Connects; at most RECEIVE bytes of window if that is not 0. */
static inline int
client_connect(unsigned port, int receive)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct timeval timeout = { .tv_sec = TIMEOUT };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (receive > 0)
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive, sizeof receive);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    address.sin_port = htons((uint16_t)port);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

struct client {
    SSL_CTX *context;
    SSL *ssl;
    int fd;
};

/* True when the handshake succeeds, with at most VERSION. */
static inline bool
client_open(struct client *client, unsigned port, int version, int receive)
{
    client->context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_max_proto_version(client->context, version);
    client->ssl = SSL_new(client->context);
    client->fd = client_connect(port, receive);
    SSL_set_fd(client->ssl, client->fd);
    return client->fd >= 0 && SSL_connect(client->ssl) == 1;
}

static inline void
client_close(struct client *client)
{
    SSL_free(client->ssl);
    SSL_CTX_free(client->context);
    close(client->fd);
}

static inline void
client_send(struct client *client, const char *text)
{
    if (SSL_write(client->ssl, text, (int)strlen(text)) <= 0)
        fprintf(stderr, "the client cannot write\n");
}

/* Reads to the end; true if that was a close_notify. */
static inline bool
client_read(struct client *client, struct buffer *reply)
{
    char bytes[16384];
    int count;

    ERR_clear_error();
    while ((count = SSL_read(client->ssl, bytes, sizeof bytes)) > 0)
        buffer_add(reply, slice_make(bytes, (size_t)count));
    return SSL_get_error(client->ssl, count) == SSL_ERROR_ZERO_RETURN;
}

/* Reads to the end of FD; false on an error, such as a reset. */
static inline bool
plain_read_all(int fd, struct buffer *reply)
{
    char bytes[16384];
    ssize_t count;

    while ((count = recv(fd, bytes, sizeof bytes, 0)) > 0)
        buffer_add(reply, slice_make(bytes, (size_t)count));
    return count == 0;
}

#endif
