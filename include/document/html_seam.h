/*
 * html_seam.h - where two inline elements meet without a blank: whether only a style sheet parts them.
 *
 * Pages lay such elements out as boxes: `<b>2031</b><span>Tea House</span>`, `<span>Journal paper</span><span>TEA
 * 2024</span>`; or they are the letters of one word: `<b>H</b><i>at</i>`. What stands on both sides tells which.
 */
#ifndef DOCUMENT_HTML_SEAM_H
#define DOCUMENT_HTML_SEAM_H

#include "document/html_element.h"
#include "document/html_tag.h"

struct document;

/* `</strong><span>`: an end tag right behind text, then a start tag. */
enum joint { JOINT_NONE, JOINT_ENDED, JOINT_BEGUN };

/* { 0 } at first. */
struct html_seam {
    enum joint joint; /* how far a seam has come */
    char last;        /* the last byte of text before it */
    bool phrase;      /* that text has several words */
    size_t letters;   /* at its end, in a row */
    bool range;       /* it ends like "2024-" */
    bool classed;     /* the spans at the seam have a class each */
    bool boxes;       /* it is one between two spans, which style sheets lay out as boxes */
};

/* TEXT comes next: puts a blank in front if it is a phrase of its own behind a seam. */
void html_seam_text(struct html_seam *seam, struct slice text, struct document *document);

/* TAG comes next, of ELEMENT, or of none that means anything (NULL). */
void html_seam_tag(struct html_seam *seam, const struct html_tag *tag, const struct element *element);

#endif
