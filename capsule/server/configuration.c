/* configuration.c - files and flags into one set of settings. */
#include "server/configuration.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rest.h"
#include "server/file.h"

#define FILE_LIMIT ((size_t)1024 * 1024)

static bool
read_version(int fd, const char *name, struct buffer *text, struct error *error)
{
    struct rest rest;

    if (!rest_await(&rest, fd))
        return error_set(error, "cannot read %s: %s", name, errno == EBUSY ? "it is being written" : strerror(errno));
    return file_read(fd, name, FILE_LIMIT, text, error) &&
           (rest_end(&rest, fd) || error_set(error, "cannot read %s: it is being written", name));
}

/* The file's text; EXISTS says whether there was one, which need not be for a site's own. */
static bool
read_text(int root, const char *name, bool *exists, struct buffer *text, struct error *error)
{
    int fd = openat(root, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool done;

    *exists = fd >= 0 || errno != ENOENT;
    if (fd < 0)
        return !*exists || error_set(error, "cannot read %s: %s", name, strerror(errno));
    done = read_version(fd, name, text, error);
    close(fd);
    return done;
}

/* KEY: below which the settings stand; NULL for a file that has nothing else. */
static bool
take_yaml(struct settings *settings, struct slice text, const char *name, const char *key, struct error *error)
{
    struct arena *arena = arena_new();
    const struct yaml *map = yaml_read(text, 1, arena, error);
    bool taken;

    if (map == NULL)
        taken = error_prefix(error, "%s", name);
    else
        taken = settings_take(settings, key != NULL ? yaml_get(map, key) : map, name, error);
    arena_free(arena);
    return taken;
}

static bool
take_site(struct settings *settings, int root, struct error *error)
{
    struct buffer text = { 0 };
    bool exists;
    bool taken = read_text(root, "_config.yml", &exists, &text, error) &&
                 take_yaml(settings, buffer_slice(&text), "_config.yml", "capsule", error);

    buffer_clear(&text);
    return taken;
}

static bool
take_file(struct settings *settings, const char *file, struct error *error)
{
    struct buffer text = { 0 };
    bool exists, taken = false;

    if (!read_text(AT_FDCWD, file, &exists, &text, error))
        taken = false;
    else if (!exists)
        error_set(error, "there is no configuration file %s; make it, or leave out --config", file);
    else if (text.length == 0)
        error_set(error, "the configuration file %s is empty", file);
    else
        taken = take_yaml(settings, buffer_slice(&text), file, NULL, error);
    buffer_clear(&text);
    return taken;
}

/* --- Flags --- */

static struct slice
key_of(const char *flag)
{
    struct slice text = slice_of(flag);

    return slice_range(text, 0, slice_find_byte(text, '='));
}

static bool
is_first_of_key(const struct text_list *flags, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (slice_equal(key_of(flags->items[i]), key_of(flags->items[index])))
            return false;
    return true;
}

static bool
take_flag(struct settings *settings, const struct text_list *flags, size_t index, struct error *error)
{
    struct slice key = key_of(flags->items[index]);
    struct slice value = slice_from(slice_of(flags->items[index]), key.length + 1);
    char *name = slice_copy(key);
    bool taken = settings_set(settings, name, value, is_first_of_key(flags, index), error);

    free(name);
    return taken;
}

static bool
take_flags(struct settings *settings, const struct text_list *flags, struct error *error)
{
    for (size_t i = 0; i < flags->count; i++)
        if (!take_flag(settings, flags, i, error))
            return false;
    return true;
}

bool
configuration_check_flags(const struct text_list *flags, struct error *error)
{
    struct settings settings;
    bool fit;

    settings_init(&settings);
    fit = take_flags(&settings, flags, error);
    settings_clear(&settings);
    return fit;
}

/* A client on this machine may ask for any of the three, and all of them mean this site. */
static bool
complete_hosts(struct settings *settings, struct error *error)
{
    static const char *const names[] = { "localhost", "127.0.0.1", "::1" };
    const struct text_list *hosts = &settings->hosts;

    if (hosts->count > 1 || (hosts->count == 1 && strcmp(hosts->items[0], names[0]) != 0))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!settings_set(settings, "host", slice_of(names[i]), i == 0, error))
            return false;
    return true;
}

bool
configuration_read(int root, const char *file, const struct text_list *flags, struct settings *settings,
                   struct error *error)
{
    settings_init(settings);
    if (take_site(settings, root, error) && (file == NULL || take_file(settings, file, error)) &&
        take_flags(settings, flags, error) && complete_hosts(settings, error))
        return true;
    settings_clear(settings);
    return false;
}

bool
configuration_read_further(int root, const struct text_list *hosts, const struct settings *first,
                           struct settings *settings, struct error *error)
{
    settings_init(settings);
    if (!take_site(settings, root, error)) {
        settings_clear(settings);
        return false;
    }
    text_list_clear(&settings->hosts);
    text_list_clear(&settings->sites);
    for (size_t i = 0; i < hosts->count; i++)
        text_list_add(&settings->hosts, slice_of(hosts->items[i]));
    settings->gemini_port = first->gemini_port;
    settings->gopher_port = first->gopher_port;
    settings->sandbox = first->sandbox;
    return true;
}
