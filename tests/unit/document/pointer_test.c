/* pointer_test.c - what a link leads to whose words only point at it. */
#include "document/pointer.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define LINKS 4

static const struct {
    const char *name, *text, *want; /* TEXT with its links in braces; WANT: of the last of them */
} cases[] = {
    { "what is available", "The slides are available {here}.", "The slides" },
    { "what can be found", "More updates can be found {here}", "More updates" },
    { "what you can see", "You can view the film of it {here}.", "the film of it" },
    { "an aim", "Click {here} for the list of teas, or not.", "the list of teas" },
    { "an aim in the link's sentence", "Tea: {click here} to see the cup.", "see the cup" },
    { "what this is", "It stands in {this} old report and elsewhere.", "this old report" },
    { "this and no more", "That is {this}.", "" },
    { "this and a verb", "We said {this} is so.", "" },
    { "behind a comma alone", "Pots, with a lid, {here}, are old.", "Pots, with a lid" },
    { "the part between commas", "Once more, the pot is {here}, and so on.", "the pot" },
    { "the sentence alone", "Tea is old. The code is {here}. More below.", "The code" },
    { "not what another one points at", "The cup is {here} and the pot {here}.", "the pot" },
    { "past links with names", "All of {Ada}'s teas are {here}.", "All of Ada's teas" },
    { "nothing but the link", "{here}", "" },
    { "only words that stand in", "It is {here}.", "" },
    { "a piece of something longer", "like the one that was shown {here}", "" },
    { "a bracket of its own", "Teas of the north (see {here})", "" },
    { "too long", "The long and winding story of how tea came from the hills to the sea is {here}.", "" },
    { "other languages", "Voir les feuilles {here}", "Voir les feuilles" },
    { "at the start", "{Here}, we boiled it.", "" },
};

/* The text of TEXT without its braces, and its links as marks. Returns the last link. */
static size_t
read_case(const char *text, struct buffer *plain, struct draft_line *line, struct draft_link *links)
{
    static struct draft_mark marks[2 * LINKS];
    size_t link = 0;

    *line = (struct draft_line){ .marks = marks };
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '{')
            marks[line->mark_count++] = (struct draft_mark){ plain->length, DRAFT_LINK_OPEN, link };
        else if (*c == '}')
            marks[line->mark_count++] = (struct draft_mark){ plain->length, DRAFT_LINK_CLOSE, link++ };
        else
            buffer_add_byte(plain, *c);
    }
    line->text = buffer_slice(plain);
    for (size_t i = 0; i < line->mark_count; i += 2)
        links[i / 2].label = slice_range(line->text, marks[i].at, marks[i + 1].at);
    return link - 1;
}

static void
test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct draft_link links[LINKS] = { 0 };
        struct buffer plain = { 0 };
        struct draft_line line;
        size_t link = read_case(cases[i].text, &plain, &line, links);
        struct document document = { .draft_links = links, .draft_link_count = link + 1 };
        struct slice got = pointer_label(&document, &line, link);

        if (!slice_is(got, cases[i].want))
            fail_msg("%s: '%s' gave '%.*s', want '%s'", cases[i].name, cases[i].text, (int)got.length, got.bytes,
                     cases[i].want);
        buffer_clear(&plain);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
