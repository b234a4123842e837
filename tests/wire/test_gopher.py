"""What a Gopher client gets: menus, texts, files, redirect pages, refusals."""
import socket

import pytest

from support import gopher


def test_root_menu(tea):
    items = gopher.get(tea.gopher).items()
    assert items[0][:3] == ("i", "Tea Research", "TITLE")
    here = ("localhost", str(tea.gopher))
    assert ("h", "[1] Ada", "URL:https://ada.example/a%20b?x=1&y=2#f", *here) in items
    assert ("1", "[2] friends", "/friends/", *here) in items
    assert any(item[0] == "0" and item[2] == "/index.txt" for item in items)
    for kind, name, selector, host, port in items:
        assert (selector in ("", "TITLE") and (host, port) == ("null.host", "1")) if kind == "i" else (host, port) == here
        assert len(name) <= 69


@pytest.mark.parametrize("selector", ["", "/", "about/", "/about.html", "/about", "/home.html", "/index.html"])
def test_root_by_other_names(tea, selector):
    assert gopher.get(tea.gopher, selector).data == gopher.get(tea.gopher).data


@pytest.mark.parametrize("selector", ["friends", "/friends", "friends/", "/friends/", "/friends.html", "/friends/\t",
                                      "/friends/\t+", "/friends/\t$", "/friends/\tquery"])
def test_page_by_any_form(tea, selector):
    menu = gopher.get(tea.gopher, selector)
    assert menu.items()[0][1] == "Friends", menu
    assert ("9", "[1] the leaf", "/files/leaf.pdf", "localhost", str(tea.gopher)) in menu.items()


def test_text_form(tea):
    text = gopher.get(tea.gopher, "/index.txt").data.decode()
    assert text.startswith("Tea Research\r\n============\r\n\r\nWe study tea with Ada[1] and friends[2].\r\n"), text
    assert "[1] https://ada.example/a%20b?x=1&y=2#f\r\n" in text
    assert f"gopher://localhost:{tea.gopher}/1/friends/" in text
    assert not text.endswith(".\r\n\r\n") and "\n.\r\n" not in text
    assert "\n" not in text.replace("\r\n", "")


def test_markdown_form(tea):
    text = gopher.get(tea.gopher, "/friends.md").data
    assert b"[the leaf](/files/leaf.pdf)" in text and b"---" not in text


def test_files(tea):
    assert gopher.get(tea.gopher, "files/leaf.pdf").data == (tea.site / "files/leaf.pdf").read_bytes()
    assert gopher.get(tea.gopher, "/files/data.txt").data == b"first line\n.dot line\nlast line\n"


def test_empty_text_is_not_nothing(tea):
    """elpher takes an empty answer for a dead server."""
    assert gopher.get(tea.gopher, "/files/empty.txt").data == b"\r\n"


def test_nothing_published_leaks(tea):
    for selector in ("/_config.yml", "/.git/config", "/_pages/secret.md", "/secret.html", "/private/diary.txt",
                     "/certs/capsule.key", "/_drafts/idea.txt", "/files"):
        reply = gopher.get(tea.gopher, selector)
        assert reply.items()[0][0] == "3", (selector, reply)


@pytest.mark.parametrize("segments", [
    [b"/friends/\n"], [b"/friends/", b"\r\n"], [b"/friends/\r", b"\n"], [b"/friends/\r\nmore bytes\r\n"],
    [bytes([byte]) for byte in b"/friends/\r\n"],
], ids=["lf", "crlf-apart", "cr-lf-apart", "bytes-after", "byte-by-byte"])
def test_framing(tea, segments):
    reply = gopher.ask(tea.gopher, *segments)
    assert reply.items()[0][1] == "Friends" and not reply.note


def test_selector_without_line_end(tea):
    assert gopher.ask(tea.gopher, b"/friends/", half_close=True).items()[0][1] == "Friends"


def test_no_request_no_answer(tea):
    assert gopher.ask(tea.gopher, half_close=True).data == b""


def test_unread_bytes_cost_no_answer(tea):
    """Bytes behind the request make close() a reset unless the server lingers."""
    for _ in range(20):
        reply = gopher.ask(tea.gopher, b"/files/leaf.pdf\r\n" + b"x" * 20000)
        assert reply.data == (tea.site / "files/leaf.pdf").read_bytes() and not reply.note


@pytest.mark.parametrize("request_bytes", [b"/a\0b\r\n", b"/../x\r\n", b"/%2e%2e/x\r\n", b"//x\r\n", b"/./x\r\n", b"\x01\r\n",
                                           b"/\xff\r\n", b"/missing\tx\r\n", b"a" * 5000])
def test_refused(tea, request_bytes):
    reply = gopher.ask(tea.gopher, request_bytes)
    kind, name, *_ = reply.items()[0]
    assert kind == "3" and len(reply.items()) == 1 and len(name) <= 67 and name.isprintable(), reply


def test_url_page_of_a_listed_url(tea):
    """lynx decodes the URL and drops the fragment before it asks."""
    for selector in ("URL:https://ada.example/a%20b?x=1&y=2#f", "URL:https://ada.example/a b?x=1&y=2",
                     "/URL:https://ada.example/a%20b?x=1&y=2"):
        page = gopher.get(tea.gopher, selector).data.decode()
        assert page.lstrip().lower().startswith("<!doctype html"), (selector, page)
        assert 'content="0;url=https://ada.example/a%20b?x=1&amp;y=2#f"' in page.replace("; url=", ";url=")


@pytest.mark.parametrize("selector", ["URL:https://evil.example/", "URL:javascript:alert(1)",
                                      'URL:http://x/"><script>alert(1)</script>', "URL:"])
def test_url_page_of_any_other(tea, selector):
    reply = gopher.get(tea.gopher, selector)
    assert reply.items()[0][0] == "3" and b"<script>" not in reply.data


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_http(tea, method):
    reply = gopher.ask(tea.gopher, f"{method} / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: x\r\n\r\n".encode())
    head, _, body = reply.data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 400 ") and b"text/html" in head and not reply.note
    assert (body == b"") == (method == "HEAD")
    if body:
        assert b"gopher://localhost" in body and b"gemini://localhost" in body and b"https://tea.example" in body


def test_tls_on_the_plain_port_is_closed_at_once(tea):
    with socket.create_connection(("127.0.0.1", tea.gopher), timeout=10) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00\x01")
        try:
            assert connection.recv(100) == b""
        except ConnectionResetError:
            pass


def test_generated_files(tea):
    caps = gopher.get(tea.gopher, "caps.txt").data
    assert caps.startswith(b"CAPS\r\nCapsVersion=1\r\n")
    assert b"User-agent: *" in gopher.get(tea.gopher, "robots.txt").data
