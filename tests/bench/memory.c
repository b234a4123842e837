/*
 * memory.c - what one Gemini request costs a server in OpenSSL alone, without a kernel: both ends in one thread over
 * memory buffers, and only the server's calls are timed.
 *
 * usage: memory COUNT BODYBYTES    prints microseconds of CPU per full TLS 1.3 handshake, request, reply and close_notify
 */
#include <err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
cpu_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static SSL_CTX *
server_context(void)
{
    SSL_CTX *context = SSL_CTX_new(TLS_server_method());
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    X509 *certificate = X509_new();

    X509_set_version(certificate, X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 24 * 60 * 60);
    X509_set_pubkey(certificate, key);
    X509_sign(certificate, key, EVP_sha256());
    SSL_CTX_use_certificate(context, certificate);
    SSL_CTX_use_PrivateKey(context, key);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return context;
}

static SSL *
end_over_memory(SSL_CTX *context)
{
    SSL *end = SSL_new(context);

    SSL_set_bio(end, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    return end;
}

static void
carry(SSL *from, SSL *to)
{
    char bytes[65536];
    int length;

    while ((length = BIO_read(SSL_get_wbio(from), bytes, sizeof bytes)) > 0)
        BIO_write(SSL_get_rbio(to), bytes, length);
}

/* One whole request; returns the seconds that the server's calls took. */
static double
one_request(SSL_CTX *server_side, SSL_CTX *client_side, const char *body, int length)
{
    static const char request[] = "gemini://localhost/\r\n";
    double start = cpu_now(), used;
    SSL *server = end_over_memory(server_side), *client;
    char bytes[2048];

    SSL_set_accept_state(server);
    used = cpu_now() - start;
    client = end_over_memory(client_side);
    SSL_set_connect_state(client);
    for (int turn = 0; turn < 4; turn++) {
        SSL_do_handshake(client);
        carry(client, server);
        start = cpu_now();
        SSL_do_handshake(server);
        used += cpu_now() - start;
        carry(server, client);
    }
    SSL_write(client, request, sizeof request - 1);
    carry(client, server);
    start = cpu_now();
    if (SSL_read(server, bytes, sizeof bytes) != sizeof request - 1)
        errx(1, "the request did not arrive");
    SSL_write(server, body, length);
    SSL_shutdown(server);
    SSL_free(server);
    used += cpu_now() - start;
    SSL_free(client);
    return used;
}

int
main(int count, char **words)
{
    SSL_CTX *server_side = server_context(), *client_side = SSL_CTX_new(TLS_client_method());
    int number, length;
    double used = 0;
    char *body;

    if (count != 3)
        errx(2, "usage: memory COUNT BODYBYTES");
    number = atoi(words[1]);
    length = atoi(words[2]);
    body = calloc(1, (size_t)length);
    for (int i = 0; i < number; i++)
        used += one_request(server_side, client_side, body, length);
    printf("%.2f\n", used / number * 1e6);
    free(body);
    return 0;
}
