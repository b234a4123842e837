/* kramdown.c - the pre-pass on any bytes: every line keeps its number, every mark its shield. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "document/kramdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_lines(const struct lined *lined, size_t last)
{
    struct slice text = buffer_slice(&lined->text), line;
    size_t count = 0;

    for (; slice_take_line(&text, &line); count++) {
        assert(count < lined->count && slice_equal(line, lined_line(lined, count)));
        assert(lined_number(lined, count) >= 1 && lined_number(lined, count) <= last);
    }
    assert(count == lined->count);
}

static void
check_shields(const struct prepared *prepared)
{
    struct slice text = buffer_slice(&prepared->text.text), before;
    size_t marks = 0;

    while (shields_take(&prepared->shields, &text, &before) != NULL)
        marks++;
    assert(marks <= prepared->shields.count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct document_options options = { .file = "page.md" };
    struct document *document = document_new(&options);
    struct prepared prepared = { 0 };
    size_t lines = 1;

    for (size_t i = 0; i < length; i++)
        lines += bytes[i] == '\n' || bytes[i] == '\r';
    kramdown_prepare(slice_make((const char *)bytes, length), 1, document, &prepared);
    check_lines(&prepared.text, lines);
    check_shields(&prepared);
    assert(prepared.notes_at == SLICE_NONE || prepared.notes_at <= prepared.text.count);
    prepared_clear(&prepared);
    document_free(document);
    return 0;
}
