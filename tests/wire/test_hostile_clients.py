"""Clients that cut, bend and break off what they send, in TLS or before it; all others are served on.

With CAPSULE_SOAK set (`make soak`) every request of the corpora is bent as often as the plan asks for.
"""
import contextlib
import random
import re
import select
import socket
import ssl
import struct

import pytest

from support import corpus, gemini, gopher
from support.figures import full
from support.process import cpu_seconds
from support.server import Server

BENDS = full(8, 500)
HEADER = re.compile(rb"[1-6][0-9]( [^\x00-\x1f\x7f]{0,1024})?")
HANDSHAKE = b"\x16\x03\x01"


# --- Requests (P5, P6) ---


def test_request_cut_at_every_byte(tea):
    """P6: in two TLS records, or two segments of a Gopher client, wherever the cut is."""
    request = f"gemini://localhost:{tea.gemini}/friends/\r\n".encode()
    for cut in range(1, len(request)):
        with gemini.Session(tea.gemini) as session:
            session.handshake()
            session.send(request[:cut])
            session.send(request[cut:])
            reply = session.receive()
        assert reply.status == "20" and reply.clean, (cut, reply)
    selector = b"/friends.txt\r\n"
    whole = gopher.ask(tea.gopher, selector).data
    for cut in range(1, len(selector)):
        assert gopher.ask(tea.gopher, selector[:cut], selector[cut:]).data == whole, cut


def bend(chance, request):
    """REQUEST with one to three of its places changed: a bit, a byte lost, doubled or new, a piece moved."""
    made = bytearray(request)
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.randrange(len(made) + 1) for _ in range(2))
        kind = chance.randrange(5)
        if kind == 0 and at < len(made):
            made[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del made[at:at + 1]
        elif kind == 2:
            made[at:at] = made[at:to][:64]
        elif kind == 3:
            made[at:at] = chance.choice([b"\0", b"\r", b"\n", b"%", b"..", b"/", b"%2f", b"\t", b"\x1b", b"\xff"])
        else:
            made[at:to] = made[to:] + made[at:to]
    return bytes(made[:8192])


def bent(name, port):
    """Every request of a corpus, bent again and again; the same ones in each run."""
    chance = random.Random(name)
    for _, request, _, _ in corpus.rows(name):
        for _ in range(BENDS):
            yield bend(chance, corpus.expand(request, port))


def test_bent_gemini_requests(tea):
    """P5: whatever the answer is, it is one, and gives nothing away."""
    for request in bent("gemini_requests.tsv", tea.gemini):
        with gemini.Session(tea.gemini) as session:
            session.handshake()
            session.send(request)
            session.half_close()
            reply = session.receive()
        assert b"SECRET" not in reply.data and b"root:x:" not in reply.data, request
        assert not reply.note, (request, reply)
        assert not reply.data or (reply.clean and HEADER.fullmatch(reply.header)), (request, reply)
        assert reply.status.startswith("2") or not reply.body, (request, reply)


def test_bent_gopher_requests(tea):
    """P5"""
    for request in bent("gopher_requests.tsv", tea.gopher):
        reply = gopher.ask(tea.gopher, request, half_close=True)
        assert b"SECRET" not in reply.data and b"root:x:" not in reply.data and not reply.note, (request, reply)
        if re.match(rb"3[^\r\n]*\r\n\.\r\n\Z", reply.data):
            assert reply.data.count(b"\t") == 3, (request, reply)


# --- TLS (P8, P9, P14) ---


def client_hello(session):
    with contextlib.suppress(ssl.SSLWantReadError):
        session.tls.do_handshake()
    return session.outgoing.read()


def test_client_hello_in_single_bytes(tea):
    """P9: each in a segment of its own."""
    with gemini.Session(tea.gemini) as session:
        for byte in client_hello(session):
            session.socket.sendall(bytes([byte]))
        session.handshake()
        session.send(f"gemini://localhost:{tea.gemini}/\r\n".encode())
        assert session.receive().status == "20"


def test_client_hello_in_records_of_one_byte(tea):
    """P9: the handshake is done, or refused by an alert; nobody hangs."""
    with gemini.Session(tea.gemini) as session:
        hello = client_hello(session)[5:]
        session.socket.sendall(b"".join(HANDSHAKE + b"\0\x01" + bytes([byte]) for byte in hello))
        try:
            session.handshake()
            session.send(f"gemini://localhost:{tea.gemini}/\r\n".encode())
            assert session.receive().status == "20"
        except (ssl.SSLError, ConnectionError):
            pass
    assert gemini.get(tea.gemini).status == "20"


@pytest.mark.parametrize("length", [16 * 1024, 64 * 1024, (1 << 24) - 1])
def test_client_hello_that_claims_to_be_long(tea, length):
    """P9: bytes are taken up to a bound that no honest hello reaches; then the connection is closed."""
    body = b"\x01" + struct.pack(">I", length)[1:] + b"\x03\x03" + bytes(32) + b"\0"
    sent = 0
    with socket.create_connection(("127.0.0.1", tea.gemini), timeout=10) as client:
        with contextlib.suppress(OSError):
            while sent < 16 << 20:
                client.sendall(HANDSHAKE + struct.pack(">H", 16384) + (body + bytes(16384))[:16384])
                body, sent = b"", sent + 16384
        assert sent < 16 << 20, "it would read for ever"
        with contextlib.suppress(OSError):
            assert HEADER.match(client.recv(4096)) is None
    assert gemini.get(tea.gemini).status == "20"


@pytest.mark.parametrize("data", [b"gemini://localhost/\r\n", b"GET / HTTP/1.0\r\n\r\n", b"\x80\x2e\x01\x00\x02" + bytes(43)],
                         ids=["gemini", "http", "ssl2"])
def test_plain_text_on_the_tls_port(tea, data):
    """P14: closed, with an alert at most."""
    with socket.create_connection(("127.0.0.1", tea.gemini), timeout=5) as client:
        client.sendall(data)
        got = b""
        with contextlib.suppress(ConnectionResetError):
            while piece := client.recv(4096):
                got += piece
    assert not got or (got[:1] == b"\x15" and len(got) == 7), got


def test_reset_behind_close_notify(capsule, make_site, tmp_path):
    """P8: who says good-bye and then resets in the middle of a reply leaves nothing behind that spins."""
    site = make_site()
    with open(site / "files/big.bin", "wb") as file:
        file.truncate(64 << 20)
    with Server(capsule, site, certs=tmp_path / "certs", workers=1) as server:
        for _ in range(full(20, 200)):
            with gemini.Session(server.gemini) as session:
                session.handshake()
                session.send(f"gemini://localhost:{server.gemini}/files/big.bin\r\n".encode())
                with contextlib.suppress(ssl.SSLError):
                    session.tls.unwrap()
                session.flush()
                assert session.socket.recv(65536)
                session.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        assert gemini.get(server.gemini).status == "20"
        worker = server.children()["worker"][0]
        before = cpu_seconds(worker)
        select.select([], [], [], 1)  # nothing happens: that is what is measured
        assert cpu_seconds(worker) - before < 0.1
