/* writers.c - any order of events at the sink, balanced or not: a document that all three writers can print. */
#include <stddef.h>
#include <stdint.h>

#include "page.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The input: one byte says which event comes next, up to seven bytes behind it are its words. */
struct script_input {
    struct document *document;
    struct slice words;
    unsigned detail;
};

static void
put_text(const struct script_input *input)
{
    sink_text(input->document, input->words);
}

static void
put_verbatim(const struct script_input *input)
{
    sink_verbatim(input->document, input->words);
}

static void
put_link(const struct script_input *input)
{
    sink_link_open(input->document, input->words, input->detail % 2 ? input->words : slice_of(NULL));
}

static void
put_image(const struct script_input *input)
{
    const struct sink_image image = { .source = input->words,
                                      .alt = input->detail % 2 ? input->words : slice_of(NULL),
                                      .width = input->detail % 3 };

    sink_image(input->document, &image);
}

static void
put_media(const struct script_input *input)
{
    sink_media(input->document, input->words, slice_of("Video"));
}

static void
put_emphasis(const struct script_input *input)
{
    sink_emphasis_open(input->document, (enum emphasis)(input->detail % 4));
}

static void
end_emphasis(const struct script_input *input)
{
    sink_emphasis_close(input->document, (enum emphasis)(input->detail % 4));
}

static void
put_script(const struct script_input *input)
{
    sink_script_open(input->document, (enum script)(input->detail % 2));
}

static void
end_script(const struct script_input *input)
{
    sink_script_close(input->document, (enum script)(input->detail % 2));
}

static void
put_note(const struct script_input *input)
{
    sink_note_reference(input->document, input->detail);
}

static void
put_heading(const struct script_input *input)
{
    sink_heading_open(input->document, 1 + input->detail % 6);
}

static void
put_list(const struct script_input *input)
{
    static const char delimiters[] = { 0, '.', ')' };

    sink_list_open(input->document, delimiters[input->detail % 3], input->detail);
}

static void
put_row(const struct script_input *input)
{
    sink_row_open(input->document, input->detail % 2);
}

static void
put_cell(const struct script_input *input)
{
    sink_cell_open(input->document, (enum alignment)(input->detail % 3));
}

static void
put_code(const struct script_input *input)
{
    sink_preformatted(input->document, input->detail % 2 ? input->words : slice_of(NULL), input->words);
}

static void (*const with_words[])(const struct script_input *input) = {
    put_text, put_text,   put_verbatim, put_link,    put_image, put_media, put_emphasis, end_emphasis,
    put_note, put_script, put_list,     put_heading, put_row,   put_cell,  put_code,     end_script,
};

static void (*const without_words[])(struct document *document) = {
    sink_soft_break,    sink_line_break,      sink_link_close,       sink_division,   sink_prefix,
    sink_heading_close, sink_list_close,      sink_item_open,        sink_item_close, sink_term_open,
    sink_term_close,    sink_definition_open, sink_definition_close, sink_quote_open, sink_quote_close,
    sink_table_open,    sink_table_close,     sink_row_close,        sink_cell_close, sink_rule,
};

#define WITH_WORDS    (sizeof with_words / sizeof with_words[0])
#define WITHOUT_WORDS (sizeof without_words / sizeof without_words[0])

static void
put_event(struct document *document, struct slice *rest)
{
    unsigned char byte = (unsigned char)rest->bytes[0];
    size_t kind = byte % (WITH_WORDS + WITHOUT_WORDS), end;

    *rest = slice_from(*rest, 1);
    if (kind >= WITH_WORDS) {
        without_words[kind - WITH_WORDS](document);
        return;
    }
    end = rest->length < (byte & 7u) ? rest->length : (byte & 7u);
    with_words[kind](&(struct script_input){ document, slice_range(*rest, 0, end), byte / 8u });
    *rest = slice_from(*rest, end);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct document_options options = { .file = "page.md" };
    struct document *document = document_new(&options);
    struct slice rest = slice_make((const char *)bytes, length);

    while (rest.length > 0)
        put_event(document, &rest);
    document_finish(document);
    page_check(document);
    document_free(document);
    return 0;
}
