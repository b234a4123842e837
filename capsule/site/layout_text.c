/* layout_text.c - what a theme's layout shows of a page's front matter and of data files. */
#include "site/layout_text.h"

#include "site/block.h"
#include "site/cv.h"
#include "site/listing.h"
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

static const struct {
    const char *layout;
    void (*add)(struct library *library, const struct entry *entry, struct buffer *out);
} layouts[] = {
    { "cv", add_cv },
    { "profiles", add_people },
};

void
layout_text_add(struct library *library, const struct entry *entry, struct buffer *out)
{
    struct slice layout = yaml_get_text(entry->meta, "layout");

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
        if (entry->kind == ENTRY_PAGE && slice_is(layout, layouts[i].layout))
            layouts[i].add(library, entry, out);
}
