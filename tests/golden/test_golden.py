"""Each page beside this file gives exactly the outputs beside it; `make golden` rewrites them for review."""

import os
import pathlib
import subprocess

import pytest

from tests.support import oracle, validator

FOLDER = pathlib.Path(__file__).parent
CAPSULE = pathlib.Path(os.environ.get("CAPSULE", FOLDER.parent.parent / "build" / "capsule")).resolve()
FORMS = {"gemtext": ".gmi", "menu": ".menu", "text": ".txt"}
PAGES = sorted(FOLDER.glob("*.md"))

# Pages that show marks on purpose: in code, escaped, or without an end.
SHOWS_MARKUP = {"backslash_escapes", "code_spans_verbatim", "html_comment_variants", "html_comments_everywhere", "html_markdown_behind_tags",
                "html_entities", "html_paragraph_with_a_tag_in_code", "kramdown_attribute_lists", "liquid_is_stripped",
                "liquid_links_and_raw"}

# Pages whose links are no links here: shown as source, or spelled in a way that the test's own reader does not know.
KEEPS_NO_LINKS = {"bounds_of_block_markers", "targets_encode_each_character"}


def translate(page, form):
    done = subprocess.run([CAPSULE, "translate", "--to", form, page.name], cwd=FOLDER, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def expected(page, form):
    return page.with_suffix(FORMS[form]).read_bytes().decode()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_gives_expected_output(page, form):
    assert translate(page, form).decode() == expected(page, form)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_expected_outputs_keep_to_their_forms(page):
    assert list(validator.complaints(*(expected(page, form) for form in FORMS))) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem not in KEEPS_NO_LINKS], ids=lambda page: page.stem)
def test_no_link_of_the_source_is_lost(page):
    assert list(validator.check_recall(page.read_bytes(), expected(page, "gemtext"))) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem not in SHOWS_MARKUP], ids=lambda page: page.stem)
def test_no_markup_is_shown(page):
    assert list(validator.check_leaks(expected(page, "gemtext"))) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_link_that_cmark_sees_is_lost(page):
    source, gemtext = page.read_bytes().decode(errors="surrogateescape"), expected(page, "gemtext")
    assert oracle.lost(source, validator.linked(gemtext), gemtext.startswith("```\n")) == []


def test_every_link_that_is_taken_away_is_missed():
    """The oracle can fail: each link line of each page is needed by it, where the source has that link in so many words."""
    for page in PAGES:
        source = page.read_bytes().decode(errors="replace")
        linked = validator.linked(expected(page, "gemtext"))
        for target in {oracle.same(target) for target in oracle.links(source)}:
            assert oracle.lost(source, {one for one in linked if oracle.same(one) != target}), (page, target)
