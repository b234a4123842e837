"""Small homepages, one per theme: what the capsule makes of each, as files beside those that a reader has approved.

`tests/sites/NAME/` is a source tree; `tests/sites/expected/NAME/` holds its pages as gemtext, its feed, and what `check` says.
"""
import pathlib
import subprocess
import xml.etree.ElementTree

import pytest

from support import gemini, gopher
from support.server import Server

SITES = pathlib.Path(__file__).resolve().parent.parent / "sites"
NAMES = sorted(path.name for path in (SITES / "expected").iterdir())


def run(capsule, *arguments):
    return subprocess.run([capsule, *arguments], capture_output=True, text=True, timeout=60, cwd=SITES)


def texts(folder):
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and (path.suffix == ".gmi" or path.name == "feed.xml")
    }


@pytest.fixture(scope="module", params=NAMES)
def exported(request, capsule, tmp_path_factory):
    out = tmp_path_factory.mktemp(request.param)
    done = run(capsule, "export", request.param, str(out), "--host", "capsule.example")
    assert done.returncode == 0, done.stderr
    return request.param, out


def test_pages_are_as_approved(exported):
    name, out = exported
    got, want = texts(out / "gemini"), texts(SITES / "expected" / name)
    assert sorted(got) == sorted(want)
    for path in want:
        assert got[path] == want[path], path


def test_no_liquid_reaches_a_reader(exported):
    name, out = exported
    for path, text in texts(out / "gemini").items():
        code = False
        for line in text.splitlines():
            code ^= line.startswith("```")
            assert code or "{%" not in line, (path, line)


def test_feeds_are_well_formed(exported):
    name, out = exported
    atom = "{http://www.w3.org/2005/Atom}"
    for protocol in ("gemini", "gopher"):
        path = out / protocol / "feed.xml"
        if not path.exists():
            continue
        feed = xml.etree.ElementTree.parse(path).getroot()
        assert feed.tag == atom + "feed"
        for element in [feed, *feed.findall(atom + "entry")]:
            assert element.find(atom + "id").text.startswith(protocol + "://capsule.example/")
            assert element.find(atom + "title").text and element.find(atom + "updated").text


@pytest.mark.parametrize("name", NAMES)
def test_check_says_what_is_lost(capsule, name):
    done = run(capsule, "check", name)
    assert done.stdout == (SITES / "expected" / name / "check.txt").read_text()


def test_a_feed_answers_at_the_paths_of_the_web(capsule, tmp_path):
    with Server(capsule, SITES / "hugo", certs=tmp_path / "certs") as server:
        for path in ("/index.xml", "/posts/index.xml"):
            assert gemini.get(server.gemini, path).header == b"31 /feed.xml", path
            assert b"<feed " in gopher.get(server.gopher, path).data, path
        assert gemini.get(server.gemini, "/docs/index.xml").status == "51"


def test_a_configuration_that_cannot_be_read_is_none_to_serve_without(capsule, tmp_path):
    """As a plain folder such a site would show what its configuration hides."""
    site = tmp_path / "site"
    (site / "_config.yml").mkdir(parents=True)
    (site / "index.md").write_text("---\n---\nHello.\n")
    done = run(capsule, "serve", str(site), "--certs", str(tmp_path / "certs"), "--gemini", "127.0.0.1:0", "--gopher", "off")
    assert done.returncode == 1 and "_config.yml: " in done.stderr, done.stderr
