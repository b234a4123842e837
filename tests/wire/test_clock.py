"""Clocks that jump while clients are connected: the wall clock, by which nothing is counted (W12), and the one by which it is."""
import contextlib
import mmap
import os
import pathlib
import socket
import struct

import pytest

from support import gemini, gopher
from support.preload import library
from support.server import Server

CAPSULE = pathlib.Path(os.environ.get("CAPSULE", pathlib.Path(__file__).parent.parent.parent / "build/capsule"))
SANITIZED = CAPSULE.is_file() and b"__asan_init" in CAPSULE.read_bytes()
BIG = 16 << 20
HOUR, MINUTE = 3600, 60
# No other deadline ends what the average rate must: these outlast the minute after which it counts.
PATIENT = ["deadline.stall=3600", "deadline.watchdog=300", "write-rate=1000000"]

pytestmark = pytest.mark.skipif(SANITIZED, reason="a sanitizer must be loaded first")


@pytest.fixture
def clocked(capsule, make_site, tmp_path, monkeypatch):
    """A server, and a function that sets the clocks of all its processes so many seconds ahead."""
    made = library(capsule.resolve(), "other_clock")
    if made is None:
        pytest.skip("no C compiler")
    path, site = tmp_path / "clock", make_site()
    path.write_bytes(bytes(16))
    with open(site / "files/big.bin", "wb") as file:
        file.truncate(BIG)
    monkeypatch.setenv("LD_PRELOAD", str(made))
    monkeypatch.setenv("OTHER_CLOCK", str(path))
    settings = [f"log={tmp_path}/access.log", f"control={tmp_path}/control", *PATIENT]
    flags = [word for setting in settings for word in ("--set", setting)]
    server = Server(capsule, site, *flags, "--no-watch", certs=tmp_path / "certs")
    monkeypatch.undo()
    with server, open(path, "r+b") as file, mmap.mmap(file.fileno(), 16) as clock:
        def ahead(wall=0, monotonic=0):
            clock[:16] = struct.pack("qq", wall, monotonic)

        server.access_log = tmp_path / "access.log"
        yield server, ahead


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["ahead", "back"])
def test_nobody_is_disconnected(clocked, jump):
    """Whoever is silent, shakes hands, asks or reads goes on as if nothing had happened; the new ones, too."""
    server, ahead = clocked
    request = f"gemini://localhost:{server.gemini}".encode()
    with socket.create_connection(("127.0.0.1", server.gopher), timeout=10) as silent, gemini.Session(server.gemini) as beginning, \
            gemini.Session(server.gemini) as idle, gemini.Session(server.gemini) as reading:
        idle.handshake()
        reading.handshake()
        reading.send(request + b"/files/big.bin\r\n")
        reading.incoming.write(reading.socket.recv(1000))
        ahead(jump)
        for _ in range(10):
            assert gemini.get(server.gemini).status == "20"
            assert gopher.get(server.gopher).data.endswith(b".\r\n")
        beginning.handshake()
        for session in (beginning, idle):
            session.send(request + b"/\r\n")
            assert session.receive().status == "20"
        silent.sendall(b"/missing\r\n")
        assert silent.recv(100).startswith(b"3")
        reply = reading.receive()
        assert reply.clean and len(reply.body) == BIG
    assert server.stop() == 0 and "takes its place" not in server.log()
    times = [line for line in server.access_log.read_text(encoding="ascii").splitlines() if " ms=" in line]
    assert len(times) > 20 and all(0 <= int(line.split(" ms=")[1].split()[0]) < HOUR * 500 for line in times)


@pytest.mark.parametrize("seconds, is_served", [(MINUTE - 10, True), (MINUTE + 10, False)], ids=["in the first minute", "later"])
def test_average_rate_of_a_reader(clocked, seconds, is_served):
    """E4: who goes on reading, but less than write-rate on average, is cut off once the first minute is over."""
    server, ahead = clocked
    with socket.create_connection(("127.0.0.1", server.gopher), timeout=10) as reader:
        reader.sendall(b"/files/big.bin\r\n")
        got = len(reader.recv(1000))
        ahead(monotonic=seconds)
        with contextlib.suppress(ConnectionResetError):
            while piece := reader.recv(65536):
                got += len(piece)
    assert gopher.get(server.gopher).data.endswith(b".\r\n")
    assert server.stop() == 0
    assert (got == BIG) == is_served, got
    text = server.access_log.read_text(encoding="ascii")
    assert ("write-rate" in text) != is_served, text
