"""Pages made to hurt: translated within bounds, or refused with one finding; small ones are translated like any other."""
import itertools
import json
import os
import pathlib
import re
import resource
import signal
import subprocess

import pytest

from support import hostile

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
CAPSULE = pathlib.Path(os.environ.get("CAPSULE", PROJECT / "build" / "capsule")).resolve()
FORMS = ("gemtext", "menu", "text")
FULL, SMALL = 1_040_000, 12_000  # bytes: just below the 1 MiB that any page may have, and what no pre-check refuses
CPU_SECONDS = 2  # they take half of one alone; on a machine that does other work, too, the same instructions take longer
MEMORY = (256 + 32) << 20  # what a page may take, and the libraries

CASES = [(name, make, form) for (name, make), form in
         zip((hostile.CMARK | hostile.OWN).items(), itertools.cycle(FORMS))]
IDS = [name for name, _, _ in CASES]


def is_sanitized():
    """Sanitizers map terabytes and are slow."""
    return b"__asan_init" in CAPSULE.read_bytes()


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def translate(page, form, *options):
    return subprocess.run([CAPSULE, "translate", "--to", form, *options, page.name], cwd=page.parent, capture_output=True,
                          preexec_fn=None if is_sanitized() else limit, timeout=300)


def shown(form, data):
    """What a reader sees: URLs, a menu's fields and the indentation of code are not counted (gemtext.md R35)."""
    lines = data.splitlines()
    if form == "gemtext":
        lines = [b"".join(line.split(b" ", 2)[2:]) if line.startswith(b"=> ") else line for line in lines]
    if form == "menu":
        lines = [line.split(b"\t")[0][1:] for line in lines]
    return sum(len(line.lstrip(b" ")) + (form == "gemtext") for line in lines)


@pytest.mark.parametrize("name, make, form", CASES, ids=IDS)
def test_full_size_stays_within_bounds(tmp_path, name, make, form):
    page = tmp_path / "page.md"
    page.write_bytes(hostile.page(make, FULL))
    done = translate(page, form, "--report")
    assert done.returncode == 0, (name, form, signal.strsignal(-done.returncode) if done.returncode < 0 else done.stderr[-500:])
    size = shown(form, done.stdout)
    assert size <= 4 * FULL + 65536, f"{name}: {size} bytes shown of {FULL}"
    refused = [line for line in done.stderr.splitlines() if b"[page-refused]" in line]
    assert len(refused) <= 1, refused
    assert all(re.match(rb"page\.md:[1-9][0-9]*: warning: ", line) for line in refused), refused
    if name in hostile.REFUSED_ON_A_LINE:
        assert refused and refused[0].startswith(b"page.md:1: warning: "), (name, refused)


@pytest.mark.parametrize("name, data, message", [
    ("page.md", b"[a\n" * 32769 + b"tea\n" * 9, b":32769: warning: shown as its source: more than 32768 brackets"),
    ("page.md", b"tea\n" * 262145, b":262145: warning: shown as its source: more than 1 MiB of source"),
    ("page.html", b"tea\n" * 262145, b":262145: warning: shown as its source: more than 1 MiB of source"),
    ("page.md", b"a\n: b\n\n" * 70000, b": warning: shown as its source: more than 1 MiB once its lists"),
], ids=["brackets", "markdown", "html", "grown"])
def test_refusal_is_told_unasked_with_its_line(tmp_path, name, data, message):
    page = tmp_path / name
    page.write_bytes(data)
    done = translate(page, "gemtext")
    assert done.returncode == 0 and done.stderr.count(b"\n") == 1
    assert re.match(name.encode() + rb":[1-9][0-9]*: ", done.stderr) and message in done.stderr, done.stderr
    assert done.stdout.startswith(b"```\n")


@pytest.mark.parametrize("name", hostile.CMARK)
def test_small_one_is_translated(tmp_path, name):
    page = tmp_path / "page.md"
    page.write_bytes(hostile.page(hostile.CMARK[name], SMALL if name not in hostile.REFUSED_ON_A_LINE else 100))
    done = translate(page, "gemtext", "--report")
    assert done.returncode == 0 and b"page-refused" not in done.stderr, (name, done)


REFUSALS = {"page-refused", "not-converted"}


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory):
    """A site of nothing but pages made to hurt, each at full size, and one that is not; its findings, its export, and seconds of CPU."""
    folder = tmp_path_factory.mktemp("hostile")
    site = folder / "site"
    site.mkdir()
    (site / "_config.yml").write_text("title: Tea\n", encoding="ascii")
    (site / "index.md").write_text("---\ntitle: Home\n---\n\n* tea\n", encoding="ascii")
    for number, make in enumerate(hostile.CMARK.values()):
        head = f"---\ntitle: Page {number}\n---\n".encode()
        (site / f"page{number}.md").write_bytes(head + hostile.page(make, FULL))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([CAPSULE, "check", "--json", site], capture_output=True, check=False, timeout=300)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    findings = json.loads(done.stdout)["findings"]
    subprocess.run([CAPSULE, "export", site, folder / "out"], capture_output=True, check=True, timeout=300)
    return folder, findings, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_site_of_hostile_pages_has_one_finding_for_each_refused_page(hostile_site):
    _, findings, seconds = hostile_site
    refused = [finding for finding in findings if finding["code"] in REFUSALS]
    files = [finding["file"] for finding in refused]
    assert len(files) == len(set(files)), files
    for number, name in enumerate(hostile.CMARK):
        of_page = [finding for finding in refused if finding["file"] == f"page{number}.md"]
        if name in hostile.REFUSED_ON_A_LINE:
            assert [finding["line"] for finding in of_page] == [4], (name, of_page)
    if not is_sanitized():
        assert seconds <= CPU_SECONDS * len(hostile.CMARK), seconds


@pytest.mark.parametrize("number, name", list(enumerate(hostile.CMARK)), ids=list(hostile.CMARK))
def test_page_of_a_hostile_site_is_never_missing(hostile_site, number, name):
    """Refused, it appears as its source in a preformatted block."""
    folder, findings, _ = hostile_site
    page = (folder / "out" / "gemini" / f"page{number}.gmi").read_bytes()
    text = (folder / "out" / "gopher" / f"page{number}.txt").read_bytes()
    assert page.startswith(f"# Page {number}\n\n".encode()) and text.startswith(f"Page {number}\r\n".encode())
    if any(finding["file"] == f"page{number}.md" and finding["code"] in REFUSALS for finding in findings):
        source = hostile.page(hostile.CMARK[name], FULL)
        assert b"\n```\n" + source[:40].split(b"\n")[0] in page, page[:200]
    else:
        assert b"\n```\n" not in page[:40], page[:200]
