/* markdown_line.c - which source lines are lines of the page. */
#include "document/markdown_line.h"

#include "document/label.h"

static bool
ends_line(cmark_node *node)
{
    return node == NULL || cmark_node_get_type(node) == CMARK_NODE_SOFTBREAK ||
           cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
}

/* The next source line is one span of emphasis and nothing else. */
static bool
is_before_venue(cmark_node *node)
{
    cmark_node *next = cmark_node_next(node);

    return next != NULL &&
           (cmark_node_get_type(next) == CMARK_NODE_EMPH || cmark_node_get_type(next) == CMARK_NODE_STRONG) &&
           ends_line(cmark_node_next(next));
}

bool
markdown_line_breaks(cmark_node *node)
{
    return cmark_node_get_type(node) == CMARK_NODE_LINEBREAK ||
           (cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE &&
            slice_starts_nocase(slice_of(cmark_node_get_literal(node)), "<br"));
}

/* A hard break comes before the source line behind BEFORE, right before it or at the end of the line above. */
static bool
begins_behind_break(cmark_node *before)
{
    if (before != NULL && cmark_node_get_type(before) == CMARK_NODE_SOFTBREAK)
        before = cmark_node_previous(before);
    return before != NULL && markdown_line_breaks(before);
}

/* What the source line of inlines that begins or ends with AT holds, seen in the direction of STEP. */
struct links {
    size_t count;
    bool bracketed, others;
    bool generic;    /* the last one says what it is, not of what: "Paper" */
    cmark_node *end; /* behind it; NULL at the paragraph's end */
};

static struct links
links_from(cmark_node *at, cmark_node *(*step)(cmark_node *node))
{
    struct links links = { 0 };

    for (; !ends_line(at) && !markdown_line_breaks(at) && !links.others; at = step(at)) {
        struct slice text = slice_of(cmark_node_get_literal(at));

        if (cmark_node_get_type(at) == CMARK_NODE_LINK) {
            links.count++;
            links.generic = label_is_generic(slice_of(cmark_node_get_literal(cmark_node_first_child(at))));
        } else if (cmark_node_get_type(at) != CMARK_NODE_TEXT || slice_find_none(text, " []()|/,") != SLICE_NONE)
            links.others = true;
        else
            links.bracketed |= slice_find_byte(text, '[') != SLICE_NONE;
    }
    links.end = at;
    return links;
}

/* The source line that NODE ends stands below a hard break and holds a group of links and nothing else. */
static bool
is_behind_links(cmark_node *node)
{
    struct links links = links_from(cmark_node_previous(node), cmark_node_previous);

    return !links.others && (links.count > 1 || (links.count == 1 && links.bracketed)) &&
           begins_behind_break(links.end);
}

/* The paragraph's last source line holds links and nothing else. */
static bool
is_before_links(cmark_node *node)
{
    struct links links = links_from(cmark_node_next(node), cmark_node_next);

    return !links.others && links.end == NULL &&
           (links.count > 1 || (links.count == 1 && (links.bracketed || links.generic)));
}

bool
markdown_line_ends(cmark_node *node, bool broken)
{
    return (broken && (is_before_venue(node) || is_before_links(node))) || is_behind_links(node);
}
