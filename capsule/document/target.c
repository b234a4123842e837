/* target.c - where a link leads, as far as that can be said without a site. */
#include "document/target.h"

#include "base/buffer.h"
#include "base/media_type.h"
#include "base/uri.h"

/* Schemes that are no links here (R14.2), and those that are a kind of their own; all others are web URLs. */
static const struct {
    struct slice scheme;
    enum target_kind kind;
} schemes[] = {
    { SLICE("javascript"), TARGET_NONE }, { SLICE("vbscript"), TARGET_NONE }, { SLICE("data"), TARGET_NONE },
    { SLICE("file"), TARGET_NONE },       { SLICE("blob"), TARGET_NONE },     { SLICE("about"), TARGET_NONE },
    { SLICE("mailto"), TARGET_MAIL },     { SLICE("gopher"), TARGET_GOPHER },
};

static enum target_kind
kind_of(const struct uri *uri)
{
    if (!uri->has_scheme)
        return TARGET_PAGE;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (slice_equal_nocase(uri->scheme, schemes[i].scheme))
            return schemes[i].kind;
    if (uri->scheme.length == 1) /* a drive letter */
        return TARGET_NONE;
    return uri->has_authority && uri->host.length == 0 ? TARGET_NONE : TARGET_WEB;
}

/* Appends TEXT without line ends and tabs, as browsers read it, and without Liquid that nobody resolved (R14.1). */
static void
add_visible(struct slice text, struct buffer *out)
{
    static const bool stops[256] = { ['{'] = true, ['\n'] = true, ['\r'] = true, ['\t'] = true };

    while (text.length > 0) {
        size_t plain = slice_find_stop(text, stops);
        bool output;
        size_t end;

        buffer_add(out, slice_range(text, 0, plain));
        text = slice_from(text, plain);
        output = slice_starts(text, "{{");
        end = output || slice_starts(text, "{%") ? slice_find(text, output ? "}}" : "%}") : SLICE_NONE;

        if (end != SLICE_NONE) {
            text = slice_from(text, end + 2);
            continue;
        }
        if (slice_starts(text, "{"))
            buffer_add_byte(out, '{');
        text = slice_from(text, 1);
    }
}

static bool
is_bare_address(struct slice href)
{
    size_t at = slice_find_byte(href, '@');

    return at != SLICE_NONE && at > 0 && at + 1 < href.length && slice_find_any(href, "/:?# ") == SLICE_NONE &&
           slice_find_byte(slice_from(href, at), '.') != SLICE_NONE;
}

static char
item_of(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');
    struct slice name = slash == SLICE_NONE ? path : slice_from(path, slash + 1);

    if (slice_find_byte(name, '.') == SLICE_NONE || slice_ends_nocase(name, ".html") ||
        slice_ends_nocase(name, ".htm") || slice_ends_nocase(name, ".md"))
        return '1';
    return media_type_find(name)->item;
}

static void
fill(struct slice url, struct arena *arena, struct target *target)
{
    struct uri uri;

    uri_split(url, &uri);
    *target = (struct target){ .kind = kind_of(&uri) };
    if (target->kind == TARGET_NONE)
        return;
    target->url = arena_copy(arena, url);
    if (target->kind != TARGET_PAGE)
        return;
    target->selector = target->url;
    target->item = item_of(uri.path);
}

/* What has to stand before TEXT so that it leads where its author meant. */
static const char *
missing_scheme(struct slice text)
{
    return slice_starts(text, "//") ? "https:" : is_bare_address(text) ? "mailto:" : "";
}

void
target_clean(struct slice href, struct arena *arena, struct target *target)
{
    struct buffer raw = { 0 }, url = { 0 };
    struct slice text = slice_trim(href);
    bool clean = uri_is_clean(text); /* as most are: then nothing in it is invisible, either */
    const char *scheme;

    *target = (struct target){ .kind = TARGET_NONE };
    if (!clean) {
        add_visible(href, &raw);
        text = slice_trim(buffer_slice(&raw));
    }
    if (text.length > 0 && text.bytes[0] != '#') {
        scheme = missing_scheme(text);
        if (scheme[0] != '\0' || !clean) {
            buffer_add_text(&url, scheme);
            uri_clean(text, &url);
            text = buffer_slice(&url);
        }
        fill(text, arena, target);
    }
    buffer_clear(&raw);
    buffer_clear(&url);
}
