/* certificate_maker.c - new pairs, and new certificates for keys that stay. */
#include "server/certificate_maker.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/file.h"

#define COMMON_NAME 64 /* ub-common-name, RFC 5280 A.1: bytes that a CN may have */
#define VALID_DAYS  (30 * 365 + 8)
#define CLOCK_SLACK (-24L * 60 * 60) /* a client's clock may be behind ours */
#define SERIAL_BITS 120

/* --- In memory --- */

static GENERAL_NAME *
name_of(const char *host)
{
    GENERAL_NAME *name = GENERAL_NAME_new();
    ASN1_OCTET_STRING *address = a2i_IPADDRESS(host);
    ASN1_IA5STRING *text;

    if (address != NULL) {
        GENERAL_NAME_set0_value(name, GEN_IPADD, address);
        return name;
    }
    text = ASN1_IA5STRING_new();
    ASN1_STRING_set(text, host, -1);
    GENERAL_NAME_set0_value(name, GEN_DNS, text);
    return name;
}

static bool
add_names(X509 *leaf, const struct text_list *hosts)
{
    GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();
    bool added;

    for (size_t i = 0; i < hosts->count; i++)
        sk_GENERAL_NAME_push(names, name_of(hosts->items[i]));
    added = X509_add1_ext_i2d(leaf, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1;
    sk_GENERAL_NAME_pop_free(names, GENERAL_NAME_free);
    return added;
}

static bool
add_subject(X509 *leaf, const char *host)
{
    X509_NAME *subject = X509_get_subject_name(leaf);
    size_t length = strlen(host);

    if (length > COMMON_NAME)
        length = COMMON_NAME;
    return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, (const unsigned char *)host, (int)length,
                                      -1, 0) == 1 &&
           X509_set_issuer_name(leaf, subject) == 1;
}

static bool
add_serial(X509 *leaf)
{
    BIGNUM *number = BN_new();
    bool added = BN_rand(number, SERIAL_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
                 BN_to_ASN1_INTEGER(number, X509_get_serialNumber(leaf)) != NULL;

    BN_free(number);
    return added;
}

static X509 *
leaf_new(EVP_PKEY *key, const struct text_list *hosts)
{
    X509 *leaf = X509_new();

    if (X509_set_version(leaf, X509_VERSION_3) == 1 && add_serial(leaf) &&
        X509_gmtime_adj(X509_getm_notBefore(leaf), CLOCK_SLACK) != NULL &&
        X509_time_adj_ex(X509_getm_notAfter(leaf), VALID_DAYS, 0, NULL) != NULL && X509_set_pubkey(leaf, key) == 1 &&
        add_subject(leaf, hosts->items[0]) && add_names(leaf, hosts) && X509_sign(leaf, key, EVP_sha256()) > 0)
        return leaf;
    X509_free(leaf);
    return NULL;
}

static void
add_bio(BIO *bio, struct buffer *text)
{
    char *bytes = NULL;
    long length = BIO_get_mem_data(bio, &bytes);

    if (length > 0)
        buffer_add(text, slice_make(bytes, (size_t)length));
}

static bool
write_leaf(EVP_PKEY *key, const struct text_list *hosts, struct buffer *chain)
{
    X509 *leaf = key != NULL ? leaf_new(key, hosts) : NULL;
    BIO *text = BIO_new(BIO_s_mem());
    bool written = leaf != NULL && PEM_write_bio_X509(text, leaf) == 1;

    if (written)
        add_bio(text, chain);
    BIO_free(text);
    X509_free(leaf);
    return written;
}

static bool
make_pair(const struct text_list *hosts, struct certificate *certificate)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    BIO *text = BIO_new(BIO_s_mem());
    bool made = write_leaf(key, hosts, &certificate->chain) &&
                PEM_write_bio_PKCS8PrivateKey(text, key, NULL, NULL, 0, NULL, NULL) == 1;

    if (made)
        add_bio(text, &certificate->key);
    BIO_free(text); /* clears what it held */
    EVP_PKEY_free(key);
    return made;
}

/* --- In the folder --- */

/*
 * The file appears whole or not at all: a hidden name first, then PUT, which is rename(), or link() to fail where
 * something is.
 */
static bool
write_new(const char *path, struct slice text, mode_t mode, int (*put)(const char *, const char *), struct error *error)
{
    char hidden[PATH_MAX + 8];
    int fd;
    bool done;

    snprintf(hidden, sizeof hidden, "%s.XXXXXX", path);
    fd = mkostemp(hidden, O_CLOEXEC); /* O_EXCL and 0600 */
    if (fd < 0)
        return error_set(error, "cannot write %s: %s; name a folder to write to with --certs DIR", path,
                         strerror(errno));
    done = file_write(fd, text) && fsync(fd) == 0 && fchmod(fd, mode) == 0 && put(hidden, path) == 0;
    if (!done)
        error_set(error, "cannot write %s: %s", path, strerror(errno));
    close(fd);
    unlink(hidden);
    return done;
}

static bool
make(const char *folder, const char *name, const struct text_list *hosts, struct error *error)
{
    struct certificate made = { 0 };
    struct certificate_paths paths;
    bool done;

    if (!certificate_paths_set(&paths, folder, name, error))
        return false;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return error_set(error, "cannot make the certificate folder %s: %s; name another one with --certs", folder,
                         strerror(errno));
    if (!make_pair(hosts, &made))
        done = error_set(error, "cannot make a certificate for %s: is it a host name?", hosts->items[0]);
    else
        done = write_new(paths.key, buffer_slice(&made.key), 0600, link, error) &&
               write_new(paths.chain, buffer_slice(&made.chain), 0644, link, error);
    certificate_clear(&made);
    return done;
}

/* What the child has said until its end: nothing, or why it could not. */
static void
read_line(int fd, struct error *error)
{
    size_t length = 0;
    ssize_t got;

    while ((got = read(fd, error->text + length, sizeof error->text - 1 - length)) > 0)
        length += (size_t)got;
    error->text[length] = '\0';
}

/* A child that has taken nothing and gives nothing but two files: the key has never been in this process. */
bool
certificate_make(const char *folder, const char *name, const struct text_list *hosts, struct error *error)
{
    int ends[2], status;
    pid_t pid;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return error_set(error, "cannot make a certificate: %s", strerror(errno));
    pid = fork();
    if (pid == 0) {
        bool made = make(folder, name, hosts, error);

        if (!made && !file_write(ends[1], slice_of(error->text)))
            _exit(EXIT_FAILURE);
        _exit(made ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    close(ends[1]);
    read_line(ends[0], error);
    close(ends[0]);
    if (pid > 0 && waitpid(pid, &status, 0) == pid && status == 0)
        return true;
    return error->text[0] == '\0' ? error_set(error, "cannot make a certificate: the process for it failed") : false;
}

static EVP_PKEY *
key_of(const struct buffer *text)
{
    BIO *bio = BIO_new_mem_buf(text->bytes, (int)text->length);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL); /* which certificate.c has read before */

    BIO_free(bio);
    return key;
}

bool
certificate_renew(const char *folder, const char *name, const struct certificate *old, const struct text_list *hosts,
                  struct error *error)
{
    struct certificate_paths paths;
    struct buffer chain = { 0 };
    EVP_PKEY *key = key_of(&old->key);
    bool done;

    if (!certificate_paths_set(&paths, folder, name, error))
        done = false;
    else if (!old->is_self_signed)
        done = error_set(error, "%s was signed by an authority; only that one can renew it", paths.chain);
    else if (!write_leaf(key, hosts, &chain))
        done = error_set(error, "cannot make a certificate for %s: is it a host name?", hosts->items[0]);
    else
        done = write_new(paths.chain, buffer_slice(&chain), 0644, rename, error);
    EVP_PKEY_free(key);
    buffer_clear(&chain);
    return done;
}
