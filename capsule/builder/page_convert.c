/* page_convert.c - composes a page, writes it in its three forms and as its source. */
#include "builder/page_convert.h"

#include "document/reader.h"
#include "document/writer.h"
#include "site/compose.h"

struct output {
    struct buffer gemtext, menu, text, markdown;
};

static struct document *
compose(const struct page_set *set, const struct page *page, enum conversion conversion, struct findings *findings)
{
    struct slice body = page->text.body;
    struct document *document = NULL;

    if (conversion == CONVERT_PAGE && compose_page(set->site, page->entry, body, findings, &document) == READER_DONE &&
        document)
        return document;
    return compose_source(set->site, page->entry, body);
}

/* The source as it may be shown: what the reader keeps of it when it makes a preformatted block. */
static void
write_markdown(struct slice body, struct buffer *out)
{
    struct document_options options = { .file = NULL };
    struct document *document = document_new(&options);

    source_read(body, document);
    document_finish(document);
    for (size_t i = 0; i < document_line_count(document); i++) {
        struct slice rest = document_line(document, i)->span.text, line;

        while (slice_take_line(&rest, &line)) {
            buffer_add(out, line);
            buffer_add_text(out, "\r\n");
        }
    }
    document_free(document);
}

static void
write_forms(const struct page_set *set, const struct page *page, const struct document *document, struct output *output)
{
    struct buffer text_selector = { 0 };
    struct slice title = page->entry->title;
    struct gopher_place place = { .host = page_set_host(set), .port = page_set_gopher_port(set) };

    page_form_path(page->entry->selector, ".txt", &text_selector);
    place.title = title.length > 0 ? title : site_title(set->site);
    place.text_selector = buffer_slice(&text_selector);
    place.menu_selector = page->entry->selector;
    gemtext_write(document, &output->gemtext);
    menu_write(document, &place, &output->menu);
    text_write(document, &place, &output->text);
    buffer_clear(&text_selector);
}

void
page_convert(const struct page_set *set, const struct page *page, enum conversion conversion, struct buffer *frame)
{
    struct findings *findings = findings_new();
    struct document *document = compose(set, page, conversion, findings);
    struct output output = { .gemtext = { 0 } };

    write_forms(set, page, document, &output);
    write_markdown(page->text.body, &output.markdown);
    frame_put(frame,
              &(struct page_forms){ .gemtext = buffer_slice(&output.gemtext),
                                    .menu = buffer_slice(&output.menu),
                                    .text = buffer_slice(&output.text),
                                    .markdown = buffer_slice(&output.markdown) },
              findings);
    document_free(document);
    findings_free(findings);
    buffer_clear(&output.gemtext);
    buffer_clear(&output.menu);
    buffer_clear(&output.text);
    buffer_clear(&output.markdown);
}
