/* liquid_test.c - the Liquid of pages: what each construct becomes, where lines come from, what hostile texts cost. */
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
#include <time.h>
#include <unistd.h>

#include "site/liquid.h"
#include "site/site.h"

static const struct {
    const char *path, *text; /* a text of `-> x` makes a symbolic link to x */
} tree[] = {
    { "_config.yml",
      "title: Tea\nurl: https://tea.example\nbaseurl: /base\nempty: ''\noff: false\n"
      "repository: ada/tea\nauthor: {name: Ada, links: [a, b]}\n"
      "collections: {books: {output: true}, notes: {output: false}}\n" },
    { "index.md",
      "---\ntitle: Home\nlayout: x\nyear: 2024\nlist: [p, q]\nmap: {a: 1, b: 2}\nnone: []\n"
      "feature_row: [{title: Maps, excerpt: 'Drawn *here*', url: /x}]\n"
      "pictures: [{image_path: a.png, alt: A}]\n---\n" },
    { "list.md", "---\nlayout: home\nlist_title: Notes\n---\n" },
    { "books.md", "---\nlayout: collection\ncollection: books\nsort_by: title\nsort_order: reverse\n---\n" },
    { "short.md", "---\nlayout: posts\n---\n" },
    { "own.md", "---\nlayout: categories\n---\n" },
    { "tag.md", "---\nlayout: tag\ntaxonomy: y\n---\n" },
    { "_layouts/posts.html", "{{ content }}{% for p in site.posts limit:1 %}{{ p.title }}{% endfor %}" },
    { "_layouts/categories.html", "{{ content }}" },
    { "_data/rows.csv", "name,place\nAda,\"Graz, here\"\n" },
    { "_data/more/people.tsv", "role\tx\nBo\t1\n" },
    { "sub/page.md", "---\n---\n" },
    { "sub/part.md", "sub part" },
    { "part.md", "---\nsecret: 1\n---\nroot part" },
    { "_posts/2024-05-07-hello.md", "---\ntitle: Hello\ntags: [x, y]\n---\n" },
    { "_posts/2024-06-07-second.md",
      "---\ntitle: Second\ntags: x\n---\n\n**One** {{ site.title }} [line](/).\n\nTwo. {{ page.next.excerpt }}\n" },
    { "_books/b1.md", "---\ntitle: 'One & two'\ndate: 2023-01-02\nauthors: [Ada, Bob]\nvenue: Press\nkind: b\n---\n" },
    { "_books/b2.md", "---\ntitle: Late\ndate: 2024-01-02\nexcerpt: Some <b>words</b>\nkind: a\n---\n" },
    { "_notes/n.md", "---\ntitle: Note\ndate: 2022-01-02\n---\n" },
    { "_data/papers.yml",
      "main:\n- {title: P, authors: Ada, venue: V, year: 2020, pdf: 'https://x/p.pdf', pages: 9}\n" },
    { "_includes/me.md", "{% include me.md %}x" },
    { "_includes/hi.md", "hi {{ include.who }}" },
    { "_includes/nested.md", "{% include_relative part.md %}" },
    { "_includes/open.md", "{% if page.title %}open" },
    { "_includes/outside.md", "-> /etc/hostname" },
    { "_includes/secret.pem", "key" },
};

struct fixture {
    char folder[64];
    int root;
    struct findings *findings;
    struct site *site;
};

static int
set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct site_options options = { .name = "site", .now = 1767225600 };
    struct error error;

    snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/capsule-liquid-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->root = options.root = open(fixture->folder, O_RDONLY | O_DIRECTORY);
    for (size_t i = 0; i < sizeof(tree) / sizeof(tree[0]); i++) {
        const char *slash = strrchr(tree[i].path, '/');
        char folder[64];
        int fd;

        snprintf(folder, sizeof(folder), "%.*s", slash != NULL ? (int)(slash - tree[i].path) : 1,
                 slash != NULL ? tree[i].path : ".");
        assert_true(mkdirat(fixture->root, folder, 0700) == 0 || errno == EEXIST);
        if (strncmp(tree[i].text, "-> ", 3) == 0) {
            assert_int_equal(symlinkat(tree[i].text + 3, fixture->root, tree[i].path), 0);
            continue;
        }
        fd = openat(fixture->root, tree[i].path, O_WRONLY | O_CREAT, 0600);
        assert_int_equal(write(fd, tree[i].text, strlen(tree[i].text)), strlen(tree[i].text));
        close(fd);
    }
    fixture->findings = findings_new();
    fixture->site = site_read(&options, fixture->findings, &error);
    assert_non_null(fixture->site);
    *state = fixture;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *fixture = *state;
    char command[128];

    site_free(fixture->site);
    findings_free(fixture->findings);
    close(fixture->root);
    snprintf(command, sizeof(command), "rm -r %s", fixture->folder);
    assert_int_equal(system(command), 0);
    free(fixture);
    return 0;
}

static const struct {
    const char *name, *text, *want;
    size_t findings;
} cases[] = {
    { "no Liquid", "a } b", NULL, 0 },
    { "value of the site", "{{ site.title }}, {{site.author.name}}", "Tea, Ada", 0 },
    { "value of the page", "{{ page.title }} {{ page.year }} {{ page.url }}", "Home 2024 /", 0 },
    { "index", "{{ page.list[1] }}{{ page.list.first }}{{ site[\"title\"] }}", "qpTea", 0 },
    { "nothing", "a{{ site.nothing }}{{ nope }}b", "ab", 0 },
    { "unknown", "a{{ page.content }}b", "ab", 1 },
    { "relative_url", "{{ '/x/' | relative_url }} {{ \"y\" | relative_url }}", "/base/x/ /base/y", 0 },
    { "absolute_url", "{{ '/x' | absolute_url }} {{ 'https://o/' | absolute_url }}",
      "https://tea.example/base/x https://o/", 0 },
    { "prepend", "{{ '/x' | prepend: site.baseurl | prepend: site.url }}", "https://tea.example/base/x", 0 },
    { "append", "{{ base_path }}/x{{ 'a' | append: '|b' }}", "/xa|b", 0 },
    { "default", "{{ site.nothing | default: 'd' }}{{ site.empty | default: \"e\" }}", "de", 0 },
    { "case and size", "{{ 'aB' | upcase }}{{ 'aB' | downcase | capitalize }}{{ page.list | size }}", "ABAb2", 0 },
    { "replace and remove", "{{ 'a-b-c' | replace: '-', '+' }}{{ 'a-b' | remove: '-' }}", "a+b+cab", 0 },
    { "date", "{{ '2024-05-07' | date: '%-d %B %Y, %b' }}", "7 May 2024, May", 0 },
    { "join and truncate", "{{ page.list | join: '; ' }} {{ 'abcdef' | truncate: 3 }}", "p; q abc...", 0 },
    { "unknown filter", "{{ 'a' | frobnicate }}", "", 1 },
    { "braces and quotes over lines", "{{\n  '/x'\n  | relative_url\n}}", "/base/x", 0 },
    { "output without end", "a {{ b", "a {{ b", 0 },
    { "tag without end", "a {% b", "a {% b", 0 },
    { "assign", "{% assign a = site.title | append: '!' %}{{ a }}", "Tea!", 0 },
    { "capture", "{% capture a %}<{{ site.title }}>{% endcapture %}[{{ a }}]", "[<Tea>]", 0 },
    { "comment", "a{% comment %}{{ b }}{% if %}{% endcomment %}c", "ac", 0 },
    { "raw", "{% raw %}{{ x }} {% y %}{% endraw %}z", "&#123;{ x }} &#123;% y %}z", 0 },
    { "raw in code", "`{% raw %}{{ x }}{% endraw %}` {{ site.title }}", "`{{ x }}` Tea", 0 },
    { "code is left alone", "```\n{{ x }}{% if %}\n```\n{{ site.title }}", "```\n{{ x }}{% if %}\n```\nTea", 0 },
    { "highlight", "{% highlight c linenos %}\na {{ b }}\n{% endhighlight %}", "\n~~~~~~~~ c\na {{ b }}\n\n~~~~~~~~\n",
      0 },
    { "comment of HTML", "<!-- {% include hi.md %} {{ site.title }} -->{{ site.title }}",
      "<!-- {% include hi.md %} {{ site.title }} -->Tea", 0 },
    { "white space control", "a \n{%- assign b = 1 -%}\n c", "ac", 0 },
    { "if true", "{% if site.title %}a{% else %}b{% endif %}", "a", 0 },
    { "an empty text is true", "{% if site.empty %}a{% endif %}{% if site.off %}b{% endif %}", "a", 0 },
    { "else", "{% if site.nothing %}a{% elsif page.title %}b{% else %}c{% endif %}", "b", 0 },
    { "unless", "{% unless site.nothing %}a{% else %}b{% endunless %}", "a", 0 },
    { "comparison", "{% if page.year == 2024 and site.title != 'x' %}a{% endif %}{% if page.year > 2024 %}b{% endif %}",
      "a", 0 },
    { "contains", "{% if page.list contains 'q' %}a{% endif %}{% if site.title contains 'x' %}b{% endif %}", "a", 0 },
    { "or binds as far as it can", "{% if site.off and site.off or site.title %}a{% else %}b{% endif %}", "b", 0 },
    { "case", "{% case page.year %}{% when 2023, 2024 %}a{% else %}b{% endcase %}", "a", 0 },
    { "nested", "{% if site.off %}a{% if site.title %}b{% endif %}c{% else %}d{% endif %}e", "de", 0 },
    { "doubtful, static", "{% if forloop.first %}a{% else %}b{% endif %}", "a", 0 },
    { "doubtful, with Liquid", "{% if forloop.first %}{{ site.title }}{% else %}b{% endif %}", "b", 0 },
    { "dead tags do nothing", "{% if site.off %}{% assign a = 1 %}{% nope %}{{ page.content }}{% endif %}{{ a }}", "",
      0 },
    { "ends without beginning", "a{% endif %}{% endfor %}{% else %}b", "ab", 0 },
    { "unknown tag", "a{% nope x %}b", "ab", 1 },
    { "loop", "a{% for x in page.list %}{{ x }}{% endfor %}b", "apqb", 0 },
    { "unknown loop", "a{% for x in page.next %}{{ x }}{% endfor %}b", "ab", 1 },
    { "loop from the end", "{% for x in page.list reversed %}{{ x }}{% endfor %}", "qp", 0 },
    { "part of a list", "{% for x in (1..9) offset:2 limit:3 %}{{ x }}{% endfor %}", "345", 0 },
    { "loop over nothing", "{% for x in page.nope %}{{ x }}{% else %}none{% endfor %}", "none", 0 },
    { "else of a loop with items", "{% for x in page.list %}{{ x }}{% else %}none{% endfor %}", "pq", 0 },
    { "rounds",
      "{% for x in page.list %}{{ forloop.index }}{{ x }}{% unless forloop.last %}, {% endunless %}{% endfor %}",
      "1p, 2q", 0 },
    { "break and continue",
      "{% for i in (1..9) %}{% if i == 2 %}{% continue %}{% endif %}{% if i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}.",
      "13.", 0 },
    { "loop in a loop", "{% for x in page.list %}{% for y in page.list %}{{ x }}{{ y }} {% endfor %}{% endfor %}",
      "pp pq qp qq ", 0 },
    { "a name is what it was", "{% assign x = 'a' %}{% for x in page.list %}{% endfor %}{{ x }}", "a", 0 },
    { "loop over a map", "{% for x in page.map %}{{ x[0] }}={{ x[1] }};{% endfor %}", "a=1;b=2;", 0 },
    { "loop without an end", "{% for x in page.list %}{{ x }}", "p", 0 },
    { "names in brackets", "{% assign k = 'map' %}{{ page[k].b }}{{ page.map['a'] }}", "21", 0 },
    { "a list is printed with commas", "{{ page.list }}", "p, q", 0 },
    { "parentheses mean nothing", "{% assign x = (page.list | sort: 0) %}{{ x | last }}", "q", 0 },
    { "sort",
      "{% assign x = site.books | sort: 'title' %}{% for b in x %}{{ forloop.index }}{{ b.title }} {% endfor %}",
      "1Late 2One & two ", 0 },
    { "where and its expression",
      "{% assign x = site.books | where: 'venue', 'Press' %}{{ x[0].title }}"
      "{% assign y = site.books | where_exp: 'b', 'b.venue == nil' %}{{ y[0].title }}{{ y.size }}",
      "One & twoLate1", 0 },
    { "groups",
      "{% assign g = site.books | group_by_exp: 'b', \"b.date | date: '%Y'\" %}"
      "{% for y in g %}{{ y.name }}:{{ y.size }}{{ y.items[0].title }} {% endfor %}",
      "2023:1One & two 2024:1Late ", 0 },
    { "made lists",
      "{% assign x = 'a,b,a' | split: ',' | uniq | push: 'c' | concat: page.list | reverse %}{{ x | join: '' }}",
      "qpcba", 0 },
    { "slices", "{{ 'abc' | slice: 1, 2 }}{% assign x = page.list | slice: 1 %}{{ x[0] }}", "bcq", 0 },
    { "map and compact", "{{ site.books | map: 'venue' | compact | join: ',' }}", "Press", 0 },
    { "numbers",
      "{{ 2 | plus: 3 }} {{ 7 | divided_by: 2 }} {{ 7.0 | divided_by: 2 }} {{ 7 | modulo: 4 }} {{ 2.6 | round }}",
      "5 3 3.5 3 3", 0 },
    { "words", "{{ 'a b c' | truncatewords: 2 }} {{ 'a b c' | number_of_words }}", "a b... 3", 0 },
    { "markdownify", "{{ '**a** [b](/c)' | markdownify }}", "a <a href=\"/c\">b</a>", 0 },
    { "empty", "{% if page.list == empty %}a{% endif %}{% if page.none == empty %}b{% endif %}", "b", 0 },
    { "tags", "{% for t in site.tags %}{{ t[0] }}{{ t[1].size }}{{ t[1][0].title }} {% endfor %}", "x2Second y1Hello ",
      0 },
    { "pages and files", "{% for p in site.pages %}{{ p.path }} {% endfor %}{{ site.static_files.size }}",
      "index.md books.md list.md own.md part.md short.md sub/page.md tag.md 1", 0 },
    { "collections", "{% for c in site.collections %}{{ c.label }}{{ c.docs.size }} {{ c.output }},{% endfor %}",
      "books2 true,notes1 false,posts2 true,", 0 },
    { "excerpt", "{% assign p = site.posts | first %}{{ p.excerpt | strip_html }}|{{ p.categories }}", "One Tea line.|",
      0 },
    { "content", "{% for p in site.posts limit:1 %}{{ p.content | strip_html }}{% endfor %}", "One Tea line. Two.", 0 },
    { "link and post_url", "{% link sub/page.md %} {% post_url 2024-05-07-hello %}",
      "/sub/page.html /2024/05/07/hello.html", 0 },
    { "link to nothing", "{% link x.md %}{% post_url 2020-01-01-x %}", "", 2 },
    { "include with parameters", "{% include hi.md who=\"Bob\" %}", "hi Bob", 0 },
    { "include with a value", "{% include hi.md who=site.title %}", "hi Tea", 0 },
    { "front matter of an include", "{% include_relative part.md %}", "root part", 0 },
    { "relative to the page", "{% include nested.md %}", "root part", 0 },
    { "include without end of its block", "{% include open.md %}{% else %}after", "openafter", 0 },
    { "include of itself", "{% include me.md %}", "xxxxxxxx", 1 },
    { "include that is not there", "{% include nope.md %}{% include nope.html %}{% include base_path %}", "", 3 },
    { "include from above", "{% include ../part.md %}{% include_relative ../x.md %}", "", 3 },
    { "include out of the root", "{% include outside.md %}", "", 2 },
    { "include of a key", "{% include secret.pem %}", "", 1 },
    { "parts of the theme", "{% include author-profile.html %}{% include archive-single.html %}", "", 0 },
    { "figure with a caption in Markdown",
      "{% include figure.html path=\"a.png\" alt=\"x\" caption=\"*A* <https://a.example/b> [c](/d)\" %}",
      "\n\n<figure><img src=\"/a.png\" alt=\"x\"><figcaption>A <a href=\"https://a.example/b\">"
      "https://a.example/b</a> <a href=\"/d\">c</a></figcaption></figure>\n\n",
      0 },
    { "figure", "{% include figure.html path=\"a.png\" caption=\"A b\" %}",
      "\n\n<figure><img src=\"/a.png\" alt=\"A b\"></figure>\n\n", 0 },
    { "embedded elsewhere",
      "{% gist ada/1a2b tides.rb %}{% twitter \"https://twitter.com/ada/status/1\" align=left %}{% youtube x1&y %}"
      "{% vimeo 77 %}{% gist {{ page.id }} %}{% youtube %}",
      "\n\n<p><a href=\"https://gist.github.com/ada/1a2b\">Gist</a></p>\n\n"
      "\n\n<p><a href=\"https://twitter.com/ada/status/1\">Tweet</a></p>\n\n"
      "\n\n<p><a href=\"https://www.youtube.com/watch?v=x1&amp;y\">Video</a></p>\n\n"
      "\n\n<p><a href=\"https://vimeo.com/77\">Video</a></p>\n\n",
      0 },
    { "video", "{% include video id=\"x1\" provider=\"youtube\" %}",
      "\n\n<iframe src=\"https://www.youtube.com/watch?v=x1\"></iframe>\n\n", 0 },
    { "list of posts", "{% for post in site.posts %}{{ post.title }}{% endfor %}",
      "\n\n\n<p><a href=\"/2024/06/07/second.html\">2024-06-07 Second</a></p>\n"
      "\n<p><a href=\"/2024/05/07/hello.html\">2024-05-07 Hello</a></p>\n\n",
      0 },
    { "list of posts with what they say", "{% for p in site.posts %}{{ p.title }}{{ p.excerpt }}{% endfor %}",
      "\n\n\n<p><a href=\"/2024/06/07/second.html\">2024-06-07 Second</a><br>One Tea <a href=\"/\">line</a>.</p>\n"
      "\n<p><a href=\"/2024/05/07/hello.html\">2024-05-07 Hello</a></p>\n\n",
      0 },
    { "list of a collection", "{% for b in site.books reversed offset: 1 %}{{ b.title }}{% endfor %}",
      "\n\n\n<p><a href=\"/books/b2.html\">2024 Late</a><br>Some <b>words</b></p>\n\n", 0 },
    { "limits come before the order", "{% for b in site.books reversed limit: 1 %}{{ b.name }}{% endfor %}", "b1.md",
      0 },
    { "list without pages", "{% for n in site.notes %}{{ n }}{% endfor %}", "\n\n\n<p>2022 Note</p>\n\n", 0 },
    { "list that is chosen",
      "{% assign x = site.books | where: 'venue', 'Press' %}{% for b in x %}{% include b.html %}{% include c.html %}{% endfor %}",
      "\n<p><a href=\"/books/b1.html\">2023 One &amp; two</a><br>Ada, Bob. Press.</p>\n\n", 0 },
    { "entries of a theme under headings",
      "{% for c in site.collections %}{% if c.label == 'books' %}{{ c.label }}{% for post in c.docs %}"
      "{% include archive-single-cv.html %}{% endfor %}{% endif %}{% endfor %}",
      "books\n\n\n<li><a href=\"/books/b1.html\">2023 One &amp; two</a><br>Ada, Bob. Press.</li>\n"
      "\n<li><a href=\"/books/b2.html\">2024 Late</a><br>Some <b>words</b></li>\n\n",
      0 },
    { "list inside an unknown loop, once",
      "{% for y in page.next %}{% for n in site.notes %}{{ n }}{% endfor %}{% for n in site.notes %}{{ n }}{% endfor %}{% endfor %}",
      "\n\n\n<p>2022 Note</p>\n\n", 1 },
    { "list of posts with all that a theme says",
      "{% for post in site.posts %}{% assign year = post.date | date: '%Y' %}<h3>{% if post.link == blank %}"
      "<a href='{{ post.url }}'>{{ post.title }}</a>{% else %}{{ post.title }}{% endif %}</h3>{{ year }}"
      "{% for tag in post.tags %}{{ tag }}{% endfor %}{% endfor %}",
      "\n\n\n<p><a href=\"/2024/06/07/second.html\">2024-06-07 Second</a></p>\n"
      "\n<p><a href=\"/2024/05/07/hello.html\">2024-05-07 Hello</a></p>\n\n",
      0 },
    { "papers by kind",
      "{% for kind in page.map %}{% assign shown = false %}{% for post in site.books reversed %}"
      "{% if post.kind != kind[0] %}{% continue %}{% endif %}"
      "{% unless shown %}<h2>{{ kind[1] }}</h2>{% assign shown = true %}{% endunless %}{{ post.title }}{% endfor %}"
      "{% endfor %}",
      "<h2>1</h2>Late<h2>2</h2>One & two", 0 },
    { "posts under headings",
      "{% for p in site.posts %}{% assign y = p.date | date: '%Y' %}<h2>{{ y }}</h2>{{ p.title }} {% endfor %}",
      "<h2>2024</h2>Second <h2>2024</h2>Hello ", 0 },
    { "posts that are chosen",
      "{% for p in site.posts %}{% if p.tags contains 'y' %}{{ p.title }}{% endif %}{% endfor %}", "Hello", 0 },
    { "a picture or none",
      "{% for b in site.notes %}{% if b.image %}{{ b.image }}{% else %}-{% endif %}{{ b.title }}{% endfor %}",
      "\n\n\n<p>2022 Note</p>\n\n", 0 },
    { "what no item has", "{% for b in site.notes %}{{ b.colour }}{{ b.title }}{% endfor %}",
      "\n\n\n<p>2022 Note</p>\n\n", 0 },
    { "a loop that shows nothing", "{% for n in site.notes %}{% assign c = c | append: n.title %}{% endfor %}", "", 0 },
    { "list under a condition",
      "{% for y in (2021..2023) %}{% for n in site.notes %}{% assign year = n.date | date: '%Y' %}"
      "{% if year == y %}{{ y }}{{ n.title }}{% endif %}{% endfor %}{% endfor %}",
      "2022Note", 0 },
    { "data that is no list of records", "{% for p in site.data.papers %}{{ p[0] }}{% endfor %}", "main", 0 },
    { "data with a key of its own", "{% for p in site.data.papers.main %}{{ p.title }} {{ p.pages }}{% endfor %}",
      "P 9", 0 },
    { "list of data", "{% for p in site.data.papers.main %}{{ p.title }}{% endfor %}",
      "\n\n<ul>\n<li>P<br>Ada<br>V, 2020<br><a href=\"https://x/p.pdf\">PDF</a></li>\n</ul>\n\n", 0 },
    { "texts for addresses", "{{ 'a b/c\xc3\xa9' | url_encode }} {{ 'a+b%2Fc' | url_decode }} {{ '&' | cgi_escape }}",
      "a+b%2Fc%C3%A9 a b/c %26", 0 },
    { "the first that fits",
      "{% assign b = site.books | find: 'kind', 'a' %}{{ b.title }}{% assign b = site.books | find: 'kind', 'z' %}{{ b }}"
      "{% assign b = site.books | find_exp: 'x', \"x.kind == 'b'\" %}{{ b.kind }}",
      "Lateb", 0 },
    { "values in turn",
      "{% for x in page.list %}{% cycle 'a', 'b' %}{% cycle 'a', 'b' %}{% cycle \"g\": \"a:\", page.title %}{% endfor %}"
      "{% cycle 'g': 1 %}{% cycle %}",
      "aba:abHome1", 0 },
    { "numbers in turn",
      "{% increment n %}{% increment n %}{% decrement n %}{% decrement m %}{% if site.off %}{% increment n %}{% endif %}"
      "{% increment n %}",
      "011-11", 0 },
    { "rows of commas", "{% for r in site.data.rows %}{{ r.name }}: {{ r.place }}{% endfor %}", "Ada: Graz, here", 0 },
    { "a folder of data", "{% for r in site.data.more.people %}{{ r.role }}{% endfor %}{{ site.data.more.none }}", "Bo",
      0 },
    { "features of a theme that is not there", "{% include feature_row %}",
      "\n\n<h3>Maps</h3><p>Drawn here</p><p><a href=\"/base/x\">Learn more</a></p>\n\n", 0 },
    { "pictures of a theme that is not there", "{% include gallery id=\"pictures\" caption=\"Two *maps*\" %}",
      "\n\n<p><img src=\"/base/a.png\" alt=\"A\"> </p><p>Two maps</p>\n\n", 0 },
    { "a repository", "{% include repository/repo.liquid repository=\"ada/tea\" %}",
      "\n\n<p><a href=\"https://github.com/ada/tea\">ada/tea</a></p>\n\n", 0 },
    { "tabs and quotes", "{% tabs a %}{% tab a php %}x{% endtab %}{% endtabs %}{% quote k %}q{% endquote %}",
      "\n\nphp\n\nxq", 0 },
    { "citations", "{% cite a b %}, {% reference a %}",
      "\x1e"
      "a b \x1e, \x1ereference a \x1e",
      2 },
    { "bibliographies of years", "{% for y in page.list %}{% bibliography -q @*[year={{ y }}]* %}{% endfor %}",
      "\n\n\x1d-q @*[year=p]*\x1d\n\n\n\n\x1d-q @*[year=q]*\x1d\n\n", 2 },
    { "bibliography", "{% bibliography -f papers %}", "\n\n\x1d-f papers\x1d\n\n", 1 },
};

static void
test_cases(void **state)
{
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct findings *findings = findings_new();
        struct spliced out = { 0 };
        bool changed = liquid_expand(site_library(fixture->site), site_find(fixture->site, slice_of("/")),
                                     slice_of(cases[i].text), 7, findings, &out);

        if (changed != (cases[i].want != NULL) ||
            !slice_is(buffer_slice(&out.text), cases[i].want ? cases[i].want : ""))
            fail_msg("%s: \"%s\" gave \"%.*s\", not \"%s\"", cases[i].name, cases[i].text, (int)out.text.length,
                     out.text.bytes, cases[i].want);
        if (findings_count(findings) != cases[i].findings)
            fail_msg("%s: %zu findings, not %zu; the first: %s", cases[i].name, findings_count(findings),
                     cases[i].findings, findings_count(findings) > 0 ? findings_at(findings, 0)->message : "none");
        spliced_clear(&out);
        findings_free(findings);
    }
}

static const struct {
    const char *page, *text, *want;
} layouts[] = {
    { "/list.html", "Text.\n",
      "Text.\n\n\n<h2>Notes</h2>\n\n\n\n\n<p><a href=\"/2024/06/07/second.html\">2024-06-07 Second</a></p>\n"
      "\n<p><a href=\"/2024/05/07/hello.html\">2024-05-07 Hello</a></p>\n\n" },
    { "/list.html",
      "{% for post in site.posts limit: 1 %}{{ post.title }}{% endfor %}", /* the page lists them itself */
      "\n\n\n<p><a href=\"/2024/06/07/second.html\">2024-06-07 Second</a></p>\n\n" },
    { "/books.html", "x",
      "x\n\n\n<p><a href=\"/books/b1.html\">2023 One &amp; two</a><br>Ada, Bob. Press.</p>\n"
      "\n<p><a href=\"/books/b2.html\">2024 Late</a><br>Some <b>words</b></p>\n\n" },
    { "/short.html", "x", /* as many as the author's own layout shows */
      "x\n\n\n<p><a href=\"/2024/06/07/second.html\">2024-06-07 Second</a></p>\n\n" },
    { "/own.html", "x", NULL }, /* the author's own layout lists nothing */
    { "/tag.html", "x", "x\n\n\n<p><a href=\"/2024/05/07/hello.html\">2024-05-07 Hello</a></p>\n\n" },
};

static void
test_layouts_list(void **state)
{
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
        struct spliced out = { 0 };
        bool changed = liquid_expand(site_library(fixture->site), site_find(fixture->site, slice_of(layouts[i].page)),
                                     slice_of(layouts[i].text), 1, NULL, &out);

        if (changed != (layouts[i].want != NULL) ||
            !slice_is(buffer_slice(&out.text), layouts[i].want ? layouts[i].want : ""))
            fail_msg("%s: \"%s\" gave \"%.*s\", not \"%s\"", layouts[i].page, layouts[i].text, (int)out.text.length,
                     out.text.bytes, layouts[i].want);
        spliced_clear(&out);
    }
}

static void
test_lines_know_their_files(void **state)
{
    const struct fixture *fixture = *state;
    struct spliced out = { 0 };
    static const struct {
        const char *file;
        unsigned line;
    } want[] = { { "index.md", 7 }, { "index.md", 8 }, { "_includes/hi.md", 1 }, { "index.md", 11 } };

    assert_true(liquid_expand(site_library(fixture->site), site_find(fixture->site, slice_of("/")),
                              slice_of("one\ntwo {{\n site.title }}\n{% include hi.md %}\nthree\n"), 7, NULL, &out));
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        assert_true(slice_is(spliced_origin(&out, i).file, want[i].file));
        assert_int_equal(spliced_origin(&out, i).line, want[i].line);
    }
    assert_int_equal(out.count, 4);
    spliced_clear(&out);
}

/* A start, a part that is repeated, an end: each must take a time in proportion to its length. */
static const struct {
    const char *name, *start, *part, *end;
} floods[] = {
    { "outputs", "", "{{", "" },
    { "outputs with an end", "", "{{", "}}" },
    { "tags", "", "{%", "" },
    { "tags with an end", "", "{%", "%}" },
    { "tags in a comment", "{% comment %}", "{%", "%}" },
    { "conditions", "", "{% if forloop.x %}a", "" },
    { "branches", "{% if forloop.x %}", "a{% else %}", "{% endif %}" },
    { "loops", "", "{% for a in b %}", "" },
    { "raw", "{% raw %}", "{{", "" },
    { "comments", "", "{% comment %}", "" },
    { "comments of HTML", "", "<!--{{", "" },
    { "code spans", "", "`{{", "" },
    { "values that double", "{% assign a = 'xxxxxxxxxxxxxxxx' %}", "{% assign a = a | append: a %}", "" },
    { "captures that double", "{% capture a %}xxxxxxxx{% endcapture %}", "{% capture a %}{{a}}{{a}}{% endcapture %}",
      "" },
    { "indices", "{{ a", "[0]", "}}" },
    { "terms", "{% if a", " and a", "%}" },
    { "bibliographies", "", "{% bibliography %}", "" },
    { "lists", "", "{% for p in site.books %}{{ p }}{% endfor %}", "" },
    { "loops in loops", "{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}", "{{ a }} ",
      "{% endfor %}{% endfor %}{% endfor %}" },
    { "outputs without an end in a loop", "{% for a in (1..9999) %}{% break %}{% endfor %}{% for a in (1..9999) %}",
      "{{ ", "{% endfor %}" },
    { "long lists looked through", "{% assign a = (1..9999) %}{% for b in a %}{% for c in a %}",
      "{% if a contains 'x' %}{% endif %}", "{% endfor %}{% endfor %}" },
    { "long texts looked through", "{% assign a = (1..9999) | join: ' ' %}{% for b in (1..9999) %}",
      "{{ a | slice: 3 }}{{ a | size }}{% if a contains 'x' %}{% endif %}", "{% endfor %}" },
    { "long lists chosen from", "{% assign a = (1..9999) %}{% for b in a %}",
      "{% assign c = a | where_exp: 'd', 'd > 5' %}", "{% endfor %}" },
    { "lists that grow", "{% assign a = 'x,y' | split: ',' %}", "{% assign a = a | concat: a %}", "" },
    { "sorted lists", "{% assign a = (1..9999) | sort %}", "{% assign a = a | sort %}", "" },
    { "quoted texts", "", "{% for p in site.posts %}{% if p.title %}{{ p.content | size }}{% endif %}{% endfor %}",
      "" },
    { "brackets", "", "{{ page[page[page['x']", "" },
    { "ranges", "", "{{ (1..", "}}" },
    { "trimmed blanks", "", "   {%- if forloop.x -%}", "" },
};

static void
test_floods(void **state)
{
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(floods) / sizeof(floods[0]); i++) {
        struct buffer text = { 0 };
        struct spliced out = { 0 };
        clock_t start = clock();

        buffer_add_text(&text, floods[i].start);
        while (text.length < 600000)
            buffer_add_text(&text, floods[i].part);
        buffer_add_text(&text, floods[i].end);
        liquid_expand(site_library(fixture->site), site_find(fixture->site, slice_of("/")), buffer_slice(&text), 1,
                      NULL, &out);
        assert_true(out.text.length <= LIQUID_BYTES);
        if (clock() - start > 5 * CLOCKS_PER_SEC)
            fail_msg("%s take too long", floods[i].name);
        spliced_clear(&out);
        buffer_clear(&text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_layouts_list),
        cmocka_unit_test(test_lines_know_their_files),
        cmocka_unit_test(test_floods),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
