/* layout_text.c - what a theme's layout shows of a page's front matter, of data files and of other pages. */
#include "site/layout_text.h"

#include <stdlib.h>

#include "site/block.h"
#include "site/cv.h"
#include "site/layout_list.h"
#include "site/listing.h"
#include "site/markup.h"
#include "site/site_data.h"

/* The file that al-folio's configuration names for `site.data.resume`, out of which it makes the page. */
static const struct yaml *
read_resume(struct library *library)
{
    const struct yaml *list = yaml_get(library_site(library)->config, "jekyll_get_json");
    const struct yaml *data = library_data(library, slice_of("resume"));

    for (size_t i = 0; yaml_kind(list) == YAML_LIST && i < yaml_count(list) && data == NULL; i++) {
        const struct included *file = library_include(library, yaml_get_text(yaml_item(list, i), "json"));
        struct error error;

        if (file != NULL && slice_is(yaml_get_text(yaml_item(list, i), "data"), "resume"))
            data = yaml_read(file->text, file->line, library_arena(library), &error);
    }
    return data;
}

static void
add_file_link(struct slice name, struct buffer *out)
{
    if (name.length == 0)
        return;
    buffer_add_text(out, "\n\n<p><a href=\"");
    if (slice_find_byte(name, '/') == SLICE_NONE)
        buffer_add_text(out, "{{ site.baseurl }}/assets/pdf/");
    listing_escape(name, out);
    buffer_add_text(out, "\">PDF</a></p>\n\n");
}

static void
add_cv(struct library *library, const struct entry *entry, struct buffer *out)
{
    const struct yaml *resume = NULL;

    add_file_link(yaml_get_text(entry->meta, "cv_pdf"), out);
    if (!slice_is(yaml_get_text(entry->meta, "cv_format"), "rendercv"))
        resume = read_resume(library);
    if (resume != NULL)
        cv_add(resume, yaml_get(library_site(library)->config, "jsonresume"), out);
    else
        cv_add(library_data(library, slice_of("cv")), NULL, out);
}

/* One person of a group: a text in a file of its own, an address, a picture. */
static void
add_person(const struct yaml *person, struct buffer *out)
{
    struct slice image = yaml_get_text(person, "image"), content = yaml_get_text(person, "content"), line, rest;
    struct buffer address = { 0 };

    if (slice_find_any(content, "{}%\n ") == SLICE_NONE && content.length > 0)
        buffer_format(out, "\n\n{%% include_relative %.*s %%}\n\n", (int)content.length, content.bytes);
    block_unfold(yaml_get_text(person, "more_info"), &address);
    rest = buffer_slice(&address);
    buffer_add_text(out, "\n\n<div>");
    while (slice_take_line(&rest, &line))
        buffer_add(out, line);
    buffer_clear(&address);
    if (image.length > 0) {
        buffer_add_text(out, "<br><img src=\"{{ site.baseurl }}/assets/img/");
        listing_escape(image, out);
        buffer_add_text(out, "\">");
    }
    buffer_add_text(out, "</div>\n\n");
}

static void
add_people(struct library *library, const struct entry *entry, struct buffer *out)
{
    const struct yaml *people = yaml_get(entry->meta, "profiles");

    (void)library;
    for (size_t i = 0; yaml_kind(people) == YAML_LIST && i < yaml_count(people) && i < 100; i++) {
        buffer_add_text(out, i > 0 ? "\n\n---\n\n" : "");
        add_person(yaml_item(people, i), out);
    }
}

/* `news: true`, or, as later versions of al-folio write it, `announcements: {enabled: true}`. */
static bool
asks_for(const struct yaml *meta, const char *key)
{
    const struct yaml *node = yaml_get(meta, key);

    return yaml_bool(node, false) || yaml_bool(yaml_get(node, "enabled"), false);
}

static void
add_latest_posts(const struct site *site, const struct yaml *meta, struct buffer *out)
{
    const struct yaml *own = yaml_get(meta, "latest_posts");
    bool wanted = own != NULL ? asks_for(meta, "latest_posts") : asks_for(site->config, "latest_posts");
    struct slice limit = yaml_get_text(own, "limit");
    unsigned long most;

    if (!wanted || site->post_count == 0)
        return;
    if (limit.length == 0)
        limit = yaml_get_text(yaml_get(site->config, "latest_posts"), "limit");
    buffer_add_text(out, "\n\n## Latest posts\n\n{% for post in site.posts");
    if (slice_to_number(limit, 1000, &most))
        buffer_format(out, " limit: %lu", most);
    buffer_add_text(out, " %}{{ post.title }}{% endfor %}\n");
}

/* How many announcements the front page shows: later versions of al-folio say it under `announcements`. */
static unsigned long
news_limit(const struct yaml *meta, const struct yaml *config)
{
    const struct yaml *nodes[] = {
        yaml_get(yaml_get(meta, "announcements"), "limit"),
        yaml_get(yaml_get(config, "announcements"), "limit"),
        yaml_get(config, "news_limit"),
    };
    unsigned long most = 0;

    for (size_t i = 0; i < sizeof(nodes) / sizeof(nodes[0]) && most == 0; i++)
        slice_to_number(slice_trim(yaml_text(nodes[i])), 1000, &most);
    return most;
}

static void
add_news(struct library *library, const struct entry *entry, struct buffer *out)
{
    const struct shelf *news = library_shelf(library, slice_of("news"));
    unsigned long most = news_limit(entry->meta, library_site(library)->config);

    if (news == NULL || news->count == 0 || !(asks_for(entry->meta, "news") || asks_for(entry->meta, "announcements")))
        return;
    buffer_add_text(out, "\n\n## News\n\n{% assign items = site.news | reverse %}{% for item in items");
    if (most > 0)
        buffer_format(out, " limit: %lu", most);
    buffer_add_text(out, " %}{{ item.title }}{% endfor %}\n");
}

static void
add_about(struct library *library, const struct entry *entry, struct buffer *out)
{
    add_news(library, entry, out);
    add_latest_posts(library_site(library), entry->meta, out);
    if (asks_for(entry->meta, "selected_papers"))
        buffer_add_text(out,
                        "\n\n## Selected publications\n\n{% bibliography --group_by none -q @*[selected=true]* %}\n");
}

static const struct {
    const char *layout;
    void (*add)(struct library *library, const struct entry *entry, struct buffer *out);
} layouts[] = { { "about", add_about }, { "cv", add_cv }, { "profiles", add_people } };

bool
layout_text_is_own(const struct entry *entry)
{
    struct slice layout = yaml_get_text(entry->meta, "layout");

    for (size_t i = 0; entry->kind == ENTRY_PAGE && i < sizeof(layouts) / sizeof(layouts[0]); i++)
        if (slice_is(layout, layouts[i].layout))
            return false;
    return entry->kind != ENTRY_PAGE || !layout_list_has(layout);
}

/* Whether TEXT, a layout, prints the page's KEY for readers, not just for machines. */
static bool
prints(struct slice text, const char *key)
{
    static const char *const openings[] = { "{{ page.", "{{page.", "{{- page." };

    for (size_t i = 0; i < sizeof(openings) / sizeof(openings[0]); i++)
        for (size_t at = 0, found; (found = slice_find(slice_from(text, at), openings[i])) != SLICE_NONE;) {
            struct slice name = slice_from(text, at + found + slice_of(openings[i]).length);
            bool attribute = at + found > 0 && text.bytes[at + found - 1] == '"';

            at = text.length - name.length;
            name = slice_range(name, 0, slice_find_any(name, " |}-"));
            if (!attribute && slice_is(name, key))
                return true;
        }
    return false;
}

static const struct included *
find_layout(struct library *library, struct slice name)
{
    static const char *const endings[] = { ".html", ".liquid" };
    const struct included *file = NULL;

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]) && file == NULL && name.length > 0; i++) {
        struct buffer path = { 0 };

        buffer_format(&path, "_layouts/%.*s%s", (int)name.length, name.bytes, endings[i]);
        file = library_include(library, buffer_slice(&path));
        buffer_clear(&path);
    }
    return file;
}

static void
add_rest(struct library *library, const struct entry *entry, struct slice body, struct buffer *out)
{
    struct slice layout = yaml_get_text(entry->meta, "layout");

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
        if (slice_is(layout, layouts[i].layout))
            layouts[i].add(library, entry, out);
    layout_list_add(entry, layout, find_layout(library, layout), body, out);
}

static void
add_paragraph(struct slice markup, struct buffer *out)
{
    if (slice_is_blank(markup))
        return;
    buffer_add_text(out, "\n\n<p>");
    markup_html(markup, out);
    buffer_add_text(out, "</p>\n\n");
}

/* The posts of a page that stands for a tag or a category, where its layout lists them. */
static void
add_archive(struct library *library, const struct entry *entry, struct buffer *out)
{
    static const struct {
        const char *key, *list;
    } kinds[] = { { "tag", "site.tags" }, { "category", "site.categories" } };
    const struct included *layout = find_layout(library, yaml_get_text(entry->meta, "layout"));

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && layout != NULL; i++)
        if (yaml_get_text(entry->meta, kinds[i].key).length > 0 &&
            slice_find(layout->text, kinds[i].list) != SLICE_NONE)
            buffer_format(out, "{%% for post in %s[page.%s] %%}{{ post.title }}{%% endfor %%}", kinds[i].list,
                          kinds[i].key);
}

/* Lines under the title that the author's own layout prints, and the text does not say anyway. The front page of al-folio has them in its profile. */
static void
add_descriptions(struct library *library, const struct entry *entry, struct slice body, struct buffer *out)
{
    static const char *const keys[] = { "subtitle", "description", "meta" };
    struct slice name = yaml_get_text(entry->meta, "layout");
    const struct included *layout = slice_is(name, "about") ? NULL : find_layout(library, name);

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && layout != NULL; i++) {
        char *value = slice_copy(slice_trim(yaml_get_text(entry->meta, keys[i])));

        if (value[0] != '\0' && prints(layout->text, keys[i]) && slice_find(body, value) == SLICE_NONE)
            add_paragraph(slice_of(value), out);
        free(value);
    }
}

static void
add_action(struct slice url, struct slice label, struct buffer *out)
{
    if (url.length == 0)
        return;
    buffer_add_text(out, "\n\n<p><a href=\"");
    listing_escape(url, out);
    buffer_add_text(out, "\">");
    markup_html(label.length > 0 ? label : slice_of("Learn more"), out);
    buffer_add_text(out, "</a></p>\n\n");
}

/* minimal-mistakes prints an excerpt and buttons over the picture at the top of a page. */
static void
add_hero(const struct entry *entry, struct buffer *out)
{
    const struct yaml *header = yaml_get(entry->meta, "header"), *actions = yaml_get(header, "actions");
    struct slice tagline = yaml_get_text(entry->meta, "tagline");

    if (yaml_get(header, "overlay_image") == NULL && yaml_get(header, "overlay_color") == NULL)
        return;
    add_paragraph(tagline.length > 0 ? tagline : yaml_get_text(entry->meta, "excerpt"), out);
    add_action(yaml_get_text(header, "cta_url"), yaml_get_text(header, "cta_label"), out);
    for (size_t i = 0; yaml_kind(actions) == YAML_LIST && i < yaml_count(actions) && i < 20; i++)
        add_action(yaml_get_text(yaml_item(actions, i), "url"), yaml_get_text(yaml_item(actions, i), "label"), out);
}

void
layout_text_read(struct library *library, const struct entry *entry, struct slice body, struct layout_text *text)
{
    if (entry->kind == ENTRY_PAGE)
        add_rest(library, entry, body, &text->rest);
    if (entry->kind == ENTRY_PAGE && slice_is_blank(body) && text->rest.length == 0)
        add_archive(library, entry, &text->rest);
    if (entry->kind > ENTRY_POST || (slice_is_blank(body) && text->rest.length == 0))
        return;
    add_hero(entry, &text->lead);
    add_descriptions(library, entry, body, &text->lead);
}

void
layout_text_clear(struct layout_text *text)
{
    buffer_clear(&text->lead);
    buffer_clear(&text->rest);
}
