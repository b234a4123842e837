/* profile.c - who the homepage is about. */
#include "site/profile.h"

#include "site/site_data.h"

/* A service, the keys under which themes keep it, and what stands before a handle (empty: the value is a URL). */
static const struct service {
    const char *key, *label, *prefix;
} services[] = {
    { "email", "Email", "mailto:" },
    { "uri", "Website", "" },
    { "googlescholar", "Google Scholar", "" },
    { "google_scholar", "Google Scholar", "" },
    { "scholar_userid", "Google Scholar", "https://scholar.google.com/citations?user=" },
    { "orcid", "ORCID", "" },
    { "orcid_id", "ORCID", "https://orcid.org/" },
    { "dblp", "DBLP", "" },
    { "dblp_url", "DBLP", "" },
    { "pubmed", "PubMed", "" },
    { "impactstory", "Impactstory", "" },
    { "researchgate", "ResearchGate", "" },
    { "github", "GitHub", "https://github.com/" },
    { "github_username", "GitHub", "https://github.com/" },
    { "github_link", "GitHub", "" },
    { "linkedin", "LinkedIn", "https://www.linkedin.com/in/" },
    { "linkedin_username", "LinkedIn", "https://www.linkedin.com/in/" },
    { "twitter", "Twitter", "https://twitter.com/" },
    { "x_username", "X", "https://twitter.com/" },
    { "bluesky", "Bluesky", "https://bsky.app/profile/" },
    { "mastodon", "Mastodon", "" },
    { "stackoverflow", "Stack Overflow", "https://stackoverflow.com/users/" },
    { "instagram", "Instagram", "https://instagram.com/" },
    { "facebook", "Facebook", "https://www.facebook.com/" },
    { "youtube", "YouTube", "https://www.youtube.com/user/" },
    { "keybase", "Keybase", "https://keybase.io/" },
    { "cv_link", "CV", "" },
};

enum { SERVICES = sizeof(services) / sizeof(services[0]) };

static bool
is_address(struct slice text)
{
    return slice_find_byte(text, '@') != SLICE_NONE && slice_find_any(text, " \t<>()") == SLICE_NONE;
}

/* The link of VALUE at SERVICE; empty if it makes none. */
static struct slice
service_url(const struct service *service, struct slice value, struct arena *arena)
{
    bool mail = slice_is(slice_of(service->key), "email");

    value = slice_trim(value);
    if (value.length == 0 || (mail && !is_address(value)))
        return slice_make("", 0);
    if (!mail && (slice_starts_nocase(value, "http") || slice_starts(value, "/") || slice_starts(value, "mailto:")))
        return value;
    if (service->prefix[0] == '\0')
        return slice_find_byte(value, '.') != SLICE_NONE ? value : slice_make("", 0);
    if (!mail && slice_starts(value, "@"))
        value = slice_from(value, 1);
    return arena_format(arena, "%s%.*s", service->prefix, (int)value.length, value.bytes);
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
    if (url.length > 0 && !has_link(profile, label, url))
        profile->links[profile->link_count++] = (struct profile_link){ label, url };
}

static struct slice
first_text(const struct yaml *const *nodes, const char *key)
{
    for (size_t i = 0; nodes[i] != NULL; i++) {
        struct slice text = slice_trim(yaml_get_text(nodes[i], key));

        if (text.length > 0)
            return text;
    }
    return slice_make("", 0);
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

/* `links: [{label, url}]` of minimal-mistakes' author. */
static void
add_own_links(struct profile *profile, const struct yaml *links)
{
    for (size_t i = 0; i < yaml_count(links); i++) {
        const struct yaml *item = yaml_item(links, i);
        struct slice label = slice_trim(yaml_get_text(item, "label"));

        if (label.length > 0)
            add_link(profile, label, slice_trim(yaml_get_text(item, "url")));
    }
}

void
profile_read(const struct yaml *config, const struct yaml *socials, struct arena *arena, struct profile *profile)
{
    const struct yaml *author = yaml_get(config, "author");
    const struct yaml *nodes[4] = { NULL };
    const struct yaml *links = yaml_get(author, "links");
    size_t count = 0;

    if (yaml_kind(author) == YAML_MAP)
        nodes[count++] = author;
    if (socials != NULL)
        nodes[count++] = socials;
    /* Flat keys are those of the themes without an author map; elsewhere they belong to the site, not to a person. */
    if (config != NULL && yaml_kind(author) != YAML_MAP)
        nodes[count++] = config;
    *profile = (struct profile){ .name = site_plain_text(read_name(config, author, arena), arena) };
    profile->pronouns = first_text(nodes, "pronouns");
    profile->bio = first_text(nodes, "bio");
    profile->location = first_text(nodes, "location");
    profile->employer = first_text(nodes, "employer");
    profile->avatar = first_text(nodes, "avatar");
    if (profile->bio.length == 0 && yaml_kind(author) != YAML_MAP)
        profile->bio = slice_trim(yaml_get_text(config, "position"));
    if (profile->employer.length == 0 && yaml_kind(author) != YAML_MAP)
        profile->employer = slice_trim(yaml_get_text(config, "affiliation"));
    profile->links = arena_take(arena, (SERVICES + yaml_count(links) + 1) * sizeof(*profile->links));
    for (size_t i = 0; i < SERVICES; i++)
        add_link(profile, slice_of(services[i].label),
                 service_url(&services[i], first_text(nodes, services[i].key), arena));
    add_own_links(profile, links);
}
