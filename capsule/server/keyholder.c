/* keyholder.c - from descriptors to a process that can only sign. */
#include "server/keyholder.h"

#include <signal.h>
#include <stdlib.h>

#include "base/memory.h"
#include "server/file.h"
#include "server/key_files.h"
#include "server/key_service.h"
#include "server/process.h"

struct keyholder {
    struct private_key **keys;
    size_t key_count;
    int *channels;
    size_t channel_count;
};

/* The sockets to workers that were there before this process: it takes the place of another one. */
static int *
given_channels(int first, size_t *count)
{
    int *channels;

    *count = 0;
    while (role_is_given(first + (int)*count))
        (*count)++;
    channels = memory_new((*count + 1) * sizeof *channels);
    for (size_t i = 0; i < *count; i++)
        channels[i] = first + (int)i;
    return channels;
}

/* Who wants the server to stop tells the master; handshakes under way are still in need of their signatures. */
static void
ignore_stops(void)
{
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
}

struct keyholder *
keyholder_new(struct error *error)
{
    struct keyholder *keyholder = memory_new(sizeof *keyholder);
    struct buffer pairs = { 0 };
    bool read;

    ignore_stops();
    read = file_take_memory(ROLE_SECRET, false, &pairs, error) &&
           key_files_read(buffer_slice(&pairs), ROLE_KEYS, &keyholder->keys, &keyholder->key_count, error);
    buffer_clear(&pairs);
    if (!read) {
        keyholder_free(keyholder);
        return NULL;
    }
    keyholder->channels = given_channels(ROLE_KEYS + (int)keyholder->key_count, &keyholder->channel_count);
    return keyholder;
}

void
keyholder_free(struct keyholder *keyholder)
{
    if (keyholder == NULL)
        return;
    for (size_t i = 0; i < keyholder->key_count; i++)
        private_key_free(keyholder->keys[i]);
    free(keyholder->keys);
    free(keyholder->channels);
    free(keyholder);
}

void
keyholder_run(const struct keyholder *keyholder)
{
    key_service_run(keyholder->keys, keyholder->key_count, keyholder->channels, keyholder->channel_count, ROLE_CONTROL);
}
