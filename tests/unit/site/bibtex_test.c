/* bibtex_test.c - entries of bibliographies, and the queries that choose among them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "site/bibliography_query.h"
#include "site/bibtex.h"

/* An undefined macro costs libbtparse one byte, once per entry. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
    return "leak:bt_postprocess_value";
}

/* WANT: for each entry its type, key and fields. */
static const struct {
    const char *name, *text, *want;
    size_t findings;
} files[] = {
    { "empty", "", "", 0 },
    { "text around entries", "Notes.\n@misc{a, title={T}}\nmore", "misc a title=T;", 0 },
    { "quotes, braces, numbers", "@Article{k,\n title = \"A {B} c\",\n Year = 2024,\n note={x {\"}y{\"}}\n}",
      "article k title=A {B} c;year=2024;note=x {\"}y{\"};", 0 },
    { "macros and pasted strings", "@string{jk = \"Karst\"}\n@article{k, journal = \"J. \" # jk, month = jan}",
      "article k journal=J. Karst;month=January;", 0 },
    { "unknown macro", "@misc{k, abbr = nope}", "misc k abbr=;", 0 },
    { "round brackets", "@misc(k, title={T})", "misc k title=T;", 0 },
    { "comment and preamble", "@comment{x}\n@preamble{\"y\"}\n@misc{k, title={T}}", "misc k title=T;", 0 },
    { "one broken entry", "@misc{a title={x}}\n@misc{b, title={y}}", "misc b title=y;", 1 },
    { "entry without end", "@misc{a, title={x\n@misc{b, title={y}}", "misc b title=y;", 1 },
    { "white space", "@misc{k, title={a\n   b}}", "misc k title=a b;", 0 },
};

static void
test_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        struct arena *arena = arena_new();
        struct findings *findings = findings_new();
        struct bibtex bibtex = { 0 };
        struct buffer got = { 0 };

        bibtex_read(slice_of(files[i].text), "papers.bib", 1, arena, findings, &bibtex);
        for (size_t j = 0; j < bibtex.count; j++) {
            const struct bibtex_entry *entry = &bibtex.items[j];

            buffer_format(&got, "%s %s ", entry->type.bytes, entry->key.bytes);
            for (size_t k = 0; k < entry->field_count; k++)
                buffer_format(&got, "%s=%s;", entry->fields[k].name.bytes, entry->fields[k].value.bytes);
        }
        if (!slice_is(buffer_slice(&got), files[i].want) || findings_count(findings) != files[i].findings)
            fail_msg("%s: got \"%.*s\" and %zu findings", files[i].name, (int)got.length, got.bytes,
                     findings_count(findings));
        bibtex_clear(&bibtex);
        buffer_clear(&got);
        findings_free(findings);
        arena_free(arena);
    }
}

static void
test_too_many_fields_are_left_out(void **state)
{
    struct arena *arena = arena_new();
    struct findings *findings = findings_new();
    struct bibtex bibtex = { 0 };
    struct buffer text = { 0 };

    (void)state;
    buffer_add_text(&text, "@misc{a");
    for (unsigned i = 0; i < 5000; i++)
        buffer_format(&text, ", f%u={x}", i);
    buffer_add_text(&text, "}\n@misc{b, title={");
    buffer_add_times(&text, '{', 20000);
    buffer_add_times(&text, '}', 20000);
    buffer_add_text(&text, "}}\n");
    bibtex_read(buffer_slice(&text), "papers.bib", 1, arena, findings, &bibtex);
    assert_int_equal(bibtex.count, 1);
    assert_int_equal(findings_count(findings), 1);
    bibtex_clear(&bibtex);
    buffer_clear(&text);
    findings_free(findings);
    arena_free(arena);
}

static const char *const library =
    "@article{a, title={A}, year=2020, selected={true}}\n"
    "@inproceedings{b, title={B}, year=2022}\n"
    "@article{c, title={C}, year=2021, award={Best}}\n"
    "@misc{d, title={D}, year=2022}\n";

/* WANT: the keys in their order. */
static const struct {
    const char *arguments, *want;
} queries[] = {
    { "", "bdca" },
    { "-f papers", "bdca" },
    { "-q @*[selected=true]*", "a" },
    { "--query @*[selected=true]* --group_by none", "a" },
    { "-q @article", "ca" },
    { "-q @*[year>=2021 && year<2022]*", "c" },
    { "-q @*[year=2020 || award=best]*", "ca" },
    { "-q @*[selected!=true]*", "bdc" },
    { "-q @*[award]*", "c" },
    { "--max 2", "bd" },
    { "--cited", "ca" },
    { "-C -q @*[selected=true]*", "a" },
    { "-s title", "dcba" },
    { "-q", "bdca" },
    { "-q @*[", "bdca" },
};

static void
test_queries(void **state)
{
    struct arena *arena = arena_new();
    struct bibtex bibtex = { 0 };
    const struct bibtex_entry *ordered[4];
    struct map *cited = map_new();

    (void)state;
    map_put(cited, slice_of("a"), arena);
    map_put(cited, slice_of("c"), arena);
    bibtex_read(slice_of(library), "papers.bib", 1, arena, NULL, &bibtex);
    for (size_t i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
        struct bibliography_query query;
        char got[5] = "";
        size_t count;

        bibliography_query_read(slice_of(queries[i].arguments), NULL, &query);
        query.cited = cited;
        count = bibliography_query_select(&query, &bibtex, ordered);
        for (size_t j = 0; j < count; j++)
            got[j] = ordered[j]->key.bytes[0];
        if (strcmp(got, queries[i].want) != 0)
            fail_msg("\"%s\" gave %s, not %s", queries[i].arguments, got, queries[i].want);
    }
    bibtex_clear(&bibtex);
    map_free(cited);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_too_many_fields_are_left_out),
        cmocka_unit_test(test_queries),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
