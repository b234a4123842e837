/* text_test.c - each kind of line and of link in a plain text. */
#include "document/writer.h"

#include "document/page.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define E    "\r\n"
#define TEN  "1234567890"
#define RULE "-------------------------------------------------------------------"

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
    { "headings",
      { .title = SLICE("Über uns"),
        LINES(LINE(HEADING, 1, "Über uns"), LINE(HEADING, 2, "深圳"), LINE(HEADING, 3, "c"), LINE(HEADING, 6, "d")) },
      "Über uns" E "========" E "深圳" E "----" E "### c" E "### d" E },
    { "a long heading has one underline",
      { .title = SLICE("t"), LINES(LINE(HEADING, 2, TEN TEN TEN TEN TEN TEN " longer than a line")) },
      TEN TEN TEN TEN TEN TEN " longer" E "than a line" E RULE E },
    { "emphasis",
      { LINES(MARKED(TEXT, 0, "a b c", { 2, MARK_EMPHASIS_OPEN, 0 }, { 3, MARK_EMPHASIS_CLOSE, 0 })) },
      "a *b* c" E },
    { "but not in headings",
      { .title = SLICE("t"),
        LINES(MARKED(HEADING, 2, "a", { 0, MARK_EMPHASIS_OPEN, 0 }, { 1, MARK_EMPHASIS_CLOSE, 0 })) },
      "a" E "-" E },
    { "lists",
      { LINES(LINE(ITEM, 1, "a"), LINE(ITEM, 2, "b"), BELOW(2, "c"),
              { .kind = LINE_ITEM, .level = 1, .marker = SLICE("10."), .span = { .text = SLICE("d") } }, BELOW(1, "e"),
              LINE(ITEM, 2, "f")) },
      "- a" E "  - b" E "    c" E "10. d" E "    e" E "    - f" E },
    { "quotes", { LINES(LINE(QUOTE, 1, "a"), LINE(QUOTE, 1, ""), LINE(QUOTE, 2, "b")) }, "> a" E ">" E "> > b" E },
    { "lists in quotes",
      { LINES({ .kind = LINE_QUOTE, .level = 1, .item = 1, .begins_item = true, .span = { .text = SLICE("a") } },
              { .kind = LINE_QUOTE, .level = 1, .item = 1, .span = { .text = SLICE("b") } },
              { .kind = LINE_QUOTE,
                .level = 1,
                .item = 2,
                .begins_item = true,
                .marker = SLICE("1."),
                .span = { .text = SLICE("c") } }) },
      "> - a" E ">   b" E ">   1. c" E },
    { "code is not wrapped",
      { LINES(LINE(PREFORMATTED, 0, "}\n\n" TEN TEN TEN TEN TEN TEN TEN TEN "\n\t.x  ")) },
      "    }" E E "    " TEN TEN TEN TEN TEN TEN TEN TEN E "        .x" E },
    { "rule", { LINES({ .kind = LINE_RULE }) }, RULE E },
    { "table",
      { LINES({ .kind = LINE_TABLE, .table = &short_table }) },
      "Name     Venue" E "-------  -----" E "OpenMoE  ICML" E },
    { "no line begins with a dot", { LINES(LINE(TEXT, 0, ".bib"), LINE(TEXT, 0, "...")) }, " .bib" E " ..." E },
    { "numbers and references",
      { LINES(MARKED(TEXT, 0, "by Yang You.", { 11, MARK_LINK, 0 }), LINK(0)),
        LINKS(WEB(1, "Yang You", "https://a.org/~y/")) },
      "by Yang You[1]." E E RULE E "[1] https://a.org/~y/" E },
    { "links apart stand below the text",
      { LINES(LINE(ITEM, 1, "AutoChunk"), BELOW(1, "Xuanlei Zhao"), { .kind = LINE_LINK, .depth = 1, .link = 0 },
              { .kind = LINE_LINK, .depth = 1, .link = 1 }, BLANK, LINE(TEXT, 0, "x")),
        LINKS(APART(1, "Paper", "https://a.org/p"), APART(2, "Code", "https://a.org/c")) },
      "- AutoChunk" E "  Xuanlei Zhao" E "  Paper[1] Code[2]" E E "x" E E RULE E "[1] https://a.org/p" E
      "[2] https://a.org/c" E },
    { "also at the very end",
      { LINES(LINK(0)), LINKS(APART(1, "Paper", "https://a.org/p")) },
      "Paper[1]" E E RULE E "[1] https://a.org/p" E },
    { "an item of links only bears its mark",
      { LINES(LINE(ITEM, 1, "a"), BLANK, { .kind = LINE_LINK, .depth = 1, .link = 0 }, BELOW(1, "b")),
        LINKS(APART(1, "HeteGen", "https://a.org/h")) },
      "- a" E E "- HeteGen[1]" E "  b" E E RULE E "[1] https://a.org/h" E },
    { "an image in a sentence",
      { LINES(MARKED(TEXT, 0, "the logo.", { 4, MARK_IMAGE_OPEN, 0 }, { 8, MARK_IMAGE_CLOSE, 0 }), LINK(0)),
        LINKS(OWN(FILE, 'I', 1, "logo", "/logo.png")) },
      "the [image: logo] [1]." E E RULE E "[1] gopher://me:7070/I/logo.png" E },
    { "an image alone",
      { LINES(LINK(0)), LINKS({ .label = SLICE("me"),
                                .image = true,
                                .number = 1,
                                .target = { .kind = TARGET_WEB, .url = SLICE("https://a.org/me.jpg") } }) },
      "[image: me] [1]" E E RULE E "[1] https://a.org/me.jpg" E },
    { "where references lead",
      { LINES(LINK(0), LINK(1), LINK(2), LINK(3)),
        LINKS(OWN(PAGE, '1', 1, "All", "/a b/"), TO(MAIL, 2, "Mail", "mailto:a@b.org"),
              TO(GOPHER, 3, "g", "gopher://a.org/1/x"), WEB(4, "c", "gemini://a.org/")) },
      RULE E "[1] gopher://me:7070/1/a%20b/" E "[2] a@b.org" E "[3] gopher://a.org/1/x" E "[4] gemini://a.org/" E },
};

static void
check(const char *name, const struct document *page, const struct gopher_place *place, const char *want)
{
    struct buffer out = { 0 };

    text_write(page, place, &out);
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

static void
test_surroundings(void **state)
{
    const struct gopher_place place = {
        .host = "::1", .port = 70, .title = SLICE("Place"), .menu_selector = SLICE("/x/")
    };
    const struct document page = { LINES(MARKED(TEXT, 0, "x", { 1, MARK_LINK, 0 }), LINK(0)),
                                   LINKS(OWN(PAGE, '1', 1, "y", "/y/")) };
    const struct document plain = { LINES(LINE(TEXT, 0, "x")) };
    const struct document empty = { .lines = NULL };

    (void)state;
    check("references, then the menu", &page, &place,
          "Place" E "=====" E E "x[1]" E E RULE E "[1] gopher://[::1]/1/y/" E E
          "This page as a menu: gopher://[::1]/1/x/" E);
    check("the menu alone", &plain, &place,
          "Place" E "=====" E E "x" E E RULE E "This page as a menu: gopher://[::1]/1/x/" E);
    check("nothing in it", &empty, &place, "Place" E "=====" E E RULE E "This page as a menu: gopher://[::1]/1/x/" E);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_surroundings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
