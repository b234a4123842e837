/* gemini.c - a Gemini request of any bytes, fed whole and in two pieces: one state, and an answer that is a header. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "answering.h"
#include "protocol/gemini.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_header(struct slice reply)
{
    size_t end = slice_find(reply, "\r\n");

    assert(end != SLICE_NONE && end >= 2 && end <= 3 + 1024);
    assert(reply.bytes[0] >= '1' && reply.bytes[0] <= '6' && byte_is_digit(reply.bytes[1]));
    for (size_t i = 0; i < end; i++)
        assert((unsigned char)reply.bytes[i] >= 0x20 && reply.bytes[i] != 0x7f);
    assert(reply.bytes[0] == '2' || end + 2 == reply.length);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct slice all = slice_make((const char *)bytes, length), line = { 0 }, again = { 0 };
    const struct image *const images[] = { answering_image() };
    struct gemini_identity identity = { images, 1, 1965 };
    struct buffer scratch = { 0 };
    struct answer answer = { 0 };
    enum request_state state = REQUEST_WANTS_MORE;

    for (size_t known = 0; known <= length && state == REQUEST_WANTS_MORE; known++)
        state = gemini_request_state(slice_range(all, 0, known), &again);
    assert(state == gemini_request_state(all, &line));
    if (state == REQUEST_COMPLETE) {
        assert(slice_equal(line, again) && line.length <= 1024);
        gemini_answer(&identity, line, &scratch, &answer);
        check_header(answer.bytes);
    }
    buffer_clear(&scratch);
    return 0;
}
