/*
 * floor.c - the least Gemini server there can be: per process one blocking loop of accept, handshake, read, write and
 * close_notify around OpenSSL, with one constant reply. No event loop, no log, no limit. `make bench` measures against it:
 * what a real server costs above it is what it does for that.
 *
 * usage: floor REPLYFILE PROCESSES    prints its port on standard output and ends with its parent
 */
#include <arpa/inet.h>
#include <err.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define REPLY_MAX (1 << 20)
#define BACKLOG   512

static X509 *
certificate_for(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    X509_NAME *name = X509_get_subject_name(certificate);

    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * 60 * 60);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    return certificate;
}

static SSL_CTX *
tls_context(void)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");

    if (context == NULL || key == NULL || SSL_CTX_use_certificate(context, certificate_for(key)) != 1 ||
        SSL_CTX_use_PrivateKey(context, key) != 1)
        errx(1, "OpenSSL gives no context");
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(context, 1);
    return context;
}

static void
answer(int connection, SSL_CTX *context, const char *reply, int length)
{
    char bytes[2048];
    SSL *stream = SSL_new(context);

    ERR_clear_error();
    SSL_set_fd(stream, connection);
    if (SSL_accept(stream) == 1 && SSL_read(stream, bytes, sizeof bytes) > 0) {
        SSL_write(stream, reply, length);
        SSL_shutdown(stream);
        shutdown(connection, SHUT_WR);
        while (read(connection, bytes, sizeof bytes) > 0)
            ;
    }
    SSL_free(stream);
}

static _Noreturn void
serve(int listener, SSL_CTX *context, const char *reply, int length)
{
    for (;;) {
        int connection = accept(listener, NULL, NULL);

        if (connection < 0)
            continue;
        answer(connection, context, reply, length);
        close(connection);
    }
}

static int
read_reply(const char *name, char *reply)
{
    int file = open(name, O_RDONLY);
    ssize_t length = file < 0 ? -1 : read(file, reply, REPLY_MAX);

    if (length <= 0)
        err(1, "%s", name);
    return (int)length;
}

static int
listen_on_loopback(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, BACKLOG) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0)
        err(1, "loopback");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

int
main(int count, char **words)
{
    static char reply[REPLY_MAX];
    int listener, length;
    SSL_CTX *context;

    if (count != 3)
        errx(2, "usage: floor REPLYFILE PROCESSES");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    length = read_reply(words[1], reply);
    context = tls_context();
    listener = listen_on_loopback();
    for (int process = 1; process < atoi(words[2]); process++) {
        if (fork() == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            serve(listener, context, reply, length);
        }
    }
    serve(listener, context, reply, length);
}
