"""Workers that die as soon as they are started (W2): few starts, more and more time between them, and an end when the cause has one."""
import contextlib
import itertools
import mmap
import os
import pathlib
import signal
import struct

import pytest

from support import gemini
from support.figures import full
from support.preload import library
from support.process import cpu_seconds
from support.server import Server

CAPSULE = pathlib.Path(os.environ.get("CAPSULE", pathlib.Path(__file__).parent.parent.parent / "build/capsule"))
SANITIZED = CAPSULE.is_file() and b"__asan_init" in CAPSULE.read_bytes()
MOST, SECOND = 1000, 10**9
WAITS = [0, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5, 5, 5]  # between one start and the next, in seconds, at least

pytestmark = pytest.mark.skipif(SANITIZED, reason="a sanitizer must be loaded first")


def ask_until_served(server):
    """A client waits in the queue of the listening socket, at most as long as it likes, and comes again."""
    for _ in range(10):
        with contextlib.suppress(OSError):
            return gemini.get(server.gemini)
    raise AssertionError(server.log())


def test_few_starts_and_then_service(capsule, make_site, tmp_path, monkeypatch):
    made = library(capsule.resolve(), "crash_loop")
    if made is None:
        pytest.skip("no C compiler")
    path, length = tmp_path / "loop", full(1, 20)
    path.write_bytes(bytes(8 * (MOST + 2)))
    monkeypatch.setenv("LD_PRELOAD", str(made))
    monkeypatch.setenv("CRASH_LOOP", str(path))
    server = Server(capsule, make_site(), "--no-watch", certs=tmp_path / "certs", workers=1)
    monkeypatch.undo()
    with server, open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as loop:
        before = cpu_seconds(server.process.pid)
        loop[:8] = struct.pack("q", length * SECOND)
        os.kill(server.children()["worker"][0], signal.SIGKILL)
        reply = ask_until_served(server)
        assert reply.status == "20" and reply.clean, reply
        spent = cpu_seconds(server.process.pid) - before
        count, = struct.unpack_from("q", loop, 8)
        starts = struct.unpack_from(f"{min(count, MOST)}q", loop, 16)
    first = [start for start in starts if start - starts[0] < SECOND]
    assert 3 <= len(first) <= 10, f"{len(first)} starts in the first second"
    gaps = [(later - earlier) / SECOND for earlier, later in itertools.pairwise(starts)]
    for gap, wait in zip(gaps, WAITS):
        assert gap >= 0.9 * wait, (gaps, server.log())
    assert spent < 0.5, f"{spent} s of the master's time"
    assert server.log().count("another takes its place") == count  # the one that the test has killed, and all but the last
