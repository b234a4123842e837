"""Each page beside this file gives exactly the outputs beside it; `make golden` rewrites them for review."""

import os
import pathlib
import subprocess

import pytest

FOLDER = pathlib.Path(__file__).parent
CAPSULE = pathlib.Path(os.environ.get("CAPSULE", FOLDER.parent.parent / "build" / "capsule")).resolve()
FORMS = {"gemtext": ".gmi", "menu": ".menu", "text": ".txt"}
PAGES = sorted(FOLDER.glob("*.md"))


def translate(page, form):
    done = subprocess.run([CAPSULE, "translate", "--to", form, page.name], cwd=FOLDER, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_gives_expected_output(page, form):
    expected = page.with_suffix(FORMS[form]).read_bytes().decode()
    assert translate(page, form).decode() == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_gemtext_keeps_to_its_form(page):
    text = translate(page, "gemtext").decode()
    assert "\r" not in text and "\n\n\n" not in text and not text.startswith("\n")
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_menu_lines_have_four_fields(page):
    for line in translate(page, "menu").decode().split("\r\n")[:-1]:
        assert line.count("\t") == 3 and "\n" not in line, line
