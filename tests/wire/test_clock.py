"""A wall clock that is set while clients are connected (W12): deadlines are counted by another one."""
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
HOUR = 3600

pytestmark = pytest.mark.skipif(SANITIZED, reason="a sanitizer must be loaded first")


@pytest.fixture
def clocked(capsule, make_site, tmp_path, monkeypatch):
    """A server, and a function that sets the wall clock of all its processes so many seconds ahead."""
    made = library(capsule.resolve(), "other_clock")
    if made is None:
        pytest.skip("no C compiler")
    path, site = tmp_path / "clock", make_site()
    path.write_bytes(bytes(8))
    with open(site / "files/big.bin", "wb") as file:
        file.truncate(BIG)
    monkeypatch.setenv("LD_PRELOAD", str(made))
    monkeypatch.setenv("OTHER_CLOCK", str(path))
    server = Server(capsule, site, "--set", f"log={tmp_path}/access.log", "--set", f"control={tmp_path}/control", "--no-watch",
                    certs=tmp_path / "certs")
    monkeypatch.undo()
    with server, open(path, "r+b") as file, mmap.mmap(file.fileno(), 8) as clock:
        def ahead(seconds):
            clock[:8] = struct.pack("q", seconds)

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
