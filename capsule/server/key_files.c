/* key_files.c - from the certificate folder, past the master, into the keyholder. */
#include "server/key_files.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "server/file.h"

/* --- In the master --- */

/* The bytes go from file to memory within the kernel. */
static bool
copy_bytes(int file, int memory, off_t size)
{
    off_t at = 0;

    while (at < size)
        if (sendfile(memory, file, &at, (size_t)(size - at)) <= 0)
            return false;
    return fcntl(memory, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) == 0;
}

static int
copy_new(int file, off_t size, const char *path, struct error *error)
{
    int memory = memfd_create("capsule-key", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (memory >= 0 && copy_bytes(file, memory, size))
        return memory;
    error_set(error, "cannot copy %s: %s", path, strerror(errno));
    if (memory >= 0)
        close(memory);
    return -1;
}

static void
add_part(struct buffer *pairs, struct slice part)
{
    buffer_add(pairs, part);
    buffer_add_byte(pairs, '\0');
}

bool
key_files_add(struct key_files *files, const struct certificate_paths *paths, struct slice chain, struct error *error)
{
    struct stat status;
    int file = certificate_open_key(paths, &status, error);
    int copy = file >= 0 ? copy_new(file, status.st_size, paths->key, error) : -1;

    if (file >= 0)
        close(file);
    if (copy < 0)
        return false;
    files->keys = memory_resize(files->keys, files->count + 1, sizeof *files->keys);
    files->sources = memory_resize(files->sources, files->count + 1, sizeof *files->sources);
    files->keys[files->count] = copy;
    files->sources[files->count++] =
        (struct key_source){ status.st_dev, status.st_ino, status.st_size, status.st_mtim, status.st_ctim };
    add_part(&files->pairs, slice_of(paths->chain));
    add_part(&files->pairs, slice_of(paths->key));
    add_part(&files->pairs, chain);
    return true;
}

void
key_files_clear(struct key_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        close(files->keys[i]);
    free(files->keys);
    free(files->sources);
    buffer_clear(&files->pairs);
    *files = (struct key_files){ 0 };
}

static bool
same_time(const struct timespec *one, const struct timespec *other)
{
    return one->tv_sec == other->tv_sec && one->tv_nsec == other->tv_nsec;
}

static bool
same_source(const struct key_source *one, const struct key_source *other)
{
    return one->device == other->device && one->inode == other->inode && one->size == other->size &&
           same_time(&one->modified, &other->modified) && same_time(&one->changed, &other->changed);
}

bool
key_files_same(const struct key_files *one, const struct key_files *other)
{
    if (one->count != other->count || !slice_equal(buffer_slice(&one->pairs), buffer_slice(&other->pairs)))
        return false;
    for (size_t i = 0; i < one->count; i++)
        if (!same_source(&one->sources[i], &other->sources[i]))
            return false;
    return true;
}

/* --- In the keyholder --- */

struct pair {
    struct slice chain_path, key_path, chain;
};

static bool
take_pair(struct slice *pairs, struct pair *pair)
{
    return slice_take_part(pairs, '\0', &pair->chain_path) && slice_take_part(pairs, '\0', &pair->key_path) &&
           slice_take_part(pairs, '\0', &pair->chain);
}

static X509 *
leaf_of(struct slice chain)
{
    BIO *bio = BIO_new_mem_buf(chain.bytes, (int)chain.length);
    X509 *leaf = PEM_read_bio_X509(bio, NULL, NULL, NULL);

    BIO_free(bio);
    return leaf;
}

/* The bytes of the file are wiped once they are a key. */
static struct private_key *
read_key(const struct pair *pair, int fd, struct error *error)
{
    X509 *leaf = leaf_of(pair->chain); /* which the master has read, too */
    struct private_key *key = NULL;
    struct buffer text = { 0 };

    if (file_take_memory(fd, false, &text, error)) {
        key = private_key_read(buffer_slice(&text), leaf, pair->key_path.bytes, pair->chain_path.bytes, error);
        explicit_bzero(text.bytes, text.capacity);
    }
    buffer_clear(&text);
    X509_free(leaf);
    return key;
}

bool
key_files_read(struct slice pairs, int first, struct private_key ***keys, size_t *count, struct error *error)
{
    struct pair pair;
    bool read = true;

    *keys = NULL;
    *count = 0;
    while (read && take_pair(&pairs, &pair)) {
        struct private_key *key = read_key(&pair, first + (int)*count, error);

        read = key != NULL;
        if (read) {
            *keys = memory_resize(*keys, *count + 1, sizeof **keys);
            (*keys)[(*count)++] = key;
        }
    }
    if (read)
        return true;
    while (*count > 0)
        private_key_free((*keys)[--*count]);
    free(*keys);
    *keys = NULL;
    return false;
}
