/* label.h - what a link is called on a line of its own (gemtext.md R8, R36). */
#ifndef DOCUMENT_LABEL_H
#define DOCUMENT_LABEL_H

#include "base/buffer.h"

/* WORDS trimmed, without an arrow at their end and one outer pair of [] or (). The line of a link says that it is one. */
struct slice label_strip(struct slice words);

/* Says nothing about where it leads ("here", "read more"): a title is better (R8). */
bool label_is_replaceable(struct slice label);

/* Says what, but not whose ("Paper", and all of label_is_replaceable): outside its item it needs a name (R36). */
bool label_is_generic(struct slice label);

/* Points at what its sentence speaks of ("here"): without that sentence it says nothing at all. */
bool label_is_pointer(struct slice label);

/* Tells what to do with the thing, not what it is: "Click to enlarge". */
bool label_is_instruction(struct slice label);

/* An alternative text that a template or an editor has put in, and that says nothing of its picture ("image"). */
bool label_is_filler(struct slice alt);

/* A heading's text without the emoji before its first word. */
struct slice label_of_heading(struct slice heading);

#endif
