/* account.c - the services at which people have a page, and how themes name them. */
#include "site/account.h"

#include "base/buffer.h"

enum { LONGEST_KEY = 64 };

/* What stands before a handle; an empty prefix: the value is a URL. */
static const struct service {
    const char *key, *label, *prefix;
} services[] = {
    { "email", "Email", "mailto:" },
    { "uri", "Website", "" },
    { "website", "Website", "" },
    { "homepage", "Website", "" },
    { "googlescholar", "Google Scholar", "https://scholar.google.com/citations?user=" },
    { "scholar", "Google Scholar", "https://scholar.google.com/citations?user=" },
    { "scholarauthor", "Google Scholar", "https://scholar.google.com/citations?user=" },
    { "orcid", "ORCID", "https://orcid.org/" },
    { "dblp", "DBLP", "" },
    { "semanticscholar", "Semantic Scholar", "https://www.semanticscholar.org/author/" },
    { "arxiv", "arXiv", "" },
    { "pubmed", "PubMed", "" },
    { "inspirehep", "INSPIRE", "https://inspirehep.net/authors/" },
    { "scopus", "Scopus", "https://www.scopus.com/authid/detail.uri?authorId=" },
    { "acm", "ACM", "https://dl.acm.org/profile/" },
    { "ieee", "IEEE Xplore", "https://ieeexplore.ieee.org/author/" },
    { "impactstory", "Impactstory", "" },
    { "publons", "Publons", "https://publons.com/a/" },
    { "lattes", "Lattes", "http://lattes.cnpq.br/" },
    { "osf", "OSF", "https://osf.io/" },
    { "ssrn", "SSRN", "https://papers.ssrn.com/sol3/cf_dev/AbsByAuth.cfm?per_id=" },
    { "hal", "HAL", "https://cv.hal.science/" },
    { "academia", "Academia.edu", "" },
    { "researchgate", "ResearchGate", "https://www.researchgate.net/profile/" },
    { "zotero", "Zotero", "https://www.zotero.org/" },
    { "wikidata", "Wikidata", "https://www.wikidata.org/wiki/" },
    { "wikipedia", "Wikipedia", "https://en.wikipedia.org/wiki/User:" },
    { "work", "Work", "" },
    { "github", "GitHub", "https://github.com/" },
    { "gitlab", "GitLab", "https://gitlab.com/" },
    { "bitbucket", "Bitbucket", "https://bitbucket.org/" },
    { "huggingface", "Hugging Face", "https://huggingface.co/" },
    { "linkedin", "LinkedIn", "https://www.linkedin.com/in/" },
    { "twitter", "Twitter", "https://twitter.com/" },
    { "x", "X", "https://twitter.com/" },
    { "bluesky", "Bluesky", "https://bsky.app/profile/" },
    { "mastodon", "Mastodon", "https://" },
    { "threads", "Threads", "https://www.threads.net/@" },
    { "stackoverflow", "Stack Overflow", "https://stackoverflow.com/users/" },
    { "kaggle", "Kaggle", "https://www.kaggle.com/" },
    { "leetcode", "LeetCode", "https://leetcode.com/u/" },
    { "codepen", "CodePen", "https://codepen.io/" },
    { "instagram", "Instagram", "https://instagram.com/" },
    { "facebook", "Facebook", "https://www.facebook.com/" },
    { "youtube", "YouTube", "https://www.youtube.com/user/" },
    { "youtube_id", "YouTube", "https://youtube.com/@" },
    { "vimeo", "Vimeo", "https://vimeo.com/" },
    { "medium", "Medium", "https://medium.com/@" },
    { "substack", "Substack", "" },
    { "quora", "Quora", "https://www.quora.com/profile/" },
    { "zhihu", "Zhihu", "https://www.zhihu.com/people/" },
    { "weibo", "Weibo", "https://weibo.com/" },
    { "telegram", "Telegram", "https://telegram.me/" },
    { "whatsapp", "WhatsApp", "https://wa.me/" },
    { "discord", "Discord", "https://discord.com/users/" },
    { "keybase", "Keybase", "https://keybase.io/" },
    { "xing", "Xing", "https://www.xing.com/profile/" },
    { "reddit", "Reddit", "https://www.reddit.com/user/" },
    { "flickr", "Flickr", "https://www.flickr.com/" },
    { "unsplash", "Unsplash", "https://unsplash.com/@" },
    { "pinterest", "Pinterest", "https://www.pinterest.com/" },
    { "dribbble", "Dribbble", "https://dribbble.com/" },
    { "behance", "Behance", "https://www.behance.net/" },
    { "artstation", "ArtStation", "https://www.artstation.com/" },
    { "soundcloud", "SoundCloud", "https://soundcloud.com/" },
    { "spotify", "Spotify", "https://open.spotify.com/user/" },
    { "lastfm", "Last.fm", "https://www.last.fm/user/" },
    { "strava", "Strava", "https://www.strava.com/athletes/" },
    { "goodreads", "Goodreads", "" },
    { "blogger", "Blog", "" },
    { "blog", "Blog", "" },
    { "cv", "CV", "" },
    { "resume", "CV", "" },
};

enum { SERVICES = sizeof(services) / sizeof(services[0]) };

size_t
account_count(void)
{
    return SERVICES;
}

struct slice
account_label(size_t index)
{
    return slice_of(services[index].label);
}

static size_t
find(struct slice key)
{
    size_t index = 0;

    while (index < SERVICES && !slice_is_nocase(key, services[index].key))
        index++;
    return index;
}

/* "research_gate_profile" as "research_gate". */
static struct slice
without_ending(struct slice key)
{
    static const char *const endings[] = { "_username", "_userid",  "_authorid", "_id",     "_url",
                                           "_link",     "_profile", "_pdf",      "_number", "_user" };

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (slice_ends_nocase(key, endings[i]))
            return slice_range(key, 0, key.length - slice_of(endings[i]).length);
    return key;
}

size_t
account_find(struct slice key, bool *is_plain)
{
    struct slice base = without_ending(key);
    struct buffer name = { 0 };
    size_t index = find(key);

    *is_plain = base.length == key.length;
    if (index == SERVICES && key.length <= LONGEST_KEY) {
        for (size_t i = 0; i < base.length; i++)
            if (base.bytes[i] != '_' && base.bytes[i] != '-')
                buffer_add_byte(&name, base.bytes[i]);
        index = find(buffer_slice(&name));
        buffer_clear(&name);
    }
    return index == SERVICES ? SLICE_NONE : index;
}

bool
account_is_address(struct slice text)
{
    return slice_find_byte(text, '@') != SLICE_NONE && slice_find_any(text, " \t<>()[]") == SLICE_NONE;
}

struct slice
account_url(size_t index, struct slice value, struct arena *arena)
{
    const struct service *service = &services[index];
    bool mail = slice_is(slice_of(service->key), "email");
    struct slice none = { "", 0 };

    value = slice_trim(value);
    if (value.length == 0 || (mail && !account_is_address(value)))
        return none;
    if (!mail && (slice_starts_nocase(value, "http") || slice_starts(value, "/") || slice_starts(value, "mailto:")))
        return value;
    if (service->prefix[0] == '\0')
        return slice_find_byte(value, '.') != SLICE_NONE ? value : none;
    if (!mail && slice_starts(value, "@"))
        value = slice_from(value, 1);
    return arena_format(arena, "%s%.*s", service->prefix, (int)value.length, value.bytes);
}

/* URL without its scheme and `www.`. */
static struct slice
without_scheme(struct slice url)
{
    static const char *const beginnings[] = { "https://", "http://", "www." };

    for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
        if (slice_starts_nocase(url, beginnings[i]))
            url = slice_from(url, slice_of(beginnings[i]).length);
    return url;
}

size_t
account_of_url(struct slice url)
{
    url = without_scheme(slice_trim(url));
    for (size_t i = 0; i < SERVICES; i++) {
        struct slice prefix = without_scheme(slice_of(services[i].prefix)), handle;

        if (slice_find_byte(prefix, '.') == SLICE_NONE || prefix.length >= url.length ||
            !slice_equal_nocase(slice_range(url, 0, prefix.length), prefix))
            continue;
        handle = slice_from(url, prefix.length);
        if (slice_ends(handle, "/"))
            handle = slice_range(handle, 0, handle.length - 1);
        if (handle.length > 0 && slice_find_any(handle, "/#?") == SLICE_NONE)
            return i;
    }
    return SLICE_NONE;
}
