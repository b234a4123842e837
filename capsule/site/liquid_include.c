/* liquid_include.c - includes: the author's texts are spliced in, figures become images, the theme's parts vanish. */
#include <stdlib.h>

#include "document/embed.h"
#include "site/liquid_part.h"
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

static struct slice
find_text(const void *context, const char *key)
{
    const struct value *value = map_find(context, slice_of(key));
    struct slice text = { "", 0 };

    if (value != NULL)
        liquid_text(value, &text);
    return text;
}

/* A figure or a film that the theme would draw. */
static void
put_embedded(struct liquid_pass *pass, struct slice name, struct slice rest)
{
    struct map *parameters = read_parameters(pass, rest);
    struct buffer html = { 0 };

    buffer_add_text(&html, "\n\n");
    if (embed_write(name, &(struct embed_parameters){ find_text, parameters, markup_html }, &html)) {
        buffer_add_text(&html, "\n\n");
        liquid_emit_generated(pass, buffer_slice(&html));
    }
    buffer_clear(&html);
    map_free(parameters);
}

/* Parts of themes that have nothing to say, by how their names begin. */
static bool
is_decoration(struct slice name)
{
    static const char *const prefixes[] = {
        "author",  "pagina",   "post_pagina", "head",         "foot",    "script",        "analytics",
        "comment", "social",   "share",       "read-time",    "toc",     "nav",           "breadcrumb",
        "sidebar", "masthead", "seo",         "page__",       "browser", "category-list", "tag-list",
        "disqus",  "google",   "mathjax",     "fetch_google", "giscus",  "schema",        "post-meta",
    };

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
        if (slice_starts(name, prefixes[i]))
            return true;
    return false;
}

static bool
put_part(struct liquid_pass *pass, struct slice name, struct slice rest)
{
    struct listing_style style;

    if (site_is_markdown(library_site(pass->library), name))
        return false;
    if (liquid_shape_entry(name, &style)) {
        struct map *parameters = read_parameters(pass, rest);

        liquid_show_entry(pass, parameters, &style);
        map_free(parameters);
        return true;
    }
    if (!embed_is(name))
        return is_decoration(name);
    put_embedded(pass, name, rest);
    return true;
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

/* A part of a theme that is not in the tree, but of which we know what it shows. */
static bool
splice_part(struct liquid_pass *pass, struct slice name, struct slice rest)
{
    const struct included *known = liquid_part_find(name);
    struct included *part;

    if (known == NULL)
        return false;
    part = arena_take(pass->arena, sizeof(*part));
    *part = (struct included){ liquid_source(pass)->file, known->text, liquid_source(pass)->line };
    liquid_splice(pass, part, read_parameters(pass, rest));
    return true;
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
        !splice_part(pass, name, argument) && !liquid_show_item(pass))
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
