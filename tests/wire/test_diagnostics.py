"""The 27 checks of gemini-diagnostics, the public torture test of Gemini servers, under its names (P4); the code is our own."""
import contextlib
import datetime
import socket
import ssl
import subprocess

import pytest

from support import gemini
from support.server import Server

# What is asked, and how the answer begins. {HOST} and {PORT} are the server's own.
REQUESTS = {
    "HomepageNoRedirect": ("gemini://{HOST}:{PORT}\r\n", "20"),
    "PageNotFound": ("gemini://{HOST}:{PORT}/09pdsakjo73hjn12id78\r\n", "51"),
    "URLIncludePort": ("gemini://{HOST}:{PORT}/\r\n", "20"),
    "URLSchemeMissing": ("//{HOST}:{PORT}/\r\n", "59"),
    "URLByIPAddress": ("gemini://127.0.0.1:{PORT}/\r\n", "20"),  # a server that was told no host takes the address
    "URLInvalidUTF8Byte": ("gemini://{HOST}:{PORT}/\udcdc\r\n", "59"),
    "URLMaxSize": ("gemini://{HOST}:{PORT}/{PAD:1024}\r\n", "51"),
    "URLAboveMaxSize": ("gemini://{HOST}:{PORT}/{PAD:1025}\r\n", "59"),
    "URLWrongPort": ("gemini://{HOST}:443/\r\n", "53"),
    "URLWrongHost": ("gemini://wikipedia.example/\r\n", "53"),
    "URLSchemeHTTP": ("http://{HOST}:{PORT}/\r\n", "53"),
    "URLSchemeHTTPS": ("https://{HOST}:{PORT}/\r\n", "53"),
    "URLSchemeGopher": ("gopher://{HOST}:{PORT}/\r\n", "53"),
    "URLEmpty": ("\r\n", "59"),
    "URLRelative": ("/\r\n", "59"),
    "URLInvalid": ("Hello Gemini!\r\n", "59"),
    "URLDotEscape": ("gemini://{HOST}:{PORT}/../../\r\n", "5"),
}


def bytes_of(text, port):
    text = text.replace("{HOST}", "localhost").replace("{PORT}", str(port))
    for size in (1024, 1025):
        field = f"{{PAD:{size}}}"
        text = text.replace(field, "0" * (size - len(text.removesuffix("\r\n")) + len(field)))
    return text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize("name", REQUESTS)
def test_request(tea, name):
    text, status = REQUESTS[name]
    reply = gemini.ask(tea.gemini, bytes_of(text, tea.gemini))
    assert reply.status.startswith(status) and len(reply.status) == 2 and reply.clean, reply
    assert reply.data.startswith(reply.header + b"\r\n") and len(reply.header) <= 1027
    assert bool(reply.body) == (status == "20"), reply


def test_there_are_27():
    others = [name for name in globals() if name.startswith("check_")]
    assert len(REQUESTS) + len(others) == len(REQUESTS) + len(OTHERS) == 27


def check_ipv4_address(server):
    with socket.create_connection(("127.0.0.1", server.gemini), timeout=10):
        pass


def check_ipv6_address(server):
    try:
        connection = socket.create_connection(("::1", server.gemini_6), timeout=10)
    except AttributeError:
        pytest.skip("this machine has no IPv6")
    connection.close()
    assert gemini.get(server.gemini_6, address="::1").status in ("20", "53")


def check_tls_version(server):
    with gemini.Session(server.gemini) as session:
        session.handshake()
        assert session.tls.version() == "TLSv1.3"


def certificate(server):
    return ssl.get_server_certificate(("127.0.0.1", server.gemini))


def check_tls_claims(server):
    """Valid today, and for the host."""
    text = subprocess.run(["openssl", "x509", "-noout", "-dates", "-ext", "subjectAltName"], input=certificate(server),
                          capture_output=True, text=True, check=True).stdout
    dates = dict(line.split("=") for line in text.splitlines() if "=" in line)
    first, last = (ssl.cert_time_to_seconds(dates[name]) for name in ("notBefore", "notAfter"))
    assert first <= datetime.datetime.now().timestamp() <= last
    assert "DNS:localhost" in text


def check_tls_verified(server):
    """It is of an authority, or signed by itself, so that a client that has it can verify it."""
    trusting = ssl.create_default_context(cadata=certificate(server))
    with socket.create_connection(("127.0.0.1", server.gemini), timeout=10) as plain:
        with trusting.wrap_socket(plain, server_hostname="localhost") as tls:
            assert tls.version()


def check_tls_required(server):
    with socket.create_connection(("127.0.0.1", server.gemini), timeout=10) as plain:
        plain.sendall(bytes_of("gemini://{HOST}:{PORT}/\r\n", server.gemini))
        with contextlib.suppress(ConnectionResetError):
            assert not plain.recv(4096).startswith((b"2", b"5"))


def check_tls_close_notify(server):
    assert gemini.get(server.gemini).clean


def check_concurrent_connections(server):
    """The second client is served while the first has sent one letter."""
    request = bytes_of("gemini://{HOST}:{PORT}/\r\n", server.gemini)
    with gemini.Session(server.gemini) as first:
        first.handshake()
        first.send(request[:1])
        assert gemini.ask(server.gemini, request).status == "20"
        first.send(request[1:])
        assert first.receive().status == "20"


def check_response_format(server):
    reply = gemini.get(server.gemini)
    assert reply.header.startswith(b"20 text/gemini") and reply.header[3:4] != b" "
    assert reply.body.endswith(b"\n") and b"\r" not in reply.body


def check_request_missing_cr(server):
    """No answer to a line that ends in LF alone but the end of the connection, or that it is wrong."""
    reply = gemini.ask(server.gemini, bytes_of("gemini://{HOST}:{PORT}/\n", server.gemini))
    assert reply.status in ("", "59") and not reply.body, reply


OTHERS = [check_ipv4_address, check_ipv6_address, check_tls_version, check_tls_claims, check_tls_verified, check_tls_required,
          check_tls_close_notify, check_concurrent_connections, check_response_format, check_request_missing_cr]


@pytest.fixture(scope="module")
def both(capsule, tea, tmp_path_factory):
    """A server that ends a request after a second; on IPv6, too, where the machine has it."""
    base = tmp_path_factory.mktemp("diagnostics")
    flags = ("--set", "deadline.request=1")
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(Server(capsule, tea.site, *flags, certs=base / "certs"))
        with contextlib.suppress(OSError), socket.create_server(("::1", 0), family=socket.AF_INET6):
            other = stack.enter_context(Server(capsule, tea.site, *flags, certs=base / "certs", gemini="[::1]:0", gopher="off"))
            server.gemini_6 = other.gemini
        yield server


@pytest.mark.parametrize("check", OTHERS)
def test_connection(both, check):
    check(both)
