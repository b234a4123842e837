/* liquid.c - the walk over a page's text and the files it includes: which bytes are Liquid, and which are not. */
#include "site/liquid.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "site/layout_text.h"
#include "site/liquid_pass.h"
#include "site/site_data.h"

enum { BUDGET = 32 << 20 };

struct liquid_source *
liquid_source(struct liquid_pass *pass)
{
    return &pass->sources[pass->depth - 1];
}

struct scope
liquid_scope(struct liquid_pass *pass)
{
    return (struct scope){ .library = pass->library,
                           .entry = pass->entry,
                           .arena = pass->arena,
                           .variables = pass->variables,
                           .lists = pass->lists,
                           .parameters = liquid_source(pass)->parameters,
                           .round = pass->loop > 0 ? &pass->frames[pass->loop - 1].rounds->round : NULL,
                           .budget = &pass->budget,
                           .inner = pass->inner };
}

static void
open_source(struct liquid_pass *pass, struct slice file, struct slice text, unsigned line, bool markdown)
{
    pass->sources[pass->depth++] = (struct liquid_source){
        .file = file, .text = text, .line = line, .markdown = markdown, .frames = pass->frame_count
    };
}

static void
close_source(struct liquid_pass *pass)
{
    liquid_close_frames(pass, liquid_source(pass)->frames);
    map_free(liquid_source(pass)->parameters);
    pass->depth--;
}

void
liquid_splice(struct liquid_pass *pass, const struct included *included, struct map *parameters)
{
    const struct liquid_source *source = liquid_source(pass);

    pass->work += included->text.length;
    if (pass->depth > LIQUID_DEPTH || pass->work > 4 * LIQUID_BYTES) {
        findings_add(pass->findings, FINDING_WARNING, "include-too-deep", source->file.bytes, source->line, 0,
                     "%s is left out: includes go at most 8 deep and 4 MiB far", included->path.bytes);
        map_free(parameters);
        return;
    }
    open_source(pass, included->path, included->text, included->line, source->markdown);
    liquid_source(pass)->parameters = parameters;
}

static struct slice
rest(const struct liquid_source *source)
{
    return slice_from(source->text, source->at);
}

static void
skip_to(struct liquid_source *source, size_t end)
{
    for (; source->at < end; source->at++)
        if (source->text.bytes[source->at] == '\n')
            source->line++;
}

static void
copy_to(struct liquid_pass *pass, size_t end)
{
    struct liquid_source *source = liquid_source(pass);

    liquid_emit(pass, slice_range(source->text, source->at, end));
    skip_to(source, end);
}

/* Where MARK ends next behind FROM, or SLICE_NONE, which *NONE_LEFT remembers. */
static size_t
find_end(const struct liquid_source *source, size_t from, const char *mark, bool *none_left)
{
    size_t found = *none_left ? SLICE_NONE : slice_find(slice_from(source->text, from), mark);

    *none_left = found == SLICE_NONE;
    return found == SLICE_NONE ? SLICE_NONE : from + found + strlen(mark);
}

/* What stands between the marks of a tag or output, which may have a `-` each. */
static struct slice
inside(struct slice whole)
{
    struct slice inner = slice_range(whole, 2, whole.length - 2);

    if (slice_starts(inner, "-"))
        inner = slice_from(inner, 1);
    if (slice_ends(inner, "-"))
        inner = slice_range(inner, 0, inner.length - 1);
    return slice_trim(inner);
}

/* Code stays as it is, but an author who wants to show Liquid in it has to put `raw` around it, which must not appear. */
static void
copy_code(struct liquid_pass *pass, size_t end)
{
    struct liquid_source *source = liquid_source(pass);

    while (source->at < end) {
        struct slice code = slice_range(source->text, source->at, end);
        size_t open = slice_find(code, "{%"), close;
        struct slice name;

        close = open == SLICE_NONE ? SLICE_NONE : slice_find(slice_from(code, open), "%}");
        if (close == SLICE_NONE) {
            copy_to(pass, end);
            return;
        }
        copy_to(pass, source->at + open);
        name = inside(slice_range(source->text, source->at, source->at + close + 2));
        if (slice_is(name, "raw") || slice_is(name, "endraw")) {
            source->raw = slice_is(name, "raw");
            skip_to(source, source->at + close + 2);
        } else {
            copy_to(pass, source->at + close + 2);
        }
    }
}

/* Text inside a comment is no text, whatever it would include (trap a). */
static void
on_comment(struct liquid_pass *pass)
{
    struct liquid_source *source = liquid_source(pass);
    size_t end = find_end(source, source->at + 4, "-->", &source->no_comment_end);

    copy_to(pass, end == SLICE_NONE ? source->at + 4 : end);
}

static void
on_output(struct liquid_pass *pass)
{
    struct liquid_source *source = liquid_source(pass);
    size_t end = find_end(source, source->at + 2, "}}", &source->no_output_end);
    struct slice whole = slice_range(source->text, source->at, end);
    struct scope scope = liquid_scope(pass);
    struct value value;

    if (end == SLICE_NONE) {
        copy_to(pass, source->at + 2);
        return;
    }
    pass->seen++;
    if (pass->dead == 0 && pass->waiting > 0)
        liquid_show_lists(pass);
    value = pass->dead > 0 || pass->lost > 0 ? liquid_nil() : liquid_evaluate(&scope, inside(whole));
    liquid_emit_value(pass, &value, whole);
    skip_to(source, end);
}

/* Behind `{% end %}` with NAME, from FROM on; *START is where it begins. SLICE_NONE if there is none. */
static size_t
find_tag(struct slice text, size_t from, const char *name, size_t *start)
{
    for (;;) {
        size_t open = slice_find(slice_from(text, from), "{%"), close;

        if (open == SLICE_NONE)
            return SLICE_NONE;
        *start = from + open;
        close = slice_find(slice_from(text, *start), "%}");
        if (close == SLICE_NONE)
            return SLICE_NONE;
        from = *start + close + 2;
        if (slice_is(inside(slice_range(text, *start, from)), name))
            return from;
    }
}

static void
emit_fence(struct liquid_pass *pass, struct slice argument, struct slice code)
{
    struct buffer text = { 0 };
    struct slice language = { "", 0 };

    slice_take_part(&argument, ' ', &language);
    if (liquid_source(pass)->markdown) {
        buffer_format(&text, "\n~~~~~~~~ %.*s\n", (int)language.length, language.bytes);
        buffer_add(&text, slice_starts(code, "\n") ? slice_from(code, 1) : code);
        buffer_add_text(&text, "\n~~~~~~~~\n");
    } else {
        buffer_add_text(&text, "<pre>");
        buffer_add(&text, code);
        buffer_add_text(&text, "</pre>");
    }
    if (pass->lost == 0)
        liquid_emit_generated(pass, buffer_slice(&text));
    buffer_clear(&text);
}

/* Blocks whose content is not Liquid. True if NAME is one; the source then stands behind its end. */
static bool
on_opaque(struct liquid_pass *pass, struct slice name, struct slice argument)
{
    struct liquid_source *source = liquid_source(pass);
    bool comment = slice_is(name, "comment");
    size_t start, end;

    if (!comment && !slice_is(name, "highlight"))
        return false;
    end = source->no_block_end ? SLICE_NONE
                               : find_tag(source->text, source->at, comment ? "endcomment" : "endhighlight", &start);
    source->no_block_end = end == SLICE_NONE;
    if (end == SLICE_NONE)
        return true;
    if (!comment)
        emit_fence(pass, argument, slice_range(source->text, source->at, start));
    skip_to(source, end);
    return true;
}

/* `{%-` takes away the white space before it, `-%}` that behind it. */
static void
trim_output(struct liquid_pass *pass)
{
    size_t floor = pass->frame_count > 0 ? pass->frames[pass->frame_count - 1].start : 0;
    struct slice text = buffer_slice(&pass->out->text);
    size_t length = text.length;

    if (pass->dead > 0 || pass->lost > 0)
        return;
    while (length > floor && byte_is_space(text.bytes[length - 1]))
        length--;
    spliced_truncate(pass->out, length);
}

static void
on_tag(struct liquid_pass *pass)
{
    struct liquid_source *source = liquid_source(pass);
    size_t end = find_end(source, source->at + 2, "%}", &source->no_tag_end), cut;
    struct slice whole = slice_range(source->text, source->at, end), inner, name;

    if (end == SLICE_NONE) {
        copy_to(pass, source->at + 2);
        return;
    }
    inner = inside(whole);
    cut = 0;
    while (cut < inner.length && (byte_is_alnum(inner.bytes[cut]) || inner.bytes[cut] == '_'))
        cut++;
    name = slice_range(inner, 0, cut);
    if (slice_starts(whole, "{%-"))
        trim_output(pass);
    skip_to(source, end);
    if (slice_ends(whole, "-%}"))
        skip_to(source, source->text.length - slice_trim_left(rest(source)).length);
    if (slice_is(name, "raw"))
        source->raw = true;
    else if (!on_opaque(pass, name, slice_trim(slice_from(inner, cut))))
        liquid_tag(pass, name, slice_trim(slice_from(inner, cut)), whole);
}

/* Inside `raw` only its end means anything; the marks of Liquid that it shows must survive the passes to come. */
static void
on_raw_brace(struct liquid_pass *pass)
{
    struct liquid_source *source = liquid_source(pass);
    struct slice text = rest(source);
    size_t end = slice_starts(text, "{%") ? slice_find(slice_range(text, 0, 32), "%}") : SLICE_NONE;

    if (end != SLICE_NONE && slice_is(inside(slice_range(text, 0, end + 2)), "endraw")) {
        source->raw = false;
        skip_to(source, source->at + end + 2);
        return;
    }
    liquid_emit(pass, slice_of("&#123;"));
    skip_to(source, source->at + 1);
}

static void
on_mark(struct liquid_pass *pass)
{
    struct liquid_source *source = liquid_source(pass);
    struct slice text = rest(source);
    bool brace = slice_starts(text, "{%") || slice_starts(text, "{{");

    if (brace && source->raw)
        on_raw_brace(pass);
    else if (slice_starts(text, "{%"))
        on_tag(pass);
    else if (brace)
        on_output(pass);
    else if (slice_starts(text, "<!--"))
        on_comment(pass);
    else if (text.bytes[0] == '`' && source->markdown)
        copy_code(pass, code_span_end(&source->spans, source->text, source->at));
    else
        copy_to(pass, source->at + 1);
}

static void
step(struct liquid_pass *pass)
{
    struct liquid_source *source = liquid_source(pass);
    size_t next;

    if (source->markdown && (source->at == 0 || source->text.bytes[source->at - 1] == '\n'))
        copy_code(pass, code_fence_end(source->text, source->at));
    next = slice_find_any(rest(source), "<{`\n");
    if (next == SLICE_NONE)
        copy_to(pass, source->text.length);
    else
        copy_to(pass, source->at + next);
    if (source->at < source->text.length)
        on_mark(pass);
}

static void
walk(struct liquid_pass *pass, struct slice file, struct slice text, unsigned line, bool markdown)
{
    open_source(pass, file, text, line, markdown);
    while (pass->depth > 0) {
        if (liquid_source(pass)->at < liquid_source(pass)->text.length)
            step(pass);
        else
            close_source(pass);
    }
}

/* Walks what the front matter asks for; all of it comes from the first line. */
static void
walk_layout(struct liquid_pass *pass, struct slice text)
{
    size_t own = pass->out->count;

    walk(pass, pass->entry->source, text, 1, !pass->entry->is_html);
    for (size_t i = own; i < pass->out->count; i++)
        pass->out->origins[i].line = 1;
}

/* The length of BODY's first line, if that is a heading, with what is blank before it; *LINES counts them. */
static size_t
heading_length(struct slice body, unsigned *lines)
{
    struct slice rest = body, first = { "", 0 };

    for (*lines = 0; slice_is_blank(first) && slice_take_line(&rest, &first);)
        ++*lines;
    if (slice_starts(first, "# "))
        return body.length - rest.length;
    *lines = 0;
    return 0;
}

/* Walks BODY, and what the theme's layout would show above its text, below its heading, and after it. */
static void
expand(struct liquid_pass *pass, struct slice body, unsigned line, const struct layout_text *layout)
{
    const struct entry *entry = pass->entry;
    unsigned lines;
    size_t heading = layout->lead.length > 0 ? heading_length(body, &lines) : 0;

    pass->budget = BUDGET;
    pass->arena = arena_new();
    pass->variables = map_new();
    pass->lists = map_new();
    pass->listed = map_new();
    pass->counters = map_new();
    if (heading > 0)
        walk(pass, entry->source, slice_range(body, 0, heading), line, !entry->is_html);
    if (layout->lead.length > 0)
        walk_layout(pass, buffer_slice(&layout->lead));
    walk(pass, entry->source, slice_from(body, heading), heading > 0 ? line + lines : line, !entry->is_html);
    walk_layout(pass, buffer_slice(&layout->rest));
    map_free(pass->counters);
    map_free(pass->listed);
    map_free(pass->lists);
    map_free(pass->variables);
    free(pass->frames);
    arena_free(pass->arena);
}

static bool
has_liquid(struct slice text)
{
    return slice_find(text, "{%") != SLICE_NONE || slice_find(text, "{{") != SLICE_NONE;
}

bool
liquid_expand(struct library *library, const struct entry *entry, struct slice body, unsigned line,
              struct findings *findings, struct spliced *out)
{
    struct liquid_pass pass = { .library = library, .entry = entry, .findings = findings, .out = out };
    struct layout_text layout = { .lead = { 0 } };
    bool changes;

    layout_text_read(library, entry, body, &layout);
    changes = layout.lead.length > 0 || layout.rest.length > 0 || has_liquid(body);
    if (changes)
        expand(&pass, body, line, &layout);
    layout_text_clear(&layout);
    return changes;
}

bool
liquid_quote(struct library *library, const struct entry *entry, struct slice text, struct spliced *out)
{
    struct liquid_pass pass = { .library = library, .entry = entry, .out = out, .inner = true };
    const struct layout_text none = { .lead = { 0 } };

    if (!has_liquid(text))
        return false;
    expand(&pass, text, entry->body_line, &none);
    return true;
}
