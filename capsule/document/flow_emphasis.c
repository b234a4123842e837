/*
 * flow_emphasis.c - emphasis in the line that is being filled: marks for the weak and the strong, of which the outermost
 * counts; characters for deletion and quotation (gemtext.md R3, R25).
 */
#include "document/flow.h"

static unsigned
emphasis_count(const struct flow *flow)
{
    return flow->open[EMPHASIS_WEAK] + flow->open[EMPHASIS_STRONG];
}

/* What stands for the beginning and the end of the two kinds that are characters, not marks. */
static const char *const emphasis_signs[4][2] = {
    [EMPHASIS_DELETED] = { "~~", "~~" },
    [EMPHASIS_QUOTED] = { "\u201c", "\u201d" },
};

void
flow_emphasis_open(struct document *document, enum emphasis emphasis)
{
    struct flow *flow = &document->flow;

    flow->open[emphasis]++;
    if (emphasis_signs[emphasis][0] != NULL)
        flow_put(document, emphasis_signs[emphasis][0]);
    else if (emphasis_count(flow) == 1)
        flow->emphasis_waits = true;
}

void
flow_hide_emphasis(struct flow *flow)
{
    if (flow->emphasis_shown)
        flow_mark(flow, DRAFT_EMPHASIS_CLOSE, 0);
    flow->emphasis_shown = false;
    flow->emphasis_waits = emphasis_count(flow) > 0;
}

/* The closing sign follows the last word, not the blank behind it. */
static void
put_sign(struct document *document, const char *sign)
{
    struct flow *flow = &document->flow;
    size_t spaces = flow->spaces;

    flow->spaces = 0;
    flow_put(document, sign);
    flow->spaces = spaces;
}

void
flow_emphasis_close(struct document *document, enum emphasis emphasis)
{
    struct flow *flow = &document->flow;

    if (flow->open[emphasis] == 0)
        return;
    flow->open[emphasis]--;
    if (emphasis_signs[emphasis][1] != NULL)
        put_sign(document, emphasis_signs[emphasis][1]);
    else if (emphasis_count(flow) == 0)
        flow_hide_emphasis(flow);
}

void
flow_emphasis_forget(struct document *document, enum emphasis emphasis)
{
    struct flow *flow = &document->flow;

    flow->open[emphasis]--;
    if (emphasis_count(flow) == 0)
        flow_hide_emphasis(flow);
}
