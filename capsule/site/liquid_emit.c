/* liquid_emit.c - what an expansion puts out, and how much of it there may be. */
#include "site/liquid_pass.h"
#include "site/markup.h"
#include "site/site_data.h"

/* Bytes of a page's pass, also those that are taken back. */
enum { EMITTED = 16 << 20 };

static bool
has_room(struct liquid_pass *pass, size_t more)
{
    const struct liquid_source *source = liquid_source(pass);

    pass->emitted += more;
    if (pass->out->text.length + more <= LIQUID_BYTES && pass->emitted <= EMITTED)
        return true;
    if (!pass->full)
        findings_add(pass->findings, FINDING_WARNING, "page-too-long", source->file.bytes, source->line, 0,
                     "with all it includes the page exceeds 1 MiB; the rest is left out");
    pass->full = true;
    return false;
}

void
liquid_emit(struct liquid_pass *pass, struct slice text)
{
    const struct liquid_source *source = liquid_source(pass);

    if (pass->dead == 0 && pass->lost == 0 && has_room(pass, text.length))
        spliced_add(pass->out, text, source->file, source->line);
}

void
liquid_emit_generated(struct liquid_pass *pass, struct slice text)
{
    const struct liquid_source *source = liquid_source(pass);

    if (pass->dead == 0 && has_room(pass, text.length))
        spliced_add_generated(pass->out, text, source->file, source->line);
}

void
liquid_report(struct liquid_pass *pass, struct slice tag)
{
    const struct liquid_source *source = liquid_source(pass);

    if (pass->dead == 0)
        findings_add(pass->findings, FINDING_NOTE, "liquid", source->file.bytes, source->line, 0,
                     "Liquid is dropped: %.*s", (int)(tag.length < 60 ? tag.length : 60), tag.bytes);
}

/* Markdown of another page: whole blocks of it may stand in Markdown, all else becomes HTML. */
static void
emit_markdown(struct liquid_pass *pass, struct slice text)
{
    struct buffer out = { 0 };

    if (liquid_source(pass)->markdown && slice_find(text, "\n\n") != SLICE_NONE) {
        buffer_add_text(&out, "\n\n");
        buffer_add(&out, text);
        buffer_add_text(&out, "\n\n");
    } else {
        markup_html(text, &out);
    }
    liquid_emit_generated(pass, buffer_slice(&out));
    buffer_clear(&out);
}

void
liquid_emit_value(struct liquid_pass *pass, const struct value *value, struct slice whole)
{
    struct scope scope = liquid_scope(pass);
    struct value separator = liquid_string(slice_of(", ")), joined = *value;
    struct slice text;

    if (value->kind == VALUE_DATA || value->kind == VALUE_LIST)
        joined = liquid_filter(&scope, value, slice_of("join"), &separator, 1);
    if (!liquid_text(&joined, &text))
        liquid_report(pass, whole);
    if (joined.is_markdown)
        emit_markdown(pass, text);
    else
        liquid_emit_generated(pass, text);
}
