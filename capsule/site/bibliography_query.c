/* bibliography_query.c - the arguments of `bibliography`, and its queries. */
#include "site/bibliography_query.h"

#include <stdlib.h>

#include "base/memory.h"

static struct slice
take_word(struct slice *rest)
{
    struct slice word;
    size_t end;

    *rest = slice_trim_left(*rest);
    if (rest->length > 0 && (rest->bytes[0] == '"' || rest->bytes[0] == '\'')) {
        end = slice_find_byte(slice_from(*rest, 1), rest->bytes[0]);
        word = slice_range(*rest, 1, end == SLICE_NONE ? rest->length : end + 1);
        *rest = slice_from(*rest, word.length + 2);
        return word;
    }
    end = slice_find_any(*rest, " \t\n");
    word = slice_range(*rest, 0, end);
    *rest = slice_from(*rest, word.length);
    return word;
}

/* A query may hold blanks: it goes on to its closing bracket, or to the next word that begins with a dash. */
static struct slice
take_query(struct slice *rest)
{
    struct slice word, text = slice_trim_left(*rest);
    size_t close = slice_find_byte(text, ']'), open = slice_find_byte(text, '[');

    if (!slice_starts(text, "@") || open == SLICE_NONE || close == SLICE_NONE || close < open)
        return take_word(rest);
    word = slice_range(text, 0, close + 1);
    *rest = slice_from(text, close + 1);
    take_word(rest);
    return word;
}

static struct slice
without_extension(struct slice file)
{
    size_t slash = slice_find_last_byte(file, '/');

    if (slash != SLICE_NONE)
        file = slice_from(file, slash + 1);
    return slice_ends_nocase(file, ".bib") ? slice_range(file, 0, file.length - 4) : file;
}

static void
read_options(struct slice arguments, struct bibliography_query *query)
{
    while (!slice_is_blank(arguments)) {
        struct slice word = take_word(&arguments);
        unsigned long most;

        if (slice_is(word, "-f") || slice_is(word, "--file"))
            query->file = take_word(&arguments);
        else if (slice_is(word, "-q") || slice_is(word, "--query"))
            query->query = take_query(&arguments);
        else if (slice_is(word, "-g") || slice_is(word, "--group_by"))
            query->group = take_word(&arguments);
        else if (slice_is(word, "-s") || slice_is(word, "--sort_by"))
            query->sort = take_word(&arguments);
        else if (slice_is(word, "-c") || slice_is(word, "--cited") || slice_is(word, "-C") ||
                 slice_is(word, "--cited_in_order"))
            query->only_cited = true;
        else if ((slice_is(word, "-m") || slice_is(word, "--max")) &&
                 slice_to_number(take_word(&arguments), 100000, &most))
            query->most = most;
    }
}

static struct slice
first_of_list(struct slice list)
{
    struct slice item = { "", 0 };

    slice_take_part(&list, ',', &item);
    return slice_trim(item);
}

void
bibliography_query_read(struct slice arguments, const struct yaml *scholar, struct bibliography_query *query)
{
    *query = (struct bibliography_query){
        .file = yaml_get_text(scholar, "bibliography"),
        .group = yaml_get_text(scholar, "group_by"),
        .sort = yaml_get_text(scholar, "sort_by"),
        .ascending = slice_starts(yaml_get_text(scholar, "order"), "asc"),
        .group_ascending = slice_starts(yaml_get_text(scholar, "group_order"), "asc"),
    };
    read_options(arguments, query);
    query->is_selection = slice_find(query->query, "selected") != SLICE_NONE;
    query->file = without_extension(query->file);
    if (query->file.length == 0)
        query->file = slice_of("references");
    query->sort = first_of_list(query->sort);
    query->group = first_of_list(query->group);
    if (query->sort.length == 0 || slice_is(query->sort, "none"))
        query->sort = slice_of("year");
    if (slice_is(query->group, "none"))
        query->group = slice_of("");
}

static struct slice
value_of(const struct bibtex_entry *entry, struct slice name)
{
    for (size_t i = 0; i < entry->field_count; i++)
        if (slice_equal_nocase(entry->fields[i].name, name))
            return slice_trim(entry->fields[i].value);
    return slice_is(name, "key") ? entry->key : slice_is(name, "type") ? entry->type : slice_make("", 0);
}

/* `year>=2020`, `selected=true`, `award!=`: one condition. */
static bool
meets(const struct bibtex_entry *entry, struct slice condition)
{
    size_t at = slice_find_any(condition, "=!<>^~"), end;
    struct slice name, sign, wanted, value;
    unsigned long number, limit;
    bool numbers;

    if (at == SLICE_NONE)
        return value_of(entry, slice_trim(condition)).length > 0 || slice_is_blank(condition);
    end = at + slice_find_none(slice_from(condition, at), "=!<>^~");
    if (end < at)
        end = condition.length;
    name = slice_trim(slice_range(condition, 0, at));
    sign = slice_range(condition, at, end);
    wanted = slice_trim(slice_from(condition, end));
    if (wanted.length > 1 && (wanted.bytes[0] == '"' || wanted.bytes[0] == '\''))
        wanted = slice_range(wanted, 1, wanted.length - 1);
    value = value_of(entry, name);
    numbers = slice_to_number(value, 100000, &number) && slice_to_number(wanted, 100000, &limit);
    if (slice_is(sign, "=") || slice_is(sign, "=="))
        return slice_equal_nocase(value, wanted);
    if (slice_is(sign, "!="))
        return !slice_equal_nocase(value, wanted);
    if (slice_is(sign, ">=") || slice_is(sign, ">"))
        return numbers && (number > limit || (number == limit && sign.length == 2));
    if (slice_is(sign, "<=") || slice_is(sign, "<"))
        return numbers && (number < limit || (number == limit && sign.length == 2));
    return true;
}

static bool
meets_all(const struct bibtex_entry *entry, struct slice conditions)
{
    struct slice condition;

    while (slice_take_part(&conditions, '&', &condition))
        if (!slice_is_blank(condition) && !meets(entry, condition))
            return false;
    return true;
}

static bool
matches(const struct bibliography_query *query, const struct bibtex_entry *entry)
{
    struct slice text = query->query, type, conditions, alternative;
    size_t open = slice_find_byte(text, '['), close = slice_find_last_byte(text, ']');

    if (!slice_starts(text, "@"))
        return true;
    type = slice_trim(slice_range(text, 1, open));
    if (type.length > 0 && !slice_is(type, "*") && !slice_equal_nocase(type, entry->type))
        return false;
    if (open == SLICE_NONE || close == SLICE_NONE || close < open)
        return true;
    conditions = slice_range(text, open + 1, close);
    if (slice_is_blank(conditions))
        return true;
    while (slice_take_part(&conditions, '|', &alternative))
        if (!slice_is_blank(alternative) && meets_all(entry, alternative))
            return true;
    return false;
}

static bool
is_cited(const struct bibliography_query *query, const struct bibtex_entry *entry)
{
    return !query->only_cited || query->cited == NULL || map_find(query->cited, entry->key) != NULL;
}

struct ranked {
    const struct bibtex_entry *entry;
    struct slice group, key;
    size_t at;
    bool ascending, group_ascending;
};

static int
compare_values(struct slice one, struct slice other, bool ascending)
{
    unsigned long left, right;
    int order = slice_to_number(one, 1000000, &left) && slice_to_number(other, 1000000, &right)
                    ? (left > right) - (left < right)
                    : slice_compare(one, other);

    return ascending ? order : -order;
}

static int
compare_ranked(const void *left, const void *right)
{
    const struct ranked *one = left, *other = right;
    int order = compare_values(one->group, other->group, one->group_ascending);

    if (order == 0)
        order = compare_values(one->key, other->key, one->ascending);
    return order != 0 ? order : (one->at > other->at) - (one->at < other->at);
}

size_t
bibliography_query_select(const struct bibliography_query *query, const struct bibtex *bibtex,
                          const struct bibtex_entry **ordered)
{
    struct ranked *items = memory_new((bibtex->count + 1) * sizeof(*items));
    size_t count = 0;

    for (size_t i = 0; i < bibtex->count; i++) {
        const struct bibtex_entry *entry = &bibtex->items[i];

        if (matches(query, entry) && is_cited(query, entry))
            items[count++] = (struct ranked){ entry,
                                              value_of(entry, query->group),
                                              value_of(entry, query->sort),
                                              i,
                                              query->ascending,
                                              query->group_ascending };
    }
    qsort(items, count, sizeof(*items), compare_ranked);
    if (query->most > 0 && query->most < count)
        count = query->most;
    for (size_t i = 0; i < count; i++)
        ordered[i] = items[i].entry;
    free(items);
    return count;
}
