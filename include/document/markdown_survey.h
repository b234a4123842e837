/* markdown_survey.h - what has to be known of a whole block before its inlines are walked one by one. */
#ifndef DOCUMENT_MARKDOWN_SURVEY_H
#define DOCUMENT_MARKDOWN_SURVEY_H

#include <cmark.h>

#include "base/slice.h"

struct survey {
    bool breaks;  /* it has a hard break (gemtext.md R22) */
    size_t stars; /* literal marks of two stars that are to vanish: an even number (stray.h) */
};

/* Of BLOCK, whose lines are SOURCE: its nodes are looked at only if their source can hold any of this. */
struct survey markdown_survey(cmark_node *block, struct slice source);

#endif
