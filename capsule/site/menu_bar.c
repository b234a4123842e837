/* menu_bar.c - the links that the author's own layout puts on every page. */
#include "site/menu_bar.h"

#include "site/liquid.h"
#include "site/site_data.h"

/* Where themes keep the top of their pages. */
static const char *const files[] = {
    "_includes/header",  "_includes/nav",     "_includes/navigation", "_includes/navbar", "_includes/masthead",
    "_includes/menu",    "_includes/sidebar", "_includes/topbar",     "_layouts/default", "_layouts/base",
    "_layouts/homepage", "_layouts/home",     "_layouts/page",
};

static const char *const endings[] = { ".html", ".liquid" };

/* TEXT without what stands between OPEN and CLOSE. */
static void
without(struct slice text, const char *open, const char *close, struct buffer *out)
{
    size_t start, end;

    while ((start = slice_find(text, open)) != SLICE_NONE) {
        end = slice_find(slice_from(text, start), close);
        buffer_add(out, slice_range(text, 0, start));
        text = slice_from(text, end == SLICE_NONE ? text.length : start + end + slice_of(close).length);
    }
    buffer_add(out, text);
}

/* The inside of the first `nav` element; NULL bytes if there is none. */
static struct slice
find_nav(struct slice text)
{
    size_t start = 0, end;

    for (;;) {
        size_t at = slice_find(slice_from(text, start), "<nav");

        if (at == SLICE_NONE)
            return slice_make(NULL, 0);
        start += at + 4;
        if (start < text.length && (byte_is_space(text.bytes[start]) || text.bytes[start] == '>'))
            break;
    }
    end = slice_find(slice_from(text, start), "</nav");
    text = slice_range(text, start, end == SLICE_NONE ? text.length : start + end);
    start = slice_find_byte(text, '>');
    return start == SLICE_NONE ? slice_make(NULL, 0) : slice_from(text, start + 1);
}

static void
expand(struct library *library, struct slice nav, struct slice file, struct buffer *html)
{
    struct entry *place = arena_take(library_arena(library), sizeof(*place)); /* the library may keep it */
    struct spliced text = { 0 };

    *place = (struct entry){ .kind = ENTRY_FILE, .is_html = true, .path = SLICE("/"), .source = file };
    if (library_site(library)->home != NULL)
        place->meta = library_site(library)->home->meta;
    if (liquid_expand(library, place, nav, 1, NULL, &text))
        buffer_add(html, buffer_slice(&text.text));
    else
        buffer_add(html, nav);
    spliced_clear(&text);
}

/* Reads one file; false if it holds no `nav`. */
static bool
read_file(struct library *library, const struct included *file, struct buffer *html)
{
    struct buffer plain = { 0 }, bare = { 0 };
    struct slice nav;

    without(file->text, "<!--", "-->", &plain);
    without(buffer_slice(&plain), "{% comment %}", "{% endcomment %}", &bare);
    nav = find_nav(buffer_slice(&bare));
    if (nav.bytes != NULL)
        expand(library, nav, file->path, html);
    buffer_clear(&plain);
    buffer_clear(&bare);
    return nav.bytes != NULL;
}

bool
menu_bar_read(struct library *library, struct buffer *html)
{
    bool found = false;

    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && !found; i++) {
        for (size_t ending = 0; ending < sizeof(endings) / sizeof(endings[0]) && !found; ending++) {
            struct buffer path = { 0 };
            const struct included *file;

            buffer_format(&path, "%s%s", files[i], endings[ending]);
            file = library_include(library, buffer_slice(&path));
            buffer_clear(&path);
            found = file != NULL && read_file(library, file, html);
        }
    }
    return found;
}
