"""`capsule check`: what a site publishes and what is wrong with it, for people and for programs."""
import json
import os
import pty
import re
import subprocess

import pytest

GARDEN = {
    "_config.yml": "title: Garden\nurl: https://garden.example\ncollections:\n  plants:\n    output: true\n",
    "index.md": "---\ntitle: Garden\n---\n\n[Moss](/moss/), [mint](/plants/mint.html) and [a map](/files/map.pdf).\n",
    "moss.md": "---\npermalink: /moss/\nredirect_from: /lichen/\n---\n\n# All moss\n\n```\n=> /no link\n```\n",
    "_plants/mint.md": "---\ntitle: Mint\n---\n\nGreen.\n",
    "_posts/2020-05-01-spring.md": "---\ntitle: Spring\n---\n\nRain.\n",
    "files/map.pdf": b"%PDF\n",
}
LAYOUT = {
    "site": str,
    "pages": {"path": str, "kind": str, "source": str, "title": str, "links": int},
    "findings": {"severity": str, "code": str, "file": str, "line": int, "column": int, "message": str},
    "counts": {name: int for name in ("pages", "files", "redirects", "errors", "warnings", "notes")},
}


def check(capsule, site, *flags, cwd="/", **environment):
    return subprocess.run([capsule, "check", site, *flags], capture_output=True, text=True, timeout=60, cwd=cwd,
                          env={**os.environ, **environment}, check=False)


def report(capsule, site, *flags):
    done = check(capsule, site, "--json", *flags)
    assert done.stderr == ""
    return json.loads(done.stdout), done.returncode


def matches(value, layout):
    if isinstance(layout, dict):
        return isinstance(value, dict) and value.keys() >= layout.keys() and \
            all(matches(value[name], layout[name]) for name in layout)
    return isinstance(value, layout)


def test_json_layout(capsule, make_site):
    found, _ = report(capsule, make_site({**GARDEN, "bad.md": "---\n---\n[gone](/gone/)\n"}))
    assert list(found) == ["site", "pages", "findings", "counts"]
    assert all(matches(page, LAYOUT["pages"]) for page in found["pages"]), found["pages"]
    assert all(matches(finding, LAYOUT["findings"]) for finding in found["findings"]), found["findings"]
    assert matches(found["counts"], LAYOUT["counts"])
    assert all(("target" in page) == (page["kind"] == "redirect") for page in found["pages"])


def test_every_kind_of_page(capsule, make_site):
    found, status = report(capsule, make_site(GARDEN))
    pages = {page["path"]: page for page in found["pages"]}
    expected = {"/": "page", "/moss/": "page", "/plants/mint.html": "document", "/2020/05/01/spring.html": "post",
                "/files/map.pdf": "file", "/lichen/": "redirect"}
    assert {path: pages[path]["kind"] for path in expected} == expected
    assert pages["/lichen/"]["target"] == "/moss/"
    assert pages["/plants/mint.html"]["source"] == "_plants/mint.md"
    assert pages["/plants/mint.html"]["title"] == "Mint"
    assert (found["counts"]["files"], found["counts"]["redirects"]) == (1, 1)
    assert sum(found["counts"][name] for name in ("pages", "files", "redirects")) == len(found["pages"])
    assert status == 0


def test_a_heading_is_the_title_of_a_page_without_one(capsule, make_site):
    found, _ = report(capsule, make_site(GARDEN))
    assert [page["title"] for page in found["pages"] if page["path"] == "/moss/"] == ["All moss"]


def test_links_are_those_of_the_published_page(capsule, make_site, tmp_path):
    site = make_site(GARDEN)
    found, _ = report(capsule, site)
    subprocess.run([capsule, "export", site, tmp_path / "out"], check=True, cwd="/", capture_output=True)
    for path, name in (("/", "index.gmi"), ("/moss/", "moss/index.gmi")):
        text = (tmp_path / "out/gemini" / name).read_text()
        text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
        page = next(page for page in found["pages"] if page["path"] == path)
        assert page["links"] == len(re.findall(r"^=>", text, re.M)), text


FAULTS = [
    ("a link that leads nowhere", {"a.md": "---\n---\n\none\n\n[x](/nowhere/)\n"}, "broken-link", "a.md", 6),
    ("a file that is not there", {"a.md": "---\n---\n[x](/files/none.pdf)\n"}, "broken-link", "a.md", 3),
    ("two pages at one path", {"a.md": "---\npermalink: /z/\n---\n", "b.md": "---\npermalink: /z/\n---\n"},
     "duplicate-path", "a.md", 0),
    ("redirects in a circle", {"a.md": "---\nredirect_to: /b.html\n---\n", "b.md": "---\nredirect_to: /a.html\n---\n"},
     "broken-redirect", "a.md", 0),
    ("a note that nothing refers to", {"a.md": "---\n---\n\nTea.\n\n[^u]: Lost ![](/b.png).\n"}, "unused-note", "a.md", 6),
    ("a picture without words", {"a.md": "---\n---\n\n![](/files/map.pdf)\n"}, "image-without-text", "a.md", 4),
    ("HTML that has no text form", {"a.html": "---\n---\n<p>x</p>\n<svg></svg>\n"}, "dropped-html", "a.html", 4),
    ("Liquid that is dropped", {"a.md": "---\n---\n\n{% no_such_tag %}\n"}, "liquid", "a.md", 4),
    ("a name that no request may have", {"files/a\nb.txt": "x"}, "unreachable-path", "files/a\nb.txt", 0),
    ("a permalink that no request may have", {"a.md": "---\npermalink: \"/a\\r\\nb/\"\n---\n"}, "unreachable-path", "a.md", 0),
    ("folders without an end", {"files/" + "d/" * 70 + "x.txt": "x"}, "too-many-folders", "files/" + "d/" * 63 + "d", 0),
    ("broken front matter", {"a.md": "---\ntitle: [\n---\n"}, "invalid-yaml", "a.md", None),
]


@pytest.mark.parametrize("name, files, code, file, line", FAULTS, ids=[row[0] for row in FAULTS])
def test_fault(capsule, make_site, name, files, code, file, line):
    found, status = report(capsule, make_site({**GARDEN, **files}))
    matching = [finding for finding in found["findings"] if (finding["code"], finding["file"]) == (code, file)]
    assert matching, (name, found["findings"])
    assert line is None or line in [finding["line"] for finding in matching], matching
    assert status == (1 if found["counts"]["errors"] else 0)


def test_one_fault_is_one_finding(capsule, make_site):
    found, _ = report(capsule, make_site({**GARDEN, "a.md": "---\n---\n\none [x](/nowhere/), two [x](/nowhere/)\n"}))
    places = [(finding["code"], finding["line"], finding["column"]) for finding in found["findings"]
              if finding["file"] == "a.md"]
    assert places == [("broken-link", 4, 5), ("broken-link", 4, 25)]


def test_a_site_that_cannot_be_built(capsule, make_site):
    found, status = report(capsule, make_site({"_config.yml": "title: [\n", "index.md": "---\n---\n"}))
    assert status == 1
    assert found["pages"] == []
    assert found["counts"]["errors"] == 1
    assert "_config.yml" in found["findings"][0]["message"]


def test_text(capsule, make_site):
    done = check(capsule, make_site({**GARDEN, "a.md": "---\n---\n\n[x](/nowhere/)\n[y](/never/)\n"}))
    lines = done.stdout.splitlines()
    assert any(re.match(r"\s+/moss/\s+page\s+moss.md$", line) for line in lines), done.stdout
    assert any(re.match(r"\s+/lichen/\s+redirect\s.*-> /moss/$", line) for line in lines), done.stdout
    at = lines.index("a.md")
    assert [re.match(r"  line (\d+)", line)[1] for line in lines[at + 1:at + 3]] == ["4", "5"]
    assert re.fullmatch(r"\d+ pages, 1 file, 1 redirect; 0 errors, \d+ warnings?, \d+ notes?", lines[-1]), lines[-1]
    assert "\x1b" not in done.stdout
    assert done.returncode == 0


def test_what_an_author_wrote_cannot_drive_the_terminal(capsule, make_site):
    done = check(capsule, make_site({**GARDEN, "a.md": "---\n---\n[x](</n\x1b[31m\u202eo/>)\n"}))
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout


def on_terminal(capsule, site, **environment):
    """What `check` writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([capsule, "check", site], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, cwd="/",
                          env={**os.environ, "TERM": "xterm", **environment}):
        os.close(theirs)
        text = b""
        try:
            while piece := os.read(ours, 65536):
                text += piece
        except OSError:  # how Linux says that the other end is closed
            pass
    os.close(ours)
    return text.decode()


@pytest.mark.parametrize("environment, coloured", [({"NO_COLOR": ""}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
                         ids=["terminal", "NO_COLOR", "dumb terminal"])
def test_colours(capsule, make_site, environment, coloured):
    text = on_terminal(capsule, make_site({**GARDEN, "a.md": "---\n---\n[x](/nowhere/)\n"}), **environment)
    assert "/nowhere/" in text
    assert ("\x1b[" in text) == coloured


@pytest.mark.parametrize("words", [["--jsn"], ["a", "b"], ["--set", "x"], ["--set", "no-such=1"]])
def test_wrong_usage(capsule, make_site, words):
    done = subprocess.run([capsule, "check", *words], capture_output=True, text=True, timeout=20, cwd=make_site(GARDEN),
                          check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def test_certificates(capsule, make_site, tmp_path):
    site = make_site(GARDEN)
    done, status = report(capsule, site, "--certs", tmp_path / "none")
    assert [finding["code"] for finding in done["findings"] if finding["severity"] == "error"] == ["certificate"]
    assert status == 1
