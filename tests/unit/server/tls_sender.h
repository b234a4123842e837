/*
 * tls_sender.h - a TLS client that can break every rule: it knows the secrets of its session and seals records of its own.
 *
 * OpenSSL does the handshake over two memory BIOs; what goes out passes through the test, which may bend it, hold it back, or
 * send something else instead.
 */
#ifndef TESTS_SERVER_TLS_SENDER_H
#define TESTS_SERVER_TLS_SENDER_H

#include <openssl/kdf.h>

#include "server/worker_fixture.h"

#define SENDER_SECRET   32 /* of a session with AES-128-GCM and SHA-256, which is what it offers */
#define SENDER_NO_ALERT (-1)

enum record_type { RECORD_CCS = 20, RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, RECORD_DATA = 23 };

struct sender {
    SSL_CTX *context;
    SSL *ssl;
    BIO *incoming, *outgoing;
    int fd, alert; /* the last one that the server sent, by number */
    unsigned char handshake_secret[SENDER_SECRET], data_secret[SENDER_SECRET];
    uint64_t sealed; /* records with the data secret */
    struct buffer reply;
    int tickets, certificate_requests;
};

/* The secret that stands at the end of LINE, in hexadecimal digits. */
static inline void
sender_on_secret(const SSL *ssl, const char *line)
{
    struct sender *sender = SSL_get_app_data(ssl);
    unsigned char *secret = NULL;
    const char *digits = strrchr(line, ' ');
    unsigned byte;

    if (strncmp(line, "CLIENT_HANDSHAKE_TRAFFIC_SECRET ", 32) == 0)
        secret = sender->handshake_secret;
    if (strncmp(line, "CLIENT_TRAFFIC_SECRET_0 ", 24) == 0)
        secret = sender->data_secret;
    if (secret == NULL || strlen(digits) != 1 + 2 * SENDER_SECRET)
        return;
    for (size_t i = 0; i < SENDER_SECRET && sscanf(digits + 1 + 2 * i, "%2x", &byte) == 1; i++)
        secret[i] = (unsigned char)byte;
}

/* Counts what came from the server: tickets, requests for certificates; remembers the alert. */
static inline void
sender_on_message(int written, int version, int type, const void *bytes, size_t length, SSL *ssl, void *argument)
{
    struct sender *sender = SSL_get_app_data(ssl);
    const unsigned char *message = bytes;

    (void)version, (void)argument;
    if (written || length == 0)
        return;
    if (type == RECORD_ALERT && length == 2)
        sender->alert = message[1];
    sender->tickets += type == RECORD_HANDSHAKE && message[0] == SSL3_MT_NEWSESSION_TICKET;
    sender->certificate_requests += type == RECORD_HANDSHAKE && message[0] == SSL3_MT_CERTIFICATE_REQUEST;
}

static inline void
sender_open(struct sender *sender, unsigned port, int version)
{
    *sender = (struct sender){ .alert = SENDER_NO_ALERT, .context = SSL_CTX_new(TLS_client_method()) };
    SSL_CTX_set_min_proto_version(sender->context, version);
    SSL_CTX_set_max_proto_version(sender->context, version);
    SSL_CTX_set_ciphersuites(sender->context, "TLS_AES_128_GCM_SHA256");
    SSL_CTX_set_keylog_callback(sender->context, sender_on_secret);
    SSL_CTX_set_msg_callback(sender->context, sender_on_message);
    sender->ssl = SSL_new(sender->context);
    SSL_set_app_data(sender->ssl, sender);
    SSL_set_connect_state(sender->ssl);
    sender->incoming = BIO_new(BIO_s_mem());
    sender->outgoing = BIO_new(BIO_s_mem());
    SSL_set_bio(sender->ssl, sender->incoming, sender->outgoing);
    BIO_set_mem_eof_return(sender->incoming, -1);
    sender->fd = client_connect(port, 0);
}

static inline void
sender_close(struct sender *sender)
{
    SSL_free(sender->ssl);
    SSL_CTX_free(sender->context);
    buffer_clear(&sender->reply);
    close(sender->fd);
}

/* A server that has closed is no failure here. */
static inline void
sender_send(const struct sender *sender, struct slice bytes)
{
    (void)!send(sender->fd, bytes.bytes, bytes.length, MSG_NOSIGNAL);
}

/* What OpenSSL wants to send now, taken away from it. */
static inline void
sender_take(struct sender *sender, struct buffer *flight)
{
    char *bytes;
    long length;

    ERR_clear_error();
    SSL_do_handshake(sender->ssl);
    length = BIO_get_mem_data(sender->outgoing, &bytes);
    buffer_add(flight, slice_make(bytes, (size_t)length));
    (void)BIO_reset(sender->outgoing);
}

/* One piece from the server, for OpenSSL; false at the end, or when it has been silent for TIMEOUT seconds (errno EAGAIN). */
static inline bool
sender_receive(struct sender *sender)
{
    char bytes[16384];
    ssize_t count = recv(sender->fd, bytes, sizeof bytes, 0);

    if (count > 0)
        BIO_write(sender->incoming, bytes, (int)count);
    if (count == 0)
        errno = 0;
    return count > 0;
}

/* The client's second flight, which ends with its Finished, is in FLIGHT and not sent. */
static inline bool
sender_exchange(struct sender *sender, struct buffer *flight)
{
    struct buffer hello = { 0 };

    sender_take(sender, &hello);
    sender_send(sender, buffer_slice(&hello));
    buffer_clear(&hello);
    while (flight->length == 0 && sender_receive(sender))
        sender_take(sender, flight);
    return flight->length > 0;
}

/* The whole handshake. */
static inline bool
sender_connect(struct sender *sender)
{
    struct buffer flight = { 0 };
    bool good = true;

    do {
        buffer_truncate(&flight, 0);
        sender_take(sender, &flight);
        sender_send(sender, buffer_slice(&flight));
    } while (!SSL_is_init_finished(sender->ssl) && (good = sender_receive(sender)));
    buffer_clear(&flight);
    return good;
}

/* Reads and decrypts to the end; false when the server had not closed before TIMEOUT. */
static inline bool
sender_read_all(struct sender *sender)
{
    char bytes[16384];
    int count;

    while (sender_receive(sender)) {
        ERR_clear_error();
        while ((count = SSL_read(sender->ssl, bytes, sizeof bytes)) > 0)
            buffer_add(&sender->reply, slice_make(bytes, (size_t)count));
    }
    return errno != EAGAIN;
}

/* TEXT as OpenSSL sends it. */
static inline void
sender_write(struct sender *sender, struct slice text)
{
    char *bytes;
    long length;

    SSL_write(sender->ssl, text.bytes, (int)text.length);
    length = BIO_get_mem_data(sender->outgoing, &bytes);
    sender_send(sender, slice_make(bytes, (size_t)length));
    (void)BIO_reset(sender->outgoing);
}

/* RFC 8446 7.1: HKDF-Expand-Label with an empty context. */
static inline void
sender_expand(const unsigned char *secret, const char *label, unsigned char *bytes, size_t length)
{
    unsigned char info[64] = { 0, (unsigned char)length, (unsigned char)(6 + strlen(label)) };
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *context = EVP_KDF_CTX_new(kdf);
    int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY, named = snprintf((char *)info + 3, sizeof info - 3, "tls13 %s", label);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_int("mode", &mode),
        OSSL_PARAM_construct_utf8_string("digest", (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string("key", (void *)(uintptr_t)secret, SENDER_SECRET),
        OSSL_PARAM_construct_octet_string("info", info, (size_t)named + 4),
        OSSL_PARAM_construct_end(),
    };

    if (EVP_KDF_derive(context, bytes, length, parameters) != 1)
        exit(1);
    EVP_KDF_CTX_free(context);
    EVP_KDF_free(kdf);
}

/* RFC 8446 5.2: adds to RECORD the record that holds INNER, number NUMBER under SECRET; its content type is INNER's last byte. */
static inline void
sender_seal(const unsigned char *secret, uint64_t number, struct slice inner, struct buffer *record)
{
    unsigned char key[16], nonce[12], tag[16], head[5] = { RECORD_DATA, 3, 3 }, *sealed = malloc(inner.length + 16);
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    size_t length = inner.length + sizeof tag;
    int count = 0;

    head[3] = (unsigned char)(length >> 8);
    head[4] = (unsigned char)length;
    sender_expand(secret, "key", key, sizeof key);
    sender_expand(secret, "iv", nonce, sizeof nonce);
    for (size_t i = 0; i < 8; i++)
        nonce[11 - i] ^= (unsigned char)(number >> (8 * i));
    EVP_EncryptInit_ex(cipher, EVP_aes_128_gcm(), NULL, key, nonce);
    EVP_EncryptUpdate(cipher, NULL, &count, head, sizeof head);
    EVP_EncryptUpdate(cipher, sealed, &count, (const unsigned char *)inner.bytes, (int)inner.length);
    EVP_EncryptFinal_ex(cipher, tag, &count);
    EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, sizeof tag, tag);
    buffer_add(record, slice_make((char *)head, sizeof head));
    buffer_add(record, slice_make((char *)sealed, inner.length));
    buffer_add(record, slice_make((char *)tag, sizeof tag));
    EVP_CIPHER_CTX_free(cipher);
    free(sealed);
}

/* Sends TEXT as the next record after the handshake, with the content type TYPE. */
static inline void
sender_send_sealed(struct sender *sender, struct slice text, enum record_type type)
{
    struct buffer inner = { 0 }, record = { 0 };
    char last = (char)type;

    buffer_add(&inner, text);
    buffer_add(&inner, slice_make(&last, 1));
    sender_seal(sender->data_secret, sender->sealed++, buffer_slice(&inner), &record);
    sender_send(sender, buffer_slice(&record));
    buffer_clear(&inner);
    buffer_clear(&record);
}

#endif
