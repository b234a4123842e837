"""Every row of the request corpora against the real server, and after each the promises that hold for any reply."""
import re

import pytest

from support import corpus, gemini, gopher

DEFINED = {"10", "11", "20", "30", "31", "40", "41", "42", "43", "44", "50", "51", "52", "53", "59", "60", "61", "62"}
HEADER = re.compile(rb"[1-6][0-9]( [^\x00-\x1f\x7f]{0,1024})?")
CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def first_line(data):
    return data.split(b"\n")[0].rstrip(b"\r").decode("latin-1")


def ends_itself(request):
    """A request without a line end is followed by the end of our side, so that no test waits for a deadline."""
    return b"\r\n" in request


@pytest.mark.parametrize("row", corpus.rows("gemini_requests.tsv"), ids=lambda row: row[0])
def test_gemini(tea, row):
    _, request, expected, why = row
    request = corpus.expand(request, tea.gemini)
    with gemini.Session(tea.gemini) as session:
        session.handshake()
        session.send(request)
        if not ends_itself(request):
            session.half_close()
        reply = session.receive()
    assert re.search(expected, first_line(reply.data)), f"{why}: sent {request[:200]!r}, got {reply}"
    assert b"SECRET" not in reply.data and b"root:x:" not in reply.data
    if reply.data:
        assert HEADER.fullmatch(reply.header) and reply.status in DEFINED, reply
        assert reply.status.startswith("2") or not reply.body, reply
        assert reply.clean, f"no close_notify after {reply}"


@pytest.mark.parametrize("row", corpus.rows("gopher_requests.tsv"), ids=lambda row: row[0])
def test_gopher(tea, row):
    name, request, expected, why = row
    request = corpus.expand(request, tea.gopher)
    half_close = b"\n" not in request
    reply = gopher.ask(tea.gopher, request, half_close=half_close)
    assert re.search(expected, first_line(reply.data)), f"{why}: sent {request[:200]!r}, got {reply}"
    assert not reply.note, f"{name} ended in {reply.note}"
    assert b"SECRET" not in reply.data and b"root:x:" not in reply.data and b'"><script>' not in reply.data
    if first_line(reply.data).startswith("3"):
        assert first_line(reply.data).count("\t") == 3
        assert not CONTROL.search(reply.data)


def test_log_has_no_raw_bytes(tea):
    """Whatever was sent above, a line of the log is printable (hardening: log injection)."""
    gemini.ask(tea.gemini, b"gemini://localhost/\x1b[31m\xff\x07\r\n")
    tea.wait_for(r"x1b\[31m")
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]", tea.log())
