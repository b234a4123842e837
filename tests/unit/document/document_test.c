/* document_test.c - what a finished document says about itself, and pages that are hostile. */
#include "document/document.h"

#include "document/events.h"
#include "document/writer.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char mark_signs[] = {
    [MARK_EMPHASIS_OPEN] = '{', [MARK_EMPHASIS_CLOSE] = '}', [MARK_LINK] = '@',
    [MARK_IMAGE_OPEN] = '<',    [MARK_IMAGE_CLOSE] = '>',    [MARK_NOTE] = '^',
};

/* The text with its marks as signs; a link's number behind `@`. */
static void
add_span(const struct document *document, const struct span *span, struct buffer *out)
{
    size_t at = 0;

    for (size_t i = 0; i < span->mark_count; i++) {
        const struct mark *mark = &span->marks[i];

        assert_true(mark->at >= at && mark->at <= span->text.length);
        buffer_add(out, slice_range(span->text, at, mark->at));
        buffer_add_byte(out, mark_signs[mark->kind]);
        if (mark->kind == MARK_LINK)
            buffer_format(out, "%u", document_link(document, mark->link)->number);
        at = mark->at;
    }
    buffer_add(out, slice_from(span->text, at));
}

/* Every line on one of its own: links as `number label`, `+` if the words stand in the text. */
static void
describe(const struct document *document, struct buffer *out)
{
    for (size_t i = 0; i < document_line_count(document); i++) {
        const struct line *line = document_line(document, i);

        if (line->kind == LINE_LINK) {
            const struct link *link = document_link(document, line->link);

            buffer_format(out, "[%u%s] %.*s", link->number, link->in_text ? "+" : "", (int)link->label.length,
                          link->label.bytes);
        } else if (line->kind == LINE_TABLE) {
            for (size_t cell = 0; cell < line->table->rows * line->table->columns; cell++) {
                add_span(document, &line->table->cells[cell], out);
                buffer_add_byte(out, ';');
            }
        } else {
            add_span(document, &line->span, out);
        }
        buffer_add_byte(out, '\n');
    }
}

static const struct {
    const char *name, *events, *want;
} marks[] = {
    { "emphasis", "<p>a <b> b <em>c</em> </b> d", "a {b c} d\n" },
    { "emphasis over lines", "<p>a <em>b<br>c</em>", "a {b}\n{c}\n" },
    { "emphasis of nothing", "<p>a <em></em><b> </b>b", "a b\n" },
    { "link in the text", "<p>by <a u>Yang You</a>, <a v>X</a>", "by Yang You@1, X@2\n[1+] Yang You\n[2+] X\n" },
    { "a URL twice in a block", "<p>a <a u>b</a> c <a v>d</a> e <a u>f</a>", "a b@1 c d@2 e f@1\n[1+] b\n[2+] d\n" },
    { "a URL in two blocks", "<p>a <a u>b</a><p>c <a u>d</a>", "a b@1\n[1+] b\n\nc d@2\n[2+] d\n" },
    { "links of a line of links", "<p><a u>a</a> <a v>b</a>", "[1] a\n[2] b\n" },
    { "links taken off the line", "<p>x <em>y [<a u>a</a>]</em>", "x {y}\n[1] a\n" },
    { "words in the text once are enough", "<p>x <a u>a</a> y [<a u>a</a>]", "x a@1 y\n[1+] a\n" },
    { "image in a sentence", "<p>a <img u|b> c", "a <b> c\n[1+] b\n" },
    { "linked image", "<p>a <a u>x <img v|b></a> c", "a x <b>@1 c\n[1+] x b\n[2+] b\n" },
    { "image without words", "<p>a <img v.png> c", "a c\n[1] v\n" },
    { "note", "<p>a<note 3> b", "a^[3] b\n" },
    { "marks in a quoted item", "<quote><ul><li>a <a u>b</a> c</list></quote>", "a b@1 c\n[1+] b\n" },
    { "table", "<table><tr><td>a<td><a u>b</a><tr><td>c</table>", "a;b@1;c;;\n[1+] b\n" },
    { "scripts keep marks", "<p>a<sup><a u>2</a></sup> b", "a\xc2\xb2@1 b\n[1+] 2\n" },
    { "scripts with a mark inside stay", "<p>a<sup>1<a u>2</a></sup> b", "a12@1 b\n[1+] 2\n" },
};

static void
test_marks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(marks); i++) {
        struct document *document = document_new(&(struct document_options){ 0 });
        struct buffer out = { 0 };

        run_events(document, slice_of(marks[i].events));
        document_finish(document);
        describe(document, &out);
        if (!slice_is(buffer_slice(&out), marks[i].want))
            fail_msg("%s:\nevents %s\ngot:\n%.*s\nwant:\n%s", marks[i].name, marks[i].events, (int)out.length,
                     out.bytes, marks[i].want);
        buffer_clear(&out);
        document_free(document);
    }
}

static const struct {
    const char *name, *title, *events, *want_title, *want;
} titles[] = {
    { "front matter", "About  me", "<p>x", "About me", "# About me\n\nx\n" },
    { "heading of the body", "About", "<h 1>Me <b>too</b></h><p>x", "Me too", "# Me too\n\nx\n" },
    { "a picture above it", "About", "<p><img v.png><h 1>Me</h>", "Me", "=> v.png v [image]\n\n# Me\n" },
    { "heading below text", "About", "<p>x<h 1>Me <b>too</b></h>", "About", "# About\n\nx\n\n# Me too\n" },
    { "only lower headings", "About", "<h 2>Me</h>", "About", "# About\n\n## Me\n" },
    { "none", "", "<h 2>Me</h>", "", "## Me\n" },
    { "nothing but a title", "About", "", "About", "# About\n" },
};

static void
test_titles(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(titles); i++) {
        struct document *document = document_new(&(struct document_options){ .title = slice_of(titles[i].title) });
        struct buffer out = { 0 };

        run_events(document, slice_of(titles[i].events));
        document_finish(document);
        gemtext_write(document, &out);
        if (!slice_is(buffer_slice(&out), titles[i].want) || !slice_is(document_title(document), titles[i].want_title))
            fail_msg("%s: got '%.*s'", titles[i].name, (int)out.length, out.bytes);
        buffer_clear(&out);
        document_free(document);
    }
}

static void
test_foot(void **state)
{
    struct document *document = document_new(&(struct document_options){ 0 });
    struct target target = { .kind = TARGET_PAGE, .url = SLICE("/"), .selector = SLICE("/"), .item = '1' };
    struct buffer out = { 0 };

    (void)state;
    document_foot_add(document, &target, slice_of("Home"));
    run_events(document, slice_of("<p>x"));
    document_finish(document);
    document_foot_add(document, &target, slice_of(""));
    gemtext_write(document, &out);
    assert_true(slice_is(buffer_slice(&out), "x\n\n=> / Home\n=> /\n"));
    assert_int_equal(document_foot_count(document), 2);
    assert_int_equal(document_link_count(document), 0);
    buffer_clear(&out);
    document_free(document);
}

static void
test_empty(void **state)
{
    struct document *document = document_new(&(struct document_options){ 0 });

    (void)state;
    run_events(document, slice_of("<p> <em></em><ul><li></list><table><tr><td></table><hr>"));
    document_finish(document);
    assert_int_equal(document_line_count(document), 0);
    document_free(document);
}

/* A million events must not take longer than their number; a quadratic step would run into the test's time limit. */
#define MANY 100000

static void
test_many_links(void **state)
{
    struct document *document = document_new(&(struct document_options){ 0 });
    struct buffer href = { 0 };

    (void)state;
    for (unsigned i = 0; i < MANY; i++) {
        buffer_truncate(&href, 0);
        buffer_format(&href, "/%u", i % (MANY / 2));
        sink_link_open(document, buffer_slice(&href), slice_of(""));
        sink_text(document, slice_of("here"));
        sink_link_close(document);
        sink_text(document, slice_of(" and "));
    }
    document_finish(document);
    assert_int_equal(document_link_count(document), MANY / 2);
    buffer_clear(&href);
    document_free(document);
}

static const char *const deep[] = {
    "<ul><li>",
    "<quote>",
    "<table><tr><td>",
    "<h 2>",
    "<dd>",
    "<em>",
    "<sup>q",
    "<a u>",
    "<tr>",
    "<td>",
    "<hr>",
    "<dt>x",
    "<ul><li>x",
    "<quote>x<p>",
    "<table><tr><td>x<td>y",
    "</list>",
    "<ul><li><quote>x<table><tr header><td>y",
    "<del>",
};

static void
test_deep(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(deep); i++) {
        struct document *document = document_new(&(struct document_options){ 0 });
        struct buffer out = { 0 };

        for (unsigned times = 0; times < 20000; times++)
            run_events(document, slice_of(deep[i]));
        run_events(document, slice_of("end"));
        document_finish(document);
        gemtext_write(document, &out);
        if (slice_find(buffer_slice(&out), "end") == SLICE_NONE)
            fail_msg("'%s' many times lost the end", deep[i]);
        buffer_clear(&out);
        document_free(document);
    }
}

/* Containers beyond the depth that is kept do not outlive those that hold them. */
static void
test_depth_ends(void **state)
{
    struct document *document = document_new(&(struct document_options){ 0 });
    struct buffer out = { 0 };

    (void)state;
    run_events(document, slice_of("<table><tr><td>x<td>y"));
    for (unsigned times = 0; times < 300; times++)
        run_events(document, slice_of("<ul><li>"));
    run_events(document, slice_of("</table><ul><li>a</li></list><p>b"));
    document_finish(document);
    gemtext_write(document, &out);
    if (!slice_is(buffer_slice(&out), "x\ny\n\n* a\n\nb\n"))
        fail_msg("got '%.*s'", (int)out.length, out.bytes);
    buffer_clear(&out);
    document_free(document);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_marks),      cmocka_unit_test(test_titles),     cmocka_unit_test(test_foot),
        cmocka_unit_test(test_empty),      cmocka_unit_test(test_many_links), cmocka_unit_test(test_deep),
        cmocka_unit_test(test_depth_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
