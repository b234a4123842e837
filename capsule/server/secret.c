/*
 * secret.c - chains and keys on their way into a worker.
 *
 * One record per certificate: a host, the chain, the key, each ended by NUL. The first record, whose host is empty, is for
 * clients that name no host, or none that has another.
 */
#include "server/secret.h"

#include <string.h>
#include <unistd.h>

#include "server/file.h"

static size_t
record_size(const char *host, const struct certificate *certificate)
{
    return strlen(host) + certificate->chain.length + certificate->key.length + 3;
}

static void
add_record(const char *host, const struct certificate *certificate, struct buffer *text)
{
    buffer_add_text(text, host);
    buffer_add_byte(text, '\0');
    buffer_add(text, buffer_slice(&certificate->chain));
    buffer_add_byte(text, '\0');
    buffer_add(text, buffer_slice(&certificate->key));
    buffer_add_byte(text, '\0');
}

int
secret_write(const struct edition *edition, struct error *error)
{
    size_t size = record_size("", &edition->certificate);
    struct buffer text = { 0 };
    int fd;

    for (size_t i = 0; i < edition->own_count; i++)
        size += record_size(edition->own[i].host, &edition->own[i].certificate);
    buffer_reserve(&text, size); /* so that it never moves and leaves a copy behind */
    add_record("", &edition->certificate, &text);
    for (size_t i = 0; i < edition->own_count; i++)
        add_record(edition->own[i].host, &edition->own[i].certificate, &text);
    fd = file_memory(buffer_slice(&text), error);
    explicit_bzero(text.bytes, text.capacity);
    buffer_clear(&text);
    return fd;
}

static bool
take_records(struct slice text, struct sign_channel *keyholder, struct tls_contexts *contexts, struct error *error)
{
    struct slice host, chain;
    struct tls_key key = { .keyholder = keyholder };

    for (; slice_take_part(&text, '\0', &host) && slice_take_part(&text, '\0', &chain) &&
           slice_take_part(&text, '\0', &key.text);
         key.number++)
        if (!tls_contexts_add(contexts, host, chain, &key, error)) {
            tls_contexts_clear(contexts);
            return false;
        }
    return contexts->count > 0 || error_set(error, "no certificate was handed over");
}

bool
secret_take(int fd, struct sign_channel *keyholder, struct tls_contexts *contexts, struct error *error)
{
    struct buffer text = { 0 };
    bool taken;

    *contexts = (struct tls_contexts){ 0 };
    taken = file_take_memory(fd, true, &text, error) && take_records(buffer_slice(&text), keyholder, contexts, error);
    if (text.bytes != NULL)
        explicit_bzero(text.bytes, text.capacity);
    buffer_clear(&text);
    return taken;
}
