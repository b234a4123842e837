/* liquid_include.c - includes: the author's texts are spliced in, figures become images, the theme's parts vanish. */
#include <stdlib.h>

#include "site/liquid_pass.h"
#include "site/liquid_shape.h"
#include "site/markup.h"
#include "site/site_data.h"
#include "site/source.h"

/* `name key=value key="a value"`: takes the next pair; values are expressions. */
static bool
take_parameter(const struct scope *scope, struct slice *rest, struct slice *key, struct value *value)
{
    size_t equals = slice_find_byte(*rest, '=');

    if (equals == SLICE_NONE)
        return false;
    *key = slice_trim(slice_range(*rest, 0, equals));
    *rest = slice_from(*rest, equals + 1);
    *value = liquid_take_operand(scope, rest);
    *rest = slice_trim_left(*rest);
    return key->length > 0;
}

static struct map *
read_parameters(struct liquid_pass *pass, struct slice rest)
{
    struct arena *arena = pass->arena;
    struct scope scope = liquid_scope(pass);
    struct map *parameters = map_new();
    struct slice key;
    struct value value;

    while (take_parameter(&scope, &rest, &key, &value)) {
        struct value *kept = arena_take(arena, sizeof(*kept));

        *kept = value;
        map_put(parameters, key, kept);
    }
    return parameters;
}

/* The first parameter of KEYS, a list that ends with NULL, that has a text. */
static struct slice
parameter(const struct map *parameters, const char *const *keys)
{
    struct slice text = { "", 0 };

    for (; *keys != NULL && text.length == 0; keys++) {
        const struct value *value = map_find(parameters, slice_of(*keys));

        if (value != NULL)
            liquid_text(value, &text);
    }
    return slice_trim(text);
}

static void
add_attribute(struct buffer *html, const char *name, struct slice value)
{
    buffer_format(html, " %s=\"", name);
    for (size_t i = 0; i < value.length; i++)
        if (value.bytes[i] == '"')
            buffer_add_text(html, "&quot;");
        else
            buffer_add_byte(html, value.bytes[i] == '\n' ? ' ' : value.bytes[i]);
    buffer_add_byte(html, '"');
}

static const char *const sources[] = { "path", "image_path", "url", "src", "image", "source", "file", NULL };
static const char *const captions[] = { "caption", "title", "description", NULL };
static const char *const alternatives[] = { "alt", NULL };

/* A figure of the theme; its caption names the image, unless that has a name or the caption holds markup. */
static void
put_figure(struct liquid_pass *pass, const struct map *parameters)
{
    struct slice source = parameter(parameters, sources), caption = parameter(parameters, captions);
    struct slice alternative = parameter(parameters, alternatives);
    bool plain = alternative.length == 0 && slice_find_any(caption, "<[*_`") == SLICE_NONE;
    struct buffer html = { 0 };

    buffer_add_text(&html, "\n\n<figure><img");
    if (!slice_starts(source, "/") && slice_find(source, ":") == SLICE_NONE)
        source = arena_format(pass->arena, "/%.*s", (int)source.length, source.bytes);
    add_attribute(&html, "src", source);
    add_attribute(&html, "alt", plain ? caption : alternative);
    buffer_add_text(&html, ">");
    if (caption.length > 0 && !plain) {
        buffer_add_text(&html, "<figcaption>");
        markup_html(caption, &html);
        buffer_add_text(&html, "</figcaption>");
    }
    buffer_add_text(&html, "</figure>\n\n");
    liquid_emit_generated(pass, buffer_slice(&html));
    buffer_clear(&html);
}

static void
put_media(struct liquid_pass *pass, const struct map *parameters)
{
    static const char *const ids[] = { "id", "youtube_id", NULL };
    static const char *const providers[] = { "provider", NULL };
    struct slice source = parameter(parameters, sources), id = parameter(parameters, ids);
    struct buffer html = { 0 };

    if (id.length > 0)
        source = arena_format(pass->arena, "https://%s%.*s",
                              slice_is(parameter(parameters, providers), "vimeo") ? "vimeo.com/"
                                                                                  : "www.youtube.com/watch?v=",
                              (int)id.length, id.bytes);
    buffer_add_text(&html, "\n\n<iframe");
    add_attribute(&html, "src", source);
    buffer_add_text(&html, "></iframe>\n\n");
    if (source.length > 0)
        liquid_emit_generated(pass, buffer_slice(&html));
    buffer_clear(&html);
}

/* Parts of themes by how their names begin, and what stands for them: NULL for nothing. */
static const struct {
    const char *prefix;
    void (*put)(struct liquid_pass *pass, const struct map *parameters);
} parts[] = {
    { "figure", put_figure }, { "image", put_figure }, { "img", put_figure },     { "video", put_media },
    { "youtube", put_media }, { "audio", put_media },  { "vimeo", put_media },    { "author", NULL },
    { "pagina", NULL },       { "post_pagina", NULL }, { "head", NULL },          { "foot", NULL },
    { "script", NULL },       { "analytics", NULL },   { "comment", NULL },       { "social", NULL },
    { "share", NULL },        { "read-time", NULL },   { "toc", NULL },           { "nav", NULL },
    { "breadcrumb", NULL },   { "sidebar", NULL },     { "masthead", NULL },      { "seo", NULL },
    { "page__", NULL },       { "browser", NULL },     { "category-list", NULL }, { "tag-list", NULL },
    { "disqus", NULL },       { "google", NULL },      { "mathjax", NULL },       { "fetch_google", NULL },
    { "giscus", NULL },       { "schema", NULL },      { "post-meta", NULL },
};

enum { PARTS = sizeof(parts) / sizeof(parts[0]) };

static bool
put_part(struct liquid_pass *pass, struct slice name, struct slice rest)
{
    struct map *parameters;
    struct listing_style style;

    if (site_is_markdown(library_site(pass->library), name))
        return false;
    if (liquid_shape_entry(name, &style)) {
        parameters = read_parameters(pass, rest);
        liquid_show_entry(pass, parameters, &style);
        map_free(parameters);
        return true;
    }
    for (size_t i = 0; i < PARTS; i++) {
        if (!slice_starts(name, parts[i].prefix))
            continue;
        if (parts[i].put != NULL) {
            parameters = read_parameters(pass, rest);
            parts[i].put(pass, parameters);
            map_free(parameters);
        }
        return true;
    }
    return false;
}

/* The file FOLDER + NAME at the place at hand; a missing text is worth a word, a missing part of a theme is not. */
static bool
splice(struct liquid_pass *pass, struct slice folder, struct slice name, struct slice rest)
{
    struct buffer path = { 0 };
    const struct included *included;

    buffer_add(&path, folder);
    buffer_add(&path, name);
    included = library_include(pass->library, buffer_slice(&path));
    if (included != NULL)
        liquid_splice(pass, included, read_parameters(pass, rest));
    else if (site_is_markdown(library_site(pass->library), name))
        findings_add(pass->findings, FINDING_WARNING, "missing-include", liquid_source(pass)->file.bytes,
                     liquid_source(pass)->line, 0, "%.*s is not there to be included", (int)path.length, path.bytes);
    buffer_clear(&path);
    return included != NULL;
}

static struct slice
take_name(struct slice *argument)
{
    size_t end = slice_find_any(*argument, " \t\r\n");
    struct slice name = slice_range(*argument, 0, end);

    *argument = slice_trim(slice_from(*argument, end == SLICE_NONE ? argument->length : end));
    return name;
}

void
liquid_include(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct slice name = take_name(&argument);

    if (pass->dead == 0 && pass->waiting > 0)
        liquid_show_lists(pass);
    if (pass->dead > 0 || pass->lost > 0 || put_part(pass, name, argument))
        return;
    if (!splice(pass, slice_of("_includes/"), name, argument) && !slice_is(name, "base_path") &&
        !liquid_show_item(pass))
        liquid_report(pass, whole);
}

/* Relative to the folder of the page, also inside an included file, as Jekyll does it. */
void
liquid_include_relative(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct slice name = take_name(&argument);

    (void)whole;
    if (pass->dead == 0 && pass->lost == 0)
        splice(pass, source_split(pass->entry->source).folder, name, argument);
}
