/* body.c - the text of a page, read when nobody is writing it. */
#include <errno.h>
#include <string.h>

#include "site/beneath.h"
#include "site/front_matter.h"
#include "site/site_data.h"

enum { BODY_LIMIT = 64 << 20 };

bool
site_read_body(const struct site *site, const struct entry *entry, struct buffer *out, struct error *error)
{
    struct buffer text = { 0 };
    struct slice header, body;
    unsigned line;
    bool fine = beneath_read(site->root, entry->source, BODY_LIMIT + 1, &text);
    int number = fine && text.length > BODY_LIMIT ? EFBIG : errno;

    fine = fine && text.length <= BODY_LIMIT;
    front_matter_split_any(buffer_slice(&text), site_dialect(site), &header, &body, &line);
    if (fine)
        buffer_add(out, body);
    buffer_clear(&text);
    if (!fine && number == EBUSY)
        return error_set(error, "%s: is being written", entry->source.bytes);
    return fine || error_set(error, "%s: cannot be read: %s", entry->source.bytes, strerror(number));
}
