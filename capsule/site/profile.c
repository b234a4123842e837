/* profile.c - who the homepage is about. */
#include "site/profile.h"

#include "site/block.h"
#include "site/account.h"
#include "site/site_data.h"

enum { MOST_LINKS = 200 };

/* The maps that speak about the owner, the most telling first; NULL where the site has none. */
struct sources {
    const struct yaml *author;   /* a map, or NULL */
    const struct yaml *socials;  /* _data/socials.yml */
    const struct yaml *networks; /* handles by service: of minima, hydejack, beautiful-jekyll */
    const struct yaml *config; /* the whole configuration, whose flat keys are those of themes without an author map */
};

static struct slice
first_text(const struct sources *sources, const char *key)
{
    const struct yaml *nodes[] = { sources->author, sources->socials,
                                   sources->author == NULL ? sources->config : NULL };

    for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++) {
        struct slice text = slice_trim(yaml_get_text(nodes[i], key));

        if (text.length > 0)
            return text;
    }
    return slice_make("", 0);
}

static bool
has_link(const struct profile *profile, struct slice label, struct slice url)
{
    for (size_t i = 0; i < profile->link_count; i++)
        if (slice_equal(profile->links[i].label, label) || slice_equal(profile->links[i].url, url))
            return true;
    return false;
}

static void
add_link(struct profile *profile, struct slice label, struct slice url)
{
    if (url.length > 0 && label.length > 0 && profile->link_count < MOST_LINKS && !has_link(profile, label, url))
        profile->links[profile->link_count++] = (struct profile_link){ label, url };
}

/* A handle or a URL; Chirpy keeps it in a map of its own. Switches (`youtube: true`) are none. */
static struct slice
handle_of(const struct yaml *node)
{
    if (yaml_kind(node) == YAML_MAP)
        node = yaml_get(node, "username");
    return yaml_kind(node) == YAML_BOOLEAN ? slice_make("", 0) : slice_trim(yaml_text(node));
}

/* The services that MAP names, each at its place in VALUES unless that is taken; *PLAIN ones only if the map is a person's. */
static void
collect(const struct yaml *map, bool personal, struct slice *values)
{
    for (size_t i = 0; yaml_kind(map) == YAML_MAP && i < yaml_count(map); i++) {
        bool plain;
        size_t index = account_find(yaml_key(map, i), &plain);

        if (index != SLICE_NONE && values[index].length == 0 && (personal || !plain))
            values[index] = handle_of(yaml_item(map, i));
    }
}

static void
add_services(struct profile *profile, const struct sources *sources, struct arena *arena)
{
    struct slice *values = arena_take(arena, account_count() * sizeof(*values));

    collect(sources->author, true, values);
    collect(sources->socials, true, values);
    collect(sources->networks, true, values);
    collect(sources->config, sources->author == NULL, values);
    for (size_t i = 0; i < account_count(); i++)
        add_link(profile, account_label(i), account_url(i, values[i], arena));
}

/* `- label: ...` with a `url: ...`, as themes call these two. */
static void
add_item(struct profile *profile, const struct yaml *item, struct arena *arena)
{
    static const char *const labels[] = { "label", "title", "name", "platform", NULL };
    static const char *const urls[] = { "url", "link", "user_url", "href", NULL };

    add_link(profile, site_plain_text(yaml_get_first_text(item, labels), arena), yaml_get_first_text(item, urls));
}

static void
add_list(struct profile *profile, const struct yaml *list, struct arena *arena)
{
    for (size_t i = 0; yaml_kind(list) == YAML_LIST && i < yaml_count(list) && i < MOST_LINKS; i++)
        add_item(profile, yaml_item(list, i), arena);
}

/* Of the keys that mean no service, those that hold a picture, or what the place of work links to. */
static bool
is_no_page(struct slice key)
{
    static const char *const words[] = { "avatar", "image", "img", "photo",       "picture",
                                         "logo",   "icon",  "bio", "affiliation", "employer" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (slice_find(key, words[i]) != SLICE_NONE)
            return true;
    return false;
}

/* "my_lab" as "My lab". */
static struct slice
label_of(struct slice key, struct arena *arena)
{
    struct buffer text = { 0 };
    struct slice label;

    for (size_t i = 0; i < key.length; i++) {
        char byte = key.bytes[i] == '_' || key.bytes[i] == '-' ? ' ' : key.bytes[i];

        buffer_add_byte(&text, i == 0 && byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte);
    }
    label = arena_copy(arena, buffer_slice(&text));
    buffer_clear(&text);
    return label;
}

/* What the owner added: a key of its own with a URL, or with a map of title and url (al-folio's `custom_social`). */
static void
add_others(struct profile *profile, const struct yaml *map, struct arena *arena)
{
    for (size_t i = 0; yaml_kind(map) == YAML_MAP && i < yaml_count(map) && i < MOST_LINKS; i++) {
        const struct yaml *item = yaml_item(map, i);
        struct slice value = slice_trim(yaml_text(item));
        bool plain;

        if (yaml_kind(item) == YAML_MAP)
            add_item(profile, item, arena);
        else if (slice_starts_nocase(value, "http") && slice_find(value, "://") != SLICE_NONE &&
                 account_find(yaml_key(map, i), &plain) == SLICE_NONE && !is_no_page(yaml_key(map, i)))
            add_link(profile, label_of(yaml_key(map, i), arena), value);
    }
}

static struct slice
read_name(const struct yaml *config, const struct yaml *author, struct arena *arena)
{
    struct slice name = slice_trim(yaml_get_text(author, "name"));
    struct slice first = slice_trim(yaml_get_text(config, "first_name"));
    struct slice last = slice_trim(yaml_get_text(config, "last_name"));

    if (name.length == 0)
        name = slice_trim(yaml_text(author));
    if (name.length == 0 && first.length + last.length > 0)
        name = slice_trim(arena_format(arena, "%.*s %.*s", (int)first.length, first.length > 0 ? first.bytes : "",
                                       (int)last.length, last.length > 0 ? last.bytes : ""));
    if (name.length == 0)
        name = slice_trim(yaml_get_text(config, "title"));
    return name.length > 0 ? name : slice_trim(yaml_get_text(config, "name"));
}

/* Where the owner works, linked if the theme links it (minimal-light). */
static struct slice
read_employer(const struct sources *sources, struct arena *arena)
{
    struct slice employer = first_text(sources, "employer"), url = first_text(sources, "affiliation_link");

    if (employer.length == 0)
        employer = first_text(sources, "affiliation");
    if (employer.length == 0 || url.length == 0 || slice_find_any(url, "\"<>") != SLICE_NONE)
        return employer;
    return arena_format(arena, "<a href=\"%.*s\">%.*s</a>", (int)url.length, url.bytes, (int)employer.length,
                        employer.bytes);
}

/* An address that hides from programs ("ada (at) example.org") is for people to read. */
static struct slice
read_hidden_address(const struct sources *sources)
{
    struct slice text = first_text(sources, "email");

    if (account_is_address(text) || slice_find_any(text, " [({") == SLICE_NONE)
        return slice_make("", 0);
    return text;
}

static void
find_sources(const struct yaml *config, const struct yaml *socials, struct sources *sources)
{
    const struct yaml *author = yaml_get(config, "author");

    *sources = (struct sources){ .socials = socials, .config = config };
    if (yaml_kind(author) == YAML_MAP)
        sources->author = author;
    sources->networks = yaml_get(yaml_get(config, "minima"), "social_links");
    if (yaml_kind(sources->networks) != YAML_MAP)
        sources->networks = yaml_get(config, "social-network-links");
    if (yaml_kind(sources->networks) != YAML_MAP)
        sources->networks = yaml_get(author, "social");
}

static void
add_lists(struct profile *profile, const struct yaml *config, struct arena *arena)
{
    const struct yaml *author = yaml_get(config, "author"), *minima = yaml_get(config, "minima");

    add_list(profile, yaml_get(author, "links"), arena);
    add_list(profile, yaml_get(config, "social_links"), arena);
    add_list(profile, yaml_get(minima, "social_links"), arena);
    add_list(profile, yaml_get(minima, "social"), arena);
    add_list(profile, yaml_get(yaml_get(config, "footer"), "links"), arena);
}

void
profile_read(const struct yaml *config, const struct yaml *socials, struct arena *arena, struct profile *profile)
{
    struct sources sources;

    find_sources(config, socials, &sources);
    *profile = (struct profile){ .name = site_plain_text(read_name(config, yaml_get(config, "author"), arena), arena) };
    profile->pronouns = first_text(&sources, "pronouns");
    profile->bio = first_text(&sources, "bio");
    if (profile->bio.length == 0)
        profile->bio = first_text(&sources, sources.author != NULL ? "role" : "position");
    profile->location = first_text(&sources, "location");
    profile->employer = read_employer(&sources, arena);
    profile->address = read_hidden_address(&sources);
    profile->avatar = first_text(&sources, "avatar");
    profile->links = arena_take(arena, MOST_LINKS * sizeof(*profile->links));
    add_services(profile, &sources, arena);
    add_lists(profile, config, arena);
    add_others(profile, sources.author, arena);
    add_others(profile, sources.socials, arena);
}

void
profile_add_account(struct profile *profile, struct slice url)
{
    size_t index = account_of_url(url);

    if (index != SLICE_NONE)
        add_link(profile, account_label(index), url);
}
