"""Files that are written while they are served: what looks complete to a client is one whole version (W9, S10, W11)."""
import contextlib
import errno
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading

import pytest

from conftest import SITE
from support import gemini, gopher
from support.server import Server

OLD = "".join(f"old {number}\n" for number in range(2000))
NEW = "".join(f"new {number}\n" for number in range(2000))


def page(text):
    return f"---\ntitle: Notes\n---\n\n```\n{text}```\n"


def start_rewrite(path, text):
    """An editor in the middle of its work: the file is cut and half written."""
    file = open(path, "w", encoding="ascii")
    file.write(text[:len(text) // 2])
    file.flush()
    return file


def start_afresh(path, text):
    """One that takes the file away first."""
    path.unlink()
    return start_rewrite(path, text)


def ask_until(port, path, has):
    for _ in range(2000):
        reply = gemini.get(port, path)
        if has in reply.body:
            return reply
    raise AssertionError(f"{path} never had {has!r}: {reply}")


@pytest.fixture
def served(capsule, make_site, tmp_path):
    site = make_site()
    (site / "notes.md").write_text(page(OLD), encoding="ascii")
    (site / "files/data.txt").write_text(OLD, encoding="ascii")
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        server.site = site
        yield server


@pytest.mark.parametrize("start", [start_rewrite, start_afresh])
def test_file_that_is_being_written(served, start):
    """A client is told to come back, and then gets the new version."""
    with start(served.site / "files/data.txt", NEW) as file:
        reply = gemini.get(served.gemini, "/files/data.txt")
        assert (reply.status, reply.body, reply.clean) == ("40", b"", True), reply
        assert gopher.get(served.gopher, "/files/data.txt").data.startswith(b"3")
        file.write(NEW[len(NEW) // 2:])
    assert gemini.get(served.gemini, "/files/data.txt").body == NEW.encode()
    assert gopher.get(served.gopher, "/files/data.txt").data == NEW.encode()


def test_client_waits_for_a_writer_who_is_quick(served):
    """It need not know that anybody has written."""
    with gemini.Session(served.gemini) as session:
        session.handshake()
        with start_rewrite(served.site / "files/data.txt", NEW) as file:
            session.send(f"gemini://localhost:{served.gemini}/files/data.txt\r\n".encode())
            file.write(NEW[len(NEW) // 2:])
        reply = session.receive()
    assert reply.status == "20" and reply.body == NEW.encode() and reply.clean, reply


@pytest.mark.parametrize("start", [start_rewrite, start_afresh])
def test_page_that_is_being_written(served, start):
    """Its last version stays, also while other pages change; the log says why, and the new version comes by itself."""
    since = served.mark()
    with start(served.site / "notes.md", page(NEW)) as file:
        (served.site / "more.md").write_text("---\ntitle: More\n---\n\n[notes](notes.md)\n", encoding="ascii")
        assert b"=> /notes.html notes" in ask_until(served.gemini, "/more.html", b"# More").body
        assert OLD.encode() in gemini.get(served.gemini, "/notes.html").body
        assert b"old 1999" in gopher.get(served.gopher, "/notes.txt").data
        assert "is being written" in served.wait_for(r"notes\.md", since)
        file.write(page(NEW)[len(page(NEW)) // 2:])
    assert NEW.encode() in ask_until(served.gemini, "/notes.html", b"new 0\n").body


def test_page_that_is_being_written_at_the_start(capsule, make_site, tmp_path):
    """Half of it is not shown, and all of it soon after."""
    site = make_site()
    with start_rewrite(site / "notes.md", page(NEW)) as file:
        with Server(capsule, site, certs=tmp_path / "certs") as server:
            assert gemini.get(server.gemini, "/notes.html").status == "51"
            file.write(page(NEW)[len(page(NEW)) // 2:])
            file.close()
            assert NEW.encode() in ask_until(server.gemini, "/notes.html", b"new 0\n").body


@pytest.mark.parametrize("name, text", [("_config.yml", "title: Coffee\nurl: https://coffee.example\nlang: fr\n"),
                                        ("_includes/leaf.md", "A leaf of green tea.\n" * 9)], ids=["configuration", "include"])
def test_what_all_pages_depend_on(served, name, text):
    """Half a configuration is another site: what runs stays until it is whole."""
    path = served.site / name
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text("A leaf.\n", encoding="ascii")
    (served.site / "more.md").write_text("---\ntitle: More\n---\n\n{% include leaf.md %} more\n", encoding="ascii")
    before = ask_until(served.gemini, "/more.html", b"# More").data
    since = served.mark()
    with start_rewrite(path, text) as file:
        assert "what runs stays" in served.wait_for(r"being written", since)
        assert gemini.get(served.gemini, "/more.html").data == before
        file.write(text[len(text) // 2:])
    served.wait_for(r"reloaded, pages", since)


def test_edited_files_without_watching(capsule, make_site, tmp_path):
    """Nobody tells the server of changes, and it needs nobody to see that a file is whole."""
    site = make_site()
    with Server(capsule, site, "--no-watch", certs=tmp_path / "certs") as server:
        for text in ("one\n", "two\n", NEW):
            (site / "files/data.txt").write_text(text, encoding="ascii")
            reply = gemini.get(server.gemini, "/files/data.txt")
            assert reply.body == text.encode() and reply.clean, reply
        with start_rewrite(site / "files/data.txt", OLD):
            assert gemini.get(server.gemini, "/files/data.txt").status == "40"


@contextlib.contextmanager
def slow_download(server, length):
    """A session that has asked for a file of LENGTH bytes and has not read it yet."""
    with open(server.site / "files/leaf.pdf", "wb") as file:
        file.truncate(length)
    with gemini.Session(server.gemini) as session:
        session.handshake()
        session.send(f"gemini://localhost:{server.gemini}/files/leaf.pdf\r\n".encode())
        assert session.socket.recv(1, socket.MSG_PEEK)
        yield session


def test_file_changed_while_it_is_sent(served):
    """The end of such a reply does not look like one."""
    with slow_download(served, 64 << 20) as session:
        with open(served.site / "files/leaf.pdf", "r+b") as file:
            file.write(b"changed")
        reply = session.receive()
    assert not reply.clean and len(reply.body) < 64 << 20


def test_writers_never_wait(served):
    """A client that reads slowly must not keep an author from saving: a writer that waits for nobody gets in at once."""
    with slow_download(served, 64 << 20):
        for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_TRUNC):
            os.close(os.open(served.site / "files/leaf.pdf", flags | os.O_NONBLOCK))


def test_replaced_while_it_is_sent(served):
    """A version that has been replaced as a whole is still one, and is sent to its end."""
    with slow_download(served, 64 << 20) as session:
        (served.site / "new.bin").write_bytes(b"new")
        (served.site / "new.bin").rename(served.site / "files/leaf.pdf")
        reply = session.receive()
    assert reply.clean and len(reply.body) == 64 << 20


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give the server another user")
def test_files_of_somebody_else(capsule, make_site):
    """The kernel does not tell the server who writes them: what has changed a moment ago is waited for."""
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        base.chmod(0o777)
        site = shutil.copytree(make_site(), base / "site")
        with Server(capsule, site, certs=base / "certs", user="nobody") as server:
            path, over = site / "files/data.txt", threading.Event()

            def write_on():
                with start_rewrite(path, NEW) as file:
                    while not over.wait(0.02):
                        file.write("more\n")
                        file.flush()

            writer = threading.Thread(target=write_on, daemon=True)
            writer.start()
            while path.read_bytes() in (b"", SITE["files/data.txt"].encode()):
                pass
            assert gemini.get(server.gemini, "/files/data.txt").status == "40"
            over.set()
            writer.join()
            path.write_text(NEW, encoding="ascii")
            reply = gemini.get(server.gemini, "/files/data.txt")
            assert reply.status == "20" and reply.body == NEW.encode(), "half a second is enough"


def test_lease_is_no_lock(served):
    """Reading a file again and again does not keep it from being written, nor the other way round."""
    path, busy = served.site / "files/data.txt", 0
    for number in range(200):
        try:
            with open(os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_NONBLOCK), "w", encoding="ascii") as file:
                file.write(f"version {number}\n")
        except OSError as problem:
            assert problem.errno == errno.EWOULDBLOCK
            busy += 1
        assert gemini.get(served.gemini, "/files/data.txt").body.startswith(b"version")
    assert busy < 100


def test_export_of_a_file_that_is_being_written(capsule, make_site, tmp_path):
    """What cannot be exported whole is missing, and said to be."""
    site = make_site()
    start_rewrite(site / "files/data.txt", NEW).close()
    with open(site / "files/data.txt", "ab"):
        done = subprocess.run([capsule, "export", site, tmp_path / "out"], capture_output=True, text=True, check=True)
        listed = subprocess.run([capsule, "check", site], capture_output=True, text=True, check=False)
    assert "1 error in the site" in done.stderr, done
    assert listed.returncode == 1 and "files/data.txt" in listed.stdout and "being written" in listed.stdout, listed
    assert not (tmp_path / "out/gemini/files/data.txt").exists()
    assert (tmp_path / "out/gemini/index.gmi").exists()
