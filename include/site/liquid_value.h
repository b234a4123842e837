/*
 * liquid_value.h - what the expressions of Liquid stand for: names, literals, filters, conditions (jekyll.md 4). What is
 * beyond the language that pages use is UNKNOWN, which is not the same as nil.
 */
#ifndef SITE_LIQUID_VALUE_H
#define SITE_LIQUID_VALUE_H

#include "base/map.h"
#include "site/library.h"

enum value_kind {
    VALUE_NIL,
    VALUE_BOOLEAN,
    VALUE_TEXT,
    VALUE_EMPTY,  /* the word `empty`, or `blank` */
    VALUE_DATA,   /* a YAML list or map */
    VALUE_ENTRY,  /* a page, document or file */
    VALUE_LIST,   /* values one after another */
    VALUE_RECORD, /* values by name that we made: a group, a collection, the site's tags */
    VALUE_ROOT,   /* `site`, `site.data` and the like: something that is only asked for parts */
    VALUE_UNKNOWN
};

struct value_list;
struct value_record;
struct liquid_root;

struct value {
    enum value_kind kind;
    bool truth;        /* BOOLEAN */
    bool is_authored;  /* DATA: out of _data/ or the page's front matter */
    bool is_markdown;  /* TEXT: Markdown that Jekyll's templates see as HTML */
    struct slice text; /* TEXT */
    union {
        const struct yaml *data;
        const struct entry *entry;
        const struct value_list *list;
        const struct value_record *record;
        const struct liquid_root *root;
    };
};

struct value_list {
    struct value *items;
    size_t count;
    struct slice collection; /* whose documents all of them are; else empty */
};

struct value_field {
    struct slice key;
    struct value value;
};

struct value_record {
    struct value_field *fields;
    size_t count;
};

/* The round of the innermost loop that runs. */
struct liquid_round {
    size_t index, count;
};

/* What names mean at one place of a page. */
struct scope {
    struct library *library;
    const struct entry *entry;
    struct arena *arena;              /* where values live */
    struct map *variables;            /* assigned names -> struct value */
    struct map *lists;                /* lists that have been made already, by what they are of */
    const struct map *parameters;     /* those of the include around the place, or NULL */
    const struct liquid_round *round; /* NULL outside of loops that run */
    size_t *budget;                   /* bytes that the page may still make */
    bool inner;                       /* the place is in a text that a page quotes, which quotes no others */
};

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

/* The value of EXPRESSION: a name or literal, and its filters. */
struct value liquid_evaluate(const struct scope *scope, struct slice expression);

/* The truth of the condition of an `if`; comparisons, `and`, `or` and `contains` included. */
enum truth liquid_condition(const struct scope *scope, struct slice condition);

/* The truth of a value, and whether two are the same. */
enum truth liquid_truth(const struct value *value);
bool liquid_equal(const struct value *one, const struct value *other);

/* True if WHOLE, a text or a list, holds PART. */
bool liquid_contains(const struct scope *scope, const struct value *whole, const struct value *part);

/* What an output prints: empty for nil; false if it is unknown or no scalar. */
bool liquid_text(const struct value *value, struct slice *text);

/* The value of a bare word or literal at the head of *REST, which moves behind it. */
struct value liquid_take_operand(const struct scope *scope, struct slice *rest);

/* What WORD, the first of a name, stands for: a variable, or something that Jekyll has; nil if it is neither. */
struct value liquid_word(const struct scope *scope, struct slice word);

/* The part KEY of VALUE ("title" of a page, "0" of a list). */
struct value liquid_part(const struct scope *scope, const struct value *value, struct slice key);

/* The part of VALUE at the end of the steps of PATH ("author.name"). */
struct value liquid_descend(const struct scope *scope, struct value value, struct slice path);

/* What a loop over VALUE runs through; NULL if nobody knows. */
const struct value_list *liquid_items(const struct scope *scope, const struct value *value);

/*
 * Takes COST off what the page may still make and look through; false, and nothing is left, if it is more. Once nothing is
 * left, no loop goes on.
 */
bool liquid_spend(const struct scope *scope, size_t cost);

/* A list with room for COUNT items, none of which is there yet; without room if the page has made too much already. */
struct value_list *liquid_list_new(const struct scope *scope, size_t count, size_t *room);

/* Applies the filter NAME with its ARGUMENTS (at most 2, of which COUNT are there) to VALUE. */
struct value liquid_filter(const struct scope *scope, const struct value *value, struct slice name,
                           const struct value *arguments, size_t count);

/* Shorthands. */
struct value liquid_nil(void);
struct value liquid_unknown(void);
struct value liquid_boolean(bool truth);
struct value liquid_string(struct slice text);
struct value liquid_number(const struct scope *scope, size_t number);
struct value liquid_node(const struct yaml *node);
struct value liquid_of_entry(const struct entry *entry);
struct value liquid_of_list(const struct value_list *list);

#endif
