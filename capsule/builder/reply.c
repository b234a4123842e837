/* reply.c - formats headers and small texts. */
#include "builder/reply.h"

#include "base/uri.h"
#include "base/utf8.h"

#define LANG_MAX  200
#define TITLE_MAX 200 /* bytes of a title that reply_sorry looks at */
#define SORRY     "This page could not be converted."

/* The characters of BCP 47 tags and of lists of them; whatever else stood there could end the header. */
static bool
is_language(struct slice lang)
{
    for (size_t i = 0; i < lang.length; i++)
        if (!byte_is_alnum(lang.bytes[i]) && lang.bytes[i] != '-' && lang.bytes[i] != ',')
            return false;
    return lang.length > 0 && lang.length <= LANG_MAX;
}

void
reply_gemtext_header(struct buffer *out, struct slice lang)
{
    const char *quote = slice_find_byte(lang, ',') == SLICE_NONE ? "" : "\"";

    buffer_add_text(out, "20 text/gemini");
    if (is_language(lang))
        buffer_format(out, "; lang=%s%.*s%s", quote, (int)lang.length, lang.bytes, quote);
    buffer_add_text(out, "\r\n");
}

void
reply_file_header(struct buffer *out, const char *type)
{
    buffer_format(out, "20 %s\r\n", type);
}

void
reply_redirect(struct buffer *out, struct slice path)
{
    buffer_add_text(out, "31 ");
    buffer_add(out, path);
    buffer_add_text(out, "\r\n");
}

bool
reply_url_is_allowed(struct slice url)
{
    static const char *const schemes[] = { "http", "https", "gemini", "mailto", "ftp", "gopher" };
    struct uri uri;

    uri_split(url, &uri);
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (uri.has_scheme && slice_is_nocase(uri.scheme, schemes[i]))
            return true;
    return false;
}

static void
add_escaped(struct buffer *out, struct slice text)
{
    static const struct {
        char byte;
        const char *escape;
    } escapes[] = { { '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };

    for (size_t i = 0; i < text.length; i++) {
        const char *escape = NULL;

        for (size_t row = 0; row < sizeof(escapes) / sizeof(escapes[0]); row++)
            if (text.bytes[i] == escapes[row].byte)
                escape = escapes[row].escape;
        if (escape)
            buffer_add_text(out, escape);
        else
            buffer_add_byte(out, text.bytes[i]);
    }
}

void
reply_url_page(struct buffer *out, struct slice url)
{
    struct buffer escaped = { 0 };

    add_escaped(&escaped, url);
    buffer_add_text(out,
                    "<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<meta charset=\"utf-8\">\r\n"
                    "<meta http-equiv=\"refresh\" content=\"0;url=");
    buffer_add(out, buffer_slice(&escaped));
    buffer_add_text(out, "\">\r\n<title>");
    buffer_add(out, buffer_slice(&escaped));
    buffer_add_text(out, "</title>\r\n</head>\r\n<body>\r\n<p>This link leads out of Gopherspace: <a href=\"");
    buffer_add(out, buffer_slice(&escaped));
    buffer_add_text(out, "\">");
    buffer_add(out, buffer_slice(&escaped));
    buffer_add_text(out, "</a></p>\r\n</body>\r\n</html>\r\n");
    buffer_clear(&escaped);
}

void
reply_robots(struct buffer *out)
{
    buffer_add_text(out, "User-agent: *\r\nDisallow:\r\n");
}

/* "Delimeter" is how the protocol spells it. */
void
reply_caps(struct buffer *out)
{
    buffer_add_text(out,
                    "CAPS\r\n"
                    "CapsVersion=1\r\n"
                    "ExpireCapsAfter=3600\r\n"
                    "PathDelimeter=/\r\n"
                    "PathIdentity=.\r\n"
                    "PathParent=..\r\n"
                    "PathParentDouble=FALSE\r\n"
                    "PathKeepPreDelimeter=FALSE\r\n"
                    "ServerSoftware=capsule\r\n"
                    "ServerDefaultEncoding=UTF-8\r\n");
}

/* TITLE without control characters and line separators. */
static void
add_cleaned(struct buffer *out, struct slice title)
{
    struct slice rest = slice_range(title, 0, TITLE_MAX);

    while (rest.length > 0) {
        bool valid = true;
        uint32_t code_point = utf8_take(&rest, &valid);

        if (valid && code_point >= 0x20 && (code_point < 0x7f || code_point > 0x9f) &&
            (code_point < 0x2028 || code_point > 0x2029))
            utf8_put(out, code_point);
    }
}

void
reply_sorry(struct slice title, struct buffer *gemtext, struct buffer *menu, struct buffer *text)
{
    struct buffer cleaned = { 0 };
    struct slice name;

    add_cleaned(&cleaned, title);
    name = slice_trim(buffer_slice(&cleaned));
    if (name.length == 0)
        name = slice_of("Untitled");
    buffer_format(gemtext, "# %.*s\n\n" SORRY "\n", (int)name.length, name.bytes);
    buffer_format(menu, "i%.*s\tTITLE\tnull.host\t1\r\n", (int)name.length, name.bytes);
    buffer_add_text(menu, "i\t\tnull.host\t1\r\ni" SORRY "\t\tnull.host\t1\r\n");
    buffer_format(text, " %.*s\r\n\r\n" SORRY "\r\n", (int)name.length, name.bytes);
    buffer_clear(&cleaned);
}
