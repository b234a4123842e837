/* hugo_test.c - Hugo's paths, what a Hugo site publishes and what it does not, and its shortcodes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "site/fixture.h"
#include "site/hugo_path.h"
#include "site/shortcode.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    struct hugo_page page;
    const char *path; /* NULL: none */
} paths[] = {
    { { .folder = SLICE("posts/"), .name = SLICE("Deep  Snow") }, "/posts/deep-snow/" },
    { { .folder = SLICE("posts/"), .name = SLICE("What? Really!") }, "/posts/what-really/" },
    { { .folder = SLICE("posts/"), .name = SLICE("a - b") }, "/posts/a-b/" },
    { { .folder = SLICE("\xc3\x84pfel/"), .name = SLICE("\xe8\x8c\xb6") }, "/\xc3\xa4pfel/\xe8\x8c\xb6/" },
    { { .folder = SLICE("Posts/"), .name = SLICE("Tea"), .keeps_case = true }, "/Posts/Tea/" },
    { { .folder = SLICE("posts/"), .name = SLICE("x"), .slug = SLICE("The Slug") }, "/posts/the-slug/" },
    { { .folder = SLICE("posts/"), .name = SLICE("x"), .is_ugly = true }, "/posts/x.html" },
    { { .folder = SLICE("posts/"), .is_ugly = true }, "/posts.html" },
    { { .is_ugly = true }, "/" },
    { { .prefix = SLICE("/fr") }, "/fr/" },
    { { .prefix = SLICE("/fr"), .folder = SLICE("posts/"), .name = SLICE("x") }, "/fr/posts/x/" },
    { { .prefix = SLICE("/fr"), .name = SLICE("x"), .url = SLICE("/a/B") }, "/a/B/" },
    { { .prefix = SLICE("/fr"), .name = SLICE("x"), .url = SLICE("a/b.html") }, "/fr/a/b.html" },
    { { .folder = SLICE("posts/"),
        .name = SLICE("x"),
        .title = SLICE("A Title"),
        .date = { 2024, 5, 7, 0, 0, 0, false, false, 0 },
        .pattern = SLICE("/:year/:month/:day/:slug/") },
      "/2024/05/07/a-title/" },
    { { .folder = SLICE("a/b/"),
        .name = SLICE("x"),
        .slug = SLICE("s"),
        .date = { 2024, 5, 7, 0, 0, 0, false, false, 0 },
        .pattern = SLICE(":section/:sections/:monthname/:weekdayname/:yearday/:filename-:slugOrContentBaseName") },
      "/a/a/b/may/tuesday/128/x-s/" },
    { { .folder = SLICE("posts/"), .name = SLICE("x"), .pattern = SLICE("/:nonsense/") }, NULL },
};

static void
pages_have_hugos_paths(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct buffer path = { 0 };
        struct slice bad;
        bool made = hugo_path_make(&paths[i].page, &path, &bad);

        if (made != (paths[i].path != NULL) || (made && !slice_is(buffer_slice(&path), paths[i].path)))
            fail_msg("row %zu: got \"%.*s\", not \"%s\"", i, (int)path.length, path.bytes, paths[i].path);
        buffer_clear(&path);
    }
}

static const struct {
    const char *alias, *path;
} aliases[] = {
    { "/old", "/old/" },
    { "/old/", "/old/" },
    { "/old.html", "/old.html" },
    { "old", "/posts/old/" },
    { "a/b.html", "/posts/a/b.html" },
};

static void
aliases_lie_at_the_root_or_beside_the_page(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(aliases); i++) {
        struct buffer path = { 0 };

        hugo_path_alias(slice_of("/posts/x/"), slice_of(aliases[i].alias), &path);
        assert_true(slice_is(buffer_slice(&path), aliases[i].path));
        buffer_clear(&path);
    }
}

static const struct file homepage[] = {
    { "config/_default/hugo.yaml",
      "baseURL: https://ada.example/me/\ndefaultContentLanguage: en\nenableRobotsTXT: true\n" },
    { "config/_default/params.toml", "mainSections = ['talks']\nauthor = 'Ada Example'\n" },
    { "config/_default/languages.json",
      "{\"en\": {\"title\": \"Ada\"}, \"fr\": {\"title\": \"Ada (fr)\"},"
      " \"de\": {\"disabled\": true}}" },
    { "content/talks/tea.md", "---\ntitle: Tea\ndate: 2024-05-07\n---\nOn tea.\n" },
    { "content/talks/tea.fr.md", "---\ntitle: Th\xc3\xa9\ndate: 2024-05-07\n---\nDu th\xc3\xa9.\n" },
    { "content/talks/tea.de.md", "---\ntitle: Tee\n---\nVom Tee.\n" },
    { "content/talks/slides/index.md", "No header.\n" },
    { "content/talks/slides/one/index.md", "A part of the bundle.\n" },
    { "content/talks/slides/Img/A B.PNG", "x" },
    { "content/talks/hidden/index.md", "---\nheadless: true\n---\n" },
    { "content/talks/hidden/data.csv", "x" },
    { "content/talks/never.md", "---\nbuild:\n  render: never\n---\n" },
    { "content/talks/later.md", "---\nDate: 2999-01-01\n---\n" },
    { "content/talks/Figures/x.png", "x" },
    { "content/page.html", "---\ntitle: Page\n---\n<p>Text" },
    { "content/raw.html", "<p>No page" },
    { "content/.secret.md", "x" },
    { "content/copy.md~", "x" },
    { "static/robots.txt", "x" },
    { "static/talks/tea/index.html", "hidden by the page" },
    { "static/.git/config", "x" },
    { "themes/t/content/x.md", "x" },
    { "README.md", "x" },
    { NULL, NULL },
};

static const char *const published[] = {
    "/",
    "/fr/",
    "/fr/talks/",
    "/fr/talks/tea/",
    "/page/",
    "/raw.html",
    "/robots.txt",
    "/talks/",
    "/talks/figures/x.png",
    "/talks/slides/",
    "/talks/slides/Img/A%20B.PNG",
    "/talks/tea/",
};

static void
a_site_publishes_what_hugo_would(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, homepage);
    assert_non_null(fixture.site);
    for (size_t i = 0; i < site_count(fixture.site); i++)
        if (i >= COUNT(published) || !slice_is(site_entry(fixture.site, i)->path, published[i]))
            fail_msg("entry %zu is %s, not %s", i, site_entry(fixture.site, i)->path.bytes,
                     i < COUNT(published) ? published[i] : "there");
    assert_int_equal(site_count(fixture.site), COUNT(published));
    assert_true(slice_is(site_find(fixture.site, slice_of("/fr/talks/tea/"))->lang, "fr"));
    assert_true(slice_is(site_web_url(fixture.site), "https://ada.example/me"));
    assert_true(slice_is(site_title(fixture.site), "Ada"));
    close_fixture(&fixture);
}

/* What Hugo's newer versions and their older ones leave out or move, by more than a page's own word. */
static const struct file guarded[] = {
    { "hugo.toml",
      "title = 'Ada'\nignoreFiles = ['\\.draft\\.md$']\n[frontmatter]\ndate = [':filename', ':default']\n"
      "[cascade]\ndraft = true\n[cascade.target]\npath = '/closed/**'\n"
      "[[module.mounts]]\nsource = 'content'\ntarget = 'content'\n"
      "[[module.mounts]]\nsource = 'notes'\ntarget = 'content/notes'\nexcludeFiles = ['/own/**']\n"
      "[[module.mounts]]\nsource = 'about.md'\ntarget = 'content/me.md'\n"
      "[[module.mounts]]\nsource = 'pictures'\ntarget = 'static/img'\n" },
    { "content/a.md", "---\ntags: [Deep Snow]\n---\n" },
    { "content/a.draft.md", "x" },
    { "content/closed/a.md", "x" },
    { "content/d/_index.md", "---\ndraft: true\n---\n" },
    { "content/d/a.md", "---\ntags: [unseen]\n---\n" },
    { "content/d/x.png", "x" },
    { "content/e/_index.md", "---\ncascade: {publishDate: 2999-01-01}\n---\n" },
    { "content/e/a.md", "x" },
    { "content/f/_index.md", "---\ncascade: {build: {render: never}}\n---\n" },
    { "content/f/a.md", "x" },
    { "content/g/_index.md", "---\nbuild: {render: never}\n---\n" },
    { "content/g/a.md", "---\nbuild: {list: never}\n---\n" },
    { "content/h/a.md", "---\npubdate: 2999-01-01\n---\n" },
    { "content/h/b.md", "---\nunpublishdate: 2000-01-01\n---\n" },
    { "content/i/index.md", "---\nbuild: {publishResources: false}\n---\n" },
    { "content/i/x.png", "x" },
    { "notes/2024-05-07-tea.md", "x" },
    { "notes/own/diary.md", "x" },
    { "about.md", "x" },
    { "pictures/x.png", "x" },
    { "static/x.png", "x" },
    { NULL, NULL },
};

static const char *const unguarded[] = {
    "/", "/a/", "/g/a/", "/i/", "/img/x.png", "/me/", "/notes/", "/notes/tea/", "/tags/", "/tags/deep-snow/",
};

static void
what_hugo_hides_is_not_published(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, guarded);
    assert_non_null(fixture.site);
    for (size_t i = 0; i < site_count(fixture.site); i++)
        if (i >= COUNT(unguarded) || !slice_is(site_entry(fixture.site, i)->path, unguarded[i]))
            fail_msg("entry %zu is %s, not %s", i, site_entry(fixture.site, i)->path.bytes,
                     i < COUNT(unguarded) ? unguarded[i] : "there");
    assert_int_equal(site_count(fixture.site), COUNT(unguarded));
    assert_int_equal(site_find(fixture.site, slice_of("/notes/tea/"))->date.day, 7);
    assert_int_equal(site_find(fixture.site, slice_of("/g/a/"))->collection.length, 0);
    close_fixture(&fixture);
}

static const struct file unreadable[] = {
    { "hugo.toml", "ignoreFiles = ['ok', 'open(']\n" },
    { "content/x.md", "x" },
    { NULL, NULL },
};

static void
a_pattern_that_is_none_stops_the_site(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, unreadable);
    assert_null(fixture.site);
    assert_string_equal(fixture.error.text, "site: `ignoreFiles` has what is no pattern: open(");
    close_fixture(&fixture);
}

static const struct file broken[] = {
    { "hugo.toml", "title = \"open\n" },
    { "content/x.md", "x" },
    { NULL, NULL },
};

static void
a_broken_configuration_stops_the_site(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, broken);
    assert_null(fixture.site);
    assert_string_equal(fixture.error.text, "site/hugo.toml: line 1: a text without its closing quote");
    close_fixture(&fixture);
}

static const struct {
    const char *text, *expanded; /* NULL: it is the whole text already */
} shortcodes[] = {
    { "plain {{ .Title }} {% x %}", NULL },
    { "{{< ref \"/talks/tea.md\" >}}", "/talks/tea/" },
    { "{{< relref \"tea\" >}}", "/talks/tea/" },
    { "{{< ref path=\"talks/tea.md#pot\" lang=\"en\" >}}", "/talks/tea/#pot" },
    { "{{< ref \"#here\" >}}", "/talks/slides/#here" },
    { "a {{% note %}}b *c*{{% /note %}} d", "a b *c* d" },
    { "{{< callout \"a >}} b\" >}}text{{< /callout >}}", "text" },
    { "{{< callout \"open >}}text{{< /callout >}}", "text" },
    { "{{</* figure src=\"x\" */>}}", "{{< figure src=\"x\" >}}" },
    { "{{< param \"mainSections\" >}}{{< param title >}}", "" },
    { "{{< button href=\"/x?a=1&b=2\" >}}Go{{< /button >}}", "<a href=\"/x?a=1&amp;b=2\">Go</a>" },
    { "{{< br >}}{{< icon name=\"x\" />}}", "<br>" },
    { "{{< never ends", "{{< never ends" },
};

static void
shortcodes_become_what_they_stand_for(void **state)
{
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, homepage);
    for (size_t i = 0; i < COUNT(shortcodes); i++) {
        const struct entry *page = site_find(fixture.site, slice_of("/talks/slides/"));
        struct spliced out = { 0 };
        bool expanded = shortcode_expand(site_library(fixture.site), page, slice_of(shortcodes[i].text), 1, NULL, &out);

        if (expanded != (shortcodes[i].expanded != NULL) ||
            (expanded && !slice_is(buffer_slice(&out.text), shortcodes[i].expanded)))
            fail_msg("%s: got %.*s", shortcodes[i].text, (int)out.text.length, out.text.bytes);
        spliced_clear(&out);
    }
    close_fixture(&fixture);
}

/* What takes longer than the limit of a test run is not linear. */
static void
hostile_shortcodes_end(void **state)
{
    static const char *const units[] = { "{{< ",   "{{< \"",    "{{</x",  "{{< a=\"`",
                                         "{{%%}}", "{{< x >}}", "{{</* ", "{{< = = >}}" };
    struct fixture fixture;

    (void)state;
    open_fixture(&fixture, homepage);
    for (size_t i = 0; i < COUNT(units); i++) {
        const struct entry *page = site_find(fixture.site, slice_of("/talks/slides/"));
        struct buffer text = { 0 };
        struct spliced out = { 0 };

        while (text.length < 1 << 18)
            buffer_add_text(&text, units[i]);
        assert_true(shortcode_expand(site_library(fixture.site), page, buffer_slice(&text), 1, NULL, &out));
        assert_true(out.text.length <= text.length);
        spliced_clear(&out);
        buffer_clear(&text);
    }
    close_fixture(&fixture);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_have_hugos_paths),
        cmocka_unit_test(aliases_lie_at_the_root_or_beside_the_page),
        cmocka_unit_test(a_site_publishes_what_hugo_would),
        cmocka_unit_test(what_hugo_hides_is_not_published),
        cmocka_unit_test(a_pattern_that_is_none_stops_the_site),
        cmocka_unit_test(a_broken_configuration_stops_the_site),
        cmocka_unit_test(shortcodes_become_what_they_stand_for),
        cmocka_unit_test(hostile_shortcodes_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
