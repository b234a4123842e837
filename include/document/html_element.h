/* html_element.h - what each HTML element means to a document (gemtext.md R15, R23-R27). */
#ifndef DOCUMENT_HTML_ELEMENT_H
#define DOCUMENT_HTML_ELEMENT_H

#include "base/word_list.h"

enum element_kind {
    ELEMENT_DIVISION,
    ELEMENT_ABBREVIATION, /* means nothing but where it is a badge */
    ELEMENT_PARAGRAPH,    /* a division that ends where the next block begins */
    ELEMENT_HEADING,      /* detail: its level */
    ELEMENT_LIST,         /* detail: the delimiter, 0 for bullets */
    ELEMENT_ITEM,
    ELEMENT_QUOTE,
    ELEMENT_PREFORMATTED,
    ELEMENT_RULE,
    ELEMENT_BREAK,
    ELEMENT_LINK,
    ELEMENT_IMAGE,
    ELEMENT_EMPHASIS, /* detail: enum emphasis */
    ELEMENT_SCRIPT,   /* detail: enum script */
    ELEMENT_CODE,     /* names the language inside <pre> */
    ELEMENT_TABLE,
    ELEMENT_HEADER_ROWS,
    ELEMENT_ROW,
    ELEMENT_CELL, /* detail: 1 for a header cell */
    ELEMENT_TERM,
    ELEMENT_DEFINITION,
    ELEMENT_EMBED,   /* its source becomes a link; it has no content */
    ELEMENT_MEDIA,   /* dropped with its content; its source becomes a link. detail: 1 for sound */
    ELEMENT_OBJECT,  /* likewise, by its data */
    ELEMENT_SOURCE,  /* inside media */
    ELEMENT_DROPPED, /* detail: 1 if it stays as the words of a link around it */
    ELEMENT_BODY,    /* ends <head>, which pages forget to close */
    ELEMENT_KINDS
};

enum element_shape {
    ELEMENT_BLOCK,  /* its end tag closes all that is open inside it */
    ELEMENT_INLINE, /* its end tag closes it alone */
    ELEMENT_VOID,   /* has no content and no end tag */
};

struct element {
    word name;
    enum element_kind kind;
    enum element_shape shape;
    int detail;
};

/* The element NAME, in any case; NULL for one whose tags mean nothing and whose content stays. */
const struct element *element_find(struct slice name);

/* True if ELEMENT is one of those whose tags begin an HTML block and that pages close again: what pre-passes may count. */
bool element_holds_blocks(const struct element *element);

#endif
