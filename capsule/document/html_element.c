/* html_element.c - the table of HTML elements. */
#include "document/html_element.h"

#include "document/sink.h"

/* What many of them are. */
#define DIVISION       ELEMENT_DIVISION, ELEMENT_BLOCK, 0
#define DROPPED        ELEMENT_DROPPED, ELEMENT_BLOCK, 0
#define HEADING(level) ELEMENT_HEADING, ELEMENT_BLOCK, level

/* Sorted by name. What is missing is transparent: its tags vanish, its content stays. */
static const struct element elements[] = {
    { "a", ELEMENT_LINK, ELEMENT_INLINE, 0 },
    { "abbr", ELEMENT_ABBREVIATION, ELEMENT_INLINE, 0 },
    { "address", DIVISION },
    { "article", DIVISION },
    { "aside", DIVISION },
    { "audio", ELEMENT_MEDIA, ELEMENT_BLOCK, 1 },
    { "b", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_STRONG },
    { "blockquote", ELEMENT_QUOTE, ELEMENT_BLOCK, 0 },
    { "body", ELEMENT_BODY, ELEMENT_VOID, 0 },
    { "br", ELEMENT_BREAK, ELEMENT_VOID, 0 },
    { "button", ELEMENT_DROPPED, ELEMENT_BLOCK, 1 },
    { "caption", DIVISION },
    { "center", DIVISION },
    { "code", ELEMENT_CODE, ELEMENT_INLINE, 0 },
    { "dd", ELEMENT_DEFINITION, ELEMENT_BLOCK, 0 },
    { "del", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_DELETED },
    { "details", DIVISION },
    { "div", DIVISION },
    { "dl", DIVISION },
    { "dt", ELEMENT_TERM, ELEMENT_BLOCK, 0 },
    { "em", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_WEAK },
    { "embed", ELEMENT_EMBED, ELEMENT_VOID, 0 },
    { "fieldset", DIVISION },
    { "figcaption", DIVISION },
    { "figure", DIVISION },
    { "footer", DIVISION },
    { "form", DIVISION },
    { "h1", HEADING(1) },
    { "h2", HEADING(2) },
    { "h3", HEADING(3) },
    { "h4", HEADING(4) },
    { "h5", HEADING(5) },
    { "h6", HEADING(6) },
    { "head", DROPPED },
    { "header", DIVISION },
    { "heading", ELEMENT_HEADING, ELEMENT_BLOCK, 2 }, /* no element of HTML, but of a template that many copied */
    { "hr", ELEMENT_RULE, ELEMENT_VOID, 0 },
    { "i", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_WEAK },
    { "iframe", ELEMENT_MEDIA, ELEMENT_BLOCK, 0 },
    { "img", ELEMENT_IMAGE, ELEMENT_VOID, 0 },
    { "li", ELEMENT_ITEM, ELEMENT_BLOCK, 0 },
    { "main", DIVISION },
    { "math", DROPPED },
    { "menu", ELEMENT_LIST, ELEMENT_BLOCK, 0 },
    { "name", ELEMENT_HEADING, ELEMENT_BLOCK, 1 }, /* ... as is this one */
    { "nav", DIVISION },
    { "noscript", DROPPED },
    { "object", ELEMENT_OBJECT, ELEMENT_BLOCK, 0 },
    { "ol", ELEMENT_LIST, ELEMENT_BLOCK, '.' },
    { "p", ELEMENT_PARAGRAPH, ELEMENT_BLOCK, 0 },
    { "pre", ELEMENT_PREFORMATTED, ELEMENT_BLOCK, 0 },
    { "q", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_QUOTED },
    { "s", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_DELETED },
    { "script", DROPPED },
    { "section", DIVISION },
    { "select", DROPPED },
    { "source", ELEMENT_SOURCE, ELEMENT_VOID, 0 },
    { "strike", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_DELETED },
    { "strong", ELEMENT_EMPHASIS, ELEMENT_INLINE, EMPHASIS_STRONG },
    { "style", DROPPED },
    { "sub", ELEMENT_SCRIPT, ELEMENT_INLINE, SCRIPT_LOWERED },
    { "summary", DIVISION },
    { "sup", ELEMENT_SCRIPT, ELEMENT_INLINE, SCRIPT_RAISED },
    { "svg", DROPPED },
    { "table", ELEMENT_TABLE, ELEMENT_BLOCK, 0 },
    { "td", ELEMENT_CELL, ELEMENT_BLOCK, 0 },
    { "template", DROPPED },
    { "textarea", DROPPED },
    { "th", ELEMENT_CELL, ELEMENT_BLOCK, 1 },
    { "thead", ELEMENT_HEADER_ROWS, ELEMENT_BLOCK, 0 },
    { "title", DROPPED },
    { "tr", ELEMENT_ROW, ELEMENT_BLOCK, 0 },
    { "ul", ELEMENT_LIST, ELEMENT_BLOCK, 0 },
    { "video", ELEMENT_MEDIA, ELEMENT_BLOCK, 0 },
};

const struct element *
element_find(struct slice name)
{
    return word_list_find(name, elements, sizeof elements / sizeof elements[0], sizeof elements[0]);
}

bool
element_holds_blocks(const struct element *element)
{
    return element->kind == ELEMENT_DIVISION || element->kind == ELEMENT_LIST || element->kind == ELEMENT_TABLE ||
           element->kind == ELEMENT_QUOTE;
}
