/* host.c - host names as they may be written, and as DNS wants them. */
#include "config/host.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/utf8.h"

#define MOST_HOST ((size_t)253)

/* The numbers of RFC 3492, section 5. */
enum { BASE = 36, LEAST = 1, MOST = 26, SKEW = 38, DAMP = 700, FIRST_BIAS = 72, FIRST_CODE = 128 };

static bool
is_ipv6(const char *text)
{
    struct in6_addr address;

    return inet_pton(AF_INET6, text, &address) == 1;
}

static bool
is_host_byte(char byte)
{
    return byte_is_alnum(byte) || memchr("-._", byte, 3) != NULL;
}

static bool
is_host(struct slice name)
{
    for (size_t i = 0; i < name.length; i++)
        if (!is_host_byte(name.bytes[i]))
            return false;
    return name.length > 0;
}

bool
host_read(struct slice name, struct buffer *out)
{
    char text[MOST_HOST + 1];

    if (slice_starts(name, "[") && slice_ends(name, "]"))
        name = slice_range(name, 1, name.length - 1);
    if (name.length == 0 || name.length > MOST_HOST)
        return false;
    for (size_t i = 0; i < name.length; i++)
        text[i] = byte_lower(name.bytes[i]);
    text[name.length] = '\0';
    if (!is_host(slice_of(text)) && !is_ipv6(text))
        return false;
    buffer_add_text(out, text);
    return true;
}

static bool
holds(const struct text_list *list, struct slice text)
{
    for (size_t i = 0; i < list->count; i++)
        if (slice_is(text, list->items[i]))
            return true;
    return false;
}

static bool
add_host(struct slice name, struct text_list *hosts)
{
    struct buffer host = { 0 };
    bool reads = host_read(slice_trim(name), &host);

    if (reads && !holds(hosts, buffer_slice(&host)))
        text_list_add(hosts, buffer_slice(&host));
    buffer_clear(&host);
    return reads;
}

bool
host_read_site(struct slice text, struct text_list *hosts, struct slice *site)
{
    size_t equals = slice_find_byte(text, '=');
    struct slice names = slice_range(text, 0, equals), name;

    if (equals == SLICE_NONE)
        return false;
    *site = slice_trim(slice_from(text, equals + 1));
    while (slice_take_part(&names, ',', &name))
        if (!add_host(name, hosts))
            return false;
    return hosts->count > 0 && site->length > 0;
}

/* --- Names beyond ASCII: Punycode, RFC 3492 6.1 and 6.3 --- */

static uint32_t
adapt(uint32_t delta, uint32_t points, bool is_first)
{
    uint32_t k = 0;

    delta /= is_first ? DAMP : 2;
    for (delta += delta / points; delta > (BASE - LEAST) * MOST / 2; k += BASE)
        delta /= BASE - LEAST;
    return k + (BASE - LEAST + 1) * delta / (delta + SKEW);
}

/* Appends DELTA as a number of variable length. */
static void
put_delta(uint32_t delta, uint32_t bias, struct buffer *out)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

    for (uint32_t k = BASE;; k += BASE) {
        uint32_t threshold = k <= bias ? LEAST : k >= bias + MOST ? MOST : k - bias;

        if (delta < threshold)
            break;
        buffer_add_byte(out, digits[threshold + (delta - threshold) % (BASE - threshold)]);
        delta = (delta - threshold) / (BASE - threshold);
    }
    buffer_add_byte(out, digits[delta]);
}

static bool
is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] >= FIRST_CODE)
            return false;
    return true;
}

static uint32_t
take_small_letter(struct slice *rest)
{
    uint32_t point = utf8_take(rest, NULL);

    if (point < FIRST_CODE)
        return (unsigned char)byte_lower((char)point);
    return point >= 0xc0 && point <= 0xde && point != 0xd7 ? point + 0x20 : point;
}

/* The smallest code point of LABEL that is not below LEAST_POINT; there is one. */
static uint32_t
next_point(struct slice label, uint32_t least_point)
{
    uint32_t next = UINT32_MAX;

    while (label.length > 0) {
        uint32_t point = take_small_letter(&label);

        if (point >= least_point && point < next)
            next = point;
    }
    return next;
}

/* Appends what stands for the POINTS code points of LABEL, of which BASIC are ASCII. */
static void
put_extended(struct slice label, uint32_t points, uint32_t basic, struct buffer *out)
{
    uint32_t delta = 0, bias = FIRST_BIAS, done = basic;

    for (uint32_t code = FIRST_CODE; done < points; code++, delta++) {
        uint32_t next = next_point(label, code);

        delta += (next - code) * (done + 1);
        code = next;
        for (struct slice rest = label; rest.length > 0;) {
            uint32_t point = take_small_letter(&rest);

            delta += point < code;
            if (point != code)
                continue;
            put_delta(delta, bias, out);
            bias = adapt(delta, done + 1, done == basic);
            delta = 0;
            done++;
        }
    }
}

static void
put_label(struct slice label, struct buffer *out)
{
    uint32_t points = 0, basic = 0;

    if (!is_ascii(label))
        buffer_add_text(out, "xn--");
    for (struct slice rest = label; rest.length > 0; points++) {
        uint32_t point = take_small_letter(&rest);

        if (point >= FIRST_CODE)
            continue;
        buffer_add_byte(out, (char)point);
        basic++;
    }
    if (basic > 0 && basic < points)
        buffer_add_byte(out, '-');
    put_extended(label, points, basic, out);
}

bool
host_to_ascii(struct slice name, struct buffer *out)
{
    const char *between = "";
    struct slice label;

    if (is_ascii(name) || name.length > MOST_HOST || !utf8_valid(name))
        return false;
    for (size_t i = 0; i < name.length; i++)
        if ((unsigned char)name.bytes[i] < FIRST_CODE && !is_host_byte(name.bytes[i]))
            return false;
    for (; slice_take_part(&name, '.', &label); between = ".") {
        buffer_add_text(out, between);
        put_label(label, out);
    }
    return true;
}
