/*
 * certificate.h - the certificate folder, which holds pairs of a chain and its key, NAME.crt and NAME.key.
 *
 * The pair `capsule` is made at the first start, never replaced, and stands for all hosts. A host may have a pair of its
 * own beside it, under its own name (tea.example.crt, tea.example.key): clients that ask for that host get this one.
 */
#ifndef SERVER_CERTIFICATE_H
#define SERVER_CERTIFICATE_H

#include "base/buffer.h"
#include "base/error.h"
#include "config/setting.h"

#include <limits.h>
#include <sys/stat.h>
#include <time.h>

#define CERTIFICATE_COMMON      "capsule" /* the name of the pair for all hosts */
#define CERTIFICATE_DIGEST_TEXT 65        /* SHA-256 as lower-case hexadecimal, and its NUL */

/* A key and its chain as PEM text. The key is wiped by certificate_clear. */
struct certificate {
    struct buffer chain, key;                  /* KEY: empty where it was not read */
    char fingerprint[CERTIFICATE_DIGEST_TEXT]; /* of the leaf certificate */
    char public_key[CERTIFICATE_DIGEST_TEXT];  /* of its SubjectPublicKeyInfo: what many clients pin */
    time_t starts, expires;                    /* from when, and until when, the leaf is valid */
    bool is_self_signed;
};

/*
 * Sees to it that FOLDER has capsule.crt (a PEM full chain) and capsule.key. If neither exists, makes the folder, an ECDSA
 * P-256 key (0600) and a self-signed certificate whose CN is the first of HOSTS and whose SAN names all of them (IP
 * addresses as such), valid for 30 years; *MADE says so. With MADE NULL nothing is made, and their absence is an error,
 * too (reload), as is one of the two alone: false with one line that says what to do. Nothing that exists is ever written
 * to.
 */
bool certificate_provide(const char *folder, const struct text_list *hosts, bool *made, struct error *error)
    __attribute__((warn_unused_result));

/*
 * The same, and reads the two. A mismatch, an unreadable file, or a key that everybody may read: false with one line, too.
 */
bool certificate_load(const char *folder, const struct text_list *hosts, struct certificate *certificate, bool *made,
                      struct error *error) __attribute__((warn_unused_result));
void certificate_clear(struct certificate *certificate);

/* Reads the pair NAME, which must be there, in the same way. */
bool certificate_load_named(const char *folder, const char *name, struct certificate *certificate, struct error *error)
    __attribute__((warn_unused_result));

/* Reads the chain alone: its key, which must be there, too, is for another process to read. */
bool certificate_load_chain(const char *folder, const char *name, struct certificate *certificate, struct error *error)
    __attribute__((warn_unused_result));

/* Whether FOLDER holds the pair NAME, or one half of it. */
bool certificate_exists(const char *folder, const char *name);

/* Adds the host names and IP addresses of the leaf's SAN to NAMES. */
void certificate_list_names(const struct certificate *certificate, struct text_list *names);

struct certificate_paths {
    char chain[PATH_MAX], key[PATH_MAX];
};

/* The files of the pair NAME. False with one line if that is too long. */
bool certificate_paths_set(struct certificate_paths *paths, const char *folder, const char *name, struct error *error)
    __attribute__((warn_unused_result));

/* The key's file, open and not read, with its STATUS; -1 with one line, also if everybody may read it. */
int certificate_open_key(const struct certificate_paths *paths, struct stat *status, struct error *error);

/* True if the leaf names HOST, a host name or an IP address, among its alternative names (or, without any, as its CN).
 */
bool certificate_names(const struct certificate *certificate, const char *host);

#endif
