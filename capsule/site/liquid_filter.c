/* liquid_filter.c - the filters that pages use (jekyll.md 4), one row each. */
#include "site/liquid_value.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"
#include "site/site_data.h"
#include "site/slug.h"

enum { TEXT_LIMIT = 64 << 10 }; /* of one value; the budget of its page bounds all of them */

struct call {
    const struct scope *scope;
    struct value value;
    struct slice text; /* of VALUE; empty if it has none */
    struct slice first, second;
    size_t count;
    const struct value *arguments;
};

static struct value
keep(const struct call *call, struct buffer *text)
{
    size_t length = text->length < TEXT_LIMIT ? text->length : TEXT_LIMIT;
    struct slice kept = { "", 0 };

    if (length <= *call->scope->budget) {
        *call->scope->budget -= length;
        kept = arena_copy(library_arena(call->scope->library), slice_range(buffer_slice(text), 0, length));
    }
    buffer_clear(text);
    return liquid_string(kept);
}

static struct value
join(const struct call *call, struct slice one, const char *between, struct slice other)
{
    struct buffer text = { 0 };

    buffer_add(&text, one);
    buffer_add_text(&text, between);
    buffer_add(&text, other);
    return keep(call, &text);
}

static bool
is_absolute(struct slice url)
{
    return slice_find(slice_range(url, 0, 16), ":") != SLICE_NONE || slice_starts(url, "//");
}

static struct value
relative_url(const struct call *call)
{
    struct slice base = library_site(call->scope->library)->baseurl;

    if (is_absolute(call->text) || slice_starts(call->text, "#"))
        return call->value;
    return join(call, base, slice_starts(call->text, "/") ? "" : "/", call->text);
}

static struct value
absolute_url(const struct call *call)
{
    struct slice web = library_site(call->scope->library)->web_url;

    if (is_absolute(call->text))
        return call->value;
    return join(call, web, slice_starts(call->text, "/") ? "" : "/", call->text);
}

static struct value
prepend(const struct call *call)
{
    return join(call, call->first, "", call->text);
}

static struct value
append(const struct call *call)
{
    return join(call, call->text, "", call->first);
}

static struct value
fall_back(const struct call *call)
{
    bool empty = call->value.kind == VALUE_NIL || call->value.kind == VALUE_UNKNOWN ||
                 (call->value.kind == VALUE_BOOLEAN && !call->value.truth) ||
                 (call->value.kind == VALUE_TEXT && call->text.length == 0);

    return empty && call->count > 0 ? call->arguments[0] : call->value;
}

static struct value
change_case(const struct call *call, bool upper, size_t most)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < call->text.length; i++) {
        char byte = call->text.bytes[i];
        bool letter = i < most && byte_is_letter(byte);

        buffer_add_byte(&text, !letter ? byte : upper ? (char)(byte_lower(byte) - 'a' + 'A') : byte_lower(byte));
    }
    return keep(call, &text);
}

static struct value
downcase(const struct call *call)
{
    return change_case(call, false, SIZE_MAX);
}

static struct value
upcase(const struct call *call)
{
    return change_case(call, true, SIZE_MAX);
}

static struct value
capitalize(const struct call *call)
{
    return change_case(call, true, 1);
}

static struct value
strip_ends(const struct call *call)
{
    return liquid_string(slice_trim(call->text));
}

static struct value
strip_html(const struct call *call)
{
    return liquid_string(site_plain_text(call->text, library_arena(call->scope->library)));
}

static struct value
slugify(const struct call *call)
{
    struct buffer text = { 0 };

    slug_plain(call->text, &text);
    return keep(call, &text);
}

static struct value
as_it_is(const struct call *call)
{
    return call->value;
}

static struct value
replace(const struct call *call)
{
    struct slice rest = call->text;
    char *needle = slice_copy(call->first);
    struct buffer text = { 0 };
    size_t at;

    while (call->first.length > 0 && text.length < TEXT_LIMIT && (at = slice_find(rest, needle)) != SLICE_NONE) {
        buffer_add(&text, slice_range(rest, 0, at));
        buffer_add(&text, call->second);
        rest = slice_from(rest, at + call->first.length);
    }
    buffer_add(&text, rest);
    free(needle);
    return keep(call, &text);
}

static struct value
truncate_text(const struct call *call)
{
    unsigned long most;

    if (!slice_to_number(call->first, TEXT_LIMIT, &most) || call->text.length <= most)
        return call->value;
    while (most > 0 && ((unsigned char)call->text.bytes[most] & 0xc0) == 0x80)
        most--;
    return join(call, slice_range(call->text, 0, most), "...", slice_make("", 0));
}

static struct value
join_list(const struct call *call)
{
    struct buffer text = { 0 };

    if (call->value.kind != VALUE_DATA)
        return call->value;
    for (size_t i = 0; i < yaml_count(call->value.data) && text.length < TEXT_LIMIT; i++) {
        if (i > 0)
            buffer_add(&text, call->count > 0 ? call->first : slice_of(" "));
        buffer_add(&text, yaml_text(yaml_item(call->value.data, i)));
    }
    return keep(call, &text);
}

static struct value
first_of(const struct call *call)
{
    return call->value.kind == VALUE_DATA ? liquid_node(yaml_item(call->value.data, 0)) : liquid_unknown();
}

static struct value
size_of(const struct call *call)
{
    struct arena *arena = library_arena(call->scope->library);
    const struct shelf *shelf;

    if (call->value.kind == VALUE_DATA)
        return liquid_string(arena_format(arena, "%zu", yaml_count(call->value.data)));
    if (call->value.kind != VALUE_DOCUMENTS)
        return liquid_string(arena_format(arena, "%zu", call->text.length));
    shelf = library_shelf(call->scope->library, call->value.selection.collection);
    return liquid_string(arena_format(arena, "%zu", shelf != NULL ? shelf->count : 0));
}

/* Lists keep the documents they had; what decides among them is told, or forgotten if it is unknown. */
static struct value
sort(const struct call *call)
{
    struct value value = call->value;

    if (value.kind == VALUE_DOCUMENTS)
        value.selection.sort_key = call->first;
    return value;
}

static struct value
reverse(const struct call *call)
{
    struct value value = call->value;

    value.selection.reversed = !value.selection.reversed;
    return value;
}

static struct value
where(const struct call *call)
{
    struct value value = call->value;

    if (value.kind == VALUE_DOCUMENTS && call->count == 2 && call->second.length > 0) {
        value.selection.where_key = call->first;
        value.selection.where_value = call->second;
    }
    return value;
}

/* Numbers of a date by their letter: with leading zeros so wide, or, behind `%-`, without. */
static bool
put_date_number(struct buffer *out, char part, bool bare, const struct date *date)
{
    const struct {
        char part;
        int width;
        unsigned value;
    } numbers[] = {
        { 'Y', 4, (unsigned)date->year },
        { 'y', 2, (unsigned)date->year % 100 },
        { 'm', 2, date->month },
        { 'd', 2, date->day },
        { 'e', 1, date->day },
        { 'H', 2, date->hour },
        { 'M', 2, date->minute },
        { 'S', 2, date->second },
        { 'j', 3, date_day_of_year(date) },
    };

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        if (numbers[i].part != part)
            continue;
        buffer_format(out, "%0*u", bare ? 1 : numbers[i].width, numbers[i].value);
        return true;
    }
    return false;
}

static void
put_date_part(struct buffer *out, char part, bool bare, const struct date *date)
{
    const char *month = date_month_name(date->month), *day = date_weekday_name(date_weekday(date));

    if (put_date_number(out, part, bare, date))
        return;
    if (part == 'B' || part == 'b')
        buffer_format(out, "%.*s", part == 'B' ? 20 : 3, month);
    else if (part == 'A' || part == 'a')
        buffer_format(out, "%.*s", part == 'A' ? 20 : 3, day);
    else if (part == 'F')
        buffer_format(out, "%04d-%02u-%02u", date->year, date->month, date->day);
    else
        buffer_add_byte(out, part);
}

static struct value
date_as(const struct call *call)
{
    const struct site *site = library_site(call->scope->library);
    struct buffer text = { 0 };
    struct date date;

    if (slice_is(call->text, "now") || slice_is(call->text, "today"))
        date_from_seconds(site->now, 0, &date);
    else if (!date_parse(call->text, &date))
        return call->value;
    for (size_t i = 0; i < call->first.length; i++) {
        struct slice rest = slice_from(call->first, i);
        bool bare = slice_starts(rest, "%-") || slice_starts(rest, "%^");

        if (!slice_starts(rest, "%") || rest.length < (bare ? 3u : 2u)) {
            buffer_add_byte(&text, rest.bytes[0]);
            continue;
        }
        i += bare ? 2 : 1;
        put_date_part(&text, call->first.bytes[i], bare, &date);
    }
    return keep(call, &text);
}

static struct value
date_plain(const struct call *call)
{
    struct call with = *call;

    with.first = slice_of("%d %B %Y");
    return date_as(&with);
}

static const struct {
    const char *name;
    bool texts; /* it makes sense for texts only */
    struct value (*apply)(const struct call *call);
} filters[] = {
    { "relative_url", true, relative_url },
    { "absolute_url", true, absolute_url },
    { "prepend", true, prepend },
    { "append", true, append },
    { "default", false, fall_back },
    { "downcase", true, downcase },
    { "upcase", true, upcase },
    { "capitalize", true, capitalize },
    { "strip", true, strip_ends },
    { "lstrip", true, strip_ends },
    { "rstrip", true, strip_ends },
    { "strip_newlines", true, as_it_is },
    { "strip_html", true, strip_html },
    { "slugify", true, slugify },
    { "markdownify", true, as_it_is },
    { "smartify", true, as_it_is },
    { "newline_to_br", true, as_it_is },
    { "escape", true, as_it_is },
    { "escape_once", true, as_it_is },
    { "xml_escape", true, as_it_is },
    { "normalize_whitespace", true, as_it_is },
    { "remove", true, replace },
    { "replace", true, replace },
    { "truncate", true, truncate_text },
    { "join", false, join_list },
    { "array_to_sentence_string", false, join_list },
    { "first", false, first_of },
    { "size", false, size_of },
    { "sort", false, sort },
    { "sort_natural", false, sort },
    { "reverse", false, reverse },
    { "where", false, where },
    { "where_exp", false, as_it_is },
    { "group_by", false, as_it_is },
    { "date", true, date_as },
    { "date_to_string", true, date_plain },
    { "date_to_long_string", true, date_plain },
};

enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

struct value
liquid_filter(const struct scope *scope, const struct value *value, struct slice name, const struct value *arguments,
              size_t count)
{
    struct call call = { .scope = scope, .value = *value, .arguments = arguments, .count = count };
    bool has_text = liquid_text(value, &call.text), known = true;

    if (count > 0)
        known = liquid_text(&arguments[0], &call.first);
    if (count > 1)
        known = liquid_text(&arguments[1], &call.second) && known;
    for (size_t i = 0; i < FILTERS; i++) {
        if (!slice_is(name, filters[i].name))
            continue;
        return filters[i].texts && (!has_text || !known) ? liquid_unknown() : filters[i].apply(&call);
    }
    return liquid_unknown();
}
