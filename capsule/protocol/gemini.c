/* gemini.c - a Gemini request line and the answer to it. */
#include "protocol/gemini.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/uri.h"

/* What each refusal says. META is one sentence for the user and never holds a byte of the request. */
static const struct {
    unsigned status;
    const char *reply;
} refusals[] = {
    { 40, "40 This cannot be sent at the moment, please try again a little later\r\n" },
    { 44, "44 60\r\n" },
    { 51, "51 There is no such page here\r\n" },
    { 53, "53 This server does not serve that scheme, host or port\r\n" },
    { 59, "59 The request is not a valid Gemini URI\r\n" },
};

static struct slice
refusal(unsigned status)
{
    size_t i = 0;

    while (refusals[i].status != status)
        i++;
    return slice_of(refusals[i].reply);
}

static void
refuse(struct answer *answer, unsigned status)
{
    *answer = (struct answer){ .bytes = refusal(status), .status = status };
}

void
gemini_slow_down(struct answer *answer)
{
    refuse(answer, 44);
}

void
gemini_too_fast(unsigned seconds, struct buffer *scratch, struct answer *answer)
{
    size_t start = scratch->length;

    *answer = (struct answer){ .status = 44 };
    buffer_format(scratch, "44 %u\r\n", seconds);
    answer->bytes = slice_from(buffer_slice(scratch), start);
}

enum request_state
gemini_request_state(struct slice bytes, struct slice *line)
{
    size_t end = slice_find(slice_range(bytes, 0, GEMINI_REQUEST_MAX), "\r\n");

    if (end != SLICE_NONE) {
        *line = slice_range(bytes, 0, end);
        return REQUEST_COMPLETE;
    }
    *line = bytes;
    if (bytes.length <= GEMINI_URI_MAX)
        return REQUEST_WANTS_MORE;
    return bytes.length == GEMINI_URI_MAX + 1 && bytes.bytes[GEMINI_URI_MAX] == '\r' ? REQUEST_WANTS_MORE
                                                                                     : REQUEST_TOO_LONG;
}

/* The address that an IP literal (without brackets) names; false if it names none. */
static bool
read_ip6(struct slice text, struct in6_addr *address)
{
    char copy[INET6_ADDRSTRLEN];

    if (text.length >= sizeof copy || text.length == 0)
        return false;
    memcpy(copy, text.bytes, text.length);
    copy[text.length] = '\0';
    return inet_pton(AF_INET6, copy, address) == 1;
}

static bool
is_same_host(struct slice asked, struct slice ours)
{
    struct in6_addr one, other;

    if (!slice_starts(asked, "["))
        return slice_equal_nocase(asked, ours);
    if (slice_starts(ours, "["))
        ours = slice_range(ours, 1, ours.length - 1);
    return read_ip6(slice_range(asked, 1, asked.length - 1), &one) && read_ip6(ours, &other) &&
           memcmp(&one, &other, sizeof one) == 0;
}

static bool
is_our_port(const struct gemini_identity *identity, const struct image *image, const struct uri *uri)
{
    unsigned long port = GEMINI_PORT;
    struct image_facts facts;

    if (uri->port.length > 0 && !slice_to_number(uri->port, 65535, &port))
        return false;
    if (port == identity->port)
        return true;
    image_facts(image, &facts);
    return port == facts.gemini_port;
}

static bool
names_host(const struct image *image, struct slice host)
{
    struct image_facts facts;

    image_facts(image, &facts);
    for (size_t i = 0; i < facts.host_count; i++)
        if (is_same_host(host, image_host(image, i)))
            return true;
    return false;
}

/* The number of the site that URI names; as many as there are if it is none of ours. */
static size_t
find_site(const struct gemini_identity *identity, const struct uri *uri)
{
    size_t site = 0;

    while (site < identity->image_count && !names_host(identity->images[site], uri->host))
        site++;
    if (site < identity->image_count && !is_our_port(identity, identity->images[site], uri))
        return identity->image_count;
    return site;
}

/* 0 and the site, or the status that refuses the request before its path is looked at. */
static unsigned
check_authority(const struct gemini_identity *identity, struct slice line, struct uri *uri, size_t *site)
{
    struct in6_addr address;

    if (line.length > GEMINI_URI_MAX || !uri_parse(line, uri) || !uri->has_scheme)
        return 59;
    if (!slice_is_nocase(uri->scheme, "gemini"))
        return 53;
    if (!uri->has_authority || uri->host.length == 0 || uri->has_userinfo || uri->has_fragment)
        return 59;
    if (slice_starts(uri->host, "[") && !read_ip6(slice_range(uri->host, 1, uri->host.length - 1), &address))
        return 59;
    *site = find_site(identity, uri);
    return *site < identity->image_count ? 0 : 53;
}

/* A path's segments as they are asked for: percent-decoded one by one, so that an encoded slash cannot hide. */
struct segments {
    struct slice rest; /* undecoded, starts with '/' */
    struct slice raw;  /* the current one with its '/' */
};

static bool
next_segment(struct segments *segments)
{
    size_t next;

    if (segments->rest.length == 0)
        return false;
    next = slice_find_byte(slice_from(segments->rest, 1), '/');
    segments->raw = slice_range(segments->rest, 0, next == SLICE_NONE ? segments->rest.length : next + 1);
    segments->rest = slice_from(segments->rest, segments->raw.length);
    return true;
}

enum path_verdict { PATH_PLAIN, PATH_HAS_DOTS, PATH_REFUSED };

static bool
has_slash_or_control(struct slice segment)
{
    for (size_t i = 0; i < segment.length; i++)
        if (segment.bytes[i] == '/' || (unsigned char)segment.bytes[i] < 0x20 || segment.bytes[i] == 0x7f)
            return true;
    return false;
}

/* Decodes PATH into KEY and says what its segments are. KEY has room for all of it: decoding never makes text longer. */
static enum path_verdict
decode_path(struct slice path, struct buffer *key)
{
    struct segments segments = { .rest = path };
    enum path_verdict verdict = PATH_PLAIN;

    while (next_segment(&segments)) {
        size_t start = key->length + 1;
        struct slice decoded;

        uri_decode(segments.raw, key);
        decoded = slice_from(buffer_slice(key), start);
        if (slice_is(decoded, "..") || has_slash_or_control(decoded))
            return PATH_REFUSED;
        if (slice_is(decoded, "."))
            verdict = PATH_HAS_DOTS;
    }
    return verdict;
}

static bool
is_dot(struct slice raw)
{
    return slice_is(raw, "/.") || slice_is_nocase(raw, "/%2e");
}

/*
 * 31 to PATH without its `.` segments. Leading slashes become one, or the target of `/.//host/` would be read as another
 * host's URI (RFC 3986 4.2).
 */
static void
redirect_without_dots(struct slice path, struct buffer *scratch, struct answer *answer)
{
    struct segments segments = { .rest = path };
    size_t start = scratch->length, target;

    buffer_add_text(scratch, "31 ");
    target = scratch->length;
    while (next_segment(&segments)) {
        bool keep = !is_dot(segments.raw);

        if (!keep && segments.rest.length > 0)
            continue;
        if (scratch->length == target + 1 && buffer_last(scratch) == '/')
            buffer_truncate(scratch, target);
        buffer_add(scratch, keep ? segments.raw : slice_of("/"));
    }
    buffer_add_text(scratch, "\r\n");
    *answer = (struct answer){ .bytes = slice_from(buffer_slice(scratch), start), .status = 31 };
}

static void
find_page(const struct gemini_identity *identity, size_t site, struct slice key, struct answer *answer)
{
    struct image_reply reply;

    if (!image_find(identity->images[site], IMAGE_GEMINI, key, &reply)) {
        refuse(answer, 51);
        return;
    }
    *answer = (struct answer){ .bytes = reply.bytes,
                               .path = reply.path,
                               .site = site,
                               .unavailable = refusal(51),
                               .busy = refusal(40),
                               .status = 20 };
    if (reply.bytes.length >= 2 && byte_is_digit(reply.bytes.bytes[0]) && byte_is_digit(reply.bytes.bytes[1]))
        answer->status = (unsigned)(reply.bytes.bytes[0] - '0') * 10 + (unsigned)(reply.bytes.bytes[1] - '0');
}

/*
 * A path with `.` segments is asked for in another way than it is published: 31 to where it is found without them, at once, for
 * clients follow few redirects in a row; 51 if it is found nowhere.
 */
static void
answer_without_dots(const struct gemini_identity *identity, size_t site, struct slice path, struct buffer *scratch,
                    struct answer *answer)
{
    struct answer found = { 0 }, redirect = { 0 };
    char bytes[GEMINI_URI_MAX];
    struct buffer key = { .bytes = bytes, .capacity = sizeof bytes };
    struct slice target;

    redirect_without_dots(path, scratch, &redirect);
    target = slice_from(redirect.bytes, 3);
    decode_path(slice_range(target, 0, target.length - 2), &key);
    find_page(identity, site, buffer_slice(&key), &found);
    *answer = found.status == 20 ? redirect : found;
}

void
gemini_answer(const struct gemini_identity *identity, struct slice line, struct buffer *scratch, struct answer *answer)
{
    struct uri uri;
    char bytes[GEMINI_URI_MAX]; /* on the stack: the look-up of every request goes through it */
    struct buffer key = { .bytes = bytes, .capacity = sizeof bytes };
    size_t site;
    unsigned status = check_authority(identity, line, &uri, &site);

    if (status != 0) {
        refuse(answer, status);
        return;
    }
    if (uri.path.length == 0)
        uri.path = slice_of("/");
    switch (decode_path(uri.path, &key)) {
    case PATH_REFUSED:
        refuse(answer, 59);
        break;
    case PATH_HAS_DOTS:
        answer_without_dots(identity, site, uri.path, scratch, answer);
        break;
    case PATH_PLAIN:
        find_page(identity, site, buffer_slice(&key), answer);
    }
}
