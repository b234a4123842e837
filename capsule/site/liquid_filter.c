/* liquid_filter.c - the filters that pages use (jekyll.md 4), one row each. */
#include "site/liquid_filter.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/date.h"
#include "site/markup.h"
#include "site/site_data.h"
#include "site/slug.h"

/* What a filter looks through costs as well as what it makes. */
enum { BYTES_PER_STEP = 16 };

struct value
liquid_keep(const struct scope *scope, struct buffer *text)
{
    size_t length = text->length < LIQUID_TEXT ? text->length : LIQUID_TEXT;
    struct slice kept = { "", 0 };

    if (liquid_spend(scope, length)) {
        kept = arena_copy(scope->arena, slice_range(buffer_slice(text), 0, length));
    }
    buffer_clear(text);
    return liquid_string(kept);
}

static struct value
join(const struct liquid_call *call, struct slice one, const char *between, struct slice other)
{
    struct buffer text = { 0 };

    buffer_add(&text, one);
    buffer_add_text(&text, between);
    buffer_add(&text, other);
    return liquid_keep(call->scope, &text);
}

static bool
is_absolute(struct slice url)
{
    return slice_find(slice_range(url, 0, 16), ":") != SLICE_NONE || slice_starts(url, "//");
}

static struct value
relative_url(const struct liquid_call *call)
{
    struct slice base = library_site(call->scope->library)->baseurl;

    if (is_absolute(call->text) || slice_starts(call->text, "#"))
        return call->value;
    return join(call, base, slice_starts(call->text, "/") ? "" : "/", call->text);
}

static struct value
absolute_url(const struct liquid_call *call)
{
    struct slice web = library_site(call->scope->library)->web_url;

    if (is_absolute(call->text))
        return call->value;
    return join(call, web, slice_starts(call->text, "/") ? "" : "/", call->text);
}

static struct value
prepend(const struct liquid_call *call)
{
    return join(call, call->first, "", call->text);
}

static struct value
append(const struct liquid_call *call)
{
    return join(call, call->text, "", call->first);
}

static struct value
fall_back(const struct liquid_call *call)
{
    bool empty = call->value.kind == VALUE_NIL || call->value.kind == VALUE_UNKNOWN ||
                 (call->value.kind == VALUE_BOOLEAN && !call->value.truth) ||
                 (call->value.kind == VALUE_TEXT && call->text.length == 0);

    return empty && call->count > 0 ? call->arguments[0] : call->value;
}

static struct value
change_case(const struct liquid_call *call, bool upper, size_t most)
{
    struct buffer text = { 0 };

    for (size_t i = 0; i < call->text.length; i++) {
        char byte = call->text.bytes[i];
        bool letter = i < most && byte_is_letter(byte);

        buffer_add_byte(&text, !letter ? byte : upper ? (char)(byte_lower(byte) - 'a' + 'A') : byte_lower(byte));
    }
    return liquid_keep(call->scope, &text);
}

static struct value
downcase(const struct liquid_call *call)
{
    return change_case(call, false, SIZE_MAX);
}

static struct value
upcase(const struct liquid_call *call)
{
    return change_case(call, true, SIZE_MAX);
}

static struct value
capitalize(const struct liquid_call *call)
{
    return change_case(call, true, 1);
}

static struct value
strip_ends(const struct liquid_call *call)
{
    return liquid_string(slice_trim(call->text));
}

static struct value
strip_html(const struct liquid_call *call)
{
    return liquid_string(site_plain_text(call->text, call->scope->arena));
}

static struct value
slugify(const struct liquid_call *call)
{
    struct buffer text = { 0 };

    slug_plain(call->text, &text);
    return liquid_keep(call->scope, &text);
}

static struct value
markdownify(const struct liquid_call *call)
{
    struct buffer html = { 0 };

    markup_html(call->text, &html);
    return liquid_keep(call->scope, &html);
}

static struct value
as_it_is(const struct liquid_call *call)
{
    return call->value;
}

static struct value
replace_some(const struct liquid_call *call, size_t most)
{
    struct slice rest = call->text;
    char *needle = slice_copy(call->first);
    struct buffer text = { 0 };
    size_t at;

    while (call->first.length > 0 && text.length < LIQUID_TEXT && most-- > 0 &&
           (at = slice_find(rest, needle)) != SLICE_NONE) {
        buffer_add(&text, slice_range(rest, 0, at));
        buffer_add(&text, call->second);
        rest = slice_from(rest, at + call->first.length);
    }
    buffer_add(&text, rest);
    free(needle);
    return liquid_keep(call->scope, &text);
}

static struct value
replace(const struct liquid_call *call)
{
    return replace_some(call, SIZE_MAX);
}

static struct value
replace_first(const struct liquid_call *call)
{
    return replace_some(call, 1);
}

/* The words of TEXT up to the one numbered MOST; their number in *COUNT. */
static struct slice
words_up_to(struct slice text, unsigned long most, unsigned long *count)
{
    size_t at = 0, end = 0;

    for (*count = 0; *count < most; ++*count) {
        while (at < text.length && byte_is_space(text.bytes[at]))
            at++;
        if (at == text.length)
            break;
        while (at < text.length && !byte_is_space(text.bytes[at]))
            at++;
        end = at;
    }
    return slice_range(text, 0, end);
}

static struct value
truncate_words(const struct liquid_call *call)
{
    unsigned long most = 15, count;
    struct slice words;

    if (call->count > 0 && !slice_to_number(call->first, LIQUID_TEXT, &most))
        return call->value;
    words = words_up_to(call->text, most, &count);
    if (slice_is_blank(slice_from(call->text, words.length)))
        return liquid_string(call->text);
    return join(call, words, "...", slice_make("", 0));
}

static struct value
number_of_words(const struct liquid_call *call)
{
    unsigned long count;

    words_up_to(call->text, SIZE_MAX, &count);
    return liquid_number(call->scope, count);
}

static struct value
truncate_text(const struct liquid_call *call)
{
    unsigned long most;

    if (call->count == 0)
        most = 50;
    else if (!slice_to_number(call->first, LIQUID_TEXT, &most))
        return call->value;
    if (call->text.length <= most)
        return call->value;
    while (most > 0 && ((unsigned char)call->text.bytes[most] & 0xc0) == 0x80)
        most--;
    return join(call, slice_range(call->text, 0, most), "...", slice_make("", 0));
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
date_as(const struct liquid_call *call)
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
    return liquid_keep(call->scope, &text);
}

static struct value
date_plain(const struct liquid_call *call)
{
    struct liquid_call with = *call;

    with.first = slice_of("%d %B %Y");
    return date_as(&with);
}

static struct value
date_as_it_is(const struct liquid_call *call)
{
    struct liquid_call with = *call;

    with.first = slice_of("%F");
    return date_as(&with);
}

static const struct liquid_filter filters[] = {
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
    { "markdownify", true, markdownify },
    { "smartify", true, as_it_is },
    { "newline_to_br", true, as_it_is },
    { "escape", true, as_it_is },
    { "escape_once", true, as_it_is },
    { "xml_escape", true, as_it_is },
    { "normalize_whitespace", true, as_it_is },
    { "remove", true, replace },
    { "replace", true, replace },
    { "remove_first", true, replace_first },
    { "replace_first", true, replace_first },
    { "truncate", true, truncate_text },
    { "truncatewords", true, truncate_words },
    { "number_of_words", true, number_of_words },
    { "uri_escape", true, as_it_is },
    { "emojify", true, as_it_is },
    { "date_to_xmlschema", true, date_as_it_is },
    { "date_to_rfc822", true, date_as_it_is },
    { "date", true, date_as },
    { "date_to_string", true, date_plain },
    { "date_to_long_string", true, date_plain },
};

enum { FILTERS = sizeof(filters) / sizeof(filters[0]) };

static const struct liquid_filter *
find_filter(struct slice name)
{
    const struct liquid_filter *filter = liquid_list_filter(name);

    if (filter == NULL)
        filter = liquid_order_filter(name);
    if (filter == NULL)
        filter = liquid_number_filter(name);
    if (filter == NULL)
        filter = liquid_escape_filter(name);
    for (size_t i = 0; filter == NULL && i < FILTERS; i++)
        if (slice_is(name, filters[i].name))
            filter = &filters[i];
    return filter;
}

struct value
liquid_filter(const struct scope *scope, const struct value *value, struct slice name, const struct value *arguments,
              size_t count)
{
    struct liquid_call call = { .scope = scope, .value = *value, .arguments = arguments, .count = count };
    const struct liquid_filter *filter = find_filter(name);
    bool has_text = liquid_text(value, &call.text), known = true;

    if (!liquid_spend(scope, 1 + call.text.length / BYTES_PER_STEP))
        return liquid_nil();
    if (value->is_markdown && filter != NULL && filter->texts) {
        call.value = markdownify(&call);
        call.text = call.value.text;
    }
    if (count > 0)
        known = liquid_text(&arguments[0], &call.first);
    if (count > 1)
        known = liquid_text(&arguments[1], &call.second) && known;
    if (filter == NULL || (filter->texts && (!has_text || !known)))
        return liquid_unknown();
    if (value->kind == VALUE_UNKNOWN && filter->apply != fall_back)
        return liquid_unknown();
    return filter->apply(&call);
}
