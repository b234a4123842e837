/* front_matter.c - where a page's header ends: header and body are parts of the page, and the body's line is right. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "config/yaml.h"
#include "site/front_matter.h"
#include "site/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_header(struct slice header)
{
    struct arena *arena = arena_new();
    struct error error;
    struct date date;
    const struct yaml *meta = yaml_read(header, FRONT_MATTER_LINE, arena, &error);

    head_hides(meta);
    if (head_date(meta, slice_of("Europe/Zurich"), &date))
        assert(date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= 31);
    arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct slice text = slice_make((const char *)bytes, length), header, body;
    unsigned line = 0, count = 1;

    if (!front_matter_split(text, &header, &body, &line)) {
        assert(line == 1 && body.bytes + body.length == text.bytes + length); /* all but a byte-order mark */
        return 0;
    }
    assert(front_matter_begins(text));
    assert(header.bytes >= text.bytes && header.bytes + header.length <= body.bytes);
    assert(body.bytes + body.length == text.bytes + length);
    for (const char *at = text.bytes; at < body.bytes; at++)
        count += *at == '\n';
    assert(line == count || (body.length == 0 && line <= count + 1));
    check_header(header);
    return 0;
}
