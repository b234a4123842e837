/* gemtext_test.c - events in, gemtext out: the rules of gemtext.md one after the other. */
#include "document/writer.h"

#include <string.h>

#include "document/events.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct row {
    const char *name, *events, *want;
};

static const struct row lines[] = {
    { "nothing", "", "" },
    { "R1 soft break is a blank", "<p>one<soft>two<p>", "one two\n" },
    { "R1 no blank between wide characters", "<p>\xe4\xb8\xad<soft>\xe6\x96\x87<p>", "\xe4\xb8\xad\xe6\x96\x87\n" },
    { "R1 blank beside Latin", "<p>\xe4\xb8\xad<soft>a<p>", "\xe4\xb8\xad a\n" },
    { "R1 a typed blank between wide characters stays", "<p>\xe4\xb8\xad \xe6\x96\x87<p>",
      "\xe4\xb8\xad \xe6\x96\x87\n" },
    { "R1 hard break", "<p>one <br> two<p>", "one\ntwo\n" },
    { "R2 blocks apart", "<p>one<p><p>two<p>", "one\n\ntwo\n" },
    { "R2 empty blocks", "<p><p>  <p><em></em><p>one<p><b> </b><p>two", "one\n\ntwo\n" },
    { "R3 marks vanish", "<p><b>a</b> <em>b</em> <code c  d><p>", "a b c  d\n" },
    { "R3 no URL in code", "<p>run <code curl https://a.org><p>", "run curl https://a.org\n" },
    { "R4 heading", "<p># not a heading<p>", " # not a heading\n" },
    { "R4 link", "<p>=\x3e x<br>#1 result<br>\x3e y<br>* z<br>*emphasis*<br>```",
      " => x\n #1 result\n > y\n * z\n*emphasis*\n ```\n" },
    { "R5 escape sequences",
      "<p>a\x1b[31mb\x1b]0;title\x07"
      "c\x1b(Bd",
      "abc"
      "Bd\n" },
    { "R5 sequence cut by events", "<p>a\x1b<em></em>[31mb", "ab\n" },
    { "R5 an escape before an image", "<p>a \x1b<img b.png|B> c", "a B c\n=> b.png B [image]\n" },
    { "R5 controls and bidi",
      "<p>a\x01\x7f\xc2\x85\xef\xbb\xbf\xe2\x80\xae"
      "b",
      "ab\n" },
    { "R5 joiner stays, bad bytes are shown", "<p>\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac \xff",
      "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x94\xac \xef\xbf\xbd\n" },
    { "R26 blanks", "<p> a \xc2\xa0\xe2\x80\x83 b\t\n c <p>", "a b c\n" },
    { "R26 a removed tag adds none", "<p><em>Zhao</em>, <b> bold </b>.", "Zhao, bold .\n" },
    { "R30 rules", "<hr><p>a<hr><hr><p>b<hr><h 2>c</h><hr>", "a\n\n---\n\nb\n\n## c\n" },
    { "R30 no rule in an item", "<ul><li>a<hr>b</list>", "* a\nb\n" },
};

static const struct row links[] = {
    { "R6 words stay", "<p>by <a http://y>Yang You</a>, who<p>next",
      "by Yang You, who\n=> http://y Yang You\n\nnext\n" },
    { "R7 once per block", "<p>a <a u>One</a> b <a u/>Two</a> c<p>a <a u>Three</a>",
      "a One b Two c\n=> u One\n\na Three\n=> u Three\n" },
    { "R7 first label that says something", "<p>a <a u>here</a> b <a u>Two</a> c", "a here b Two c\n=> u Two\n" },
    { "R8 brackets", "<p>a <a u>[x]</a> b <a v>(y)</a> c", "a [x] b (y) c\n=> u x\n=> v y\n" },
    { "R8 no outer pair", "<p>a <a u>[x] and [y]</a> b", "a [x] and [y] b\n=> u [x] and [y]\n" },
    { "R8 label is the URL", "<p>a <a http://x.org>http://x.org</a> b", "a http://x.org b\n=> http://x.org\n" },
    { "R8 empty takes the title", "<p>a <a u|Title></a>b", "a b\n=> u Title\n" },
    { "R8 empty", "<p>a<a u></a>", "a\n=> u\n" },
    { "R8 hosts", "<p>See <a https://a.org/x>here</a> and <a https://b.org/y>here</a>.",
      "See here and here.\n=> https://a.org/x here (a.org)\n=> https://b.org/y here (b.org)\n" },
    { "R8 links without host stay", "<p>See <a x>it</a> and <a https://b.org/y>it</a>.",
      "See it and it.\n=> x it\n=> https://b.org/y it (b.org)\n" },
    { "R8 generic takes the title", "<p>a <a u|The list>here</a> b", "a here b\n=> u The list\n" },
    { "R8 generic in a heading", "<h 2>\xf0\x9f\x8e\xa4 Invited Talks (<a u>all</a>)</h>",
      "## \xf0\x9f\x8e\xa4 Invited Talks (all)\n=> u Invited Talks (all)\n" },
    { "R9 a line of links", "<p><a mailto:j@x.org>Email</a> / <a cv.pdf>CV</a> / <a u>Scholar</a>",
      "=> mailto:j@x.org Email\n=> cv.pdf CV\n=> u Scholar\n" },
    { "R9 a later line joins the end", "<p>Title <a t>x</a> y<br><a p>Paper</a> | <a c>Code</a><br>Authors",
      "Title x y\nAuthors\n=> t x\n=> p Paper\n=> c Code\n" },
    { "R9 first line stands in its place", "<p><a t>Title</a><br>Authors<br><a p>Paper</a>",
      "=> t Title\nAuthors\n=> p Paper\n" },
    { "R9 a name below a picture there stands in its place, too",
      "<p><img i.png|Pic><br><a t>A Title</a><br>Authors<br><a p>Paper</a>",
      "=> i.png Pic [image]\n=> t A Title\nAuthors\n=> p Paper\n" },
    { "R9 a name between lines of text keeps its words", "<p>CK 2024<br><a t>A Title</a><br>Authors<br><a p>Paper</a>",
      "CK 2024\nA Title\nAuthors\n=> t A Title\n=> p Paper\n" },
    { "R9 a generic word there does not", "<p>CK 2024<br><a t>Paper</a><br>Authors", "CK 2024\nAuthors\n=> t Paper\n" },
    { "R10 three forms", "<p>Title <a b>[Blog]</a> [<a c>Code</a>] <a p>[Paper]</a><br>Authors",
      "Title\nAuthors\n=> b Blog\n=> c Code\n=> p Paper\n" },
    { "R10 several in one bracket", "<p>Title [<a b>Blog</a> | <a c>Code</a>]", "Title\n=> b Blog\n=> c Code\n" },
    { "R10 dash before the group", "<p>Title - [<a b>Blog</a>], [<a c>Code</a>]", "Title\n=> b Blog\n=> c Code\n" },
    { "R10 not within the line", "<p>Title [<a b>Blog</a>] by me", "Title [Blog] by me\n=> b Blog\n" },
    { "R10 brackets of words stay", "<p>Title [<a b>Blog</a> of mine]", "Title [Blog of mine]\n=> b Blog\n" },
    { "R10 a run of generic links", "<p>X Zhao, Y You<soft><a p>Paper</a> <a c>Code</a>",
      "X Zhao, Y You\n=> p Paper\n=> c Code\n" },
    { "R10 a sentence is no run", "<p>There is a <a p>paper</a>, <a c>code</a>",
      "There is a paper, code\n=> p paper\n=> c code\n" },
    { "R11 levels", "<h 1>a</h><h 2>b</h><h 3>c</h><h 6>d<br>e</h>", "# a\n\n## b\n\n### c\n\n### d e\n" },
    { "R11 never a link alone", "<h 2><a u>Projects</a></h>", "## Projects\n=> u Projects\n" },
    { "R11 a heading closes itself", "<h 2>a<h 3>b<ul><li>c", "## a\n\n### b\n\n* c\n" },
    { "R11 a link of no words", "<h 2><a u></h>a", "=> u\n\na\n" },
    { "R13 bare URLs", "<p>Try https://a.org/x_(y), or see (https://b.org/z).",
      "Try https://a.org/x_(y), or see (https://b.org/z).\n=> https://a.org/x_(y)\n=> https://b.org/z\n" },
    { "R13 not in a word or a link", "<p>xhttp://a.org <a u>http://b.org is it</a>. ftp://c.org",
      "xhttp://a.org http://b.org is it. ftp://c.org\n=> u http://b.org is it\n" },
    { "R13 alone", "<p>https://a.org/", "=> https://a.org/\n" },
    { "R13 cut by events", "<p>at https://a.org/<em>x</em>?a=<soft>b",
      "at https://a.org/x?a= b\n=> https://a.org/x?a=\n" },
    { "R14 no link", "<p>a <a javascript:x>b</a> <a #top>c</a>", "a b c\n" },
    { "R15 alone", "<p><img me.jpg|Me at work>", "=> me.jpg Me at work [image]\n" },
    { "R15 in a sentence", "<p>This <img cat.png|cat> sleeps.", "This cat sleeps.\n=> cat.png cat [image]\n" },
    { "R15 without alt text", "<p><img img/me.jpg?x=1><img b.png||Title>",
      "=> img/me.jpg?x=1 me [image]\n=> b.png Title [image]\n" },
    { "R15 linked", "<p><a u><img a.png|Poster></a>", "=> u Poster\n=> a.png Poster [image]\n" },
    { "R16 badge as label", "<p><a https://github.com/x/y><img https://img.shields.io/x|Stars></a>",
      "=> https://github.com/x/y Stars\n" },
    { "R16 badge without alt text", "<p>x <a https://github.com/x/y><img https://img.shields.io/x></a>",
      "x\n=> https://github.com/x/y github.com\n" },
    { "R16 leaves no gap",
      "<p>VideoSys <a g><img https://img.shields.io/x|Stars></a>: fast ( <pixel x.gif> ), yes - <pixel y.gif>",
      "VideoSys: fast, yes\n=> g Stars\n" },
    { "R24 media", "<p>a<p><media https://v.org/1|Video><p>", "a\n=> https://v.org/1 Video\n" },
    { "R25 scripts",
      "<p>x<sup>2</sup> Zhao<b><sup>*</sup></b>, a<sup>n+q</sup> b<sup>q</sup> H<sub>2</sub>O c<sub>B1</sub>",
      "x\xc2\xb2 Zhao*, a^(n+q) b^q H\xe2\x82\x82O c_(B1)\n" },
    { "R25 deletion and quotation", "<p>a <del>b</del> <q>c</q>.",
      "a ~~b~~ \xe2\x80\x9c"
      "c\xe2\x80\x9d.\n" },
    { "R33 note", "<p>word<note 1>.", "word[1].\n" },
    { "a link around blocks loses no words", "<a u><h 3>Title</h><p>Words<p></a>rest",
      "### Title\n=> u Title\n\nWords\n\nrest\n" },
    { "a link over a break", "<p>See <a u>one<br>two</a> three", "See one\ntwo three\n=> u one two\n" },
    { "links in links", "<p>x <a u>one <a v>two</a> three</a>", "x one two three\n=> u one\n=> v two\n" },
};

static const struct row containers[] = {
    { "R12 quote", "<quote><p>one<p>two <a u>x</a> y<quote><p>three<p></quote></quote><p>four",
      "> one\n>\n> two x y\n>\n> > three\n=> u x\n\nfour\n" },
    { "R12 list in a quote", "<quote>one<ul><li>a<li>b</list></quote>", "> one\n>\n> * a\n> * b\n" },
    { "R17 only a link", "<ul><li><a u>HeteGen</a><li>[<a v>FastFold</a>]</list>", "=> u HeteGen\n=> v FastFold\n" },
    { "R17 first line only links", "<ul><li><a u>HeteGen</a><br>Authors</list>", "=> u HeteGen\nAuthors\n" },
    { "R17 further lines", "<ul><li>one<br>two<p>three<p><a u>x</a> y</list>", "* one\ntwo\nthree\nx y\n=> u x\n" },
    { "R17 without entries",
      "<ul><li><a http://u>VideoSys</a>: An Easy System<ul><li>Project lead</list><li><a http://v>ColossalAI</a>: Cheaper</list>",
      "* VideoSys: An Easy System\n* - Project lead\n=> http://u VideoSys\n\n* ColossalAI: Cheaper\n=> http://v ColossalAI\n" },
    { "R17 an item of links is no entry",
      "<ul><li>Poster<ul><li>Board 12<li><a p>PDF</a> (<a a>abstract</a>)</list></list>",
      "* Poster\n* - Board 12\n=> p PDF\n=> a abstract\n" },
    { "R17 with entries",
      "<ul><li>2024<ul><li>AutoChunk<br>X Zhao, Y You<soft><a p>Paper</a> <a c>Code</a>"
      "<li>OpenMoE <a q>Paper</a> <a b>Blog</a></list></list>",
      "* 2024\n\n* - AutoChunk\nX Zhao, Y You\n=> p Paper\n=> c Code\n\n* - OpenMoE\n=> q Paper\n=> b Blog\n" },
    { "R18 depth", "<ul><li>a<ul><li>b<ul><li>c</list></list><li>d</list>", "* a\n* - b\n* - - c\n* d\n" },
    { "R19 ordered", "<ol 3)><li>a<li>b<ul><li>c<ol 1.><li>d</list></list></list>", "3) a\n4) b\n* - c\n* - - 1. d\n" },
    { "R20 none", "<ul><li><p>a<p><li><p>b<p></list>", "* a\n* b\n" },
    { "R20 lines", "<ul><li>a<br>x<li>b</list>", "* a\nx\n\n* b\n" },
    { "R20 two lists", "<ul><li>a</list><ul><li>b</list>", "* a\n\n* b\n" },
    { "R21 definitions", "<dt>Term</dt><dd>one</dd><dd>two <a u>x</a> y</dd><dt>Other</dt><dd>three</dd><p>end",
      "Term\n* one\n* two x y\n=> u x\n\nOther\n* three\n\nend\n" },
    { "R21 two terms", "<dt>A</dt><dt>B</dt><dd>c</dd>", "A\nB\n* c\n" },
    { "target shape: hard breaks",
      "<ul><li><p>AutoChunk: Automated Inference<br>[<a p>Paper</a>] [<a c>Code</a>]<br>Xuanlei Zhao, Yang You<p></list>",
      "* AutoChunk: Automated Inference\nXuanlei Zhao, Yang You\n=> p Paper\n=> c Code\n" },
    { "target shape: raw HTML",
      "<ul><li>ICLR 2025 <b>PAB</b><a p> [paper]</a><p><img https://img.shields.io/x|sym>"
      "<p><em>X Zhao<b><sup>*</sup></b>, Y You</em><p></list>",
      "* ICLR 2025 PAB\nX Zhao*, Y You\n=> p paper\n" },
    { "R28 table",
      "<table><tr header><td>Name</td><td>Venue</td></tr><tr><td>AutoChunk</td><td>ICLR 2024</td></tr>"
      "<tr><td>OpenMoE<td>ICML 2024</table>",
      "```Table: Name, Venue\nName       Venue\n---------  ---------\nAutoChunk  ICLR 2024\nOpenMoE    ICML 2024\n```\n" },
    { "R28 records",
      "<table><tr header><td>Name<td>Abstract<tr><td>AutoChunk<td>"
      "A very long sentence that nobody would print in a table of at most eighty cells, not even here</table>",
      "* AutoChunk\nAbstract: A very long sentence that nobody would print in a table of at most eighty cells, not even here\n" },
    { "R36 rows",
      "<table><tr header><td>System<td><tr><td>AutoChunk<td><a p>Paper</a> <a c>Code</a><tr><td>OpenMoE<td><a q>Paper</a></table>",
      "```Table: System\nSystem\n---------  ----------\nAutoChunk  Paper Code\nOpenMoE    Paper\n```\n"
      "=> p Paper: AutoChunk\n=> c Code: AutoChunk\n=> q Paper: OpenMoE\n" },
    { "R36 nested items",
      "<ul><li>Systems<ul><li>AutoChunk, fast [<a p>Paper</a>]<li>OpenMoE (<a q>code</a>)</list></list>",
      "* Systems\n* - AutoChunk, fast\n* - OpenMoE\n=> p Paper: AutoChunk, fast\n=> q code: OpenMoE\n" },
    { "R36 not below its own item", "<ul><li>AutoChunk [<a p>Paper</a>]</list>", "* AutoChunk\n=> p Paper\n" },
    { "R27 layout table",
      "<table><tr><td><img a.png|AutoChunk><td><a t>AutoChunk: Title</a><br>X Zhao<br><a p>arXiv</a> / <a t/>project page</a>"
      "<tr><td>two</table>",
      "=> a.png AutoChunk [image]\n=> t AutoChunk: Title\nX Zhao\n=> p arXiv\n\ntwo\n" },
    { "R27 one row", "<table><tr><td><a a>Home</a><td><a b>CV</a></table>", "=> a Home\n=> b CV\n" },
    { "R27 caption stays", "<table>Results<tr><td>a<td>b<tr><td>c<td>d</table>",
      "Results\n\n```Table\na  b\nc  d\n```\n" },
    { "R27 heading and list in a cell", "<table><tr><td><h 2>x</h>a<td>b<ul><li>c<li>d</list></table>",
      "## x\n\na\nb\n\n* c\n* d\n" },
    { "R29 code", "<p>a<pre c`|\n\tint x;\r\n\n```\n  y \n\n><p>b", "a\n\n```c\n    int x;\n\n ```\n  y \n```\n\nb\n" },
    { "R29 in an item", "<ul><li>a<pre sh|ls>b<li>c</list>", "* a\n```sh\nls\n```\nb\n\n* c\n" },
    { "unbalanced", "</a></em></list></li></td></table></quote></h>a<li>b</quote>c</table>d", "a\n\n* bcd\n" },
    { "stray cells before a table", "<td>a</td><tr></tr><table><tr><td>b<td>c<tr><td>d<td>e</table>",
      "a\n\n```Table\nb  c\nd  e\n```\n" },
    { "a link of no words stays in its item", "<ul><li>a <a u></li><li>b</list>", "* a\n=> u\n\n* b\n" },
    { "stray cells", "<td>a<tr>b</tr>c", "a\n\nbc\n" },
};

static void
check(const struct row *row)
{
    struct document *document = document_new(&(struct document_options){ 0 });
    struct buffer out = { 0 };

    run_events(document, slice_of(row->events));
    document_finish(document);
    gemtext_write(document, &out);
    if (!slice_is(buffer_slice(&out), row->want))
        fail_msg("%s:\nevents %s\ngot:\n%.*s\nwant:\n%s", row->name, row->events, (int)out.length, out.bytes,
                 row->want);
    buffer_clear(&out);
    document_free(document);
}

static void
test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++)
        check(&lines[i]);
}

static void
test_links(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(links); i++)
        check(&links[i]);
}

static void
test_containers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(containers); i++)
        check(&containers[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_containers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
