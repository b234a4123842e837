/* hugo_path.c - paths as Hugo makes them. */
#include "site/hugo_path.h"

#include <string.h>

#include "base/utf8.h"
#include "document/fold.h"

static bool
is_kept(uint32_t code_point)
{
    return fold_is_word(code_point) ||
           (code_point > 0 && code_point < 0x80 && strchr("./\\_#+~-@", (int)code_point) != NULL);
}

/* One `-` for each run of blanks, none beside one that the author wrote. */
void
hugo_path_clean(struct slice text, bool keeps_case, struct buffer *out)
{
    struct buffer lower = { 0 };
    bool blank = false, hyphen = false;

    if (!keeps_case)
        fold_lower(text, &lower);
    for (text = keeps_case ? text : buffer_slice(&lower); text.length > 0;) {
        uint32_t code_point = utf8_take(&text, NULL);

        if (!is_kept(code_point)) {
            blank = blank || (!hyphen && (code_point == ' ' || code_point == '\t' || code_point == 0xa0));
            continue;
        }
        hyphen = code_point == '-';
        if (blank && !hyphen)
            buffer_add_byte(out, '-');
        blank = false;
        utf8_put(out, code_point);
    }
    buffer_clear(&lower);
}

static struct slice
last_part(struct slice folder)
{
    struct slice rest = folder, part = { "", 0 };

    while (slice_take_part(&rest, '/', &part) && rest.length > 0)
        ;
    return part;
}

static void
put_text(const struct hugo_page *page, struct slice text, struct buffer *out)
{
    struct buffer clean = { 0 };

    hugo_path_clean(text, page->keeps_case, &clean);
    for (size_t i = 0; i < clean.length; i++)
        if (clean.bytes[i] != '/')
            buffer_add_byte(out, clean.bytes[i]);
    buffer_clear(&clean);
}

static void
put_title(const struct hugo_page *page, struct buffer *out)
{
    put_text(page, page->title, out);
}

static void
put_slug(const struct hugo_page *page, struct buffer *out)
{
    put_text(page, page->slug.length > 0 ? page->slug : page->title, out);
}

static void
put_name(const struct hugo_page *page, struct buffer *out)
{
    put_text(page, page->name.length > 0 ? page->name : last_part(page->folder), out);
}

static void
put_slug_or_name(const struct hugo_page *page, struct buffer *out)
{
    if (page->slug.length > 0)
        put_text(page, page->slug, out);
    else
        put_name(page, out);
}

static void
put_section(const struct hugo_page *page, struct buffer *out)
{
    hugo_path_clean(slice_range(page->folder, 0, slice_find_byte(page->folder, '/')), page->keeps_case, out);
}

static void
put_sections(const struct hugo_page *page, struct buffer *out)
{
    if (page->folder.length > 0)
        hugo_path_clean(slice_range(page->folder, 0, page->folder.length - 1), page->keeps_case, out);
}

static void
put_year(const struct hugo_page *page, struct buffer *out)
{
    buffer_format(out, "%04d", page->date.year);
}

static void
put_month(const struct hugo_page *page, struct buffer *out)
{
    buffer_format(out, "%02u", page->date.month);
}

static void
put_month_name(const struct hugo_page *page, struct buffer *out)
{
    put_text(page, slice_of(date_month_name(page->date.month)), out);
}

static void
put_day(const struct hugo_page *page, struct buffer *out)
{
    buffer_format(out, "%02u", page->date.day);
}

static void
put_weekday(const struct hugo_page *page, struct buffer *out)
{
    buffer_format(out, "%u", date_weekday(&page->date) % 7);
}

static void
put_weekday_name(const struct hugo_page *page, struct buffer *out)
{
    put_text(page, slice_of(date_weekday_name(date_weekday(&page->date))), out);
}

static void
put_yearday(const struct hugo_page *page, struct buffer *out)
{
    buffer_format(out, "%u", date_day_of_year(&page->date));
}

static const struct {
    const char *name;
    void (*put)(const struct hugo_page *page, struct buffer *out);
} placeholders[] = {
    { "title", put_title },
    { "slug", put_slug },
    { "slugorfilename", put_slug_or_name },
    { "slugorcontentbasename", put_slug_or_name },
    { "filename", put_name },
    { "contentbasename", put_name },
    { "section", put_section },
    { "sections", put_sections },
    { "year", put_year },
    { "month", put_month },
    { "monthname", put_month_name },
    { "day", put_day },
    { "weekday", put_weekday },
    { "weekdayname", put_weekday_name },
    { "yearday", put_yearday },
};

enum { PLACEHOLDERS = sizeof(placeholders) / sizeof(placeholders[0]) };

static bool
put_placeholder(const struct hugo_page *page, struct slice name, struct buffer *out)
{
    for (size_t i = 0; i < PLACEHOLDERS; i++)
        if (slice_is_nocase(name, placeholders[i].name)) {
            placeholders[i].put(page, out);
            return true;
        }
    return false;
}

static bool
put_pattern(const struct hugo_page *page, struct buffer *out, struct slice *bad)
{
    struct slice rest = page->pattern;

    if (!slice_starts(rest, "/"))
        buffer_add_byte(out, '/');
    while (rest.length > 0) {
        size_t colon = slice_find_byte(rest, ':');
        struct slice name;

        buffer_add(out, slice_range(rest, 0, colon));
        if (colon == SLICE_NONE)
            break;
        rest = slice_from(rest, colon + 1);
        name = slice_range(rest, 0, slice_find_none(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        rest = slice_from(rest, name.length);
        *bad = name;
        if (!put_placeholder(page, name, out))
            return false;
    }
    return true;
}

/* Folder and name; a slug stands in place of the name. */
static void
put_place(const struct hugo_page *page, struct buffer *out)
{
    buffer_add_byte(out, '/');
    hugo_path_clean(page->folder, page->keeps_case, out);
    if (page->name.length > 0)
        hugo_path_clean(page->slug.length > 0 ? page->slug : page->name, page->keeps_case, out);
}

static bool
names_file(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');

    return slice_find_byte(slice_from(path, slash == SLICE_NONE ? 0 : slash + 1), '.') != SLICE_NONE;
}

/* `x` is written as x/index.html, or as x.html; a URL of the author's own may name its file. */
static void
put_ending(const struct hugo_page *page, size_t start, struct buffer *out)
{
    struct slice path = slice_from(buffer_slice(out), start);

    if (page->url.length > 0 && (slice_ends(path, "/") || names_file(path)))
        return;
    while (slice_ends(buffer_slice(out), "/") && out->length > start)
        buffer_truncate(out, out->length - 1);
    if (page->is_ugly && page->url.length == 0 && out->length > start)
        buffer_add_text(out, ".html");
    else
        buffer_add_byte(out, '/');
}

bool
hugo_path_make(const struct hugo_page *page, struct buffer *out, struct slice *bad)
{
    size_t start;

    if (!slice_starts(page->url, "/"))
        buffer_add(out, page->prefix);
    start = out->length;
    if (page->url.length > 0) {
        if (!slice_starts(page->url, "/"))
            buffer_add_byte(out, '/');
        buffer_add(out, page->url);
    } else if (page->pattern.length == 0) {
        put_place(page, out);
    } else if (!put_pattern(page, out, bad)) {
        return false;
    }
    put_ending(page, start, out);
    return true;
}

void
hugo_path_alias(struct slice path, struct slice text, struct buffer *out)
{
    if (slice_ends(path, "/"))
        path.length--;
    if (!slice_starts(text, "/"))
        buffer_add(out, slice_range(path, 0, slice_find_last_byte(path, '/') + 1));
    buffer_add(out, text);
    if (!slice_ends(text, "/") && !names_file(text))
        buffer_add_byte(out, '/');
}
