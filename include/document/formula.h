/*
 * formula.h - a formula of LaTeX's while it is written as plain characters: its output, and what waits for an argument.
 * Between math.c, which reads the source, and formula.c, which applies operations.
 */
#ifndef DOCUMENT_FORMULA_H
#define DOCUMENT_FORMULA_H

#include "base/buffer.h"
#include "document/math_symbol.h"

#define FORMULA_LEVELS 16 /* groups and operations that may be open at a time; deeper formulas keep their source */

/* An operation that waits for its argument; MATH_SYMBOL stands for a group that is open. */
struct pending {
    enum math_operation operation;
    const char *text; /* of its command */
    size_t start;     /* its argument begins here in the output; of MATH_DENOMINATOR the first one */
    size_t middle;    /* MATH_DENOMINATOR: its second argument begins here */
};

struct formula {
    struct slice rest;  /* the source that is still to be read */
    struct buffer *out; /* the formula begins at START in it */
    size_t start;
    struct pending stack[FORMULA_LEVELS];
    size_t depth;
};

/*
 * Applies PENDING, which has been taken off the stack, to its argument: what stands behind its start in the output. False
 * if that has no plain form. A numerator puts its denominator on the stack.
 */
bool formula_apply(struct formula *formula, const struct pending *pending);

#endif
