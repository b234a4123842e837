/* badge.c - images that carry no content. */
#include "document/badge.h"

#include "base/uri.h"

/* A host is one of these or lies below it. */
static const char *const hosts[] = {
    "shields.io",
    "badgen.net",
    "badge.fury.io",
    "codecov.io",
    "coveralls.io",
    "travis-ci.org",
    "travis-ci.com",
    "komarev.com",
    "visitor-badge.laobi.icu",
    "visitor-badge.glitch.me",
    "clustrmaps.com",
    "flagcounter.com",
    "mapmyvisitors.com",
    "revolvermaps.com",
    "statcounter.com",
};

/* ... or contains one of these as a whole label or its beginning. */
static const char *const host_parts[] = { "hits.",   "github-readme-", "github-profile-", "visitor-badge",
                                          "komarev", "travis",         "coveralls",       "codecov" };

static const char *const query_parts[] = { "style=social", "style=flat", "style=for-the-badge" };

static bool
is_below(struct slice host, const char *domain)
{
    size_t length = slice_of(domain).length;

    return slice_ends_nocase(host, domain) && (host.length == length || host.bytes[host.length - length - 1] == '.');
}

/* PART at the start of HOST or behind a dot. */
static bool
has_label(struct slice host, const char *part)
{
    struct slice label;

    for (struct slice rest = host; rest.length > 0;) {
        if (slice_starts_nocase(rest, part))
            return true;
        slice_take_part(&rest, '.', &label);
    }
    return false;
}

static bool
is_badge_host(struct slice host)
{
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        if (is_below(host, hosts[i]))
            return true;
    for (size_t i = 0; i < sizeof host_parts / sizeof host_parts[0]; i++)
        if (has_label(host, host_parts[i]))
            return true;
    return false;
}

static bool
is_badge_query(struct slice query)
{
    for (size_t i = 0; i < sizeof query_parts / sizeof query_parts[0]; i++)
        if (slice_find(query, query_parts[i]) != SLICE_NONE)
            return true;
    return false;
}

/* "open-in-colab-badge.svg": the file says itself what it is. */
static bool
is_badge_file(struct slice path)
{
    static const char *const endings[] = { "/badge.svg", "-badge.svg", "_badge.svg", "-badge.png", "_badge.png" };

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (slice_ends_nocase(path, endings[i]))
            return true;
    return slice_find(path, "/badge.svg") != SLICE_NONE;
}

bool
badge_is(const struct sink_image *image)
{
    struct slice source = slice_trim(image->source);
    struct uri uri;

    if (image->width == 1 || image->height == 1 || slice_starts_nocase(source, "data:"))
        return true;
    uri_split(source, &uri);
    return is_badge_host(uri.host) || is_badge_file(uri.path) ||
           (is_below(uri.host, "zenodo.org") && slice_starts(uri.path, "/badge")) || is_badge_query(uri.query);
}

/* `a_b--c` is "a b-c" and `-` parts label, message and colour; the colour comes last. */
static void
add_static_words(struct slice path, struct buffer *out)
{
    size_t part_end = 0;

    for (size_t i = 0; i < path.length; i++) {
        char byte = path.bytes[i];
        bool twice = i + 1 < path.length && path.bytes[i + 1] == byte;

        if ((byte == '-' || byte == '_') && twice) {
            i++;
        } else if (byte == '-') {
            part_end = out->length;
            byte = ' ';
        } else if (byte == '_') {
            byte = ' ';
        }
        buffer_add_byte(out, byte);
    }
    buffer_truncate(out, part_end);
}

void
badge_words(const struct sink_image *image, struct buffer *out)
{
    struct slice alt = slice_trim(image->alt);
    struct buffer path = { 0 };
    struct uri uri;

    if (alt.length > 0 && !slice_is_nocase(alt, "static badge") && !slice_is_nocase(alt, "badge")) {
        buffer_add(out, alt);
        return;
    }
    uri_split(slice_trim(image->source), &uri);
    if (!is_below(uri.host, "shields.io") || !slice_starts(uri.path, "/badge/"))
        return;
    uri_decode(slice_from(uri.path, slice_of("/badge/").length), &path);
    add_static_words(buffer_slice(&path), out);
    buffer_clear(&path);
}
