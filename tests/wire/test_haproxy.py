"""Debian's HAProxy in TCP mode before the server: TLS passes through it, and clients stay who they are."""
import contextlib
import re
import shutil
import socket
import subprocess

import pytest

from support import gemini, gopher
from support.debian import unpack, with_libraries
from support.server import Server

CLIENT, OTHER = ("127.0.0.2", 0), ("127.0.0.3", 0)
CONFIGURATION = """
global
    maxconn 100
defaults
    mode tcp
    timeout connect 10s
    timeout client 20s
    timeout server 20s
listen gemini
    bind fd@{gemini_socket}
    server capsule 127.0.0.1:{gemini} {word}
listen gopher
    bind fd@{gopher_socket}
    server capsule 127.0.0.1:{gopher} {word}
"""


@pytest.fixture(scope="module")
def haproxy(capsule):
    """The installed program, or else the one of Debian's package, and its environment."""
    path = shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if path:
        return path, None
    packages = capsule.parent / "packages"
    tree = unpack(packages, "haproxy")
    if not tree:
        pytest.skip("haproxy is neither installed nor to be had")
    environment = with_libraries(packages, "liblua5.3-0", "libopentracing-c-wrapper0", "libopentracing1")
    path = tree / "usr/sbin/haproxy"
    if subprocess.run([path, "-v"], env=environment, capture_output=True, check=False).returncode:
        pytest.skip("haproxy lacks a library")
    return path, environment


class Front:
    """HAProxy before a server, told by WORD to send its header; `gemini` and `gopher` are its ports.

    Its sockets are made here and listen at once: nobody waits for it, and no port is lost. They are the server's public ones.
    """

    def __init__(self, stack, haproxy, capsule, site, folder, word, *flags):
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(2)]
        self.gemini, self.gopher = [one.getsockname()[1] for one in sockets]
        self.access_log = folder / "access.log"
        flags = [f"log={self.access_log}", "log-addresses=full", f"gemini-port={self.gemini}", f"gopher-port={self.gopher}", *flags]
        self.server = stack.enter_context(
            Server(capsule, site, *[part for flag in flags for part in ("--set", flag)], certs=folder / "certs",
                   gemini="127.0.0.1:0,proxy", gopher="127.0.0.1:0,proxy"))
        gemini_socket, gopher_socket = [one.fileno() for one in sockets]
        (folder / "haproxy.cfg").write_text(
            CONFIGURATION.format(gemini=self.server.gemini, gemini_socket=gemini_socket, gopher=self.server.gopher,
                                 gopher_socket=gopher_socket, word=word), encoding="ascii")
        program, environment = haproxy
        process = subprocess.Popen([program, "-db", "-q", "-f", folder / "haproxy.cfg"], env=environment,
                                   pass_fds=(gemini_socket, gopher_socket), stdin=subprocess.DEVNULL)
        stack.callback(process.wait, timeout=20)
        stack.callback(process.terminate)

    def clients(self):
        """Ends the server; the clients in its log."""
        self.server.stop()
        return re.findall(r"address=(\S+)", self.access_log.read_text(encoding="ascii"))


@pytest.fixture(params=["send-proxy", "send-proxy-v2"])
def put_behind(request, haproxy, capsule, make_site, tmp_path):
    """A function that starts a server with more settings, and HAProxy before it."""
    with contextlib.ExitStack() as stack:
        yield lambda *flags: Front(stack, haproxy, capsule, make_site(), tmp_path, request.param, *flags)


def test_the_log_has_the_client(put_behind):
    front = put_behind()
    assert gemini.get(front.gemini, source=CLIENT).status == "20"
    menu = gopher.ask(front.gopher, b"\r\n", source=OTHER)
    assert {item[4] for item in menu.items() if item[0] == "1"} == {str(front.gopher)}
    assert sorted(front.clients()) == [CLIENT[0], OTHER[0]]


def test_a_half_closed_client_gets_the_whole_file(put_behind):
    """HAProxy passes the end of one side on, as it does close_notify."""
    front = put_behind()
    with gemini.Session(front.gemini, source=CLIENT) as session:
        session.handshake()
        session.send(f"gemini://localhost:{front.gemini}/files/leaf.pdf\r\n".encode())
        session.half_close()
        reply = session.receive()
    assert reply.clean and reply.body == b"%PDF-1.4\n" + bytes(range(256)) * 8


def test_the_cap_is_the_clients(put_behind):
    """Were it HAProxy's address that counts, no client would be bound: it is trusted here."""
    front = put_behind("connections.address=2", "trusted=127.0.0.1")
    with gemini.Session(front.gemini, source=CLIENT) as one, gemini.Session(front.gemini, source=CLIENT) as two:
        one.handshake()
        two.handshake()
        assert gemini.get(front.gemini, source=CLIENT).status == "44"
        assert gemini.get(front.gemini, source=OTHER).status == "20"
        assert gopher.ask(front.gopher, b"\r\n", source=OTHER).data.endswith(b"\r\n.\r\n")


def test_the_rate_is_the_clients(put_behind):
    front = put_behind("rate.requests=1", "rate.burst=2", "trusted=127.0.0.1")
    replies = [gemini.get(front.gemini, source=CLIENT).status for _ in range(8)]
    assert replies[:2] == ["20", "20"] and "44" in replies, replies
    assert gopher.ask(front.gopher, b"\r\n", source=CLIENT).data.startswith(b"3You ask too fast")
    assert gemini.get(front.gemini, source=OTHER).status == "20"
