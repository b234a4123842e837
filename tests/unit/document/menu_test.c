/* menu_test.c - each kind of line and of link in a Gopher menu. */
#include "document/writer.h"

#include "document/page.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define TITLE(TEXT) "i" TEXT "\tTITLE\tnull.host\t1\r\n"
#define INFO(TEXT)  "i" TEXT "\t\tnull.host\t1\r\n"
#define ITEM(TEXT)  TEXT "\tme\t7070\r\n" /* type, words, TAB, selector */
#define TEN         "1234567890"
#define RULE        "-------------------------------------------------------------------"

static const enum alignment left[] = { ALIGN_LEFT, ALIGN_LEFT };
static const struct span short_cells[] = {
    { .text = SLICE("Name") }, { .text = SLICE("Venue") }, { .text = SLICE("OpenMoE") }, { .text = SLICE("ICML") }
};
static const struct table short_table = { 2, 2, true, left, short_cells };

static const struct {
    const char *name;
    struct document page;
    const char *want;
} cases[] = {
    { "the first heading is the title",
      { .title = SLICE("About"), LINES(LINE(HEADING, 1, "About"), BLANK, LINE(TEXT, 0, "Hello!")) },
      TITLE("About") INFO("") INFO("Hello!") },
    { "a title with a link",
      { .title = SLICE("By Yang You"),
        LINES(MARKED(HEADING, 1, "By Yang You", { 11, MARK_LINK, 0 }), LINK(0)),
        LINKS(WEB(1, "Yang You", "https://a.org/")) },
      TITLE("By Yang You[1]") ITEM("h[1] Yang You\tURL:https://a.org/") },
    { "a title further down stands at the top, too",
      { .title = SLICE("Late"), LINES(LINE(TEXT, 0, "x"), BLANK, LINE(HEADING, 1, "Late")) },
      TITLE("Late") INFO("") INFO("x") INFO("") INFO("# Late") },
    { "headings",
      { .title = SLICE("T"),
        LINES(LINE(HEADING, 1, "T"), LINE(HEADING, 1, "a"), LINE(HEADING, 2, "b"), LINE(HEADING, 3, "c"),
              LINE(HEADING, 6, "d")) },
      TITLE("T") INFO("# a") INFO("## b") INFO("### c") INFO("### d") },
    { "emphasis leaves no marks",
      { LINES(MARKED(TEXT, 0, "a b c", { 2, MARK_EMPHASIS_OPEN, 0 }, { 3, MARK_EMPHASIS_CLOSE, 0 })) },
      INFO("a b c") },
    { "text is wrapped at 67 cells",
      { LINES(LINE(TEXT, 0, TEN TEN TEN TEN TEN TEN " 123456 8")) },
      INFO(TEN TEN TEN TEN TEN TEN " 123456") INFO("8") },
    { "lists",
      { LINES(LINE(ITEM, 1, "a"), LINE(ITEM, 2, "b"), LINE(ITEM, 3, "c"), BELOW(3, "d"),
              { .kind = LINE_ITEM, .level = 1, .marker = SLICE("10."), .span = { .text = SLICE("e") } },
              BELOW(1, "f")) },
      INFO("- a") INFO("  - b") INFO("  - - c") INFO("  d") INFO("10. e") INFO("  f") },
    { "an item hangs by two",
      { LINES(LINE(ITEM, 1, TEN TEN TEN TEN TEN TEN " 12345678")) },
      INFO("- " TEN TEN TEN TEN TEN TEN) INFO("  12345678") },
    { "quotes",
      { LINES(LINE(QUOTE, 1, "a"), LINE(QUOTE, 1, ""), LINE(QUOTE, 2, "b")) },
      INFO("> a") INFO(">") INFO("> > b") },
    { "lists in quotes",
      { LINES({ .kind = LINE_QUOTE, .level = 1, .item = 1, .begins_item = true, .span = { .text = SLICE("a") } },
              { .kind = LINE_QUOTE, .level = 1, .item = 1, .span = { .text = SLICE("b") } },
              { .kind = LINE_QUOTE,
                .level = 1,
                .item = 2,
                .begins_item = true,
                .marker = SLICE("1."),
                .span = { .text = SLICE("c") } }) },
      INFO("> - a") INFO("> b") INFO("> - 1. c") },
    { "code",
      { LINES(LINE(PREFORMATTED, 0, "if (x)\n\n\ty => z;")) },
      INFO("    if (x)") INFO("    ") INFO("        y => z;") },
    { "code of exactly the width",
      { LINES(LINE(PREFORMATTED, 0, TEN TEN TEN TEN TEN TEN "123")) },
      INFO("    " TEN TEN TEN TEN TEN TEN "123") },
    { "longer code is split",
      { LINES(LINE(PREFORMATTED, 0, TEN TEN TEN TEN TEN TEN "1234")) },
      INFO("    " TEN TEN TEN TEN TEN TEN "12\\") INFO("    34") },
    { "rule", { LINES({ .kind = LINE_RULE }) }, INFO(RULE) },
    { "table",
      { LINES({ .kind = LINE_TABLE, .table = &short_table }) },
      INFO("Name     Venue") INFO("-------  -----") INFO("OpenMoE  ICML") },
    { "guards",
      { LINES(LINE(TEXT, 0, "=> x"), LINE(TEXT, 0, "```"), LINE(TEXT, 0, ".x"), LINE(TEXT, 0, "# y")) },
      INFO(" => x") INFO(" ```") INFO(".x") INFO("# y") },
    { "no field is torn", { LINES(LINE(TEXT, 0, "a\tb\r\nc")) }, INFO("a bc") },
    { "numbers stand behind the words and before the label",
      { LINES(MARKED(TEXT, 0, "by Yang You.", { 11, MARK_LINK, 0 }), LINK(0)),
        LINKS(WEB(1, "Yang You", "https://a.org/~y/")) },
      INFO("by Yang You[1].") ITEM("h[1] Yang You\tURL:https://a.org/~y/") },
    { "a link apart is an item only",
      { LINES(LINE(TEXT, 0, "AutoChunk"), LINK(0), LINK(1)),
        LINKS(APART(1, "Paper", "https://a.org/p"), APART(2, "Code", "https://a.org/c")) },
      INFO("AutoChunk") ITEM("h[1] Paper\tURL:https://a.org/p") ITEM("h[2] Code\tURL:https://a.org/c") },
    { "an image in a sentence",
      { LINES(MARKED(TEXT, 0, "the logo", { 4, MARK_IMAGE_OPEN, 0 }, { 8, MARK_IMAGE_CLOSE, 0 }), LINK(0)),
        LINKS(OWN(FILE, 'I', 1, "logo", "/images/logo.png")) },
      INFO("the logo[1]") ITEM("I[1] logo\t/images/logo.png") },
    { "pages and files",
      { LINES(LINK(0), LINK(1)),
        LINKS(OWN(PAGE, '1', 1, "All", "/publications/"), OWN(FILE, '9', 2, "CV", "/files/cv.pdf")) },
      ITEM("1[1] All\t/publications/") ITEM("9[2] CV\t/files/cv.pdf") },
    { "a link without label shows its URL",
      { LINES(LINK(0)), LINKS(WEB(1, "", "https://a.org/")) },
      ITEM("h[1] https://a.org/\tURL:https://a.org/") },
    { "a mail address",
      { LINES(LINK(0)), LINKS(TO(MAIL, 1, "", "mailto:a@b.org")) },
      ITEM("h[1] a@b.org\tURL:mailto:a@b.org") },
    { "a mail link shows its address",
      { LINES(LINK(0)), LINKS(TO(MAIL, 1, "Email", "mailto:a@b.org?subject=Hi")) },
      ITEM("h[1] Email: a@b.org\tURL:mailto:a@b.org?subject=Hi") },
    { "... but not twice",
      { LINES(LINK(0)), LINKS(TO(MAIL, 1, "Write to a@b.org", "mailto:a@b.org")) },
      ITEM("h[1] Write to a@b.org\tURL:mailto:a@b.org") },
    { "gemini stands below as well",
      { LINES(LINK(0)), LINKS(WEB(1, "Capsule", "gemini://a.org/")) },
      ITEM("h[1] Capsule\tURL:gemini://a.org/") INFO("  gemini://a.org/") },
    { "a long label goes on below",
      { LINES(LINK(0)), LINKS(WEB(1, TEN TEN TEN TEN TEN TEN " and more", "https://a.org/")) },
      ITEM("h[1] " TEN TEN TEN TEN TEN TEN "\tURL:https://a.org/") INFO("  and more") },
    { "no links to the foot without one", { LINES(BLANK) }, INFO("") },
    { "the foot has no numbers",
      { LINES(LINE(TEXT, 0, "x")), FOOT(OWN(PAGE, '1', 0, "Home", "/"), WEB(0, "On the web", "https://a.org/")) },
      INFO("x") INFO("") ITEM("1Home\t/") ITEM("hOn the web\tURL:https://a.org/") },
};

static void
check(const char *name, const struct document *page, const struct gopher_place *place, const char *want)
{
    struct buffer out = { 0 };

    menu_write(page, place, &out);
    if (!slice_is(buffer_slice(&out), want))
        fail_msg("%s: got\n%.*s\nwant\n%s", name, (int)out.length, out.bytes, want);
    buffer_clear(&out);
}

static void
test_lines(void **state)
{
    const struct gopher_place place = { .host = "me", .port = 7070 };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check(cases[i].name, &cases[i].page, &place, cases[i].want);
}

static const struct {
    const char *url, *want;
} elsewhere[] = {
    { "gopher://a.org", "1[1] x\t\ta.org\t70\r\n" },
    { "gopher://a.org/", "1[1] x\t\ta.org\t70\r\n" },
    { "gopher://a.org:7070/0/about.txt", "0[1] x\t/about.txt\ta.org\t7070\r\n" },
    { "gopher://a.org/1/b%20c?d", "1[1] x\t/b c?d\ta.org\t70\r\n" },
    { "gopher://a.org/7/find%09words", ITEM("h[1] x\tURL:gopher://a.org/7/find%09words") },
    { "gopher://a.org/0/a%0d%0ab", ITEM("h[1] x\tURL:gopher://a.org/0/a%0d%0ab") },
    { "gopher://a.org/i/x", ITEM("h[1] x\tURL:gopher://a.org/i/x") },
    { "gopher://a.org:99999/1", ITEM("h[1] x\tURL:gopher://a.org:99999/1") },
    { "gopher:///1/x", ITEM("h[1] x\tURL:gopher:///1/x") },
};

static void
test_elsewhere(void **state)
{
    const struct gopher_place place = { .host = "me", .port = 7070 };
    static const struct line line = LINK(0);

    (void)state;
    for (size_t i = 0; i < COUNT(elsewhere); i++) {
        const struct link link = { .label = SLICE("x"),
                                   .target = { .kind = TARGET_GOPHER, .url = slice_of(elsewhere[i].url) },
                                   .number = 1 };
        const struct document page = { .lines = &line, .line_count = 1, .links = &link, .link_count = 1 };

        check(elsewhere[i].url, &page, &place, elsewhere[i].want);
    }
}

static void
test_surroundings(void **state)
{
    const struct gopher_place place = {
        .host = "me", .port = 7070, .title = SLICE("Place"), .text_selector = SLICE("/index.txt")
    };
    const struct document page = { LINES(LINE(TEXT, 0, "x")), FOOT(OWN(PAGE, '1', 0, "Home", "/")) };
    const struct document empty = { .lines = NULL };

    (void)state;
    check("title and text form", &page, &place,
          TITLE("Place") INFO("") INFO("x") INFO("") ITEM("0This page as plain text\t/index.txt") ITEM("1Home\t/"));
    check("nothing in it", &empty, &place, TITLE("Place") INFO("") ITEM("0This page as plain text\t/index.txt"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_elsewhere),
        cmocka_unit_test(test_surroundings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
