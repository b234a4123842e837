"""The protocol floor (P13): every version and every cipher suite that a client can name, offered to the server.

The hellos are our own, for a TLS library of today cannot even ask for what has to be refused.
"""
import contextlib
import os
import socket
import struct
import subprocess

import pytest

from support.server import Server

SECONDS = 10
SSL3, TLS10, TLS11, TLS12, TLS13 = 0x0300, 0x0301, 0x0302, 0x0303, 0x0304
FALLBACK = 0x5600  # says that the client could do better, which a server must not accept from one that can
X25519 = 29
# ECDHE with AES-GCM or ChaCha20-Poly1305, by the key of the certificate; TLS 1.3 has its own.
GOOD = {"ec": {0xC02B, 0xC02C, 0xCCA9}, "rsa": {0xC02F, 0xC030, 0xCCA8}}
GOOD_13 = {0x1301, 0x1302, 0x1303}
CHUNK = 2048


def vector(size, data):
    """DATA behind its length of SIZE bytes."""
    return len(data).to_bytes(size, "big") + data


def extension(number, data):
    return struct.pack(">H", number) + vector(2, data)


def client_hello(version, suites, compressions):
    """A ClientHello in one record, with the groups, signatures and, for TLS 1.3, the key share that any server takes."""
    signatures = struct.pack(">8H", 0x0403, 0x0503, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0201)
    more = [extension(0, vector(2, b"\0" + vector(2, b"localhost"))), extension(10, vector(2, struct.pack(">2H", X25519, 23))),
            extension(11, vector(1, b"\0")), extension(13, vector(2, signatures))]
    if version == TLS13:
        more += [extension(43, vector(1, struct.pack(">H", TLS13))),
                 extension(51, vector(2, struct.pack(">H", X25519) + vector(2, os.urandom(32))))]
    hello = struct.pack(">H", min(version, TLS12)) + os.urandom(32) + vector(1, b"")
    hello += vector(2, struct.pack(f">{len(suites)}H", *suites)) + vector(1, compressions)
    hello += vector(2, b"".join(more)) if version > SSL3 else b""
    return b"\x16" + struct.pack(">H", min(version, TLS10)) + vector(2, b"\x01" + vector(3, hello))


def offer(port, version, suites, compressions=b"\0"):
    """(version, suite, compression) of the ServerHello, or None when the server refuses."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as client, contextlib.suppress(ConnectionError):
        client.sendall(client_hello(version, suites, compressions))
        while len(answer) < 5 or len(answer) < 5 + int.from_bytes(answer[3:5], "big"):
            piece = client.recv(65536)
            if not piece:
                break
            answer += piece
    if answer[:1] != b"\x16":
        assert answer[:1] in (b"\x15", b""), answer
        return None
    at = 44 + answer[43]  # behind record, message, version, random and session
    chosen = int.from_bytes(answer[9:11], "big")
    if chosen == TLS12 and b"\0\x2b\0\x02\x03\x04" in answer[at:]:
        chosen = TLS13
    return chosen, int.from_bytes(answer[at:at + 2], "big"), answer[at + 2]


def scan(port, version):
    """The suites of all 65,536 that the server accepts for VERSION; it picks one of an offer, which is then left out."""
    accepted = set()
    for start in range(0, 0x10000, CHUNK):
        left = [suite for suite in range(start, start + CHUNK) if suite != FALLBACK]
        while chosen := offer(port, version, left):
            assert chosen[0] == version and chosen[2] == 0, chosen
            left.remove(chosen[1])
            accepted.add(chosen[1])
    return accepted


@pytest.fixture(scope="module", params=["ec", "rsa"])
def keyed(request, capsule, tmp_path_factory):
    """A server whose certificate has a key of that kind: which suites are possible depends on it."""
    base = tmp_path_factory.mktemp(request.param)
    for folder in ("site", "certs"):
        (base / folder).mkdir()
    (base / "site/index.md").write_text("---\ntitle: Tea\n---\n\nTea\n", encoding="ascii")
    kind = {"ec": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "rsa": ("rsa:2048",)}[request.param]
    subprocess.run(["openssl", "req", "-x509", "-newkey", *kind, "-nodes", "-keyout", base / "certs/capsule.key", "-out",
                    base / "certs/capsule.crt", "-subj", "/CN=localhost", "-days", "90"], check=True, capture_output=True)
    (base / "certs/capsule.key").chmod(0o600)
    with Server(capsule, base / "site", certs=base / "certs") as server:
        server.kind = request.param
        yield server


@pytest.mark.parametrize("version", [SSL3, TLS10, TLS11], ids=["SSL 3", "TLS 1.0", "TLS 1.1"])
def test_no_suite_of_an_old_version(keyed, version):
    assert scan(keyed.gemini, version) == set()


def test_suites_of_tls_1_2(keyed):
    """No CBC, no RSA key exchange, no static or anonymous Diffie-Hellman, no suite without encryption."""
    assert scan(keyed.gemini, TLS12) == GOOD[keyed.kind]


def test_suites_of_tls_1_3(keyed):
    assert scan(keyed.gemini, TLS13) == GOOD_13


def test_no_compression(keyed):
    """A client may offer DEFLATE; one that offers nothing else is refused."""
    suites = sorted(GOOD[keyed.kind])
    assert offer(keyed.gemini, TLS12, suites, b"\x01\0")[2] == 0
    assert offer(keyed.gemini, TLS12, suites, b"\x01") is None


def test_client_that_falls_back_without_need(keyed):
    assert offer(keyed.gemini, TLS12, sorted(GOOD[keyed.kind]) + [FALLBACK]) is None
