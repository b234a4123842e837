/* permalink.c - templates of paths, their placeholders, and the cleaning after them. */
#include "site/permalink.h"

#include "base/uri.h"
#include "document/fold.h"
#include "site/slug.h"

/* RFC 3986: what pchar allows besides the unreserved characters, and the separator itself. */
#define PATH_CHARACTERS "/:@!$&'()*+,;="

static const struct {
    const char *name;
    struct slice post_template, suffix;
} styles[] = {
    { "date", SLICE("/:categories/:year/:month/:day/:title:output_ext"), SLICE(":output_ext") },
    { "pretty", SLICE("/:categories/:year/:month/:day/:title/"), SLICE("/") },
    { "ordinal", SLICE("/:categories/:year/:y_day/:title:output_ext"), SLICE(":output_ext") },
    { "none", SLICE("/:categories/:title:output_ext"), SLICE(":output_ext") },
    { "weekdate", SLICE("/:categories/:year/W:week/:short_day/:title:output_ext"), SLICE("") },
};

enum { STYLES = sizeof(styles) / sizeof(styles[0]) };

struct slice
permalink_post_template(struct slice permalink)
{
    if (permalink.length == 0)
        return styles[0].post_template;
    for (size_t i = 0; i < STYLES; i++)
        if (slice_is(permalink, styles[i].name))
            return styles[i].post_template;
    return permalink;
}

struct slice
permalink_suffix(struct slice permalink)
{
    if (permalink.length == 0)
        return styles[0].suffix;
    for (size_t i = 0; i < STYLES; i++)
        if (slice_is(permalink, styles[i].name))
            return styles[i].suffix;
    if (slice_ends(permalink, "/"))
        return slice_of("/");
    return slice_of(slice_ends(permalink, ":output_ext") ? ":output_ext" : "");
}

static void
put_collection(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_add(out, fields->collection);
}

static void
put_path(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_add(out, fields->path);
}

static void
put_title(const struct permalink_fields *fields, struct buffer *out)
{
    slug_pretty(fields->slug, out);
}

static void
put_slug(const struct permalink_fields *fields, struct buffer *out)
{
    slug_plain(fields->slug, out);
}

static void
put_name(const struct permalink_fields *fields, struct buffer *out)
{
    slug_plain(fields->name, out);
}

static void
put_output_ext(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_add(out, fields->output_ext);
}

static bool
came_before(const struct permalink_fields *fields, size_t index)
{
    struct buffer one = { 0 }, other = { 0 };
    bool found = false;

    fold_lower(fields->categories[index], &one);
    for (size_t i = 0; i < index && !found; i++) {
        buffer_truncate(&other, 0);
        fold_lower(fields->categories[i], &other);
        found = slice_equal(buffer_slice(&one), buffer_slice(&other));
    }
    buffer_clear(&one);
    buffer_clear(&other);
    return found;
}

static void
join_categories(const struct permalink_fields *fields, void (*put)(struct slice text, struct buffer *out),
                struct buffer *out)
{
    bool first = true;

    for (size_t i = 0; i < fields->category_count; i++) {
        if (came_before(fields, i))
            continue;
        if (!first)
            buffer_add_byte(out, '/');
        first = false;
        put(fields->categories[i], out);
    }
}

static void
put_categories(const struct permalink_fields *fields, struct buffer *out)
{
    join_categories(fields, fold_lower, out);
}

static void
put_slugified_categories(const struct permalink_fields *fields, struct buffer *out)
{
    join_categories(fields, slug_plain, out);
}

static void
put_year(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%04d", fields->date.year);
}

static void
put_short_year(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%02d", fields->date.year % 100);
}

static void
put_month(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%02u", fields->date.month);
}

static void
put_i_month(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%u", fields->date.month);
}

static void
put_short_month(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%.3s", date_month_name(fields->date.month));
}

static void
put_long_month(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_add_text(out, date_month_name(fields->date.month));
}

static void
put_day(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%02u", fields->date.day);
}

static void
put_i_day(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%u", fields->date.day);
}

static void
put_y_day(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%03u", date_day_of_year(&fields->date));
}

static void
put_short_day(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%.3s", date_weekday_name(date_weekday(&fields->date)));
}

static void
put_long_day(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_add_text(out, date_weekday_name(date_weekday(&fields->date)));
}

static void
put_week_day(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%u", date_weekday(&fields->date));
}

static void
put_week(const struct permalink_fields *fields, struct buffer *out)
{
    int year;
    unsigned week;

    date_iso_week(&fields->date, &year, &week);
    buffer_format(out, "%02u", week);
}

static void
put_week_year(const struct permalink_fields *fields, struct buffer *out)
{
    int year;
    unsigned week;

    date_iso_week(&fields->date, &year, &week);
    buffer_format(out, "%04d", year);
}

static void
put_hour(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%02u", fields->date.hour);
}

static void
put_minute(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%02u", fields->date.minute);
}

static void
put_second(const struct permalink_fields *fields, struct buffer *out)
{
    buffer_format(out, "%02u", fields->date.second);
}

static const struct placeholder {
    const char *name;
    void (*put)(const struct permalink_fields *fields, struct buffer *out);
} placeholders[] = {
    { "collection", put_collection },
    { "path", put_path },
    { "title", put_title },
    { "slug", put_slug },
    { "name", put_name },
    { "output_ext", put_output_ext },
    { "categories", put_categories },
    { "slugified_categories", put_slugified_categories },
    { "year", put_year },
    { "short_year", put_short_year },
    { "month", put_month },
    { "i_month", put_i_month },
    { "short_month", put_short_month },
    { "long_month", put_long_month },
    { "day", put_day },
    { "i_day", put_i_day },
    { "y_day", put_y_day },
    { "short_day", put_short_day },
    { "long_day", put_long_day },
    { "w_day", put_week_day },
    { "week", put_week },
    { "w_year", put_week_year },
    { "hour", put_hour },
    { "minute", put_minute },
    { "second", put_second },
};

static const struct placeholder *
find_placeholder(struct slice name)
{
    for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++)
        if (slice_is(name, placeholders[i].name))
            return &placeholders[i];
    return NULL;
}

static size_t
name_length(struct slice text)
{
    size_t length = 0;

    while (length < text.length &&
           ((text.bytes[length] >= 'a' && text.bytes[length] <= 'z') || text.bytes[length] == '_'))
        length++;
    return length;
}

void
permalink_encode(struct slice key, struct buffer *out)
{
    uri_encode(key, PATH_CHARACTERS, out);
}

static void
put_encoded(const struct placeholder *placeholder, const struct permalink_fields *fields, struct buffer *out)
{
    struct buffer value = { 0 };

    placeholder->put(fields, &value);
    permalink_encode(buffer_slice(&value), out);
    buffer_clear(&value);
}

bool
permalink_expand(struct slice template, const struct permalink_fields *fields, struct buffer *out, struct slice *bad)
{
    size_t at = 0;

    while (at < template.length) {
        size_t length = template.bytes[at] == ':' ? name_length(slice_from(template, at + 1)) : 0;
        struct slice name = slice_range(template, at + 1, at + 1 + length);
        const struct placeholder *placeholder = find_placeholder(name);

        if (length == 0) {
            buffer_add_byte(out, template.bytes[at++]);
            continue;
        }
        /* In `/:month_:day` the underscore is text. */
        if (placeholder == NULL && slice_ends(name, "_")) {
            length--;
            placeholder = find_placeholder(slice_range(name, 0, length));
        }
        if (placeholder == NULL) {
            *bad = name;
            return false;
        }
        put_encoded(placeholder, fields, out);
        at += 1 + length;
    }
    return true;
}

void
permalink_expand_page(struct slice template, const struct permalink_page *page, struct buffer *out)
{
    const struct {
        const char *name;
        size_t length;
        struct slice value;
    } names[] = { { ":path", 5, page->folder },
                  { ":basename", 9, page->basename },
                  { ":output_ext", 11, page->output_ext } };
    size_t at = 0;

    while (at < template.length) {
        struct slice rest = slice_from(template, at);
        size_t i = 0;

        while (i < 3 && !slice_starts(rest, names[i].name))
            i++;
        if (i < 3)
            permalink_encode(names[i].value, out);
        else
            buffer_add_byte(out, rest.bytes[0]);
        at += i < 3 ? names[i].length : 1;
    }
}

/* Jekyll replaces from left to right, without looking again at what a replacement made. */
static void
replace(struct slice text, const char *from, const char *to, struct buffer *out)
{
    size_t at;

    while ((at = slice_find(text, from)) != SLICE_NONE) {
        buffer_add(out, slice_range(text, 0, at));
        buffer_add_text(out, to);
        text = slice_from(text, at + slice_of(from).length);
    }
    buffer_add(out, text);
}

void
permalink_clean(struct slice raw, struct buffer *out)
{
    struct buffer spread = { 0 }, plain = { 0 };
    bool after_slash = false;

    buffer_add_byte(&spread, '/');
    replace(raw, "..", "/", &spread);
    replace(buffer_slice(&spread), "./", "", &plain);
    for (size_t i = 0; i < plain.length; i++) {
        bool slash = plain.bytes[i] == '/';

        if (!slash || !after_slash)
            buffer_add_byte(out, plain.bytes[i]);
        after_slash = slash;
    }
    buffer_clear(&spread);
    buffer_clear(&plain);
}
