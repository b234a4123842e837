/*
 * liquid_value.h - what the expressions of Liquid stand for: names, literals, filters, conditions (jekyll.md 4). Only so
 * much of the language as pages use outside of loops; what is beyond it is UNKNOWN, which is not the same as nil.
 */
#ifndef SITE_LIQUID_VALUE_H
#define SITE_LIQUID_VALUE_H

#include "base/map.h"
#include "site/library.h"

enum value_kind { VALUE_NIL, VALUE_BOOLEAN, VALUE_TEXT, VALUE_DATA, VALUE_DOCUMENTS, VALUE_UNKNOWN };

/* Documents of a collection, in an order and as few as a page asks for. Empty slices ask for nothing. */
struct selection {
    struct slice collection;
    struct slice where_key, where_value; /* only those whose front matter says so */
    struct slice sort_key;
    bool reversed;
    size_t limit; /* 0: all */
};

struct value {
    enum value_kind kind;
    bool truth;                 /* BOOLEAN */
    struct slice text;          /* TEXT */
    const struct yaml *data;    /* DATA: a node that is neither null nor boolean */
    bool is_authored;           /* ... out of _data/ or the page's front matter */
    struct selection selection; /* DOCUMENTS */
};

/* What names mean at one place of a page. */
struct scope {
    struct library *library;
    const struct entry *entry;
    const struct map *variables;  /* assigned names -> struct value */
    const struct map *parameters; /* those of the include around the place, or NULL */
    size_t *budget;               /* bytes that the page may still make by filters */
};

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_UNKNOWN };

/* The value of EXPRESSION: a name or literal, and its filters. Texts live in the library's arena. */
struct value liquid_evaluate(const struct scope *scope, struct slice expression);

/* The truth of the condition of an `if`; comparisons, `and`, `or` and `contains` included. */
enum truth liquid_condition(const struct scope *scope, struct slice condition);

/* What an output prints: empty for nil; false if it is unknown or no scalar. */
bool liquid_text(const struct value *value, struct slice *text);

/* The value of a bare word or literal at the head of *REST, which moves behind it. */
struct value liquid_take_operand(const struct scope *scope, struct slice *rest);

/* Applies the filter NAME with its ARGUMENTS (at most 2, of which COUNT are there) to VALUE. */
struct value liquid_filter(const struct scope *scope, const struct value *value, struct slice name,
                           const struct value *arguments, size_t count);

/* Shorthands. */
struct value liquid_nil(void);
struct value liquid_unknown(void);
struct value liquid_boolean(bool truth);
struct value liquid_string(struct slice text);
struct value liquid_node(const struct yaml *node);

#endif
