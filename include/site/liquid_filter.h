/* liquid_filter.h - one call of a filter, shared by the files that hold them: for texts, lists and numbers. */
#ifndef SITE_LIQUID_FILTER_H
#define SITE_LIQUID_FILTER_H

#include "base/buffer.h"
#include "site/liquid_value.h"

#define LIQUID_TEXT ((size_t)64 << 10) /* of one value that a filter makes; the budget of its page bounds all of them */

struct liquid_call {
    const struct scope *scope;
    struct value value;
    struct slice text; /* of VALUE; empty if it has none */
    struct slice first, second;
    size_t count;
    const struct value *arguments;
};

struct liquid_filter {
    const char *name;
    bool texts; /* it makes sense for texts only */
    struct value (*apply)(const struct liquid_call *call);
};

/* The filter NAME among those of its kind, or NULL. */
const struct liquid_filter *liquid_list_filter(struct slice name);
const struct liquid_filter *liquid_order_filter(struct slice name);
const struct liquid_filter *liquid_number_filter(struct slice name);
const struct liquid_filter *liquid_escape_filter(struct slice name);

/* The items of CALL's value as a list to be changed, with room for MORE; without items for what is no list. */
struct value_list *liquid_copy_items(const struct liquid_call *call, size_t more, size_t *room);

/* TEXT, which is cleared, as a value, as far as the page may still make texts. */
struct value liquid_keep(const struct scope *scope, struct buffer *text);

#endif
