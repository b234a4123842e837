/* gopher_http.c - what a web browser is told that has come to a Gopher port. */
#include "protocol/gopher.h"

#include <string.h>

#include "protocol/gemini.h"

#define GOPHER_PORT 70 /* what a URL without a port means */

static const char *const methods[] = { "GET ", "HEAD ", "POST ", "PUT ", "OPTIONS ", "CONNECT ", "PRI * " };

bool
gopher_line_is_http(struct slice line)
{
    if (slice_find(line, " HTTP/") == SLICE_NONE)
        return false;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (slice_starts(line, methods[i]))
            return true;
    return false;
}

static void
add_html(struct buffer *out, struct slice text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr("&<>\"'", text.bytes[i]) != NULL)
            buffer_format(out, "&#%d;", text.bytes[i]);
        else
            buffer_add_byte(out, text.bytes[i]);
}

static void
add_link(struct buffer *page, struct slice url)
{
    buffer_add_text(page, "<li><a href=\"");
    add_html(page, url);
    buffer_add_text(page, "\">");
    add_html(page, url);
    buffer_add_text(page, "</a></li>\n");
}

static void
add_capsule_link(struct buffer *page, const char *scheme, const char *host, unsigned port, unsigned usual_port)
{
    struct buffer url = { 0 };
    bool literal = strchr(host, ':') != NULL;

    buffer_format(&url, "%s://%s%s%s", scheme, literal ? "[" : "", host, literal ? "]" : "");
    if (port != usual_port)
        buffer_format(&url, ":%u", port);
    buffer_add_byte(&url, '/');
    add_link(page, buffer_slice(&url));
    buffer_clear(&url);
}

static void
add_page(const struct gopher_identity *identity, struct buffer *page)
{
    struct image_facts facts;

    image_facts(identity->image, &facts);
    buffer_add_text(page,
                    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Gopher</title></head>"
                    "<body>\n<p>This port speaks Gopher, not HTTP. You find this site at:</p>\n<ul>\n");
    add_capsule_link(page, "gopher", identity->host, identity->port, GOPHER_PORT);
    if (identity->gemini_port != 0)
        add_capsule_link(page, "gemini", identity->host, identity->gemini_port, GEMINI_PORT);
    if (facts.web_url.length > 0)
        add_link(page, facts.web_url);
    buffer_add_text(page, "</ul>\n</body></html>\n");
}

void
gopher_http_answer(const struct gopher_identity *identity, struct slice line, struct buffer *scratch,
                   struct answer *answer)
{
    struct buffer page = { 0 };
    size_t start = scratch->length;

    add_page(identity, &page);
    buffer_format(scratch,
                  "HTTP/1.0 400 Bad Request\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n"
                  "Connection: close\r\n\r\n",
                  page.length);
    if (!slice_starts(line, "HEAD "))
        buffer_add(scratch, buffer_slice(&page));
    buffer_clear(&page);
    *answer = (struct answer){ .bytes = slice_from(buffer_slice(scratch), start), .status = 53 };
}
