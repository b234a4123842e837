/* certificate.c - reads the certificate folder, and fills it once when it is empty. */
#include "server/certificate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/file.h"

#define FILE_LIMIT  ((size_t)256 * 1024) /* a full chain is some 5 KiB */
#define COMMON_NAME 64                   /* ub-common-name, RFC 5280 A.1: bytes that a CN may have */
#define VALID_DAYS  (30 * 365 + 8)
#define CLOCK_SLACK (-24L * 60 * 60) /* a client's clock may be behind ours */
#define SERIAL_BITS 120

struct paths {
    char chain[PATH_MAX], key[PATH_MAX];
};

static bool
paths_set(struct paths *paths, const char *folder, struct error *error)
{
    int chain = snprintf(paths->chain, sizeof paths->chain, "%s/capsule.crt", folder);
    int key = snprintf(paths->key, sizeof paths->key, "%s/capsule.key", folder);

    if (chain >= (int)sizeof paths->chain || key >= (int)sizeof paths->key)
        return error_set(error, "the name of the certificate folder is too long");
    return true;
}

static bool
exists(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0 || errno != ENOENT;
}

/* --- Reading --- */

/* PRIVATE: refuses what everybody may read. O_NONBLOCK, so that a FIFO in the place of a file cannot stop us. */
static bool
read_file(const char *path, bool private, struct buffer *content, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    bool done = false;

    if (fd < 0)
        return error_set(error, "cannot read %s: %s; give this user the right to read it", path, strerror(errno));
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode))
        error_set(error, "%s is not a regular file", path);
    else if (private && (status.st_mode & S_IROTH) != 0)
        error_set(error, "everybody may read the private key %s; run: chmod 600 %s", path, path);
    else
        done = file_read(fd, path, FILE_LIMIT, content, error);
    close(fd);
    return done;
}

static BIO *
bio_of(const struct buffer *text)
{
    return BIO_new_mem_buf(text->length > 0 ? text->bytes : "", (int)text->length);
}

static X509 *
leaf_of(const struct buffer *chain)
{
    BIO *bio = bio_of(chain);
    X509 *leaf = PEM_read_bio_X509(bio, NULL, NULL, NULL);

    BIO_free(bio);
    return leaf;
}

/* An encrypted key has nobody here who could type its password. */
static int
no_password(char *password, int size, int writing, void *context)
{
    (void)password, (void)size, (void)writing, (void)context;
    return -1;
}

static EVP_PKEY *
key_of(const struct buffer *text)
{
    BIO *bio = bio_of(text);
    EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);

    BIO_free(bio);
    return key;
}

static void
describe_leaf(X509 *leaf, struct certificate *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    struct tm end = { 0 };

    X509_digest(leaf, EVP_sha256(), digest, &length);
    for (unsigned i = 0; i < length && 2 * i + 2 < sizeof certificate->fingerprint; i++)
        snprintf(certificate->fingerprint + 2 * i, 3, "%02x", digest[i]);
    if (ASN1_TIME_to_tm(X509_get0_notAfter(leaf), &end) == 1)
        certificate->expires = timegm(&end);
}

static bool
check_pair(struct certificate *certificate, const struct paths *paths, struct error *error)
{
    X509 *leaf = leaf_of(&certificate->chain);
    EVP_PKEY *key = key_of(&certificate->key);
    bool fits = false;

    if (leaf == NULL)
        error_set(error, "%s holds no certificate in PEM form", paths->chain);
    else if (key == NULL)
        error_set(error, "%s holds no private key in PEM form without a password", paths->key);
    else if (X509_check_private_key(leaf, key) != 1)
        error_set(error, "%s is not the key of %s; put a matching pair there, or move both away to get new ones",
                  paths->key, paths->chain);
    else
        fits = true;
    if (fits)
        describe_leaf(leaf, certificate);
    X509_free(leaf);
    EVP_PKEY_free(key);
    return fits;
}

/* --- Making --- */

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
make_pair(const struct text_list *hosts, struct certificate *certificate)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *leaf = key != NULL ? leaf_new(key, hosts) : NULL;
    BIO *chain_text = BIO_new(BIO_s_mem()), *key_text = BIO_new(BIO_s_mem());
    bool made = leaf != NULL && PEM_write_bio_X509(chain_text, leaf) == 1 &&
                PEM_write_bio_PKCS8PrivateKey(key_text, key, NULL, NULL, 0, NULL, NULL) == 1;

    if (made) {
        add_bio(chain_text, &certificate->chain);
        add_bio(key_text, &certificate->key);
    }
    BIO_free(chain_text);
    BIO_free(key_text); /* clears what it held */
    X509_free(leaf);
    EVP_PKEY_free(key);
    return made;
}

/*
 * The file appears whole or not at all, and never in the place of another: a hidden name first, then link(), which
 * fails where something is.
 */
static bool
write_new(const char *path, struct slice text, mode_t mode, struct error *error)
{
    char hidden[PATH_MAX + 8];
    int fd;
    bool done;

    snprintf(hidden, sizeof hidden, "%s.XXXXXX", path);
    fd = mkostemp(hidden, O_CLOEXEC); /* O_EXCL and 0600 */
    if (fd < 0)
        return error_set(error, "cannot write %s: %s; name a folder to write to with --certs DIR", path,
                         strerror(errno));
    done = file_write(fd, text) && fsync(fd) == 0 && fchmod(fd, mode) == 0 && link(hidden, path) == 0;
    if (!done)
        error_set(error, "cannot write %s: %s", path, strerror(errno));
    close(fd);
    unlink(hidden);
    return done;
}

static bool
make_files(const char *folder, const struct paths *paths, const struct text_list *hosts, struct error *error)
{
    struct certificate made = { 0 };
    bool done;

    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return error_set(error, "cannot make the certificate folder %s: %s", folder, strerror(errno));
    if (!make_pair(hosts, &made))
        done = error_set(error, "cannot make a certificate for %s: is it a host name?", hosts->items[0]);
    else
        done = write_new(paths->key, buffer_slice(&made.key), 0600, error) &&
               write_new(paths->chain, buffer_slice(&made.chain), 0644, error);
    certificate_clear(&made);
    return done;
}

/* --- The folder --- */

static bool
provide_files(const char *folder, const struct paths *paths, const struct text_list *hosts, bool *made,
              struct error *error)
{
    bool has_chain = exists(paths->chain), has_key = exists(paths->key);

    if (has_chain && has_key)
        return true;
    if (has_chain || has_key)
        return error_set(error, "%s is there but %s is missing; put it back, or move the first away to get new ones",
                         has_chain ? paths->chain : paths->key, has_chain ? paths->key : paths->chain);
    if (made == NULL)
        return error_set(error, "%s and its key are gone", paths->chain);
    *made = true;
    return make_files(folder, paths, hosts, error);
}

bool
certificate_load(const char *folder, const struct text_list *hosts, struct certificate *certificate, bool *made,
                 struct error *error)
{
    struct paths paths;

    *certificate = (struct certificate){ 0 };
    if (made != NULL)
        *made = false;
    if (!paths_set(&paths, folder, error) || !provide_files(folder, &paths, hosts, made, error))
        return false;
    if (read_file(paths.chain, false, &certificate->chain, error) &&
        read_file(paths.key, true, &certificate->key, error) && check_pair(certificate, &paths, error))
        return true;
    certificate_clear(certificate);
    return false;
}

void
certificate_clear(struct certificate *certificate)
{
    if (certificate->key.bytes != NULL)
        explicit_bzero(certificate->key.bytes, certificate->key.capacity);
    buffer_clear(&certificate->chain);
    buffer_clear(&certificate->key);
    *certificate = (struct certificate){ 0 };
}

bool
certificate_names(const struct certificate *certificate, const char *host)
{
    X509 *leaf = leaf_of(&certificate->chain);
    struct in6_addr address;
    bool is_address = inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
    bool named =
        leaf != NULL && (is_address ? X509_check_ip_asc(leaf, host, 0) : X509_check_host(leaf, host, 0, 0, NULL)) == 1;

    X509_free(leaf);
    return named;
}
