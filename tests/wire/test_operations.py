"""Operations: who stops refuses at once, who hangs is replaced, who is new answers alone."""
import contextlib
import os
import re
import select
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import threading

import pytest

from support import gemini, gopher
from support.figures import full
from support.server import Server
from test_processes import Load, until_gone

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


def test_orders_to_every_process_are_for_the_master(served):
    workers = served.children()["worker"]
    with gemini.Session(served.gemini) as session:
        session.handshake()
        for worker in workers:
            for order in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
                os.kill(worker, order)
        session.send(f"gemini://localhost:{served.gemini}/\r\n".encode())
        assert session.receive().status == "20"
    assert served.children()["worker"] == workers


def republish(server, path=None, text=None):
    """Has the site read again, with TEXT as the file PATH; returns what the log says of it."""
    since = server.mark()
    if path:
        new = path.with_suffix(".new")
        new.write_text(text)
        new.rename(path)
    server.signal(signal.SIGHUP)
    server.wait_for("reloaded, pages" if path else "reloaded", since)
    return "\n".join(server.lines[since:])


def test_a_warning_is_said_once(capsule, make_site, tmp_path):
    site = make_site({"_config.yml": "title: A\n", "index.md": "---\n---\n# Home\n", "a.md": "---\n---\n[x](/nowhere/)\n"})
    page = site / "a.md"
    with Server(capsule, site, "--no-watch", certs=tmp_path / "certs") as server:
        assert "/nowhere/ leads to nothing" in server.log()
        assert "leads to nothing" not in republish(server)
        news = republish(server, page, "---\n---\none more line\n\n[x](/nowhere/) [y](/never/)\n")
        assert "/never/ leads to nothing" in news and "/nowhere/" not in news
        assert "leads to nothing" not in republish(server, page, "---\n---\nno link\n")
        assert "/nowhere/ leads to nothing" in republish(server, page, "---\n---\n[x](/nowhere/)\n")


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


@pytest.fixture
def upgraded(capsule, make_site, tmp_path):
    """A server run from a copy of the program, so that a test may replace the file; whoever took over is ended."""
    program = tmp_path / "capsule"
    shutil.copy(capsule, program)
    site = make_site()
    with Server(program, site, certs=tmp_path / "certs") as server:
        server.site, server.program = site, program
        yield server
        for pid in re.findall(r"as process (\d+) to take over", server.log()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGTERM)
                until_gone(int(pid))


def ask_often(server):
    """Half of the requests that an upgrade must not lose; those of the load come in addition."""
    for _ in range(full(20, 5000)):
        reply = gemini.get(server.gemini)
        assert reply.status == "20" and reply.clean, reply


def test_upgrade_under_load(upgraded, capsule):
    """A new program takes over without a lost request; a long reply of the old one is finished."""
    with open(upgraded.site / "files/big.bin", "wb") as file:
        file.truncate(BIG)
    since = upgraded.mark()
    upgraded.signal(signal.SIGHUP)
    upgraded.wait_for("reloaded", since)
    with gemini.Session(upgraded.gemini) as session, Load(upgraded) as load:
        session.handshake()
        session.send(f"gemini://localhost:{upgraded.gemini}/files/big.bin\r\n".encode())
        session.incoming.write(session.socket.recv(1000))
        fresh = upgraded.program.with_name("fresh")
        shutil.copy(capsule, fresh)
        fresh.rename(upgraded.program)
        since = upgraded.mark()
        ask_often(upgraded)
        upgraded.signal(signal.SIGUSR2)
        ask_often(upgraded)
        upgraded.wait_for(r"process \d+ takes over", since)
        upgraded.wait_for(rf"ready gemini=localhost:{upgraded.gemini} ", since)
        reply = session.receive()
        assert len(reply.body) == BIG and reply.clean
        assert upgraded.process.wait(timeout=20) == 0
        assert gemini.get(upgraded.gemini).status == "20"
        assert load.total() > 0


def put_program(upgraded, words):
    """A script of one line takes the place of the program that SIGUSR2 starts."""
    fresh = upgraded.program.with_name("fresh")
    fresh.write_text(f"#!/bin/sh\n{words}\n", encoding="ascii")
    fresh.chmod(0o755)
    fresh.rename(upgraded.program)


def test_failed_upgrade_changes_nothing(upgraded):
    put_program(upgraded, "exit 3")
    since = upgraded.mark()
    upgraded.signal(signal.SIGUSR2)
    upgraded.wait_for(r"the new program ended with status 3; what runs stays as it is", since)
    assert gemini.get(upgraded.gemini).status == "20"
    assert upgraded.process.poll() is None


def test_stopped_during_an_upgrade(upgraded):
    """Who stops the server means the new program, too, which has not taken over yet; meanwhile a second one is not started."""
    put_program(upgraded, "exec sleep 60")
    since = upgraded.mark()
    upgraded.signal(signal.SIGUSR2)
    line = upgraded.wait_for(r"as process \d+ to take over", since)
    started = int(re.search(r"as process (\d+)", line)[1])
    upgraded.signal(signal.SIGUSR2)
    upgraded.wait_for(rf"process {started} has been started already and is not ready", since)
    assert gemini.get(upgraded.gemini).status == "20"
    upgraded.signal(signal.SIGTERM)
    assert upgraded.process.wait(timeout=20) == 0
    until_gone(started)


STARTER = """
import fcntl, os, sys
count = int(sys.argv[1])
numbers = [int(number) for number in sys.argv[3:3 + count]]
moved = [fcntl.fcntl(number, fcntl.F_DUPFD, 100) for number in numbers]
for place, number in enumerate(moved, 3):
    os.dup2(number, place)
os.environ["LISTEN_PID"] = str(os.getpid())
os.environ["LISTEN_FDS"] = str(count)
os.environ["LISTEN_FDNAMES"] = sys.argv[2]
os.execv(sys.argv[3 + count], sys.argv[3 + count:])
"""


class Activated(Server):
    """A server that gets SOCKETS, called NAMES, as systemd hands them over; other flags as given."""

    def __init__(self, binary, site, sockets, names, *flags, notify=None, **environment):
        self.lines = []
        self.changed = threading.Condition()
        numbers = [str(opened.fileno()) for opened in sockets]
        command = [sys.executable, "-c", STARTER, str(len(numbers)), names, *numbers, str(binary), "serve", str(site),
                   "--workers", "2", *flags]
        environment = os.environ | environment | ({"NOTIFY_SOCKET": notify} if notify else {})
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, env=environment,
                                        pass_fds=[opened.fileno() for opened in sockets])
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()


def listening():
    opened = socket.create_server(("127.0.0.1", 0))
    return opened, opened.getsockname()[1]


def test_socket_activation(capsule, make_site, tmp_path):
    """A client that connected before the server was there is answered; ports are those of the sockets."""
    one, gemini_port = listening()
    other, gopher_port = listening()
    with one, other, gemini.Session(gemini_port) as early:
        with Activated(capsule, make_site(), [other, one], "gopher:gemini", "--certs", str(tmp_path / "certs")) as server:
            assert (server.gemini, server.gopher) == (gemini_port, gopher_port)
            early.handshake()
            early.send(f"gemini://localhost:{gemini_port}/\r\n".encode())
            assert early.receive().status == "20"
            assert gopher.get(gopher_port).data.endswith(b".\r\n")


def wait_for_pause(client):
    """How many bytes the client may read once there come no more: its window is full."""
    before = 0
    for _ in range(500):
        select.select([], [], [], 0.02)
        now = len(client.recv(200_000, socket.MSG_PEEK))
        if now == before:
            return now
        before = now
    raise AssertionError("there is no end of it")


def test_certificates_that_do_not_fit_into_the_send_buffer(capsule, make_site, tmp_path):
    """L14: the server's first flight waits for the client to read. Its sockets have the buffers of the one that listens."""
    certs = tmp_path / "certs"
    subprocess.run([capsule, "cert", "new", "--certs", certs, "--host", "localhost"], check=True, capture_output=True)
    chain = certs / "capsule.crt"
    leaf = chain.read_text(encoding="ascii")
    length = len(ssl.PEM_cert_to_DER_cert(leaf))
    chain.write_text(leaf * (95_000 // length), encoding="ascii")
    one, port = listening()
    other, _ = listening()
    one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    with one, other, Activated(capsule, make_site(), [one, other], "gemini:gopher", "--certs", str(certs)):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with gemini.Session(port, version=version) as session:
                with contextlib.suppress(ssl.SSLWantReadError):
                    session.tls.do_handshake()
                session.flush()
                assert wait_for_pause(session.socket) < 94_000, "a flight that fits proves nothing"
                session.handshake()
                session.send(f"gemini://localhost:{port}/\r\n".encode())
                reply = session.receive()
            assert reply.status == "20" and reply.clean, reply


def test_unknown_socket_is_refused(capsule, make_site, tmp_path):
    one, port = listening()
    with one:
        server = Activated(capsule, make_site(), [one], "capsule.socket", "--certs", str(tmp_path / "certs"))
        assert server.process.wait(timeout=20) == 1
        server.reader.join(timeout=20)
        assert str(port) in server.log() and "FileDescriptorName" in server.log()


def test_systemd_is_told(capsule, make_site, tmp_path):
    one, _ = listening()
    other, _ = listening()
    path = str(tmp_path / "notify")
    with one, other, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(path)
        notified.settimeout(20)

        def wait_for(word):
            while word not in notified.recv(200).decode():
                pass

        with Activated(capsule, make_site(), [one, other], "gemini:gopher", "--certs", str(tmp_path / "certs"), notify=path,
                       WATCHDOG_USEC="200000") as server:
            wait_for("READY=1")
            wait_for("WATCHDOG=1")
            server.signal(signal.SIGHUP)
            wait_for("RELOADING=1\nMONOTONIC_USEC=")
            wait_for("READY=1")
            server.signal(signal.SIGTERM)
            wait_for("STOPPING=1")
