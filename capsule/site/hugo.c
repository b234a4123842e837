/* hugo.c - the configuration of a Hugo site, in whichever of its many files it stands. */
#include "site/hugo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "base/uri.h"
#include "config/toml.h"
#include "site/beneath.h"
#include "site/hugo_mount.h"
#include "site/hugo_section.h"
#include "site/site_data.h"

enum { CONFIG_LIMIT = 4 << 20 };

static const char *const endings[] = { "toml", "yaml", "yml", "json" };
static const char *const names[] = { "hugo", "config", "config/_default/hugo", "config/_default/config" };

/* Keys whose value can be a file of its own. */
static const char *const part_names[] = {
    "params", "menus", "menu", "languages", "permalinks", "module", "cascade", "taxonomies", "frontmatter", "outputs",
};

enum {
    ENDINGS = sizeof(endings) / sizeof(endings[0]),
    NAMES = sizeof(names) / sizeof(names[0]),
    PARTS = sizeof(part_names) / sizeof(part_names[0]),
};

_Static_assert(PARTS == HUGO_PARTS, "struct hugo has a place for each part");

/* The tree of the first file that NAME has with any ending; *TREE stays NULL without one. False if it is broken. */
static bool
read_any(struct site *site, const char *name, const struct yaml **tree, struct error *error)
{
    bool fine = true;

    for (size_t i = 0; i < ENDINGS && *tree == NULL && fine; i++) {
        struct slice path = arena_format(site->arena, "%s.%s", name, endings[i]);
        struct buffer text = { 0 };

        if (beneath_read(site->root, path, CONFIG_LIMIT, &text)) {
            struct slice kept = buffer_slice(&text);

            *tree = i == 0 ? toml_read(kept, 1, site->arena, error) : yaml_read(kept, 1, site->arena, error);
            fine = *tree != NULL || error_prefix(error, "%s/%s", site->name, path.bytes);
        } else if (errno != ENOENT && errno != ENOTDIR) {
            fine = error_set(error, "%s/%s: cannot be read: %s", site->name, path.bytes, strerror(errno));
        }
        buffer_clear(&text);
    }
    return fine;
}

static bool
read_files(struct site *site, struct hugo *hugo, struct error *error)
{
    for (size_t i = 0; i < NAMES && hugo->config == NULL; i++)
        if (!read_any(site, names[i], &hugo->config, error))
            return false;
    for (size_t i = 0; i < PARTS; i++) {
        char *name = slice_copy(arena_format(site->arena, "config/_default/%s", part_names[i]));
        bool fine = read_any(site, name, &hugo->parts[i], error);

        free(name);
        if (!fine)
            return false;
    }
    return true;
}

const struct yaml *
hugo_setting(const struct hugo *hugo, const char *key)
{
    const struct yaml *found = yaml_get_nocase(hugo->config, key);

    for (size_t i = 0; i < PARTS && found == NULL; i++)
        if (strcmp(part_names[i], key) == 0)
            found = hugo->parts[i];
    return found;
}

const struct yaml *
hugo_language_setting(const struct hugo *hugo, const struct hugo_language *language, const char *key)
{
    const struct yaml *own = hugo_setting(hugo, "languages"), *found = NULL;

    for (size_t i = 0; i < yaml_count(own); i++)
        if (slice_equal_nocase(yaml_key(own, i), language->name))
            found = yaml_get_nocase(yaml_item(own, i), key);
    return found != NULL ? found : hugo_setting(hugo, key);
}

static struct slice
folder_setting(struct arena *arena, const struct yaml *node, const char *fallback)
{
    struct slice text = slice_trim(yaml_kind(node) == YAML_LIST ? yaml_text(yaml_item(node, 0)) : yaml_text(node));

    while (slice_starts(text, "/") || slice_starts(text, "./"))
        text = slice_from(text, slice_starts(text, "/") ? 1 : 2);
    while (slice_ends(text, "/"))
        text.length--;
    return text.length > 0 ? arena_format(arena, "%.*s/", (int)text.length, text.bytes) : slice_of(fallback);
}

static void
add_language(struct site *site, struct hugo *hugo, struct slice name, const struct yaml *own)
{
    struct hugo_language *language = &hugo->languages[hugo->language_count++];
    const struct yaml *folder = yaml_get_nocase(own, "contentdir");

    language->name = name;
    if (folder == NULL)
        folder = hugo_setting(hugo, "contentdir");
    language->folder = folder_setting(site->arena, folder, "content/");
    language->disabled = yaml_bool(yaml_get_nocase(own, "disabled"), false);
    language->prefix = arena_format(site->arena, "/%.*s", (int)name.length, name.bytes);
}

/* The main language's paths have no prefix, unless the configuration wants one. */
static void
read_languages(struct site *site, struct hugo *hugo)
{
    const struct yaml *languages = hugo_setting(hugo, "languages");
    struct slice chosen = slice_trim(yaml_text(hugo_setting(hugo, "defaultcontentlanguage")));
    struct hugo_language *main;

    if (chosen.length == 0)
        chosen = slice_of("en");
    hugo->languages = arena_take(site->arena, (yaml_count(languages) + 1) * sizeof(*hugo->languages));
    for (size_t i = 0; i < yaml_count(languages); i++)
        add_language(site, hugo, yaml_key(languages, i), yaml_item(languages, i));
    if (hugo->language_count == 0)
        add_language(site, hugo, chosen, NULL);
    main = &hugo->languages[0];
    for (size_t i = 0; i < hugo->language_count; i++)
        if (slice_equal_nocase(hugo->languages[i].name, chosen))
            main = &hugo->languages[i];
    if (!yaml_bool(hugo_setting(hugo, "defaultcontentlanguageinsubdir"), false))
        main->prefix = slice_make("", 0);
    hugo->main = main;
}

/* The address of the web site, and the path on that host below which it lies. */
static void
read_address(struct site *site, const struct hugo *hugo)
{
    struct slice url = slice_trim(yaml_text(hugo_language_setting(hugo, hugo->main, "baseurl")));
    struct uri uri;

    while (slice_ends(url, "/"))
        url.length--;
    uri_split(url, &uri);
    if (!uri.has_authority || slice_is(uri.host, "localhost") || slice_is(uri.host, "example.org"))
        return;
    site->web_url = arena_copy(site->arena, url);
    site->baseurl = arena_copy(site->arena, uri.path);
    site->hosts = arena_take(site->arena, sizeof(*site->hosts));
    site->hosts[site->host_count++] = slice_starts_nocase(uri.host, "www.") ? slice_from(uri.host, 4) : uri.host;
}

static void
read_identity(struct site *site, const struct hugo *hugo)
{
    struct slice title = yaml_text(hugo_language_setting(hugo, hugo->main, "title"));
    struct slice lang = yaml_text(hugo_language_setting(hugo, hugo->main, "languagecode"));

    profile_read(hugo_language_setting(hugo, hugo->main, "params"), NULL, site->arena, &site->profile);
    site->title = site_plain_text(title, site->arena);
    if (site->title.length == 0)
        site->title = site->profile.name.length > 0 ? site->profile.name : slice_of("Home");
    if (site->profile.name.length == 0)
        site->profile.name = site->title;
    if (site->lang.length == 0)
        site->lang = lang.length > 0 ? lang : hugo->main->name;
    site->timezone = slice_trim(yaml_text(hugo_setting(hugo, "timezone")));
}

/* Whether a folder that the pages would lie in is there. */
static bool
has_content(const struct site *site, const struct hugo *hugo)
{
    struct stat status;

    for (size_t i = 0; i < hugo->mount_count; i++)
        if (!hugo->mounts[i].is_static && hugo->mounts[i].source.length > 0 &&
            fstatat(site->root, hugo->mounts[i].source.bytes, &status, 0) == 0)
            return true;
    return false;
}

bool
hugo_read(struct site *site, struct error *error)
{
    struct hugo *hugo = memory_new(sizeof(*hugo));

    hugo->by_place = map_new();
    hugo->by_key = map_new();
    if (!read_files(site, hugo, error)) {
        hugo_free(hugo);
        return false;
    }
    read_languages(site, hugo);
    hugo_mounts_read(hugo, site->arena);
    if (hugo->config == NULL || !has_content(site, hugo)) {
        hugo_free(hugo);
        return true;
    }
    if (hugo_bad_pattern(hugo).length > 0) {
        error_set(error, "%s: `ignoreFiles` has what is no pattern: %s", site->name, hugo_bad_pattern(hugo).bytes);
        hugo_free(hugo);
        return false;
    }
    site->hugo = hugo;
    read_address(site, hugo);
    read_identity(site, hugo);
    return true;
}

/* The value under the name of the folder that FOLDER begins with. */
static const struct yaml *
value_for(const struct yaml *node, struct slice folder)
{
    char *section = slice_copy(slice_range(folder, 0, slice_find_byte(folder, '/')));
    const struct yaml *value = yaml_get_nocase(node, section);

    free(section);
    return value;
}

bool
hugo_is_ugly(const struct hugo *hugo, struct slice folder)
{
    const struct yaml *node = hugo_setting(hugo, "uglyurls");

    return yaml_bool(yaml_kind(node) == YAML_MAP ? value_for(node, folder) : node, false);
}

struct slice
hugo_pattern(const struct hugo *hugo, const struct hugo_language *language, const char *kind, struct slice folder)
{
    const struct yaml *permalinks = hugo_language_setting(hugo, language, "permalinks");
    const struct yaml *own = yaml_get_nocase(permalinks, kind);

    if (yaml_kind(own) == YAML_MAP)
        return slice_trim(yaml_text(value_for(own, folder)));
    return strcmp(kind, "page") == 0 || strcmp(kind, "term") == 0 ? slice_trim(yaml_text(value_for(permalinks, folder)))
                                                                  : slice_make("", 0);
}

bool
hugo_makes(const struct hugo *hugo, const char *kind)
{
    const struct yaml *disabled = hugo_setting(hugo, "disablekinds");

    for (size_t i = 0; yaml_kind(disabled) == YAML_LIST && i < yaml_count(disabled); i++)
        if (slice_is_nocase(yaml_text(yaml_item(disabled, i)), kind))
            return false;
    return true;
}

void
hugo_free(struct hugo *hugo)
{
    if (hugo == NULL)
        return;
    map_free(hugo->by_place);
    map_free(hugo->by_key);
    for (size_t i = 0; i < hugo->section_count; i++)
        free(hugo->sections[i]->members);
    free(hugo->sections);
    free(hugo);
}
