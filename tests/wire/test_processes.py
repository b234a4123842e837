"""Processes: workers die and are replaced, reloads lose nothing, edits show, what is broken keeps what was good."""
import concurrent.futures
import contextlib
import os
import signal
import tempfile
import pathlib
import threading

import pytest

from conftest import SITE, write_tree
from support import gemini, gopher
from support.server import Server

ROUNDS = 4000


def ask_until(server, path, wanted):
    """Asks again and again until the page says WANTED; bounded by a count, not by a clock."""
    for _ in range(ROUNDS):
        reply = gemini.get(server.gemini, path)
        assert reply.status in ("20", "51") and reply.clean, reply
        if wanted in reply.body.decode():
            return reply
    raise AssertionError(f"{path} never said {wanted!r}; the log:\n{server.log()}")


def ask_until_status(server, path, status):
    """Asks until the answer to PATH is STATUS ten times in a row: workers of two generations may answer for a moment."""
    row = 0
    for _ in range(ROUNDS):
        with gemini.Session(server.gemini) as session:
            session.handshake()
            session.send(f"gemini://localhost:{server.gemini}{path}\r\n".encode())
            session.incoming.write(session.socket.recv(65536))
            row = row + 1 if session.tls.read(2).decode() == status else 0
        if row == 10:
            return
    raise AssertionError(f"{path} never stayed {status}; the log:\n{server.log()}")


def until_gone(pid):
    """Waits for the end of a process that is not our child."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    import select
    try:
        assert select.select([descriptor], [], [], 10)[0], f"{pid} lives on"
    finally:
        os.close(descriptor)


class Load:
    """Requests in the background until the block ends; every reply must be whole."""

    def __init__(self, server, threads=3):
        self.server = server
        self.stop = threading.Event()
        self.pool = concurrent.futures.ThreadPoolExecutor(threads)
        self.jobs = [self.pool.submit(self.run) for _ in range(threads)]

    def run(self):
        done = 0
        while not self.stop.is_set():
            reply = gemini.get(self.server.gemini)
            assert reply.status == "20" and reply.clean, reply
            menu = gopher.get(self.server.gopher)
            assert menu.data.endswith(b"\r\n.\r\n") and not menu.note, menu
            done += 1
        return done

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.pool.shutdown()

    def total(self):
        self.stop.set()
        return sum(job.result() for job in self.jobs)


@pytest.fixture
def served(capsule, make_site, tmp_path):
    site = make_site()
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        server.site = site
        yield server


def test_killed_worker_is_replaced(served):
    before = served.children()["worker"]
    assert len(before) == 2
    since = served.mark()
    os.kill(before[0], signal.SIGKILL)
    until_gone(before[0])
    served.wait_for(r"worker.*(signal 9|killed|SIGKILL)", since)
    for _ in range(20):
        assert gemini.get(served.gemini).status == "20"
    for _ in range(ROUNDS):
        after = served.children()["worker"]
        if len(after) == 2:
            break
        assert gemini.get(served.gemini).status == "20"
    assert len(after) == 2 and before[0] not in after and before[1] in after


def test_workers_end_with_their_master(served):
    workers = served.children()["worker"]
    served.process.kill()
    served.process.wait()
    for pid in workers:
        until_gone(pid)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_drains(served, number):
    """A reply under way is finished, and the process ends with status 0."""
    with open(served.site / "files/big.bin", "wb") as file:
        file.truncate(32 * 1024 * 1024)
    served.signal(signal.SIGHUP)
    ask_until_status(served, "/files/big.bin", "20")
    with gemini.Session(served.gemini) as session:
        session.handshake()
        session.send(f"gemini://localhost:{served.gemini}/files/big.bin\r\n".encode())
        first = session.socket.recv(1000)
        session.incoming.write(first)
        served.signal(number)
        reply = session.receive()
    assert len(reply.body) == 32 * 1024 * 1024 and reply.clean
    assert served.process.wait(timeout=20) == 0


def test_reload_under_load(served):
    with Load(served) as load:
        for round_number in range(5):
            since = served.mark()
            (served.site / "notes.md").write_text(f"---\ntitle: Notes\n---\n\nround {round_number}\n", encoding="ascii")
            served.signal(signal.SIGHUP)
            served.wait_for(r"reload|generation|pages", since)
            ask_until(served, "/notes.html", f"round {round_number}")
        assert load.total() > 0
    for _ in range(ROUNDS):
        if len(served.children().get("worker", [])) == 2:
            break
        gemini.get(served.gemini)
    assert len(served.children()["worker"]) == 2, "old generations are gone"


def test_edit_shows(served):
    page = served.site / "notes.md"
    page.write_text("---\ntitle: Notes\n---\n\nwritten in place\n", encoding="ascii")
    ask_until(served, "/notes.html", "written in place")
    temporary = served.site / ".notes.swp"
    temporary.write_text("---\ntitle: Notes\n---\n\nwritten and renamed\n", encoding="ascii")
    temporary.rename(page)
    ask_until(served, "/notes.html", "written and renamed")
    (served.site / "new").mkdir()
    (served.site / "new/leaf.md").write_text("---\ntitle: Leaf\n---\n\nin a new folder\n", encoding="ascii")
    ask_until(served, "/new/leaf.html", "in a new folder")
    (served.site / "new/leaf.md").unlink()
    ask_until_status(served, "/new/leaf.html", "51")


def test_invalid_configuration_keeps_everything(served):
    since = served.mark()
    (served.site / "_config.yml").write_text("title: [unclosed\n", encoding="ascii")
    (served.site / "notes.md").write_text("---\ntitle: Notes\n---\n\nunseen\n", encoding="ascii")
    line = served.wait_for(r"_config\.yml.*line \d", since)
    assert "error" in line or "warning" in line
    assert gemini.get(served.gemini, "/private/diary.html").status == "51"
    reply = gemini.get(served.gemini, "/notes.html")
    assert reply.status == "20" and b"unseen" not in reply.body
    write_tree(served.site, {"_config.yml": SITE["_config.yml"]})
    ask_until(served, "/notes.html", "unseen")


def test_invalid_front_matter_publishes_the_page(served):
    since = served.mark()
    (served.site / "broken.md").write_text("---\ntitle: \"open\npermalink: /elsewhere/\n---\n\nstill here\n", encoding="ascii")
    assert "broken.md" in served.wait_for(r"broken\.md", since)
    ask_until(served, "/broken.html", "still here")
    assert gemini.get(served.gemini, "/elsewhere/").status == "51"


@contextlib.contextmanager
def serve_as_ordinary_user(capsule):
    """Root may read everything, so that it is not who serves here. The server, and the folder of its site."""
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        write_tree(base / "site", SITE)
        (base / "certs").mkdir()
        user = None
        if os.getuid() == 0:
            user = "nobody"
            base.chmod(0o755)
            (base / "certs").chmod(0o777)
        with Server(capsule, base / "site", certs=base / "certs", user=user) as server:
            yield server, base / "site"


def test_unreadable_folder_is_named(capsule):
    with serve_as_ordinary_user(capsule) as (server, site):
        since = server.mark()
        (site / "locked").mkdir(mode=0)
        (site / "more.md").write_text("---\ntitle: More\n---\n\nmore\n", encoding="ascii")
        ask_until(server, "/more.html", "more")
        assert "Permission denied" in server.wait_for(r"warning: locked:", since)


def test_unreadable_folder_keeps_what_it_published(capsule):
    with serve_as_ordinary_user(capsule) as (server, site):
        asked = ["/", "/about/", "/friends/", "/friends.html", "/files/data.txt"]
        before = {path: gemini.get(server.gemini, path).data for path in asked[:-1]}
        menu = gopher.get(server.gopher, "/friends/").data
        since = server.mark()
        (site / "_pages").chmod(0)
        (site / "files").chmod(0)
        (site / "more.md").write_text("---\ntitle: More\n---\n\n[friends](/friends/) [data](/files/data.txt)\n", encoding="ascii")
        reply = ask_until(server, "/more.html", "More")
        assert "Permission denied" in server.wait_for(r"_pages:", since)
        assert {path: gemini.get(server.gemini, path).data for path in asked[:-1]} == before
        assert gopher.get(server.gopher, "/friends/").data == menu
        assert gopher.get(server.gopher, "/friends.txt").data
        assert b"=> /friends/ friends" in reply.body and b"=> /files/data.txt data" in reply.body
        assert b"=> / Tea Research" in reply.body, "the home page is still known"
        assert "leads to nothing" not in server.log()
        (site / "_pages").chmod(0o755)
        (site / "files").chmod(0o755)
        (site / "last.md").write_text("---\ntitle: Last\n---\n\nlast\n", encoding="ascii")
        ask_until(server, "/last.html", "last")
        assert gemini.get(server.gemini, "/files/data.txt").status == "20"


def test_unreadable_page_keeps_its_last_good_version(capsule):
    with serve_as_ordinary_user(capsule) as (server, site):
        assert b"Leaves fall" in gemini.get(server.gemini, "/notes.html").body
        since = server.mark()
        (site / "notes.md").chmod(0)
        (site / "more.md").write_text("---\ntitle: More\n---\n\n[more](notes.md)\n", encoding="ascii")
        assert b"=> /notes.html more" in ask_until(server, "/more.html", "more").body
        assert "Permission denied" in server.wait_for(r"notes\.md", since)
        assert "leads to nothing" not in server.log()
        assert b"Leaves fall" in gemini.get(server.gemini, "/notes.html").body
        assert b"Leaves fall" in gopher.get(server.gopher, "/notes.txt").data


def test_page_that_cannot_be_converted_shows_its_source(served):
    """One hostile page costs itself its layout, and nobody else anything."""
    since = served.mark()
    deep = "- " * 500 + "\n" + "\n" * 100000 + "deep text\n"
    (served.site / "deep.md").write_text("---\ntitle: Deep\n---\n\n" + deep, encoding="ascii")
    served.wait_for(r"deep\.md", since)
    reply = ask_until(served, "/deep.html", "# Deep")
    assert b"```" in reply.body
    assert gemini.get(served.gemini).status == "20"
