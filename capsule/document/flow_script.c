/* flow_script.c - raised and lowered words of the line that is being filled, rewritten once they are complete (R25). */
#include "document/flow.h"

#include "document/script.h"

void
flow_script_open(struct document *document, enum script script)
{
    struct flow *flow = &document->flow;

    if (flow->scripts++ > 0)
        return;
    flow->script = script;
    flow->script_at = flow->text.length;
    flow->script_marks = flow->mark_count;
}

/* False if a mark stands among the words from START on, which would lose its place. */
static bool
marks_allow_change(const struct flow *flow, size_t start)
{
    for (size_t i = flow->script_marks; i < flow->mark_count; i++)
        if (flow->marks[i].at > start && flow->marks[i].at < flow->text.length)
            return false;
    return true;
}

void
flow_write_script(struct flow *flow)
{
    size_t start = flow->script_at, end = flow->text.length;

    while (start < end && flow->text.bytes[start] == ' ')
        start++;
    if (start >= end || !marks_allow_change(flow, start))
        return;
    buffer_truncate(&flow->scratch, 0);
    buffer_add(&flow->scratch, slice_from(buffer_slice(&flow->text), start));
    buffer_truncate(&flow->text, start);
    script_write(buffer_slice(&flow->scratch), flow->script, &flow->text);
    for (size_t i = flow->script_marks; i < flow->mark_count; i++)
        if (flow->marks[i].at == end)
            flow->marks[i].at = flow->text.length;
}

void
flow_script_close(struct document *document)
{
    struct flow *flow = &document->flow;

    if (flow->scripts > 0 && --flow->scripts == 0)
        flow_write_script(flow);
}
