"""Ten thousand pages made of the golden ones: whatever a page holds, its outputs keep to their forms."""

import concurrent.futures
import os
import pathlib
import random
import re
import subprocess

import pytest

from tests.support import oracle, validator
from tests.support.mutation import Mutator

FOLDER = pathlib.Path(__file__).parent
CAPSULE = pathlib.Path(os.environ.get("CAPSULE", FOLDER.parent.parent / "build" / "capsule")).resolve()
MANY = CAPSULE.parent / "many"
BATCHES = 20
PAGES_PER_BATCH = 500
UNSURE = re.compile(r"[<`~$\\>{]|&#?\w+;|^\s*---|^ {4}|\t|\]:|\[\^|\x1b|\x00", re.M)  # may hide a link from its readers
PLAIN = re.compile(r"[^\W\d_](?:[\w ,;'\u4e00-\u9fff-]|[.:](?! |$))*[.!?]", re.ASCII)


def translate_all(pages):
    """The three outputs of each page, in one process."""
    sent = b"".join(b"%d\n%s" % (len(page), page) for page in pages)
    done = subprocess.run([MANY], input=sent, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-3000:]
    pieces, at = [], 0
    while at < len(done.stdout):
        end = done.stdout.index(b"\n", at)
        length = int(done.stdout[at:end])
        pieces.append(done.stdout[end + 1:end + 1 + length])
        at = end + 1 + length
    assert len(pieces) == 3 * len(pages)
    return [tuple(pieces[i:i + 3]) for i in range(0, len(pieces), 3)]


def complain(page, outputs):
    gemtext, menu, text = (output.decode() for output in outputs)
    yield from validator.complaints(gemtext, menu, text)
    if not UNSURE.search(page):
        yield from validator.check_recall(page.encode(), gemtext)
    if len(gemtext) > 16 * len(page.encode()) + 65536:
        yield "grows beyond its bound"


def check_batch(number):
    """The complaints about one batch, with their pages; the second pass reads the gemtext as a page."""
    sources = [path.read_bytes().decode(errors="replace") for path in sorted(FOLDER.glob("*.md"))]
    mutator = Mutator(sources, random.Random(number))
    pages = [mutator.page() for _ in range(PAGES_PER_BATCH)]
    first = translate_all([page.encode() for page in pages])
    backwards = translate_all([page.encode() for page in reversed(pages)])
    again = [outputs[0].decode() for outputs in first]
    found = [(page, "differs in another order") for page, one, two in zip(pages, first, reversed(backwards)) if one != two]
    for page, outputs in (*zip(pages, first), *zip(again, translate_all([page.encode() for page in again]))):
        found += [(page, complaint) for complaint in complain(page, outputs)]
    return found


def test_ten_thousand_pages_keep_to_their_forms():
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        found = [one for batch in pool.map(check_batch, range(BATCHES)) for one in batch]
    assert not found, f"{len(found)} complaints, the first: {found[0][1]}\n{found[0][0]!r}"


def count_links(number):
    """How many links cmark sees in one batch, and how many of them have no link line."""
    sources = [path.read_bytes().decode(errors="replace") for path in sorted(FOLDER.glob("*.md"))]
    mutator = Mutator(sources, random.Random(number))
    pages = [mutator.page() for _ in range(PAGES_PER_BATCH)]
    outputs = translate_all([page.encode() for page in pages])
    gemtexts = [output[0].decode() for output in outputs]
    lost = [oracle.lost(page, validator.linked(text), text.startswith("```\n")) for page, text in zip(pages, gemtexts)]
    return sum(len(list(oracle.links(page))) for page in pages), sum(map(len, lost))


def test_links_of_ten_thousand_pages_are_kept():
    """Pictures and paths too. What is left are slips (a quote or a tag without its end) that each reader ends elsewhere."""
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        counts = list(pool.map(count_links, range(BATCHES)))
    links, lost = (sum(column) for column in zip(*counts))
    assert links > 20000 and lost <= links / 400, f"{lost} of {links} links are lost"


def test_plain_lines_stay_as_they_are():
    """A second pass over lines without marks changes nothing."""
    lines = sorted({line for path in FOLDER.glob("*.gmi") for line in path.read_text().split("\n") if PLAIN.fullmatch(line)})
    assert len(lines) > 50
    page = "\n\n".join(lines) + "\n"
    assert translate_all([page.encode()])[0][0].decode() == page


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda page: page.stem)
def test_one_process_gives_what_the_command_gives(page):
    expected = tuple(page.with_suffix(form).read_bytes() for form in (".gmi", ".menu", ".txt"))
    assert translate_all([page.read_bytes()])[0] == expected
