/* cv_test.c - curricula vitae in the three shapes in which al-folio keeps them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "document/document.h"
#include "document/reader.h"
#include "document/writer.h"
#include "site/cv.h"

static const struct {
    const char *name, *data, *order, *want;
} cases[] = {
    { "nothing", "", NULL, "" },
    { "a text", "x", NULL, "" },
    { "al-folio: a map, texts, points below points",
      "- title: General\n  type: map\n  contents:\n  - {name: Languages, value: 'Arabic, German'}\n"
      "- title: Interests\n  type: nested_list\n  contents:\n  - title: Caves\n    items: [Siphons, Echoes]\n"
      "- title: Other\n  type: list\n  contents:\n  - <u>Hobbies:</u> chess\n- title: Empty\n",
      NULL,
      "## General\n\n* Languages: Arabic, German\n\n## Interests\n\n* Caves\n* - Siphons\n* - Echoes\n\n## Other\n\n"
      "* Hobbies: chess\n" },
    { "al-folio: a time table",
      "- title: Work\n  type: time_table\n  contents:\n  - title: Surveyor\n    institution: Karst Institute\n"
      "    location: Graz\n    year: 2019 - 2023\n    description:\n    - Maps.\n    - title: Teams\n"
      "      contents: [North, South]\n    linkitems:\n    - {linkname: Maps, link: 'https://maps.example/'}\n"
      "  - title: Guide\n    year: 2018\n    description: Tours.\n",
      NULL,
      "## Work\n\n* Surveyor\nKarst Institute, Graz, 2019 - 2023\n* - Maps.\n* - Teams\n* - - North\n* - - South\n"
      "=> https://maps.example/ Maps\n\n* Guide\n2018\nTours.\n" },
    { "RenderCV",
      "cv:\n  name: Noor\n  sections:\n    Education:\n    - institution: Karst School\n      area: Geology\n      degree: PhD\n"
      "      start_date: 2015\n      end_date: 2019\n      highlights: [With honours]\n    Skills:\n"
      "    - {label: Ropes, details: all knots}\n    Papers:\n    - {title: Drops, authors: [N. Haddad, S. Kral], "
      "doi: 10.1/x}\n    Notes:\n    - bullet: Dives\n    - Plain text\n",
      NULL,
      "## Education\n\n* PhD, Geology\nKarst School, 2015 - 2019\n* - With honours\n\n## Skills\n\n* Ropes: all knots\n\n"
      "## Papers\n\n* Drops\nN. Haddad, S. Kral\n=> https://doi.org/10.1/x DOI\n\n## Notes\n\n* Dives\n* Plain text\n" },
    { "JSON Resume, with the sections that the site shows",
      "{\"$schema\": \"x\", \"basics\": {\"name\": \"Noor\", \"email\": \"n@haddad.example\", \"summary\": \"Maps.\", "
      "\"profiles\": [{\"network\": \"Depth\", \"url\": \"https://depth.example/n\"}]}, \"work\": [{\"name\": \"KI\", "
      "\"position\": \"Surveyor\", \"startDate\": \"2020-01\", \"url\": \"https://ki.example\"}], "
      "\"skills\": [{\"name\": \"Ropes\", \"level\": \"high\", \"keywords\": [\"a\", \"b\"]}], \"meta\": {}}",
      "[basics, work]",
      "## Basics\n\n* Noor\nMaps.\n=> mailto:n@haddad.example Email\n=> https://depth.example/n Depth\n\n## Work\n\n* "
      "Surveyor\nKI, 2020-01 - present\n=> https://ki.example Link\n" },
};

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct arena *arena = arena_new();
        struct document_options options = { .file = "" };
        struct document *document = document_new(&options);
        struct buffer html = { 0 }, got = { 0 };
        struct error error;
        const struct yaml *order =
            cases[i].order != NULL ? yaml_read(slice_of(cases[i].order), 1, arena, &error) : NULL;

        cv_add(yaml_read(slice_of(cases[i].data), 1, arena, &error), order, &html);
        assert_int_equal(markdown_read(buffer_slice(&html), 1, document), READER_DONE);
        document_finish(document);
        gemtext_write(document, &got);
        if (!slice_is(buffer_slice(&got), cases[i].want))
            fail_msg("%s:\ngot\n%.*sexpected\n%s", cases[i].name, (int)got.length, got.bytes, cases[i].want);
        buffer_clear(&html);
        buffer_clear(&got);
        document_free(document);
        arena_free(arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
