/* frame.c - numbers of 64 bits in this machine's order, byte strings after their length: both ends are one program. */
#include "builder/frame.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CODE_INDENT 4

static void
put_number(struct buffer *frame, uint64_t number)
{
    buffer_add(frame, slice_make((const char *)&number, sizeof(number)));
}

static void
put_bytes(struct buffer *frame, struct slice bytes)
{
    put_number(frame, bytes.length);
    buffer_add(frame, bytes);
}

static bool
take_number(struct slice *rest, uint64_t *number)
{
    if (rest->length < sizeof(*number))
        return false;
    memcpy(number, rest->bytes, sizeof(*number));
    *rest = slice_from(*rest, sizeof(*number));
    return true;
}

static bool
take_bytes(struct slice *rest, struct slice *bytes)
{
    uint64_t length;

    if (!take_number(rest, &length) || length > rest->length)
        return false;
    *bytes = slice_range(*rest, 0, (size_t)length);
    *rest = slice_from(*rest, (size_t)length);
    return true;
}

void
frame_put(struct buffer *frame, const struct page_forms *forms, const struct findings *findings)
{
    put_bytes(frame, forms->gemtext);
    put_bytes(frame, forms->menu);
    put_bytes(frame, forms->text);
    put_bytes(frame, forms->markdown);
    put_number(frame, findings_count(findings));
    for (size_t i = 0; i < findings_count(findings); i++) {
        const struct finding *finding = findings_at(findings, i);

        put_number(frame, finding->severity);
        put_number(frame, finding->line);
        put_number(frame, finding->column);
        put_bytes(frame, slice_of(finding->code));
        put_bytes(frame, slice_of(finding->file));
        put_bytes(frame, slice_of(finding->message));
    }
}

static void
add_copied(struct findings *findings, const uint64_t numbers[3], const struct slice texts[3])
{
    char *code = slice_copy(texts[0]), *file = slice_copy(texts[1]), *message = slice_copy(texts[2]);

    findings_add(findings, (enum finding_severity)numbers[0], code, file, (unsigned)numbers[1], (unsigned)numbers[2],
                 "%s", message);
    free(code);
    free(file);
    free(message);
}

static bool
take_finding(struct slice *rest, struct findings *findings)
{
    uint64_t numbers[3];
    struct slice texts[3];

    for (size_t i = 0; i < 3; i++)
        if (!take_number(rest, &numbers[i]) || numbers[i] > UINT32_MAX)
            return false;
    for (size_t i = 0; i < 3; i++)
        if (!take_bytes(rest, &texts[i]))
            return false;
    if (numbers[0] > FINDING_ERROR)
        return false;
    add_copied(findings, numbers, texts);
    return true;
}

bool
frame_take(struct slice frame, struct page_forms *forms, struct findings *findings)
{
    uint64_t count;

    if (!take_bytes(&frame, &forms->gemtext) || !take_bytes(&frame, &forms->menu) ||
        !take_bytes(&frame, &forms->text) || !take_bytes(&frame, &forms->markdown) || !take_number(&frame, &count))
        return false;
    for (uint64_t i = 0; i < count; i++)
        if (!take_finding(&frame, findings))
            return false;
    return frame.length == 0;
}

/* LINE without the blanks of a code block. */
static struct slice
skip_indent(struct slice line)
{
    size_t at = 0;

    while (at < line.length && at < CODE_INDENT && line.bytes[at] == ' ')
        at++;
    return slice_from(line, at);
}

size_t
frame_shown_in_menu(struct slice menu)
{
    struct slice line, display, selector;
    size_t shown = 0;

    while (slice_take_line(&menu, &line)) {
        struct slice rest = slice_from(line, 1); /* behind the item type */

        selector = display = slice_make(NULL, 0);
        if (slice_take_part(&rest, '\t', &display))
            slice_take_part(&rest, '\t', &selector);
        shown += 1 + skip_indent(display).length + selector.length;
    }
    return shown;
}

size_t
frame_shown_in_text(struct slice text)
{
    struct slice line;
    size_t shown = 0;

    while (slice_take_line(&text, &line))
        shown += 1 + skip_indent(line).length;
    return shown;
}
