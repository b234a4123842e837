#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/frame.h"

static void
put_sample(struct buffer *frame)
{
    struct findings *findings = findings_new();
    struct page_forms forms = { SLICE("# Tea\n"), SLICE("iTea\t\tnull.host\t1\r\n"), SLICE("Tea\r\n"), SLICE("") };

    findings_add(findings, FINDING_WARNING, "broken-link", "tea.md", 3, 7, "leads nowhere: %s", "/cup/");
    findings_add(findings, FINDING_NOTE, "lost", "", 0, 0, "%s", "100%");
    frame_put(frame, &forms, findings);
    findings_free(findings);
}

static void
test_comes_back_as_it_was(void **state)
{
    struct findings *findings = findings_new();
    struct buffer frame = { 0 };
    struct page_forms forms;

    (void)state;
    put_sample(&frame);
    assert_true(frame_take(buffer_slice(&frame), &forms, findings));
    assert_true(slice_is(forms.gemtext, "# Tea\n"));
    assert_true(slice_is(forms.menu, "iTea\t\tnull.host\t1\r\n"));
    assert_true(slice_is(forms.text, "Tea\r\n"));
    assert_int_equal(forms.markdown.length, 0);
    assert_int_equal(findings_count(findings), 2);
    assert_int_equal(findings_at(findings, 0)->severity, FINDING_WARNING);
    assert_string_equal(findings_at(findings, 0)->code, "broken-link");
    assert_string_equal(findings_at(findings, 0)->file, "tea.md");
    assert_int_equal(findings_at(findings, 0)->line, 3);
    assert_int_equal(findings_at(findings, 0)->column, 7);
    assert_string_equal(findings_at(findings, 0)->message, "leads nowhere: /cup/");
    assert_string_equal(findings_at(findings, 1)->message, "100%");
    buffer_clear(&frame);
    findings_free(findings);
}

static void
test_no_damage_leads_outside(void **state)
{
    struct buffer frame = { 0 };

    (void)state;
    put_sample(&frame);
    for (size_t length = 0; length < frame.length; length++) {
        struct findings *findings = findings_new();
        struct page_forms forms;

        if (frame_take(slice_range(buffer_slice(&frame), 0, length), &forms, findings))
            fail_msg("a frame cut at %zu was taken", length);
        findings_free(findings);
    }
    for (size_t at = 0; at < frame.length; at++) {
        struct findings *findings = findings_new();
        struct page_forms forms;

        frame.bytes[at] = (char)~frame.bytes[at];
        if (frame_take(buffer_slice(&frame), &forms, findings))
            assert_true(forms.gemtext.length + forms.menu.length + forms.text.length <= frame.length);
        frame.bytes[at] = (char)~frame.bytes[at];
        findings_free(findings);
    }
    buffer_add_byte(&frame, 'x');
    assert_false(frame_take(buffer_slice(&frame), &(struct page_forms){ .menu = { NULL, 0 } }, NULL));
    buffer_clear(&frame);
}

static const struct {
    const char *name, *menu, *text;
    size_t in_menu, in_text;
} shown[] = {
    { "empty", "", "", 0, 0 },
    { "fields do not count", "iTea\t\tnull.host\t1\r\n", "Tea\r\n", 4, 4 },
    { "selectors count", "1Tea\t/tea/\thost.example\t70\r\n", "", 9, 0 },
    { "code indents do not count", "i    a\t\tnull.host\t1\r\n", "    a\r\n", 2, 2 },
    { "a line counts", "i\t\tnull.host\t1\r\n", "\r\n", 1, 1 },
};

static void
test_what_a_reader_sees(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
        size_t in_menu = frame_shown_in_menu(slice_of(shown[i].menu));
        size_t in_text = frame_shown_in_text(slice_of(shown[i].text));

        if (in_menu != shown[i].in_menu || in_text != shown[i].in_text)
            fail_msg("%s: got %zu and %zu, expected %zu and %zu", shown[i].name, in_menu, in_text, shown[i].in_menu,
                     shown[i].in_text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_back_as_it_was),
        cmocka_unit_test(test_no_damage_leads_outside),
        cmocka_unit_test(test_what_a_reader_sees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
