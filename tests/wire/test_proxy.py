"""PROXY headers before TLS and before Gopher, and what rates and caps make of the clients they name."""
import os
import re
import signal
import socket
import ssl

import pytest

from support import corpus, gemini, gopher
from support.server import Server

ROWS = [(name, data, expected) for name, data, expected, _ in corpus.rows("proxy_headers.tsv")]
ACCEPTED = [row for row in ROWS if row[2].startswith("accept")]
V2 = b"\r\n\r\n\x00\r\nQUIT\n"


def header_of(number):
    """A header that says the client is 203.0.113.NUMBER."""
    return V2 + b"\x21\x11\x00\x0c" + bytes([203, 0, 113, number]) + b"\x7f\x00\x00\x01\x1f\x90\x07\xad"


class Proxied(gemini.Session):
    """A session whose socket begins with HEADER, either with the ClientHello in one segment or cut at CUT."""

    def __init__(self, port, header, cut=None):
        super().__init__(port)
        self.header = header if cut is None else header[cut:]
        if cut:
            self.socket.sendall(header[:cut])

    def flush(self):
        data = self.header + self.outgoing.read()
        self.header = b""
        if data:
            self.socket.sendall(data)


def get(port, header, cut=None):
    with Proxied(port, header, cut) as session:
        session.handshake()
        session.send(f"gemini://localhost:{port}/\r\n".encode())
        return session.receive()


def is_dropped(port, data):
    """Whether the server closes, without a byte, when it gets DATA and the end of our side."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        try:
            client.sendall(data)
            client.shutdown(socket.SHUT_WR)
            return client.recv(100) == b""
        except OSError:
            return True


@pytest.fixture(scope="module")
def proxied(capsule, tmp_path_factory):
    from conftest import SITE, write_tree
    base = tmp_path_factory.mktemp("proxied")
    write_tree(base / "site", SITE)
    flags = ("--set", f"log={base}/access.log", "--set", "log-addresses=full", "--set", "deadline.proxy=1")
    with Server(capsule, base / "site", *flags, certs=base / "certs", gemini="127.0.0.1:0,proxy",
                gopher="127.0.0.1:0,proxy") as server:
        server.access_log = base / "access.log"
        yield server


def logged_addresses(server):
    """Addresses of the requests logged so far; asks until the log has been written."""
    return re.findall(r"(?:client|address|peer)=(\S+)", server.access_log.read_text(encoding="ascii"))


def wait_for_address(server, address, before):
    for _ in range(20000):
        found = logged_addresses(server)
        if len(found) > before:
            assert found[before] == address, found[before:]
            return
    raise AssertionError(f"no line for {address}")


@pytest.mark.parametrize("name, header, expected", ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_accepted(proxied, name, header, expected):
    address = expected.split("|")[0].split()[1].replace("peer", "127.0.0.1")
    before = len(logged_addresses(proxied))
    reply = get(proxied.gemini, header)
    assert reply.status == "20" and reply.clean, reply
    wait_for_address(proxied, address, before)
    reply = gopher.ask(proxied.gopher, header + b"\r\n")
    assert reply.data.endswith(b"\r\n.\r\n") and not reply.note
    wait_for_address(proxied, address, before + 1)


@pytest.mark.parametrize("name, header, expected", ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_split_at_every_byte(proxied, name, header, expected):
    for cut in range(1, len(header), 1 if len(header) < 100 else 37):
        assert get(proxied.gemini, header, cut).status == "20", cut
    reply = gopher.ask(proxied.gopher, *[bytes([byte]) for byte in header], b"\r\n")
    assert reply.data.endswith(b"\r\n.\r\n"), reply


@pytest.mark.parametrize("name, data", [(row[0], row[1]) for row in ROWS if row[2] == "drop" and row[0] != "untrusted-peer"])
def test_dropped(proxied, name, data):
    assert is_dropped(proxied.gemini, data)
    assert is_dropped(proxied.gopher, data + b"\r\n\r\n") or name == "v2-addr-cut"
    assert get(proxied.gemini, header_of(1)).status == "20"


def test_deadline_is_absolute(proxied):
    """Neither silence nor one byte now and then lasts longer than deadline.proxy."""
    with socket.create_connection(("127.0.0.1", proxied.gemini), timeout=10) as silent, \
            socket.create_connection(("127.0.0.1", proxied.gemini), timeout=0.2) as dripping:
        for byte in header_of(1):
            try:
                dripping.sendall(bytes([byte]))
                if dripping.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            raise AssertionError("a header may take for ever")
        assert silent.recv(1) == b""


def test_untrusted_peer(capsule, make_site, tmp_path):
    log = tmp_path / "access.log"
    flags = ("--set", "proxy-from=192.0.2.0/24", "--set", f"log={log}")
    with Server(capsule, make_site(), *flags, certs=tmp_path / "certs", gemini="127.0.0.1:0,proxy") as server:
        assert is_dropped(server.gemini, header_of(7))
        assert gopher.get(server.gopher).data.endswith(b".\r\n")
    assert "proxy-from" in log.read_text(encoding="ascii")


def test_rate(capsule, make_site, tmp_path):
    """A client over its rate, whoever answers, is told for how long to wait; others and trusted ones are not concerned."""
    flags = ("--set", "rate.requests=1", "--set", "rate.burst=3", "--set", "trusted=127.0.0.0/8", "--set",
             "trusted=203.0.113.9")
    with Server(capsule, make_site(), *flags, certs=tmp_path / "certs", gemini="127.0.0.1:0,proxy",
                gopher="127.0.0.1:0,proxy", workers=4) as server:
        replies = [get(server.gemini, header_of(1)) for _ in range(12)]
        assert [reply.status for reply in replies[:3]] == ["20"] * 3
        refused = [reply for reply in replies if reply.status == "44"]
        assert refused and all(reply.header == b"44 1" and reply.clean for reply in refused), replies
        assert gopher.ask(server.gopher, header_of(1) + b"\r\n").data.startswith(b"3You ask too fast")
        assert get(server.gemini, header_of(2)).status == "20"
        assert {get(server.gemini, header_of(9)).status for _ in range(12)} == {"20"}
        local = V2 + b"\x20\x00\x00\x00"
        assert {get(server.gemini, local).status for _ in range(12)} == {"20"}


def test_cap_counts_the_named_client(capsule, make_site, tmp_path):
    flags = ("--set", "connections.address=2")
    with Server(capsule, make_site(), *flags, certs=tmp_path / "certs", gemini="127.0.0.1:0,proxy", workers=4) as server:
        held = [Proxied(server.gemini, header_of(1)) for _ in range(2)]
        for session in held:
            session.handshake()
        assert get(server.gemini, header_of(1)).status == "44"
        assert get(server.gemini, header_of(2)).status == "20"
        for worker in server.children()["worker"]:  # whose connections end with it
            since = server.mark()
            os.kill(worker, signal.SIGKILL)
            server.wait_for("another takes its place", since)
        assert get(server.gemini, header_of(1)).status == "20"
        for session in held:
            session.socket.close()


def test_plain_tls_on_a_proxy_port(proxied):
    with pytest.raises((ssl.SSLError, OSError)), gemini.Session(proxied.gemini) as session:
        session.handshake()
