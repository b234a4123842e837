"""Memory that is refused at any one allocation (X1): nobody dies of a signal, nothing is kept, and the next client is served.

Nine cases, in each of which the N-th allocation of one process fails. `make test` takes some N of each, the same in each run
of a month; `make soak` all of them, up to 2,000.
"""
import contextlib
import ctypes
import datetime
import mmap
import os
import pathlib
import random
import re
import select
import signal
import struct
import subprocess

import pytest

from support import gemini, gopher
from support.figures import figure, full
from support.preload import library
from support.server import Server

CAPSULE = pathlib.Path(os.environ.get("CAPSULE", pathlib.Path(__file__).parent.parent.parent / "build/capsule"))
SANITIZED = CAPSULE.is_file() and b"__asan_init" in CAPSULE.read_bytes()
QUICK, MOST = 33, 2000
NEVER = 1 << 40
PROXY = b"PROXY TCP4 203.0.113.7 192.0.2.1 4444 70\r\n"
SIGNAL = re.compile(r"by signal|signal \d")
OUT = 70

pytestmark = pytest.mark.skipif(SANITIZED, reason="a sanitizer has an allocator of its own")


class Order:
    """What tests/preload/short_memory.c reads: which allocation of which role fails."""

    def __init__(self, path):
        path.write_bytes(bytes(32))
        with open(path, "r+b") as file:
            self.map = mmap.mmap(file.fileno(), 32)
        self.path = path

    def give(self, role, number):
        """The NUMBER-th allocation from now on of a process of ROLE fails."""
        self.map[16:24] = struct.pack("q", 0)
        if self.map[:16].rstrip(b"\0") != role.encode():
            self.map[24:32] = struct.pack("q", 0)
            self.map[:16] = role.encode().ljust(16, b"\0")
        self.map[16:24] = struct.pack("q", number)

    def take(self):
        """How many were left until the one that fails; none fails from now on."""
        left = struct.unpack("q", self.map[16:24])[0]
        self.map[16:24] = struct.pack("q", 0)
        return left

    def allocated(self):
        return struct.unpack("q", self.map[24:32])[0]


@pytest.fixture(scope="module")
def preload():
    made = library(CAPSULE.resolve(), "short_memory")
    if made is None:
        pytest.skip("no C compiler")
    return str(made)


@contextlib.contextmanager
def in_environment(**more):
    """What is started in the block has MORE in its environment."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@pytest.fixture
def tortured(capsule, make_site, tmp_path, preload):
    """A server of one worker whose memory the test may refuse, and which has answered before."""
    site = make_site()
    order = Order(tmp_path / "order")
    flags = ("--set", f"log={tmp_path}/access.log", "--no-watch")
    with in_environment(LD_PRELOAD=preload, SHORT_MEMORY=str(order.path)):
        server = Server(capsule, site, *flags, certs=tmp_path / "certs", workers=1, gopher="127.0.0.1:0,proxy")
    with server:
        server.site, server.order = site, order
        for _ in range(3):
            assert gemini.get(server.gemini).status == "20" and ask_menu(server, b"\r\n").endswith(b".\r\n")
        yield server


def ask_menu(server, selector):
    return gopher.ask(server.gopher, PROXY + selector).data


def check_service(server, why):
    """An honest client is served, by whichever worker."""
    page, menu = gemini.get(server.gemini), ask_menu(server, b"\r\n")
    assert page.status == "20" and menu.endswith(b".\r\n"), (why, page, menu, server.log()[-2000:])


def numbers(name, count):
    """Which allocations fail, of the COUNT that a case has."""
    most = min(count, MOST)
    chance = random.Random(f"{name} {datetime.date.today():%Y-%m}")
    return sorted(chance.sample(range(1, most + 1), min(most, full(QUICK, MOST))))


def quietly(ask):
    """ASK(), of which anything may come but that it never ends."""
    try:
        return ask()
    except (OSError, AssertionError):  # what TLS says is an OSError, too
        return None


def shake_hands(server):
    with gemini.Session(server.gemini) as session:
        session.handshake()


REQUESTS = {
    "handshake": shake_hands,
    "20": lambda server: gemini.get(server.gemini, "/files/data.txt"),
    "51": lambda server: gemini.get(server.gemini, "/missing"),
    "menu": lambda server: ask_menu(server, b"/friends/\r\n"),
    "PROXY": lambda server: ask_menu(server, b"/missing\r\n"),
}


def check_log(server, mark):
    """Whoever has ended since MARK has done so by itself, with the status that says why."""
    for line in server.lines[mark:]:
        assert line is None or not SIGNAL.search(line), line
        assert line is None or "with status" not in line or f"with status {OUT}" in line, line


@pytest.mark.parametrize("name", REQUESTS)
def test_request_without_memory(tortured, name):
    """An error, an ended connection or an ended worker; the client after that one is served."""
    order, mark = tortured.order, tortured.mark()
    order.give("worker", NEVER)
    quietly(lambda: REQUESTS[name](tortured))
    check_service(tortured, "nothing has failed yet")
    count = NEVER - order.take()
    assert count > 4, "the library is not loaded, or counts nothing"
    chosen, worker, kept, ends = numbers(name, count), None, order.allocated(), 0
    for number in chosen:
        order.give("worker", number)
        quietly(lambda: REQUESTS[name](tortured))
        order.take()
        check_service(tortured, f"allocation {number} of {count}")
        now = tortured.children().get("worker")
        if worker not in (None, now):
            ends += 1
            select.select([], [], [], 0.11)  # a worker that dies at once would be waited for by the crash policy
        if worker != now:
            kept = order.allocated()
        worker = now
    check_log(tortured, mark)
    assert order.allocated() - kept < 200 + len(chosen), "blocks are lost"
    figure("X1", f"{name}: allocations refused without a signal", len(chosen), f">= {len(chosen)}")


@pytest.mark.parametrize("role", ["master", "builder", "worker"])
def test_start_without_memory(capsule, make_site, tmp_path, preload, role):
    """It serves, or it says why not and ends."""
    site, order = make_site(), Order(tmp_path / "order")
    words = [capsule, "serve", site, "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "127.0.0.1:0",
             "--workers", "1", "--no-watch"]

    def start(number):
        """How many allocations were left, the exit status and the log."""
        order.give(role, number)
        with subprocess.Popen(words, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                              env=os.environ | {"LD_PRELOAD": preload, "SHORT_MEMORY": str(order.path)}) as process:
            log = b""
            for line in process.stderr:
                log += line
                if line.startswith(b"ready "):
                    left = order.take()
                    process.send_signal(signal.SIGTERM)
            return order.take() if b"\nready " not in b"\n" + log else left, process.wait(timeout=30), log.decode()

    left, status, log = start(NEVER)
    assert status == 0, log
    count = NEVER - left
    chosen = numbers(f"start {role}", count)[::3]
    for number in chosen:
        _, status, log = start(number)
        assert status in (0, 1, OUT) and not SIGNAL.search(log), (number, count, status, log)
        assert status == 0 or log.strip(), f"allocation {number} of {count}: it ended without a word"
    figure("X1", f"start, {role}: allocations refused without a signal", len(chosen), f">= {len(chosen)}")


PAGE = "---\ntitle: Notes\n---\n\n* tea\n\n[a](/friends/) <b>bold</b> `code`\n\n|a|b|\n|-|-|\n|c|d|\n"
LIST = "---\ntitle: All\n---\n\n{% for post in site.posts %}\n* [{{ post.title }}]({{ post.url }})\n{% endfor %}\n"


@pytest.mark.parametrize("role, text", [("builder", PAGE), ("builder", LIST), ("master", PAGE)], ids=["page", "list", "reload"])
def test_reload_without_memory(tortured, request, role, text):
    """The new version comes, or the old one stays and the log says why; a master without memory ends for its supervisor."""
    order, name = tortured.order, request.node.callspec.id
    (tortured.site / "_posts").mkdir()
    (tortured.site / "_posts/2024-01-01-tea.md").write_text("---\ntitle: Tea\n---\n\nTea.\n", encoding="ascii")
    (tortured.site / "notes.md").write_text(text, encoding="ascii")

    def reload():
        mark = tortured.mark()
        (tortured.site / "notes.md").write_text(text + f"\n{mark}\n", encoding="ascii")
        tortured.signal(signal.SIGHUP)
        return mark, tortured.wait_for(r"reloaded|stays as it is|what runs stays|out of memory", mark)

    order.give(role, NEVER)
    reload()
    count = NEVER - order.take()
    assert count > 4
    chosen = numbers(f"reload {name}", count)[:full(QUICK // 2, MOST)]
    for number in chosen:
        order.give(role, number)
        mark, _ = reload()
        order.take()
        check_log(tortured, mark)
        if role == "master" and "capsule: error: out of memory" in tortured.lines[mark:]:
            assert tortured.process.wait(timeout=30) == OUT
            return
        check_service(tortured, f"allocation {number} of {count}")
    figure("X1", f"{name}: allocations refused without a signal", len(chosen), f">= {len(chosen)}")
