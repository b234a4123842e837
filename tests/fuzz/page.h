/* page.h - what the fuzz targets of the translator share: one finished document through all three writers. */
#ifndef FUZZ_PAGE_H
#define FUZZ_PAGE_H

#include <assert.h>

#include "base/utf8.h"
#include "document/reader.h"
#include "document/writer.h"

/* No control bytes but LF (and CR before it, and TAB in menus), valid UTF-8. */
static inline void
page_check_bytes(struct slice text, bool carriage_return, bool tab)
{
    assert(utf8_valid(text));
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];

        assert(byte >= 0x20 || byte == '\n' || (tab && byte == '\t') ||
               (carriage_return && byte == '\r' && i + 1 < text.length && text.bytes[i + 1] == '\n'));
        assert(byte != 0x7f);
    }
}

static inline void
page_check_menu(struct slice menu)
{
    struct slice line;

    while (slice_take_line(&menu, &line)) {
        size_t fields = 1;

        for (size_t i = 0; i < line.length; i++)
            fields += line.bytes[i] == '\t';
        assert(fields == 4);
        assert(!slice_starts(line, "i=>") && !slice_starts(line, "i```"));
    }
}

static inline void
page_check(const struct document *document)
{
    static const struct gopher_place place = { "localhost", 7070, SLICE("Page"), SLICE("/page.txt"), SLICE("/page/") };
    struct buffer gemtext = { 0 }, menu = { 0 }, text = { 0 };

    gemtext_write(document, &gemtext);
    menu_write(document, &place, &menu);
    text_write(document, &place, &text);
    page_check_bytes(buffer_slice(&gemtext), false, false);
    page_check_bytes(buffer_slice(&menu), true, true);
    page_check_bytes(buffer_slice(&text), true, false);
    page_check_menu(buffer_slice(&menu));
    assert(slice_find(buffer_slice(&text), "\n.") == SLICE_NONE);
    buffer_clear(&gemtext);
    buffer_clear(&menu);
    buffer_clear(&text);
}

#endif
