"""What a Gemini client gets: pages, files, redirects, refusals."""
import contextlib
import os
import signal
import ssl

import pytest

from support import gemini, gopher
from support.figures import full
from support.server import Server


def test_home_page(tea):
    reply = gemini.get(tea.gemini)
    assert reply.header == b"20 text/gemini; lang=en-GB"
    assert reply.clean
    text = reply.body.decode()
    assert text.startswith("# Tea Research\n\nWe study tea with Ada and friends.\n=> https://ada.example/a%20b?x=1&y=2#f Ada\n"
                           "=> /friends/ friends\n"), text
    assert text.endswith("\n") and not text.endswith("\n\n")


def test_no_page_names_itself_in_its_foot(capsule, make_site, tmp_path):
    site = make_site({"index.md": "---\ntitle: Tea\n---\n\nTea\n", "cups.md": "---\ntitle: Cups\n---\n\nCups\n",
                      "_config.yml": "title: Tea\n",
                      "_data/navigation.yml": "main:\n  - title: Cups\n    url: /cups.html\n"})
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        assert b"=> /cups.html Cups" in gemini.get(server.gemini, "/").body
        body = gemini.get(server.gemini, "/cups.html").body
        assert b"=> /cups.html" not in body and b"=> / Tea" in body


def test_language_of_the_page(tea):
    assert gemini.get(tea.gemini, "/friends/").header == b"20 text/gemini; lang=de"


def test_empty_path_is_the_root(tea):
    assert gemini.get(tea.gemini, "").data == gemini.get(tea.gemini, "/").data


def test_query_is_ignored(tea):
    assert gemini.get(tea.gemini, "/friends/?q=../x").data == gemini.get(tea.gemini, "/friends/").data


@pytest.mark.parametrize("path, target", [
    ("/about/", "/"), ("/about.html", "/"), ("/about", "/"), ("/home.html", "/"), ("/home", "/"), ("/index.html", "/"),
    ("/friends", "/friends/"), ("/friends.html", "/friends/"), ("/friends/index.html", "/friends/"),
    ("/notes", "/notes.html"), ("/notes/", "/notes.html"), ("/%66riends", "/friends/"), ("/./friends/", "/friends/"),
])
def test_redirect(tea, path, target):
    reply = gemini.get(tea.gemini, path)
    assert reply.data == f"31 {target}\r\n".encode(), reply
    assert reply.clean


@pytest.mark.parametrize("path", [
    "/secret.html", "/secret/", "/_pages/secret.md", "/_pages/about.md", "/private/diary.html", "/.git/config",
    "/.git/HEAD", "/_config.yml", "/_layouts/default.html", "/_drafts/idea.md", "/idea.html", "/certs/capsule.key",
    "/key.pem", "/files/", "/files", "/Friends/",
])
def test_not_published(tea, path):
    reply = gemini.get(tea.gemini, path)
    assert reply.status == "51" and reply.clean and not reply.body, reply


def test_file_byte_for_byte(tea):
    reply = gemini.get(tea.gemini, "/files/leaf.pdf")
    assert reply.header == b"20 application/pdf"
    assert reply.body == (tea.site / "files/leaf.pdf").read_bytes()
    assert reply.clean


def test_text_file(tea):
    reply = gemini.get(tea.gemini, "/files/data.txt")
    assert reply.header.startswith(b"20 text/plain") and reply.body == b"first line\n.dot line\nlast line\n"


def test_empty_file(tea):
    reply = gemini.get(tea.gemini, "/files/empty.txt")
    assert reply.status == "20" and reply.body == b"" and reply.clean


@pytest.mark.parametrize("length, status", [(1024, "51"), (1025, "59")])
def test_longest_request(tea, length, status):
    start = f"gemini://localhost:{tea.gemini}/"
    reply = gemini.ask(tea.gemini, (start + "a" * (length - len(start)) + "\r\n").encode())
    assert reply.status == status and reply.clean, reply


def test_too_long_is_answered_at_once(tea):
    """Byte 1025 is not the CR: 59, although the line never ends and our side stays open."""
    with gemini.Session(tea.gemini) as session:
        session.handshake()
        session.send(b"g" * 1026)
        reply = session.receive()
    assert reply.status == "59" and reply.clean, reply


def test_one_byte_at_a_time(tea):
    with gemini.Session(tea.gemini) as session:
        session.handshake()
        for byte in f"gemini://localhost:{tea.gemini}/friends/\r\n".encode():
            session.send(bytes([byte]))
        reply = session.receive()
    assert reply.status == "20" and b"Grace" in reply.body and reply.clean, reply


def test_two_host_names(tea):
    for host in ("LOCALHOST", "127.0.0.1", "[::1]"):
        request = f"gemini://{host}:{tea.gemini}/\r\n".encode()
        assert gemini.ask(tea.gemini, request).status == "20", host


def test_log_of_a_foreign_host_names_the_expected_one(tea):
    since = tea.mark()
    assert gemini.ask(tea.gemini, b"gemini://coffee.example/\r\n").status == "53"
    line = tea.wait_for(r"status=53", since)
    assert "localhost" in line and "coffee.example" in line


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_big_file_to_a_half_closed_client(capsule, make_site, tmp_path, version):
    """close_notify right behind the request is legal, and the whole body still arrives, close_notify included."""
    site = make_site()
    size = full(24_000_000, 64_000_000)
    with open(site / "files/big.bin", "wb") as file:
        file.truncate(size - 3)
        file.seek(size - 3)
        file.write(b"end")
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        for _ in range(full(1, 100)):
            with gemini.Session(server.gemini, version=version) as session:
                session.handshake()
                session.send(f"gemini://localhost:{server.gemini}/files/big.bin\r\n".encode())
                session.half_close()
                reply = session.receive()
            assert len(reply.body) == size and reply.body.endswith(b"end") and reply.clean
        assert gemini.get(server.gemini).status == "20"


def test_deadline_of_a_silent_client(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), "--set", "deadline.request=1", certs=tmp_path / "certs") as server:
        with gemini.Session(server.gemini) as session:
            session.handshake()
            session.send(b"gemini://localho")
            reply = session.receive()
            assert reply.data == b"" and reply.note == "", reply
        assert gemini.get(server.gemini).status == "20"


def test_deadline_is_absolute(capsule, make_site, tmp_path):
    """A client that keeps dripping bytes is closed all the same."""
    with Server(capsule, make_site(), "--set", "deadline.request=1", certs=tmp_path / "certs") as server:
        with gemini.Session(server.gemini) as session:
            session.handshake()
            session.socket.settimeout(0.1)
            for _ in range(200):
                session.send(b"a")
                with contextlib.suppress(TimeoutError):
                    session.socket.recv(4096)
                    break
            else:
                raise AssertionError("still open after 200 rounds of 0.1 s")


def test_handshake_deadline(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), "--set", "deadline.handshake=1", certs=tmp_path / "certs") as server:
        with gemini.Session(server.gemini) as session:
            assert session.socket.recv(1) == b""


@pytest.mark.parametrize("make", [
    lambda path, site: os.mkfifo(path),
    lambda path, site: path.symlink_to("/etc/passwd"),
    lambda path, site: path.symlink_to("../../key.pem"),
    lambda path, site: path.symlink_to("../_config.yml"),
    lambda path, site: path.symlink_to(path.name),
    lambda path, site: path.symlink_to(site / "no-such-file"),
    lambda path, site: path.mkdir(),
], ids=["fifo", "symlink-absolute", "symlink-out", "symlink-inside", "symlink-loop", "symlink-dangling", "directory"])
def test_file_that_became_something_else(capsule, make_site, tmp_path, make):
    """What a worker may open was decided at the build; what lies there now may be a trap."""
    site = make_site()
    (tmp_path / "key.pem").write_text("SECRET", encoding="ascii")
    with Server(capsule, site, "--no-watch", certs=tmp_path / "certs") as server:
        path = site / "files/data.txt"
        path.unlink()
        make(path, site)
        for _ in range(4):
            reply = gemini.get(server.gemini, "/files/data.txt")
            assert reply.status == "51" and reply.clean, reply
        assert gemini.get(server.gemini).status == "20"


def test_link_that_is_led_to_the_key(capsule, make_site, tmp_path):
    """A published link is served as what it leads to; when it is led elsewhere later, nothing is."""
    site = make_site()
    certs = site / "certs"
    link = site / "files/link.txt"
    link.symlink_to("data.txt")
    (site / "papers").symlink_to("files")
    with Server(capsule, site, "--no-watch", certs=certs) as server:
        for path in ("/files/link.txt", "/papers/data.txt"):
            assert gemini.get(server.gemini, path).body == (site / "files/data.txt").read_bytes()
        (site / "files/data.txt").unlink()
        (site / "files/data.txt").symlink_to("../certs/capsule.key")
        link.unlink()
        link.symlink_to("../certs/capsule.key")
        for path in ("/files/link.txt", "/files/data.txt", "/papers/data.txt"):
            assert gemini.get(server.gemini, path).status == "51"
            assert b"PRIVATE" not in gopher.get(server.gopher, path).data
        since = server.mark()
        server.signal(signal.SIGHUP)
        server.wait_for("reloaded, pages=", since)
        assert gemini.get(server.gemini, "/files/link.txt").status == "51"


def test_shrunken_file_ends_without_close_notify(capsule, make_site, tmp_path):
    """A file that is shorter at its end than at its beginning must not look complete."""
    site = make_site()
    size = 64 * 1024 * 1024
    with open(site / "files/big.bin", "wb") as file:
        file.truncate(size)
    with Server(capsule, site, "--no-watch", certs=tmp_path / "certs") as server:
        with gemini.Session(server.gemini) as session:
            session.handshake()
            session.send(f"gemini://localhost:{server.gemini}/files/big.bin\r\n".encode())
            assert session.socket.recv(1000)
            os.truncate(site / "files/big.bin", 1000)
            reply = session.receive()
        assert not reply.clean
        assert gemini.get(server.gemini).status == "20"
