/* certificate.c - reads the pairs of the certificate folder, and lets one be made when there is none. */
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

#include "server/certificate_maker.h"
#include "server/file.h"
#include "server/private_key.h"

#define FILE_LIMIT (256 * 1024) /* a full chain is some 5 KiB */
#define NO_CHAIN   "%s holds no certificate in PEM form"

bool
certificate_paths_set(struct certificate_paths *paths, const char *folder, const char *name, struct error *error)
{
    int chain = snprintf(paths->chain, sizeof paths->chain, "%s/%s.crt", folder, name);
    int key = snprintf(paths->key, sizeof paths->key, "%s/%s.key", folder, name);

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
static int
open_file(const char *path, bool private, struct stat *status, struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

    if (fd < 0) {
        error_set(error, "cannot read %s: %s; give this user the right to read it", path, strerror(errno));
        return -1;
    }
    if (fstat(fd, status) != 0 || !S_ISREG(status->st_mode))
        error_set(error, "%s is not a regular file", path);
    else if (private && (status->st_mode & S_IROTH) != 0)
        error_set(error, "everybody may read the private key %s; run: chmod 600 %s", path, path);
    else if (status->st_size > FILE_LIMIT)
        error_set(error, "%s is larger than %d KiB", path, FILE_LIMIT / 1024);
    else
        return fd;
    close(fd);
    return -1;
}

static bool
read_file(const char *path, bool private, struct buffer *content, struct error *error)
{
    struct stat status;
    int fd = open_file(path, private, &status, error);
    bool done = fd >= 0 && file_read(fd, path, FILE_LIMIT, content, error);

    if (fd >= 0)
        close(fd);
    return done;
}

int
certificate_open_key(const struct certificate_paths *paths, struct stat *status, struct error *error)
{
    return open_file(paths->key, true, status, error);
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

static void
write_digest(const unsigned char *digest, unsigned length, char text[CERTIFICATE_DIGEST_TEXT])
{
    for (unsigned i = 0; i < length && 2 * i + 2 < CERTIFICATE_DIGEST_TEXT; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
}

static time_t
time_of(const ASN1_TIME *time)
{
    struct tm parts = { 0 };

    return ASN1_TIME_to_tm(time, &parts) == 1 ? timegm(&parts) : 0;
}

/* Of the whole SubjectPublicKeyInfo, as clients pin it. */
static void
describe_key(X509 *leaf, struct certificate *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE], *bytes = NULL;
    unsigned length = 0;
    int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(leaf), &bytes);

    if (size > 0 && EVP_Digest(bytes, (size_t)size, digest, &length, EVP_sha256(), NULL) == 1)
        write_digest(digest, length, certificate->public_key);
    OPENSSL_free(bytes);
}

static void
describe_leaf(X509 *leaf, struct certificate *certificate)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;

    X509_digest(leaf, EVP_sha256(), digest, &length);
    write_digest(digest, length, certificate->fingerprint);
    describe_key(leaf, certificate);
    certificate->starts = time_of(X509_get0_notBefore(leaf));
    certificate->expires = time_of(X509_get0_notAfter(leaf));
    certificate->is_self_signed = X509_NAME_cmp(X509_get_subject_name(leaf), X509_get_issuer_name(leaf)) == 0;
}

static bool
check_pair(struct certificate *certificate, const struct certificate_paths *paths, struct error *error)
{
    X509 *leaf = leaf_of(&certificate->chain);
    struct private_key *key = NULL;

    if (leaf == NULL)
        error_set(error, NO_CHAIN, paths->chain);
    else
        key = private_key_read(buffer_slice(&certificate->key), leaf, paths->key, paths->chain, error);
    if (key != NULL)
        describe_leaf(leaf, certificate);
    X509_free(leaf);
    private_key_free(key);
    return key != NULL;
}

/* --- The folder --- */

static bool
read_chain(const struct certificate_paths *paths, struct certificate *certificate, struct error *error)
{
    X509 *leaf = NULL;

    if (read_file(paths->chain, false, &certificate->chain, error)) {
        leaf = leaf_of(&certificate->chain);
        if (leaf == NULL)
            error_set(error, NO_CHAIN, paths->chain);
    }
    if (leaf != NULL)
        describe_leaf(leaf, certificate);
    else
        certificate_clear(certificate);
    X509_free(leaf);
    return leaf != NULL;
}

static bool
read_pair(const struct certificate_paths *paths, struct certificate *certificate, struct error *error)
{
    if (read_file(paths->chain, false, &certificate->chain, error) &&
        read_file(paths->key, true, &certificate->key, error) && check_pair(certificate, paths, error))
        return true;
    certificate_clear(certificate);
    return false;
}

static bool
provide_files(const char *folder, const struct certificate_paths *paths, const struct text_list *hosts, bool *made,
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
    return certificate_make(folder, CERTIFICATE_COMMON, hosts, error);
}

bool
certificate_provide(const char *folder, const struct text_list *hosts, bool *made, struct error *error)
{
    struct certificate_paths paths;

    if (made != NULL)
        *made = false;
    return certificate_paths_set(&paths, folder, CERTIFICATE_COMMON, error) &&
           provide_files(folder, &paths, hosts, made, error);
}

bool
certificate_load(const char *folder, const struct text_list *hosts, struct certificate *certificate, bool *made,
                 struct error *error)
{
    *certificate = (struct certificate){ 0 };
    return certificate_provide(folder, hosts, made, error) &&
           certificate_load_named(folder, CERTIFICATE_COMMON, certificate, error);
}

bool
certificate_load_chain(const char *folder, const char *name, struct certificate *certificate, struct error *error)
{
    struct certificate_paths paths;

    *certificate = (struct certificate){ 0 };
    return certificate_paths_set(&paths, folder, name, error) && provide_files(folder, &paths, NULL, NULL, error) &&
           read_chain(&paths, certificate, error);
}

bool
certificate_load_named(const char *folder, const char *name, struct certificate *certificate, struct error *error)
{
    struct certificate_paths paths;

    *certificate = (struct certificate){ 0 };
    return certificate_paths_set(&paths, folder, name, error) && provide_files(folder, &paths, NULL, NULL, error) &&
           read_pair(&paths, certificate, error);
}

bool
certificate_exists(const char *folder, const char *name)
{
    struct certificate_paths paths;
    struct error ignored;

    return certificate_paths_set(&paths, folder, name, &ignored) && (exists(paths.chain) || exists(paths.key));
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

/* A name of the kinds that hosts have, as text; empty for others. */
static void
add_name(const GENERAL_NAME *name, struct text_list *names)
{
    int type;
    const void *value = GENERAL_NAME_get0_value(name, &type);
    const unsigned char *bytes = type == GEN_DNS || type == GEN_IPADD ? ASN1_STRING_get0_data(value) : NULL;
    size_t length = bytes != NULL ? (size_t)ASN1_STRING_length(value) : 0;
    char text[INET6_ADDRSTRLEN];

    if (type == GEN_DNS)
        text_list_add(names, slice_make((const char *)bytes, length));
    else if (length == 4 || length == 16)
        text_list_add(names, slice_of(inet_ntop(length == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text)));
}

void
certificate_list_names(const struct certificate *certificate, struct text_list *names)
{
    X509 *leaf = leaf_of(&certificate->chain);
    GENERAL_NAMES *list = leaf != NULL ? X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL) : NULL;

    for (int i = 0; i < sk_GENERAL_NAME_num(list); i++)
        add_name(sk_GENERAL_NAME_value(list, i), names);
    sk_GENERAL_NAME_pop_free(list, GENERAL_NAME_free);
    X509_free(leaf);
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
