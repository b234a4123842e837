/* gopher.c - a Gopher selector and the answer to it. */
#include "protocol/gopher.h"

#include "base/utf8.h"
#include "image/url_key.h"

/* Cells of an error's display text (gopher.md 0.6), and of what it quotes: the rest is `'' not found`. */
#define CELLS_MAX  67
#define QUOTED_MAX (CELLS_MAX - 12)

enum request_state
gopher_request_state(struct slice bytes, bool ended, struct slice *line)
{
    size_t end = slice_find_byte(slice_range(bytes, 0, GOPHER_REQUEST_MAX), '\n');

    if (end != SLICE_NONE) {
        *line = slice_range(bytes, 0, end);
        if (slice_ends(*line, "\r"))
            line->length--;
        return REQUEST_COMPLETE;
    }
    *line = bytes;
    if (bytes.length >= GOPHER_REQUEST_MAX)
        return REQUEST_TOO_LONG;
    return ended && bytes.length > 0 ? REQUEST_COMPLETE : REQUEST_WANTS_MORE;
}

static void
add_error_menu(const struct gopher_identity *identity, size_t start, struct buffer *scratch, struct answer *answer)
{
    buffer_format(scratch, "\t\t%s\t%u\r\n.\r\n", identity->host, identity->port);
    answer->bytes = slice_from(buffer_slice(scratch), start);
}

void
gopher_refusal(const struct gopher_identity *identity, const char *reason, struct buffer *scratch,
               struct answer *answer)
{
    size_t start = scratch->length;

    *answer = (struct answer){ .status = 59 };
    buffer_format(scratch, "3%s", reason);
    add_error_menu(identity, start, scratch, answer);
}

/*
 * Controls, characters that change how others are shown (directions, joiners, byte order mark), and the marks of HTML: a
 * client that asked for an `h` item may read the refusal as a web page.
 */
static bool
is_unshowable(uint32_t code_point)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0x00, 0x1f },     { '"', '"' },       { '&', '&' },         { '<', '<' },       { '>', '>' },
        { 0x7f, 0x9f },     { 0xad, 0xad },     { 0x200b, 0x200f },   { 0x2028, 0x202e }, { 0x2060, 0x206f },
        { 0xfeff, 0xfeff }, { 0xfff0, 0xfffd }, { 0xe0000, 0xe0fff },
    };

    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (code_point >= ranges[i].first && code_point <= ranges[i].last)
            return true;
    return false;
}

/* Quotes TEXT within QUOTED_MAX cells. Beyond ASCII every character counts as two cells, the most that any takes. */
static void
add_cleaned(struct buffer *out, struct slice text)
{
    size_t cells = 0;

    while (text.length > 0) {
        uint32_t code_point = utf8_take(&text, NULL);
        size_t width;

        if (is_unshowable(code_point))
            code_point = '?';
        width = code_point < 0x80 ? 1 : 2;
        if (cells + width > QUOTED_MAX - 3 && text.length > 0) {
            buffer_add_text(out, "...");
            return;
        }
        cells += width;
        utf8_put(out, code_point);
    }
}

static void
answer_not_found(const struct gopher_identity *identity, struct slice selector, struct buffer *scratch,
                 struct answer *answer)
{
    size_t start = scratch->length;

    *answer = (struct answer){ .status = 51 };
    buffer_add_text(scratch, "3'");
    add_cleaned(scratch, selector);
    buffer_add_text(scratch, "' not found");
    add_error_menu(identity, start, scratch, answer);
}

static bool
has_control(struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7f)
            return true;
    return false;
}

/* A path is the same with and without its final slash (gopher.md 0.3). */
static bool
find_other_form(const struct image *image, struct slice key, struct image_reply *reply)
{
    struct buffer other = { 0 };
    bool found;

    if (key.length < 2)
        return false;
    if (slice_ends(key, "/"))
        return image_find(image, IMAGE_GOPHER, slice_range(key, 0, key.length - 1), reply);
    buffer_add(&other, key);
    buffer_add_byte(&other, '/');
    found = image_find(image, IMAGE_GOPHER, buffer_slice(&other), reply);
    buffer_clear(&other);
    return found;
}

static bool
find_url(const struct image *image, struct slice url, struct image_reply *reply)
{
    struct buffer key = { 0 };
    bool found;

    url_key(url, &key);
    found = image_find(image, IMAGE_GOPHER, buffer_slice(&key), reply);
    buffer_clear(&key);
    return found;
}

static bool
find_selector(const struct image *image, struct slice selector, struct image_reply *reply)
{
    struct slice key = slice_from(selector, slice_starts(selector, "/") ? 1 : 0);

    if (has_control(selector))
        return false;
    if (slice_starts(key, "URL:"))
        return find_url(image, slice_from(key, 4), reply);
    return image_find(image, IMAGE_GOPHER, key, reply) || find_other_form(image, key, reply);
}

/* A file's reply needs the menus that stand in for it; they are written beside each other into SCRATCH. */
static void
answer_file(const struct gopher_identity *identity, struct slice selector, const struct image_reply *reply,
            struct buffer *scratch, struct answer *answer)
{
    struct answer missing, busy;
    size_t start = scratch->length, middle;

    answer_not_found(identity, selector, scratch, &missing);
    middle = scratch->length;
    gopher_refusal(identity, "This cannot be sent at the moment, please try again a little later", scratch, &busy);
    *answer = (struct answer){ .bytes = reply->bytes, .path = reply->path, .text = reply->text, .status = 20 };
    answer->unavailable = slice_range(buffer_slice(scratch), start, middle);
    answer->busy = slice_from(buffer_slice(scratch), middle);
}

void
gopher_answer(const struct gopher_identity *identity, struct slice line, struct buffer *scratch, struct answer *answer)
{
    struct slice selector = slice_range(line, 0, slice_find_byte(line, '\t'));
    struct image_reply reply;

    if (gopher_line_is_http(line))
        gopher_http_answer(identity, line, scratch, answer);
    else if (!find_selector(identity->image, selector, &reply))
        answer_not_found(identity, selector, scratch, answer);
    else if (reply.kind == IMAGE_FILE)
        answer_file(identity, selector, &reply, scratch, answer);
    else
        *answer = (struct answer){ .bytes = reply.bytes, .status = 20 };
}

void
gopher_stuff(struct slice text, bool *at_line_start, struct buffer *out)
{
    while (text.length > 0) {
        size_t end = slice_find_byte(text, '\n');
        struct slice line = slice_range(text, 0, end == SLICE_NONE ? text.length : end + 1);

        if (*at_line_start && line.bytes[0] == '.')
            buffer_add_byte(out, '.');
        buffer_add(out, line);
        *at_line_start = end != SLICE_NONE;
        text = slice_from(text, line.length);
    }
}
