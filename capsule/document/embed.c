/* embed.c - includes that show a picture or a film. */
#include "document/embed.h"

static const char *const sources[] = { "path", "image_path", "url", "src", "image", "source", "file", NULL };
static const char *const captions[] = { "caption", "title", "description", NULL };
static const char *const alternatives[] = { "alt", NULL };
static const char *const ids[] = { "id", "youtube_id", NULL };
static const char *const providers[] = { "provider", NULL };

/* The first of KEYS, a list that ends with NULL, that has a text. */
static struct slice
find_first(const struct embed_parameters *parameters, const char *const *keys)
{
    struct slice text = { "", 0 };

    for (; *keys != NULL && text.length == 0; keys++)
        text = slice_trim(parameters->find(parameters->context, *keys));
    return text;
}

static void
add_value(struct slice value, struct buffer *html)
{
    for (size_t i = 0; i < value.length; i++)
        if (value.bytes[i] == '"')
            buffer_add_text(html, "&quot;");
        else
            buffer_add_byte(html, value.bytes[i] == '\n' ? ' ' : value.bytes[i]);
}

static void
add_caption(struct slice caption, const struct embed_parameters *parameters, struct buffer *html)
{
    buffer_add_text(html, "<figcaption>");
    if (parameters->add_caption != NULL)
        parameters->add_caption(caption, html);
    else
        buffer_add(html, caption);
    buffer_add_text(html, "</figcaption>");
}

/* ` src="..."`, from the site's root unless it says otherwise. */
static void
add_source(struct slice source, struct buffer *html)
{
    buffer_add_text(html, " src=\"");
    if (!slice_starts(source, "/") && slice_find(source, ":") == SLICE_NONE)
        buffer_add_byte(html, '/');
    add_value(source, html);
    buffer_add_byte(html, '"');
}

static bool
write_figure(const struct embed_parameters *parameters, struct buffer *html)
{
    struct slice source = find_first(parameters, sources), caption = find_first(parameters, captions);
    struct slice alternative = find_first(parameters, alternatives);
    bool plain = alternative.length == 0 && slice_find_any(caption, "<[*_`") == SLICE_NONE;

    if (source.length == 0)
        return false;
    buffer_add_text(html, "<figure><img");
    add_source(source, html);
    buffer_add_text(html, " alt=\"");
    add_value(plain ? caption : alternative, html);
    buffer_add_text(html, "\">");
    if (caption.length > 0 && !plain)
        add_caption(caption, parameters, html);
    buffer_add_text(html, "</figure>");
    return true;
}

static bool
write_sound(const struct embed_parameters *parameters, struct buffer *html)
{
    struct slice source = find_first(parameters, sources);

    if (source.length == 0)
        return false;
    buffer_add_text(html, "<audio");
    add_source(source, html);
    buffer_add_text(html, "></audio>");
    return true;
}

static bool
write_film(const struct embed_parameters *parameters, struct buffer *html)
{
    struct slice id = find_first(parameters, ids), source = find_first(parameters, sources);
    bool vimeo = slice_is(find_first(parameters, providers), "vimeo");

    if (id.length == 0 && source.length == 0)
        return false;
    buffer_add_text(html, "<iframe");
    if (id.length > 0) {
        buffer_add_text(html, vimeo ? " src=\"https://vimeo.com/" : " src=\"https://www.youtube.com/watch?v=");
        add_value(id, html);
        buffer_add_byte(html, '"');
    } else {
        add_source(source, html);
    }
    buffer_add_text(html, "></iframe>");
    return true;
}

static const struct part {
    const char *prefix;
    bool (*write)(const struct embed_parameters *parameters, struct buffer *html);
} parts[] = {
    { "figure", write_figure }, { "image", write_figure }, { "img", write_figure }, { "video", write_film },
    { "youtube", write_film },  { "audio", write_sound },  { "vimeo", write_film },
};

static const struct part *
find_part(struct slice name)
{
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (slice_starts(name, parts[i].prefix))
            return &parts[i];
    return NULL;
}

bool
embed_is(struct slice name)
{
    return find_part(name) != NULL;
}

bool
embed_write(struct slice name, const struct embed_parameters *parameters, struct buffer *html)
{
    const struct part *part = find_part(name);

    return part != NULL && part->write(parameters, html);
}
