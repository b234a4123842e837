/* math_symbol.h - what LaTeX's commands stand for, as far as plain characters can say it (gemtext.md R34). */
#ifndef DOCUMENT_MATH_SYMBOL_H
#define DOCUMENT_MATH_SYMBOL_H

#include "base/slice.h"

/* What becomes of a command, or of its arguments. */
enum math_operation {
    MATH_SYMBOL,      /* no argument: the text stands for it, which may be empty */
    MATH_KEEP,        /* fonts: the argument stands as it is */
    MATH_ACCENT,      /* the text, a combining character, follows the argument's only letter */
    MATH_BLACKBOARD,  /* capitals and digits of \mathbb */
    MATH_NUMERATOR,   /* of a fraction: a second argument follows */
    MATH_DENOMINATOR, /* ... which is this one */
    MATH_ROOT,
    MATH_RAISE, /* `^` */
    MATH_LOWER, /* `_` */
    MATH_OPERATIONS
};

struct math_symbol {
    const char *name, *text;
    enum math_operation operation;
};

/* Fills SYMBOL for the command NAME, without its backslash; false for one that has no plain form. */
bool math_symbol_find(struct slice name, struct math_symbol *symbol);

#endif
