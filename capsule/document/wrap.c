/* wrap.c - the marks of a span as characters, and the lines of a text. */
#include "document/wrap.h"

#include "base/utf8.h"
#include "document/cells.h"

#define JOINER     0x2060u
#define IMAGE_OPEN "[image:" CELLS_JOINER " " /* no line ends here */

static bool
is_control(uint32_t code_point)
{
    return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0);
}

/* How many bytes TEXT begins with that stand for themselves. */
static size_t
plain_length(struct slice text)
{
    size_t at = 0;

    while (at < text.length && text.bytes[at] >= 0x20 && text.bytes[at] < 0x7f)
        at++;
    return at;
}

void
wrap_add_clean(struct slice text, const char *tab, struct buffer *out)
{
    while (text.length > 0) {
        size_t plain = plain_length(text);
        uint32_t code_point;

        buffer_add(out, slice_range(text, 0, plain));
        text = slice_from(text, plain);
        if (text.length == 0)
            return;
        code_point = utf8_take(&text, NULL);
        if (code_point == '\t')
            buffer_add_text(out, tab);
        else if (!is_control(code_point) && code_point != JOINER)
            utf8_put(out, code_point);
    }
}

/* Appends the digits of NUMBER in brackets with a joiner before each character: not even a hard split parts them. */
void
wrap_add_number(unsigned number, struct buffer *out)
{
    char digits[16];
    size_t start = sizeof digits;

    if (number == 0)
        return;
    for (; number > 0; number /= 10)
        digits[--start] = (char)('0' + number % 10);
    buffer_add_text(out, CELLS_JOINER "[");
    for (; start < sizeof digits; start++) {
        buffer_add_text(out, CELLS_JOINER);
        buffer_add_byte(out, digits[start]);
    }
    buffer_add_text(out, CELLS_JOINER "]");
}

static void
close_image(unsigned number, struct buffer *out)
{
    buffer_add_text(out, "]");
    if (number > 0)
        buffer_add_text(out, CELLS_JOINER " ");
    wrap_add_number(number, out);
}

void
wrap_add_image(struct slice alt, unsigned number, struct buffer *out)
{
    buffer_add_text(out, IMAGE_OPEN);
    wrap_add_clean(alt, " ", out);
    close_image(number, out);
}

/* A span on its way; AT is how much of its text is out. */
struct composition {
    const struct span_style *style;
    struct slice text;
    size_t at;
    unsigned emphasis; /* how many are open */
    struct buffer *out;
};

static void
compose_up_to(struct composition *composition, size_t end)
{
    if (end <= composition->at)
        return;
    wrap_add_clean(slice_range(composition->text, composition->at, end), " ", composition->out);
    composition->at = end;
}

static unsigned
number_of(const struct composition *composition, const struct mark *mark)
{
    return composition->style->number(composition->style->context, mark->link);
}

static void
compose_emphasis_open(struct composition *composition, const struct mark *mark)
{
    (void)mark;
    if (composition->emphasis++ == 0 && composition->style->emphasis)
        buffer_add_text(composition->out, "*" CELLS_JOINER);
}

static void
compose_emphasis_close(struct composition *composition, const struct mark *mark)
{
    (void)mark;
    if (composition->emphasis > 0 && --composition->emphasis == 0 && composition->style->emphasis)
        buffer_add_text(composition->out, CELLS_JOINER "*");
}

static void
compose_link(struct composition *composition, const struct mark *mark)
{
    wrap_add_number(number_of(composition, mark), composition->out);
}

static void
compose_image_open(struct composition *composition, const struct mark *mark)
{
    (void)mark;
    if (composition->style->images)
        buffer_add_text(composition->out, IMAGE_OPEN);
}

static void
compose_image_close(struct composition *composition, const struct mark *mark)
{
    if (composition->style->images)
        close_image(number_of(composition, mark), composition->out);
    else
        wrap_add_number(number_of(composition, mark), composition->out);
}

/* A bare `[1]` would read as the number of a link. */
static void
compose_note(struct composition *composition, const struct mark *mark)
{
    compose_up_to(composition, mark->at + 1);
    buffer_add_text(composition->out, "^");
}

typedef void compose_mark(struct composition *composition, const struct mark *mark);

static compose_mark *const compose_marks[] = {
    [MARK_EMPHASIS_OPEN] = compose_emphasis_open,
    [MARK_EMPHASIS_CLOSE] = compose_emphasis_close,
    [MARK_LINK] = compose_link,
    [MARK_IMAGE_OPEN] = compose_image_open,
    [MARK_IMAGE_CLOSE] = compose_image_close,
    [MARK_NOTE] = compose_note,
};

void
wrap_compose(const struct span *span, const struct span_style *style, struct buffer *out)
{
    struct composition composition = { .style = style, .text = span->text, .out = out };

    for (size_t i = 0; i < span->mark_count; i++) {
        const struct mark *mark = &span->marks[i];

        compose_up_to(&composition, mark->at);
        compose_marks[mark->kind](&composition, mark);
    }
    compose_up_to(&composition, span->text.length);
}

struct slice
wrap_link_words(const struct link *link)
{
    if (link->label.length > 0)
        return link->label;
    if (link->target.kind == TARGET_MAIL && slice_starts_nocase(link->target.url, "mailto:"))
        return slice_from(link->target.url, sizeof "mailto:" - 1);
    return link->target.url;
}

void
wrap_add_unglued(struct slice text, struct buffer *out)
{
    for (;;) {
        size_t at = slice_find(text, CELLS_JOINER);

        if (at == SLICE_NONE)
            break;
        buffer_add(out, slice_range(text, 0, at));
        text = slice_from(text, at + sizeof CELLS_JOINER - 1);
    }
    buffer_add(out, text);
}

/* True if a client would read a line that begins with TEXT as markup, or a Gopher reader as the end of the text. */
static bool
needs_guard(const struct wrap *wrap, struct slice text)
{
    return slice_starts(text, "=>") || slice_starts(text, "```") || (wrap->guard_dots && slice_starts(text, "."));
}

static struct slice
guarded_prefix(const struct wrap *wrap, struct slice prefix, struct slice text)
{
    return prefix.length == 0 && needs_guard(wrap, text) ? slice_of(" ") : prefix;
}

static void
hand_out(const struct wrap *wrap, struct slice prefix, struct slice text)
{
    struct buffer line = { 0 };

    buffer_add(&line, prefix);
    wrap_add_unglued(text, &line);
    wrap->on_line(wrap->context, text.length > 0 ? buffer_slice(&line) : slice_trim_right(buffer_slice(&line)));
    buffer_clear(&line);
}

void
wrap_text(const struct wrap *wrap, struct slice text)
{
    struct slice next_prefix = wrap->first;

    do {
        struct slice prefix = guarded_prefix(wrap, next_prefix, text);
        size_t taken = cells_of(prefix), next;
        size_t end = cells_break(text, wrap->width > taken ? wrap->width - taken : 1, &next);

        hand_out(wrap, prefix, slice_range(text, 0, end));
        text = slice_from(text, next);
        next_prefix = wrap->rest;
    } while (text.length > 0);
}

void
wrap_whole(const struct wrap *wrap, struct slice text)
{
    hand_out(wrap, guarded_prefix(wrap, wrap->first, text), text);
}
