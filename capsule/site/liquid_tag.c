/* liquid_tag.c - what each tag does: conditions decide what is shown, loops become lists, the rest is a value or nothing. */
#include "base/memory.h"
#include "site/bibliography.h"
#include "site/liquid_pass.h"
#include "site/site_data.h"

static struct liquid_frame *
top_frame(struct liquid_pass *pass)
{
    return pass->frame_count > 0 ? &pass->frames[pass->frame_count - 1] : NULL;
}

struct liquid_frame *
liquid_push_frame(struct liquid_pass *pass, enum liquid_frame_kind kind)
{
    pass->frames = memory_grow(pass->frames, pass->frame_count, &pass->frame_capacity, sizeof(*pass->frames));
    pass->frames[pass->frame_count++] =
        (struct liquid_frame){ .kind = kind, .start = pass->out->text.length, .seen = pass->seen };
    return top_frame(pass);
}

/* Ends the branch at hand. A doubtful one goes if it held Liquid; else it counts as the one that is shown. */
static void
end_branch(struct liquid_pass *pass, struct liquid_frame *frame)
{
    if (frame->dead)
        pass->dead--;
    if (frame->doubtful && pass->seen != frame->seen)
        spliced_truncate(pass->out, frame->start);
    else if (frame->doubtful)
        frame->taken = true;
    frame->dead = frame->doubtful = false;
}

/* Inside a loop every branch is walked: some of them may hold what is to be listed. */
static void
begin_branch(struct liquid_pass *pass, struct liquid_frame *frame, enum truth truth)
{
    frame->dead = pass->lost == 0 && (frame->taken || truth == TRUTH_NO);
    frame->doubtful = !frame->dead && pass->lost == 0 && truth == TRUTH_UNKNOWN;
    frame->taken = frame->taken || truth == TRUTH_YES;
    frame->start = pass->out->text.length;
    frame->seen = pass->seen;
    if (frame->dead)
        pass->dead++;
}

static void
keep_capture(struct liquid_pass *pass, const struct liquid_frame *frame)
{
    struct slice text = slice_from(buffer_slice(&pass->out->text), frame->start);
    struct arena *arena = pass->arena;
    struct value *value;

    if (pass->dead == 0 && text.length <= pass->budget) {
        pass->budget -= text.length;
        value = arena_take(arena, sizeof(*value));
        *value = liquid_string(arena_copy(arena, text));
        map_put(pass->variables, frame->subject, value);
    }
    spliced_truncate(pass->out, frame->start);
}

static void
pop_frame(struct liquid_pass *pass)
{
    struct liquid_frame *frame = top_frame(pass);

    if (frame->kind == LIQUID_CAPTURE)
        keep_capture(pass, frame);
    else
        end_branch(pass, frame);
    if (frame->rounds != NULL)
        liquid_end_rounds(pass, frame);
    if (frame->lost)
        pass->lost--;
    if (frame->waits)
        pass->waiting--;
    pass->frame_count--;
}

void
liquid_close_frames(struct liquid_pass *pass, size_t count)
{
    while (pass->frame_count > count)
        pop_frame(pass);
}

static enum truth
condition_of(struct liquid_pass *pass, struct slice condition)
{
    struct scope scope = liquid_scope(pass);

    if (pass->dead > 0)
        return TRUTH_NO;
    return pass->lost > 0 ? TRUTH_YES : liquid_condition(&scope, condition);
}

static void
tag_if(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    enum truth truth = condition_of(pass, argument);

    (void)whole;
    begin_branch(pass, liquid_push_frame(pass, LIQUID_IF), truth);
}

static void
tag_unless(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    enum truth truth = condition_of(pass, argument);

    (void)whole;
    if (truth != TRUTH_UNKNOWN)
        truth = truth == TRUTH_YES ? TRUTH_NO : TRUTH_YES;
    begin_branch(pass, liquid_push_frame(pass, LIQUID_IF), truth);
}

/* The innermost frame, if a branch may begin in it here. */
static struct liquid_frame *
branching_frame(struct liquid_pass *pass)
{
    struct liquid_frame *frame = top_frame(pass);

    if (frame == NULL || pass->frame_count <= liquid_source(pass)->frames ||
        (frame->kind != LIQUID_IF && frame->kind != LIQUID_CASE))
        return NULL;
    pass->seen--; /* the tag belongs to its frame, it is no Liquid inside it */
    end_branch(pass, frame);
    return frame;
}

static void
tag_elsif(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct liquid_frame *frame = branching_frame(pass);

    (void)whole;
    if (frame != NULL)
        begin_branch(pass, frame, condition_of(pass, argument));
}

static void
tag_else(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct liquid_frame *frame = top_frame(pass);

    (void)argument;
    (void)whole;
    if (frame != NULL && frame->rounds != NULL && pass->frame_count > liquid_source(pass)->frames) {
        liquid_for_else(pass, frame);
        return;
    }
    frame = branching_frame(pass);
    if (frame != NULL)
        begin_branch(pass, frame, TRUTH_YES);
}

static void
tag_case(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct liquid_frame *frame = liquid_push_frame(pass, LIQUID_CASE);

    (void)whole;
    frame->subject = argument;
    begin_branch(pass, frame, TRUTH_NO);
}

static void
tag_when(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct liquid_frame *frame = branching_frame(pass);
    struct buffer condition = { 0 };
    struct slice choice;

    (void)whole;
    if (frame == NULL)
        return;
    while (slice_take_part(&argument, ',', &choice)) {
        buffer_add_text(&condition, condition.length > 0 ? " or " : "");
        buffer_add(&condition, frame->subject);
        buffer_add_text(&condition, " == ");
        buffer_add(&condition, choice);
    }
    begin_branch(pass, frame, condition_of(pass, buffer_slice(&condition)));
    buffer_clear(&condition);
}

/* An end tag closes the innermost block, whatever it calls itself; one without a block in this file means nothing. */
static void
tag_end(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)argument;
    (void)whole;
    if (pass->frame_count <= liquid_source(pass)->frames)
        return;
    pass->seen--;
    if (!liquid_next_round(pass))
        pop_frame(pass);
    pass->seen++;
}

static void
tag_assign(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct scope scope = liquid_scope(pass);
    size_t equals = slice_find_byte(argument, '=');
    struct value *value;

    (void)whole;
    if (pass->dead > 0 || equals == SLICE_NONE)
        return;
    value = arena_take(pass->arena, sizeof(*value));
    *value = liquid_evaluate(&scope, slice_from(argument, equals + 1));
    map_put(pass->variables, slice_trim(slice_range(argument, 0, equals)), value);
}

static void
tag_capture(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    liquid_push_frame(pass, LIQUID_CAPTURE)->subject = argument;
}

/* LINK's argument is a path of the source tree, with a value in it at times. */
static void
tag_link(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    const struct site *site = library_site(pass->library);
    struct slice path = slice_starts(argument, "/") ? slice_from(argument, 1) : argument;
    const struct entry *entry = map_find(site->sources, path);

    (void)whole;
    if (entry != NULL)
        liquid_emit_generated(pass, entry->path);
    else if (pass->dead == 0)
        findings_add(pass->findings, FINDING_WARNING, "broken-link", liquid_source(pass)->file.bytes,
                     liquid_source(pass)->line, 0, "link: no page is made from %.*s", (int)path.length, path.bytes);
}

static void
tag_post_url(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    const struct entry *entry = library_post(pass->library, argument);

    (void)whole;
    if (entry != NULL)
        liquid_emit_generated(pass, entry->path);
    else if (pass->dead == 0)
        findings_add(pass->findings, FINDING_WARNING, "broken-link", liquid_source(pass)->file.bytes,
                     liquid_source(pass)->line, 0, "post_url: there is no post %.*s", (int)argument.length,
                     argument.bytes);
}

/* TEXT with the values of its outputs: a plugin's tag resolves them itself (`[year={{ y }}]`). */
static void
fill_in(struct liquid_pass *pass, struct slice text, struct buffer *out)
{
    struct scope scope = liquid_scope(pass);
    size_t open, close;

    while ((open = slice_find(text, "{{")) != SLICE_NONE) {
        struct slice value_text;
        struct value value;

        close = slice_find(slice_from(text, open), "}}");
        if (close == SLICE_NONE)
            break;
        value = liquid_evaluate(&scope, slice_range(text, open + 2, open + close));
        liquid_text(&value, &value_text);
        buffer_add(out, slice_range(text, 0, open));
        buffer_add(out, value_text);
        text = slice_from(text, open + close + 2);
    }
    buffer_add(out, text);
}

/* A place for the entries, on one line, since entries are read where nothing can go wrong with them (bibliography.h). */
static void
tag_bibliography(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    const struct liquid_source *source = liquid_source(pass);
    struct buffer text = { 0 }, filled = { 0 };
    struct slice line;

    (void)whole;
    if (pass->dead > 0 || (pass->lost > 0 && map_find(pass->listed, slice_of("bibliography")) != NULL))
        return;
    map_put(pass->listed, slice_of("bibliography"), pass);
    if (pass->lost > 0)
        argument = slice_of("--group_by year"); /* the loop around it runs through the years */
    fill_in(pass, argument, &filled);
    argument = buffer_slice(&filled);
    bibliography_prepare(pass->library, argument, source->file, source->line, pass->findings);
    buffer_format(&text, "\n\n%c", LIQUID_BIBLIOGRAPHY);
    while (slice_take_line(&argument, &line))
        buffer_add(&text, line);
    buffer_format(&text, "%c\n\n", LIQUID_BIBLIOGRAPHY);
    liquid_emit_generated(pass, buffer_slice(&text));
    buffer_clear(&text);
    buffer_clear(&filled);
}

/* A place for what the bibliography says of the keys in ARGUMENT; WORD says what that is. */
static void
put_citation(struct liquid_pass *pass, const char *word, struct slice argument)
{
    const struct liquid_source *source = liquid_source(pass);
    struct buffer text = { 0 };
    struct slice line;

    if (pass->dead > 0)
        return;
    bibliography_prepare(pass->library, slice_make("", 0), source->file, source->line, pass->findings);
    buffer_format(&text, "%c%s", LIQUID_CITATION, word);
    while (slice_take_line(&argument, &line)) {
        buffer_add(&text, line);
        buffer_add_byte(&text, ' ');
    }
    buffer_add_byte(&text, LIQUID_CITATION);
    liquid_emit(pass, buffer_slice(&text));
    buffer_clear(&text);
}

/* "(Example, 2024)" in a sentence. */
static void
tag_cite(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    put_citation(pass, "", argument);
}

/* The whole entry in a sentence. */
static void
tag_reference(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    put_citation(pass, LIQUID_REFERENCE, argument);
}

/* The heading of a block that unfolds on the web. */
static void
tag_details(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    liquid_emit_generated(pass, slice_of("\n\n"));
    liquid_emit(pass, argument);
    liquid_emit_generated(pass, slice_of("\n\n"));
}

/* `{% tab GROUP NAME %}`: the name heads what is shown at a click. */
static void
tag_tab(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    size_t blank = slice_find_byte(argument, ' ');

    tag_details(pass, slice_trim(slice_from(argument, blank == SLICE_NONE ? argument.length : blank)), whole);
}

static void
tag_silent(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)pass;
    (void)argument;
    (void)whole;
}

static const struct {
    const char *name;
    void (*act)(struct liquid_pass *pass, struct slice argument, struct slice whole);
} tags[] = {
    { "if", tag_if },
    { "unless", tag_unless },
    { "elsif", tag_elsif },
    { "else", tag_else },
    { "case", tag_case },
    { "when", tag_when },
    { "endif", tag_end },
    { "endunless", tag_end },
    { "endcase", tag_end },
    { "endfor", tag_end },
    { "endcapture", tag_end },
    { "endtablerow", tag_end },
    { "assign", tag_assign },
    { "capture", tag_capture },
    { "for", liquid_for },
    { "tablerow", liquid_for },
    { "break", liquid_break },
    { "continue", liquid_continue },
    { "include", liquid_include },
    { "include_cached", liquid_include },
    { "include_relative", liquid_include_relative },
    { "link", tag_link },
    { "post_url", tag_post_url },
    { "bibliography", tag_bibliography },
    { "cite", tag_cite },
    { "reference", tag_reference },
    { "gist", liquid_gist },
    { "twitter", liquid_twitter },
    { "youtube", liquid_youtube },
    { "vimeo", liquid_vimeo },
    { "details", tag_details },
    { "enddetails", tag_silent },
    { "endraw", tag_silent },
    { "endcomment", tag_silent },
    { "endhighlight", tag_silent },
    { "cycle", liquid_cycle },
    { "increment", liquid_increment },
    { "decrement", liquid_decrement },
    { "seo", tag_silent },
    { "feed_meta", tag_silent },
    { "toc", tag_silent },
    { "quote", tag_silent },
    { "endquote", tag_silent },
    { "tabs", tag_silent },
    { "endtabs", tag_silent },
    { "tab", tag_tab },
    { "endtab", tag_silent },
};

enum { TAGS = sizeof(tags) / sizeof(tags[0]) };

void
liquid_tag(struct liquid_pass *pass, struct slice name, struct slice argument, struct slice whole)
{
    pass->seen++;
    for (size_t i = 0; i < TAGS; i++)
        if (slice_is(name, tags[i].name)) {
            tags[i].act(pass, argument, whole);
            return;
        }
    if (pass->lost == 0)
        liquid_report(pass, whole);
}
