/* shortcode_tag.c - Hugo's own shortcodes and those that its academic themes add, one row each. */
#include "site/shortcode_tag.h"

#include <stdlib.h>

#include "site/listing.h"
#include "site/site_data.h"
#include "site/source.h"

/* A word, or what stands between quotes; *REST moves behind it. */
static struct slice
take_word(struct slice *rest, const char *stops)
{
    char quote = rest->length > 0 ? rest->bytes[0] : '\0';
    struct slice word;
    size_t end;

    if (quote != '"' && quote != '`') {
        word = slice_range(*rest, 0, slice_find_any(*rest, stops));
        *rest = slice_from(*rest, word.length);
        return word;
    }
    *rest = slice_from(*rest, 1);
    for (end = 0; end < rest->length && rest->bytes[end] != quote; end++)
        end += rest->bytes[end] == '\\' && quote == '"';
    word = slice_range(*rest, 0, end);
    *rest = slice_from(*rest, end + 1);
    return word;
}

void
shortcode_read(struct slice text, struct shortcode *code)
{
    text = slice_trim(text);
    *code = (struct shortcode){ .closes = slice_starts(text, "/") };
    text = slice_trim_left(slice_from(text, code->closes ? 1 : 0));
    if (slice_ends(text, "/"))
        text = slice_trim_right(slice_range(text, 0, text.length - 1));
    code->name = take_word(&text, " \t\r\n");
    for (text = slice_trim_left(text); text.length > 0; text = slice_trim_left(text)) {
        struct slice key = { "", 0 }, value = take_word(&text, " \t\r\n=");

        if (slice_starts(text, "=")) {
            key = value;
            text = slice_trim_left(slice_from(text, 1));
            value = take_word(&text, " \t\r\n");
        } else if (value.length == 0 && text.length > 0 &&
                   slice_find_any(slice_range(text, 0, 1), "\"`") == SLICE_NONE) {
            text = slice_from(text, 1); /* nothing that a parameter could begin with */
        }
        if (code->count < SHORTCODE_PARAMETERS) {
            code->keys[code->count] = key;
            code->values[code->count++] = value;
        }
    }
}

/* The parameter of one of KEYS, which ends with NULL; else, if POSITION is one, the one that stands there. */
static struct slice
parameter(const struct shortcode *code, const char *const *keys, size_t position)
{
    size_t at = 0;

    for (; *keys != NULL; keys++)
        for (size_t i = 0; i < code->count; i++)
            if (slice_is_nocase(code->keys[i], *keys) && code->values[i].length > 0)
                return code->values[i];
    for (size_t i = 0; i < code->count; i++)
        if (code->keys[i].length == 0 && at++ == position)
            return code->values[i];
    return slice_make("", 0);
}

static const char *const sources[] = { "src", "image", "url", "link", NULL };
static const char *const captions[] = { "caption", "title", NULL };
static const char *const alternatives[] = { "alt", NULL };
static const char *const attributions[] = { "attr", NULL };
static const char *const targets[] = { "url", "href", "link", "src", NULL };
static const char *const summaries[] = { "summary", "title", NULL };
static const char *const ids[] = { "id", NULL };
static const char *const users[] = { "user", NULL };
static const char *const paths[] = { "path", "page", NULL };
static const char *const names[] = { "name", "key", NULL };
static const char *const languages[] = { "lang", "type", NULL };

static void
add_attribute(struct buffer *html, const char *name, struct slice value)
{
    buffer_format(html, " %s=\"", name);
    listing_escape(value, html);
    buffer_add_byte(html, '"');
}

static void
put_link(struct buffer *out, struct slice url, struct slice label)
{
    buffer_add_text(out, "<a");
    add_attribute(out, "href", url);
    buffer_add_byte(out, '>');
    listing_escape(label, out);
    buffer_add_text(out, "</a>");
}

/* The caption names the image unless that has a name, or the caption holds markup. */
static void
put_figure(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice caption = parameter(code, captions, 1), alternative = parameter(code, alternatives, SLICE_NONE);
    bool plain = alternative.length == 0 && slice_find_any(caption, "<[*_`") == SLICE_NONE;
    struct slice attribution = parameter(code, attributions, SLICE_NONE);

    (void)place;
    buffer_add_text(out, "\n\n<figure><img");
    add_attribute(out, "src", parameter(code, sources, 0));
    add_attribute(out, "alt", plain ? caption : alternative);
    buffer_add_text(out, "><figcaption>");
    if (!plain)
        buffer_add(out, caption);
    buffer_add_text(out, plain || attribution.length == 0 ? "" : " ");
    buffer_add(out, attribution);
    buffer_add_text(out, "</figcaption></figure>\n\n");
}

/* Where the page lies that REF names: by its path, from the root or from the page's own folder, else by its name alone. */
static const struct entry *
find_page(const struct shortcode_place *place, struct slice reference)
{
    static const char *const forms[] = { "", ".md", "/index.md", "/_index.md" };
    const struct site *site = library_site(place->library);
    struct slice folder =
        slice_starts(reference, "/") ? site->hugo->main->folder : source_split(place->entry->source).folder;
    const struct entry *found = NULL;
    struct buffer path = { 0 };

    while (slice_starts(reference, "/"))
        reference = slice_from(reference, 1);
    while (slice_ends(reference, "/"))
        reference.length--;
    for (size_t turn = 0; turn < 2 && found == NULL; turn++, folder = site->hugo->main->folder)
        for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]) && found == NULL; i++) {
            buffer_truncate(&path, 0);
            buffer_add(&path, folder);
            buffer_add(&path, reference);
            buffer_add_text(&path, forms[i]);
            found = map_find(site->sources, buffer_slice(&path));
        }
    buffer_clear(&path);
    return found != NULL ? found : library_named(place->library, reference);
}

/* `ref` and `relref`: the path alone, as they stand inside of links. */
static void
put_reference(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice reference = parameter(code, paths, 0);
    size_t hash = slice_find_byte(reference, '#');
    struct slice path = slice_range(reference, 0, hash);
    const struct entry *entry = path.length == 0 ? place->entry : find_page(place, path);

    if (entry == NULL) {
        findings_add(place->findings, FINDING_WARNING, "broken-link", place->entry->source.bytes, place->line, 0,
                     "%.*s: no page is made from %.*s", (int)code->name.length, code->name.bytes, (int)path.length,
                     path.bytes);
        return;
    }
    buffer_add(out, entry->path);
    if (hash != SLICE_NONE)
        buffer_add(out, slice_from(reference, hash));
}

/* A page by its title. */
static void
put_citation(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    const struct entry *entry = find_page(place, parameter(code, paths, 0));

    if (entry != NULL)
        put_link(out, entry->path, entry->title.length > 0 ? entry->title : entry->path);
}

/* Places whose address is a prefix and an id. */
static const struct {
    const char *name, *prefix, *label;
} services[] = {
    { "youtube", "https://www.youtube.com/watch?v=", "Video on YouTube" },
    { "vimeo", "https://vimeo.com/", "Video on Vimeo" },
    { "bilibili", "https://www.bilibili.com/video/", "Video on Bilibili" },
    { "instagram", "https://www.instagram.com/p/", "Picture on Instagram" },
};

static void
put_service(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice id = parameter(code, ids, 0), title = parameter(code, captions, SLICE_NONE);
    struct buffer url = { 0 };
    size_t i = 0;

    (void)place;
    while (!slice_is_nocase(code->name, services[i].name))
        i++;
    buffer_add_text(&url, services[i].prefix);
    buffer_add(&url, id);
    buffer_add_text(out, "\n\n");
    if (id.length > 0)
        put_link(out, buffer_slice(&url), title.length > 0 ? title : slice_of(services[i].label));
    buffer_add_text(out, "\n\n");
    buffer_clear(&url);
}

/* Two parts of an address: the user's name, and an id. */
static void
put_post(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    bool gist = slice_is(code->name, "gist");
    struct slice user = parameter(code, users, 0), id = parameter(code, ids, 1);
    struct buffer url = { 0 };

    (void)place;
    buffer_format(&url, gist ? "https://gist.github.com/%.*s/%.*s" : "https://x.com/%.*s/status/%.*s", (int)user.length,
                  user.bytes, (int)id.length, id.bytes);
    buffer_add_text(out, "\n\n");
    if (user.length > 0 && id.length > 0)
        put_link(out, buffer_slice(&url), slice_of(gist ? "Code on GitHub" : "Post on X"));
    buffer_add_text(out, "\n\n");
    buffer_clear(&url);
}

static void
put_media(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice source = parameter(code, sources, 0), title = parameter(code, captions, SLICE_NONE);

    (void)place;
    buffer_add_text(out, "\n\n");
    if (source.length > 0)
        put_link(out, source, title.length > 0 ? title : code->name);
    buffer_add_text(out, "\n\n");
}

/* A file of `static/`, or a button: what stands inside is the label. */
static void
open_link(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice target = parameter(code, targets, 0);

    (void)place;
    if (target.length == 0 || !code->is_paired)
        return;
    buffer_add_text(out, "<a");
    if (slice_is(code->name, "staticref") && !slice_starts(target, "/"))
        target = arena_format(library_arena(place->library), "/%.*s", (int)target.length, target.bytes);
    add_attribute(out, "href", target);
    buffer_add_byte(out, '>');
}

static void
close_link(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    (void)place;
    (void)code;
    buffer_add_text(out, "</a>");
}

static void
open_code(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice language = parameter(code, languages, 0);

    (void)place;
    buffer_format(out, "\n\n```%.*s\n", (int)language.length, language.bytes);
}

static void
close_code(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    (void)place;
    (void)code;
    buffer_add_text(out, "\n```\n\n");
}

static void
open_details(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    struct slice summary = parameter(code, summaries, 0);

    (void)place;
    buffer_format(out, "\n\n%.*s\n\n", (int)summary.length, summary.bytes);
}

/* A value of the page's front matter, else of the site's parameters. */
static void
put_parameter(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    const struct site *site = library_site(place->library);
    char *name = slice_copy(parameter(code, names, 0));
    const struct yaml *node = yaml_get_nocase(place->entry->meta, name);

    if (node == NULL)
        node = yaml_get_nocase(yaml_get_nocase(place->entry->meta, "params"), name);
    if (node == NULL)
        node = yaml_get_nocase(hugo_setting(site->hugo, "params"), name);
    buffer_add(out, yaml_text(node));
    free(name);
}

static void
put_break(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    (void)place;
    (void)code;
    buffer_add_text(out, "<br>");
}

typedef void putter(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out);

/* NULL: nothing, without a word about it. */
static const struct {
    const char *name;
    putter *open, *close;
} tags[] = {
    { "figure", put_figure, NULL },
    { "img", put_figure, NULL },
    { "image", put_figure, NULL },
    { "ref", put_reference, NULL },
    { "relref", put_reference, NULL },
    { "cite", put_citation, NULL },
    { "youtube", put_service, NULL },
    { "vimeo", put_service, NULL },
    { "bilibili", put_service, NULL },
    { "instagram", put_service, NULL },
    { "gist", put_post, NULL },
    { "tweet", put_post, NULL },
    { "twitter", put_post, NULL },
    { "x", put_post, NULL },
    { "audio", put_media, NULL },
    { "video", put_media, NULL },
    { "staticref", open_link, close_link },
    { "button", open_link, close_link },
    { "highlight", open_code, close_code },
    { "mermaid", open_code, close_code },
    { "details", open_details, NULL },
    { "expand", open_details, NULL },
    { "spoiler", open_details, NULL },
    { "param", put_parameter, NULL },
    { "br", put_break, NULL },
    { "toc", NULL, NULL },
    { "table_of_contents", NULL, NULL },
    { "icon", NULL, NULL },
    { "clear", NULL, NULL },
};

enum { TAGS = sizeof(tags) / sizeof(tags[0]) };

void
shortcode_put(const struct shortcode_place *place, const struct shortcode *code, struct buffer *out)
{
    for (size_t i = 0; i < TAGS; i++)
        if (slice_is_nocase(code->name, tags[i].name)) {
            putter *put = code->closes ? tags[i].close : tags[i].open;

            if (put != NULL)
                put(place, code, out);
            return;
        }
    /* Of one that is closed somewhere the text stays; one that stands alone was all there is. */
    if (!code->closes && !code->is_paired)
        findings_add(place->findings, FINDING_NOTE, "dropped-shortcode", place->entry->source.bytes, place->line, 0,
                     "the theme's %.*s is not shown", (int)code->name.length, code->name.bytes);
}
