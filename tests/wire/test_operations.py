"""Operations: who stops refuses at once, who hangs is replaced, who is new answers alone."""
import os
import signal
import socket
import struct

import pytest

from support import gemini, gopher
from support.server import Server
from test_processes import until_gone

BIG = 32 * 1024 * 1024
ROUNDS = 4000


@pytest.fixture
def served(capsule, make_site, tmp_path):
    site = make_site()
    with Server(capsule, site, "--set", "deadline.watchdog=1", certs=tmp_path / "certs") as server:
        server.site = site
        yield server


def is_refused(port):
    """Whether nobody listens; a connection in the last moment of a queue is reset."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return client.connect_ex(("127.0.0.1", port)) != 0


def test_stopping_server_refuses_new_clients(capsule, make_site, tmp_path):
    site = make_site()
    with open(site / "files/big.bin", "wb") as file:
        file.truncate(BIG)
    with Server(capsule, site, certs=tmp_path / "certs") as server, gemini.Session(server.gemini) as session:
        session.handshake()
        session.send(f"gemini://localhost:{server.gemini}/files/big.bin\r\n".encode())
        session.incoming.write(session.socket.recv(1000))
        server.signal(signal.SIGTERM)
        for _ in range(ROUNDS):
            if is_refused(server.gemini) and is_refused(server.gopher):
                break
        else:
            raise AssertionError("a server that stops goes on accepting")
        assert server.process.poll() is None, "it waits for the reply under way"
        reply = session.receive()
        assert len(reply.body) == BIG and reply.clean
        assert server.process.wait(timeout=20) == 0


def test_old_generation_is_silent_once_the_new_one_is_there(served):
    for number in range(10):
        since = served.mark()
        (served.site / "notes.md").write_text(f"---\ntitle: Notes\n---\n\nround {number}.\n", encoding="ascii")
        served.signal(signal.SIGHUP)
        served.wait_for(r"reloaded, pages=", since)
        for _ in range(10):
            reply = gemini.get(served.gemini, "/notes.html")
            assert f"round {number}." in reply.body.decode(), reply


def test_stopped_worker_is_killed_and_replaced(served):
    workers = served.children()["worker"]
    since = served.mark()
    os.kill(workers[0], signal.SIGSTOP)
    for _ in range(20):
        assert gemini.get(served.gemini).status == "20", "the other worker serves meanwhile"
    served.wait_for(rf"worker {workers[0]} has not answered", since)
    until_gone(workers[0])
    served.wait_for(r"another takes its place", since)
    for _ in range(ROUNDS):
        after = served.children()["worker"]
        if len(after) == 2:
            break
        assert gemini.get(served.gemini).status == "20"
    assert len(after) == 2 and workers[0] not in after and workers[1] in after


def test_reload_passes_a_stopped_worker(served):
    """A worker that hangs can neither hold up a reload nor outlive its generation."""
    workers = served.children()["worker"]
    since = served.mark()
    os.kill(workers[0], signal.SIGSTOP)
    (served.site / "notes.md").write_text("---\ntitle: Notes\n---\n\nanew\n", encoding="ascii")
    served.signal(signal.SIGHUP)
    served.wait_for(r"reloaded, pages=", since)
    assert b"anew" in gemini.get(served.gemini, "/notes.html").body
    until_gone(workers[0])
    assert gopher.get(served.gopher).data.endswith(b".\r\n")
