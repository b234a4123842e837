"""The validator sees what it is there to see."""

import pytest

from tests.support import validator

BAD_GEMTEXT = ["text", "\ntext\n", "text\n\n", "a\n\n\nb\n", "text \n", "a\tb\n", "=>x\n", "=> a b\x07\n", "=> \u00e4\n", "=> a[b\\ x\n",
               "=> javascript:x y\n", "=> #x y\n", "=> //host/ y\n", "#x\n", "#### x\n", "* \n", " text\n", "a\n# b\n", "```\nx\n",
               "\u202etext\n", "a\x9bb\n", "=> a%2 b\n"]
BAD_MENUS = ["itext\t\tnull.host\t1\n", "itext\r\n", "i=> x\t\tnull.host\t1\r\n", "i" + "x" * 68 + "\t\tnull.host\t1\r\n",
             "ix\ty\tnull.host\t1\r\n", "ia\t\tnull.host\t1\r\niT\tTITLE\tnull.host\t1\r\n", "h[2] x\tURL:u\thost\t70\r\n",
             "hx\tURL:u\thost\t70\r\n", "h[1] x\tURL:u\thost\tport\r\n", "i\u4e2d" + "\u4e2d" * 33 + "\t\tnull.host\t1\r\n"]
BAD_TEXTS = ["text\n", ".text\r\n", "x" * 68 + "\r\n", "a\x1bb\r\n"]
GOOD = [("", "", ""), ("# T\n\n* item\n=> /x label\n\n> q\n\n```c\n  x \n```\n", "iT\tTITLE\tnull.host\t1\r\nh[1] x\tURL:u\tlocalhost\t7070\r\n",
                       "T\r\n=\r\n\r\n    " + "x" * 90 + "\r\n[1] https://" + "x" * 90 + "\r\n")]


@pytest.mark.parametrize("text", BAD_GEMTEXT)
def test_bad_gemtext_is_seen(text):
    assert list(validator.check_gemtext(text))


@pytest.mark.parametrize("menu", BAD_MENUS)
def test_bad_menu_is_seen(menu):
    assert list(validator.check_menu(menu))


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_bad_text_is_seen(text):
    assert list(validator.check_text(text))


@pytest.mark.parametrize("outputs", GOOD)
def test_good_outputs_pass(outputs):
    assert list(validator.complaints(*outputs)) == []


def test_lost_links_are_seen():
    source = b"[a](https://a.example/) <a href='https://b.example/?x=1&amp;y=2'>b</a> `[c](https://c.example/)` <!-- [d](https://d.example/) -->"
    assert list(validator.check_recall(source, "=> https://a.example/ a\n")) == ["link is lost: https://b.example/?x=1&y=2"]


@pytest.mark.parametrize("leak", ["a <b>x</b>", "a [x](https://a.example/)", "{% if %}", "{: .x}", "a &nbsp; b", "a **b"])
def test_leaked_markup_is_seen(leak):
    assert list(validator.check_leaks(leak + "\n")) and not list(validator.check_leaks(f"```\n{leak}\n```\n"))
