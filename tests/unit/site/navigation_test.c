/* navigation_test.c - where authors and themes keep the links at the top of every page. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/buffer.h"
#include "site/fixture.h"
#include "site/site_data.h"

enum { FILES = 3 };

/* Every case also has a home page, /papers/, /talks/ and a page without a title. */
static const struct {
    const char *name, *config;
    struct file files[FILES];
    const char *want;
} cases[] = {
    { "academicpages: main of the data file; fragments, the home page and broken items are left out",
      "",
      { { "_data/navigation.yml",
          "main:\n- {title: Home, url: /}\n- {title: About, url: '/#about'}\n"
          "- {title: Papers, url: /papers/}\n- {title: Gone, url: /gone/}\n"
          "- {title: Lab, url: 'https://lab.example/'}\n" } },
      "Papers /papers/\nLab https://lab.example/\n" },
    { "a file of another name that is a list",
      "",
      { { "_data/nav.yml", "- {name: Papers, link: /papers}\n- {name: Talks, link: talks/}\n" } },
      "Papers /papers/\nTalks /talks/\n" },
    { "a list in the configuration",
      "navigation:\n- {label: Talks, href: /talks/}\n- text\n",
      { { NULL, NULL } },
      "Talks /talks/\n" },
    { "a map in the configuration, with a menu that folds out",
      "navbar-links:\n  Papers: papers\n  More:\n  - Talks: /talks/\n  - Again: /papers/\n",
      { { NULL, NULL } },
      "Papers /papers/\nTalks /talks/\n" },
    { "pages that mark themselves, in their order, one of them with others below it",
      "",
      { { "a.md", "---\ntitle: A\nnav: true\nnav_order: 2\n---\nx\n" },
        { "b.md",
          "---\ntitle: more\nnav: true\nnav_order: 3\ndropdown: true\nchildren:\n"
          "- {title: talks, permalink: /talks/}\n- {title: divider}\n---\nx\n" },
        { "c.md", "---\ntitle: C\nnav: true\nnav_order: 1\n---\nx\n" } },
      "C /c.html\nA /a.html\ntalks /talks/\n" },
    { "al-folio's blog of old, named in the configuration",
      "blog_nav_title: log\n",
      { { "blog/index.html", "---\n---\nx\n" }, { "a.md", "---\ntitle: A\nnav: true\n---\nx\n" } },
      "log /blog/\nA /a.html\n" },
    { "minima's list of files",
      "header_pages: [talks.md, gone.md, papers.md]\n",
      { { NULL, NULL } },
      "Talks /talks/\nPapers /papers/\n" },
    { "minima without a list: every page with a title",
      "theme: minima\n",
      { { "404.html", "---\ntitle: Not here\n---\nx\n" } },
      "Papers /papers/\nTalks /talks/\n" },
    { "another theme without a list", "theme: other\n", { { NULL, NULL } }, "" },
    { "links written into the layout; what is commented out, broken or a picture is none",
      "baseurl: /me\n",
      { { "_layouts/default.html",
          "<body><navigator></navigator><!-- <nav><a href='/talks/'>Old</a></nav> -->{% comment %}<nav>{% endcomment %}"
          "<nav class='top'><a href='{{ site.baseurl }}/'>Ada</a><a href='{{ \"/papers/\" | relative_url }}'>Work</a>"
          "<a href='/gone'>Gone</a><a href='/papers/'>Again</a><a href='https://lab.example/'>The <b>lab</b></a>"
          "<a href='/talks/'><img src='x.png'></a><a href='javascript:fold()'>Menu</a></nav><nav>x</nav>" } },
      "Work /papers/\nThe lab https://lab.example/\n" },
    { "a layout that runs through the pages",
      "",
      { { "_includes/header.html",
          "<nav><a href='/papers/'>Work</a>{% for p in site.pages %}{% if p.title %}{% unless p.exclude %}"
          "<a href='{{ p.url }}'>{{ p.title }}</a>{% endunless %}{% endif %}{% endfor %}</nav>" },
        { "c.md", "---\ntitle: Hidden\nexclude: true\n---\nx\n" } },
      "Work /papers/\nTalks /talks/\n" },
    { "a layout with an order of its own",
      "order: [talks.md, papers.md, gone.md]\n",
      { { "_layouts/default.html",
          "<nav>{% for path in site.order %}{% assign p = site.pages | where: 'path', path | first %}"
          "{% if p.title %}<a href='{{ p.url }}'>{{ p.title }}</a>{% endif %}{% endfor %}</nav>" } },
      "Talks /talks/\nPapers /papers/\n" },
    { "an open nav", "", { { "_includes/nav.html", "<nav><a href=/talks/>Talks" } }, "Talks /talks/\n" },
    { "an empty nav", "", { { "_includes/nav.html", "<nav" } }, "" },
    { "no list at all", "", { { NULL, NULL } }, "" },
};

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct file files[FILES + 6] = {
            { "_config.yml", cases[i].config },
            { "index.md", "---\ntitle: Home\n---\nHello.\n" },
            { "papers.md", "---\ntitle: Papers\npermalink: /papers/\n---\nx\n" },
            { "talks.md", "---\ntitle: Talks\npermalink: /talks/\n---\nx\n" },
            { "bare.md", "---\n---\nx\n" },
        };
        struct fixture fixture;
        struct buffer text = { 0 };

        memcpy(&files[5], cases[i].files, sizeof(cases[i].files));
        open_fixture(&fixture, files);
        for (size_t item = 0; item < fixture.site->navigation.count; item++) {
            buffer_add(&text, fixture.site->navigation.items[item].label);
            buffer_add_byte(&text, ' ');
            buffer_add(&text, fixture.site->navigation.items[item].target.url);
            buffer_add_byte(&text, '\n');
        }
        if (!slice_is(buffer_slice(&text), cases[i].want))
            fail_msg("%s:\ngot\n%.*sexpected\n%s", cases[i].name, (int)text.length, text.bytes, cases[i].want);
        buffer_clear(&text);
        close_fixture(&fixture);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
