/* site_test.c - small sites on disk: what is published, what answers a path, where links lead, what stands around a page. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/writer.h"
#include "site/compose.h"
#include "site/fixture.h"
#include "site/site.h"

static size_t
count_code(const struct fixture *fixture, const char *code)
{
    size_t count = 0;

    for (size_t i = 0; i < findings_count(fixture->findings); i++)
        count += strcmp(findings_at(fixture->findings, i)->code, code) == 0;
    return count;
}

static const struct file homepage[] = {
    { "_config.yml",
      "title: Ada's page\nurl: https://ada.example.org\nbaseurl: /me\ninclude: [_pages, .well-known/x.txt]\n"
      "exclude: [todo.md, attic]\nauthor: {name: Ada Example, bio: 'Studies <b>tea</b>', github: ada}\n"
      "collections: {talks: {output: true}, notes: {output: false}}\n" },
    { "_data/navigation.yml",
      "main:\n- {title: Home, url: /#top}\n- {title: Papers, url: /papers/}\n"
      "- {title: CV, url: files/cv.pdf}\n- {title: Gone, url: /gone/}\n" },
    { "_pages/about.md", "---\npermalink: /\ntitle: About\nredirect_from: [/about/, /papers/]\n---\nHello.\n" },
    { "_pages/papers.md", "---\npermalink: /papers/\ntitle: Papers\n---\nText.\n" },
    { "_pages/bad.md", "---\ntitle: \"open\n---\nStill here.\n" },
    { "_pages/empty.md", "---\ntitle: Empty\npermalink: /empty\n---\n## Soon\n" },
    { "_pages/moved.md", "---\npermalink: /moved/\nredirect_to: /papers\n---\n" },
    { "_pages/away.md", "---\npermalink: /away/\nredirect_to: https://other.example.org/x\n---\n" },
    { "_pages/loop.md", "---\npermalink: /loop/\nredirect_to: /loop2/\n---\n" },
    { "_pages/loop2.md", "---\npermalink: /loop2/\nredirect_to: /loop/\n---\n" },
    { "_talks/2024-05-07-tea.md", "---\ntype: Talk\nvenue: TeaConf\nlocation: Leeds\n---\n\n# Tea\n\nOn tea.\n" },
    { "_notes/secret.md", "---\ntitle: x\n---\n" },
    { "_notes/plain.txt", "x" },
    { "_posts/2020-01-02-first.md", "no front matter" },
    { "files/cv.pdf", "x" },
    { "files/My CV.pdf", "x" },
    { "demo/index.html", "<p>raw" },
    { "feed.xml", "---\n---\n{% for x in y %}" },
    { "data.json", "---\n---\n{}\n" },
    { "todo.md", "---\n---\nx" },
    { "attic/x.md", "---\n---\nx" },
    { ".git/config", "x" },
    { ".hidden.md", "---\n---\nx" },
    { ".well-known/x.txt", "x" },
    { ".well-known/y.txt", "x" },
    { "draft.md", "---\npublished: false\n---\nx" },
    { "certs/key.pem", "x" },
    { "key.txt", "-> certs/key.pem" },
    { "passwd.txt", "-> /etc/passwd" },
    { "inside.txt", "-> files/cv.pdf" },
    { "around", "-> ." },
    { "node_modules/a.md", "---\n---\nx" },
    { NULL, NULL },
};

static const char *const published[] = {
    "/",
    "/.well-known/x.txt",
    "/2020/01/02/first.html",
    "/_pages/bad.html",
    "/about/",
    "/away/",
    "/data.json",
    "/demo/index.html",
    "/empty",
    "/files/My%20CV.pdf",
    "/files/cv.pdf",
    "/inside.txt",
    "/moved/",
    "/papers/",
    "/talks/2024-05-07-tea.html",
};

static void
test_published(void **state)
{
    struct fixture fixture;
    size_t want = sizeof(published) / sizeof(published[0]);

    (void)state;
    open_fixture(&fixture, homepage);
    if (fixture.site == NULL)
        fail_msg("%s", fixture.error.text);
    for (size_t i = 0; i < site_count(fixture.site) || i < want; i++)
        if (i >= want || i >= site_count(fixture.site) || !slice_is(site_entry(fixture.site, i)->path, published[i]))
            fail_msg("entry %zu: expected %s, got %s", i, i < want ? published[i] : "nothing",
                     i < site_count(fixture.site) ? site_entry(fixture.site, i)->path.bytes : "nothing");
    assert_int_equal(count_code(&fixture, "invalid-yaml"), 1);
    assert_int_equal(count_code(&fixture, "redirect-collision"), 1);
    assert_int_equal(count_code(&fixture, "broken-redirect"), 2);
    assert_int_equal(count_code(&fixture, "outside-link"), 1);
    assert_int_equal(count_code(&fixture, "broken-link"), 1);
    close_fixture(&fixture);
}

static const struct {
    const char *page, *href;
    enum target_kind kind;
    const char *url;
    bool broken;
} links[] = {
    { "/", "/papers", TARGET_PAGE, "/papers/", false },
    { "/", "papers/#top", TARGET_PAGE, "/papers/", false },
    { "/", "/me/papers/", TARGET_PAGE, "/papers/", false },
    { "/", "https://ada.example.org/me/papers.html", TARGET_PAGE, "/papers/", false },
    { "/", "//ada.example.org/me/files/cv.pdf", TARGET_FILE, "/files/cv.pdf", false },
    { "/", "https://ada.example.org/unknown", TARGET_WEB, "https://ada.example.org/unknown", false },
    { "/papers/", "../files/My CV.pdf", TARGET_FILE, "/files/My%20CV.pdf", false },
    { "/papers/", "files/cv.pdf", TARGET_FILE, "/files/cv.pdf", false },
    { "/papers/", "bad.md", TARGET_PAGE, "/_pages/bad.html", false },
    { "/", "/about", TARGET_PAGE, "/", false },
    { "/", "/moved/", TARGET_PAGE, "/papers/", false },
    { "/", "/away/", TARGET_WEB, "https://other.example.org/x", false },
    { "/", "/demo/", TARGET_WEB, "https://ada.example.org/me/demo/index.html", false },
    { "/", "/feed.xml", TARGET_WEB, "https://ada.example.org/me/feed.xml", false },
    { "/", "/gone/", TARGET_WEB, "https://ada.example.org/gone/", true },
    { "/", "#top", TARGET_NONE, "", false },
    { "/papers/", "./#top", TARGET_NONE, "", false },
    { "/papers/", "https://ada.example.org/me/papers/#top", TARGET_NONE, "", false },
    { "/papers/", "/papers/", TARGET_PAGE, "/papers/", false },
    { "/", "https://ada.example.org//me//files/cv.pdf", TARGET_FILE, "/files/cv.pdf", false },
    { "/papers/", "..//files//cv.pdf", TARGET_FILE, "/files/cv.pdf", false },
    { "/", "javascript:x()", TARGET_NONE, "", false },
    { "/", "mailto:ada@example.org", TARGET_MAIL, "mailto:ada@example.org", false },
};

static void
test_links(void **state)
{
    struct fixture fixture;
    struct arena *arena = arena_new();

    (void)state;
    open_fixture(&fixture, homepage);
    for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
        const struct entry *page = site_find(fixture.site, slice_of(links[i].page));
        struct target target;

        site_resolve(fixture.site, page, slice_of(links[i].href), arena, &target);
        if (target.kind != links[i].kind || !slice_is(target.url, links[i].url) || target.broken != links[i].broken)
            fail_msg("%s on %s: got kind %u, %.*s%s", links[i].href, links[i].page, target.kind, (int)target.url.length,
                     target.url.bytes, target.broken ? ", broken" : "");
    }
    arena_free(arena);
    close_fixture(&fixture);
}

static void
collect(void *context, struct slice key)
{
    buffer_add(context, key);
    buffer_add_byte(context, ' ');
}

static const struct {
    const char *key, *variants;
} answers[] = {
    { "/papers/",
      "/papers /papers.html /papers/index.html /me/papers /me/papers/ /me/papers.html /me/papers/index.html " },
    { "/empty", "/empty/ /empty.html /empty/index.html /me/empty /me/empty/ /me/empty.html /me/empty/index.html " },
    { "/", "/index.html /me /me/ /me/index.html " },
};

static void
test_variants(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, homepage);
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        struct buffer keys = { 0 };

        site_variants(fixture.site, site_find(fixture.site, slice_of(answers[i].key)), collect, &keys);
        if (!slice_is(buffer_slice(&keys), answers[i].variants))
            fail_msg("%s: got %.*s", answers[i].key, (int)keys.length, keys.bytes);
        buffer_clear(&keys);
    }
    close_fixture(&fixture);
}

static const struct {
    const char *key, *gemtext;
} composed[] = {
    { "/",
      "# Ada Example\n\nStudies tea\n=> https://github.com/ada GitHub\n\nHello.\n\n=> /papers/ Papers\n"
      "=> /files/cv.pdf CV\n=> https://ada.example.org/me/gone/ Gone\n"
      "=> https://ada.example.org/me/ This page on the web\n" },
    { "/talks/2024-05-07-tea.html",
      "# Tea\n\nTalk, TeaConf, Leeds, 2024-05-07\n\nOn tea.\n\n=> / Ada's page\n=> /papers/ Papers\n"
      "=> /files/cv.pdf CV\n=> https://ada.example.org/me/gone/ Gone\n"
      "=> https://ada.example.org/me/talks/2024-05-07-tea.html This page on the web\n" },
    { "/empty",
      "# Empty\n\n## Soon\n\nThis page has no text of its own; it lives on the web.\n\n=> / Ada's page\n=> /papers/ Papers\n"
      "=> /files/cv.pdf CV\n=> https://ada.example.org/me/gone/ Gone\n"
      "=> https://ada.example.org/me/empty This page on the web\n" },
    { "/away/",
      "=> https://other.example.org/x\n\n=> / Ada's page\n=> /papers/ Papers\n"
      "=> /files/cv.pdf CV\n=> https://ada.example.org/me/gone/ Gone\n"
      "=> https://ada.example.org/me/away/ This page on the web\n" },
};

static void
check_page(const struct fixture *fixture, const char *key, const char *want)
{
    const struct entry *entry = site_find(fixture->site, slice_of(key));
    struct buffer body = { 0 }, out = { 0 };
    struct document *document;
    struct error error;

    assert_non_null(entry);
    assert_true(site_read_body(fixture->site, entry, &body, &error));
    assert_int_equal(compose_page(fixture->site, entry, buffer_slice(&body), NULL, &document), READER_DONE);
    gemtext_write(document, &out);
    if (!slice_is(buffer_slice(&out), want))
        fail_msg("%s: expected\n%s\ngot\n%.*s", key, want, (int)out.length, out.bytes);
    document_free(document);
    buffer_clear(&body);
    buffer_clear(&out);
}

static void
test_pages(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, homepage);
    for (size_t i = 0; i < sizeof(composed) / sizeof(composed[0]); i++)
        check_page(&fixture, composed[i].key, composed[i].gemtext);
    close_fixture(&fixture);
}

static const struct file blog[] = {
    { "_config.yml", "title: Tea notes\n" },
    { "index.md", "---\n---\nHello.\n" },
    { "_posts/2024-01-01-green.md", "---\ntags: [leaf, cup]\n---\nGreen.\n" },
    { "_posts/2023-01-01-black.md", "---\ntitle: Black &amp; strong\n---\nBlack.\n" },
    { "_posts/2025-01-01-white.md", "---\n---\nWhite.\n" },
    { NULL, NULL },
};

static void
test_blog(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, blog);
    check_page(&fixture, "/2024/01/01/green.html",
               "# Green\n\n2024-01-01 \xc2\xb7 leaf, cup\n\nGreen.\n\n"
               "=> /2023/01/01/black.html Older: Black & strong\n=> /2025/01/01/white.html Newer: White\n\n"
               "=> / Tea notes\n");
    check_page(&fixture, "/", "# Tea notes\n\nHello.\n");
    close_fixture(&fixture);
}

static const struct file linked[] = {
    { "_config.yml", "title: Tea\nurl: https://tea.example.org\n" },
    { "index.md", "---\ntitle: Tea\n---\n\nOne.\n\nTwo [gone](/gone/), [mail](mailto:a@example.org).\n" },
    { NULL, NULL },
};

static void
test_broken_link(void **state)
{
    struct fixture fixture;
    struct document *document;
    const struct finding *finding;
    const struct entry *entry;
    struct buffer body = { 0 };
    struct error error;

    (void)state;
    open_fixture(&fixture, linked);
    entry = site_find(fixture.site, slice_of("/"));
    assert_true(site_read_body(fixture.site, entry, &body, &error));
    assert_int_equal(compose_page(fixture.site, entry, buffer_slice(&body), fixture.findings, &document), READER_DONE);
    assert_int_equal(findings_count(fixture.findings), 1);
    finding = findings_at(fixture.findings, 0);
    assert_string_equal(finding->code, "broken-link");
    assert_string_equal(finding->file, "index.md");
    assert_int_equal(finding->line, 7);
    document_free(document);
    buffer_clear(&body);
    close_fixture(&fixture);
}

static const struct file bad_config[] = {
    { "_config.yml", "title: x\nexclude: [a\n" },
    { "index.md", "---\n---\nx" },
    { NULL, NULL },
};

static const struct file no_page[] = { { "_config.yml", "title: x\n" }, { "a.txt", "x" }, { NULL, NULL } };

/* A home page that shows its owner itself: the block above it leaves out what stands there anyway. */
static const struct file introduced[] = {
    { "_config.yml",
      "title: Site\nauthor: {name: Ada Example, bio: Pilot, avatar: ada.png, github: ada, linkedin: ada-e, "
      "orcid: 0000-1, twitter: ada}\n" },
    { "images/ada.png", "x" },
    { "_layouts/default.html",
      "<nav><a href='https://github.com/other'><svg></svg></a>"
      "<a href='https://codepen.io/ada/'><svg></svg></a><a href='/more/'>More</a></nav>" },
    { "index.md",
      "---\ntitle: Home\n---\n![Ada](/images/ada.png)\n\n"
      "<a href='https://github.com/ada'>code</a> <a href='https://www.linkedin.com/in/ada-e'>in</a>\n"
      "<a href='https://orcid.org/0000-1'>id</a>\n" },
    { "more.md", "---\ntitle: More\npermalink: /more/\n---\nx\n" },
    { NULL, NULL },
};

static void
test_introduced(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, introduced);
    check_page(&fixture, "/",
               "# Ada Example\n\nPilot\n=> https://twitter.com/ada Twitter\n=> https://codepen.io/ada/ CodePen\n\n"
               "=> /images/ada.png Ada [image]\n\n=> https://github.com/ada code\n"
               "=> https://www.linkedin.com/in/ada-e in\n=> https://orcid.org/0000-1 id\n\n=> /more/ More\n");
    close_fixture(&fixture);
}

static void
test_refused(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, bad_config);
    assert_null(fixture.site);
    assert_non_null(strstr(fixture.error.text, "site/_config.yml: line "));
    close_fixture(&fixture);
    open_fixture(&fixture, no_page);
    assert_null(fixture.site);
    assert_non_null(strstr(fixture.error.text, "not one page"));
    close_fixture(&fixture);
}

static const struct file forgetful[] = {
    { "_config.yml",
      "collections: {portfolio: {output: true}, talks: {output: true}}\n"
      "defaults:\n- scope: {path: ''}\n  values:\n    layout: x\n" },
    { "index.md", "---\ntitle: Projects in tea\n---\nx" },
    { "_portfolio/one.md", "---\ntitle: Portfolio item number 1\n---\nx" },
    { "_portfolio/two.md", "---\ntitle: \"project 12\"\n---\nx" },
    { "_portfolio/own.md", "---\ntitle: project 12 in tea\n---\nx" },
    { "_portfolio/hidden.md", "---\ntitle: Portfolio item number 2\npublished: false\n---\nx" },
    { "_talks/a.md", "---\ntitle: Talk 1 on relevant topic in your field\n---\nx" },
    { NULL, NULL },
};

static void
test_leftovers(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, forgetful);
    assert_non_null(fixture.site);
    assert_int_equal(count_code(&fixture, "sample-leftover"), 3);
    close_fixture(&fixture);
}

static const struct file plain[] = {
    { "README.md", "[a](docs/a.md) [b](./pic.png) [c](../../etc/passwd)\n" },
    { "docs/a.md", "[up](../README.md) <a href=\"b.md\">b</a>\n" },
    { "docs/b.md", "text" },
    { "docs/unseen.md", "text" },
    { "pic.png", "x" },
    { "secret.txt", "x" },
    { NULL, NULL },
};

static void
test_plain_folder(void **state)
{
    static const char *const want[] = { "/", "/docs/a.html", "/docs/b.html", "/pic.png" };
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, plain);
    if (fixture.site == NULL)
        fail_msg("%s", fixture.error.text);
    assert_int_equal(site_count(fixture.site), 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(site_entry(fixture.site, i)->path.bytes, want[i]);
    close_fixture(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_published),    cmocka_unit_test(test_links),       cmocka_unit_test(test_variants),
        cmocka_unit_test(test_pages),        cmocka_unit_test(test_broken_link), cmocka_unit_test(test_blog),
        cmocka_unit_test(test_introduced),   cmocka_unit_test(test_refused),     cmocka_unit_test(test_leftovers),
        cmocka_unit_test(test_plain_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
