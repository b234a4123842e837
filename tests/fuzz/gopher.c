/* gopher.c - a Gopher selector of any bytes: an answer, and if it is an error, one whose menu has four fields a line. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "answering.h"
#include "protocol/gopher.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void
check_error(struct slice reply)
{
    struct slice line;
    size_t fields = 1;

    assert(slice_ends(reply, "\r\n.\r\n"));
    assert(slice_take_line(&reply, &line) && slice_starts(line, "3"));
    for (size_t i = 0; i < line.length; i++) {
        assert((unsigned char)line.bytes[i] >= 0x20 || line.bytes[i] == '\t');
        fields += line.bytes[i] == '\t';
    }
    assert(fields == 4);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct slice line = { 0 };
    struct gopher_identity identity = {
        .image = answering_image(), .host = "localhost", .port = 70, .gemini_port = 1965
    };
    struct buffer scratch = { 0 };
    struct answer answer = { 0 };

    if (gopher_request_state(slice_make((const char *)bytes, length), true, &line) == REQUEST_COMPLETE) {
        gopher_answer(&identity, line, &scratch, &answer);
        if (answer.status == 51 || answer.status == 59)
            check_error(answer.bytes);
    }
    buffer_clear(&scratch);
    return 0;
}
