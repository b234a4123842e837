"""A Gemini client that shows what a browser hides: segments, half-closes, close_notify."""
import contextlib
import socket
import ssl

SECONDS = 10


class Reply:
    """What came back: `header` without CRLF, `body`, and whether the server said close_notify."""

    def __init__(self, data, clean, note=""):
        self.data = data
        self.clean = clean
        self.note = note
        self.header, _, self.body = data.partition(b"\r\n")
        self.status = self.header[:2].decode("latin-1")
        self.meta = self.header[3:].decode("utf-8", "replace")

    def __repr__(self):
        return f"Reply({self.data[:200]!r}, clean={self.clean}, note={self.note!r})"


def context(version=None):
    """A context that trusts any certificate, as trust on first use does."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    if version:
        made.minimum_version = made.maximum_version = version
    return made


class Session:
    """TLS over two memory buffers, so that a test decides when which byte goes out."""

    def __init__(self, port, name="localhost", version=None, address="127.0.0.1", source=None):
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context(version).wrap_bio(self.incoming, self.outgoing, server_hostname=name)
        self.socket = socket.create_connection((address, port), timeout=SECONDS, source_address=source)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def flush(self):
        data = self.outgoing.read()
        if data:
            self.socket.sendall(data)

    def handshake(self):
        while True:
            try:
                self.tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                self.flush()
                data = self.socket.recv(65536)
                if not data:
                    raise ConnectionError("closed during the handshake") from None
                self.incoming.write(data)
        self.flush()

    def send(self, data):
        if data:
            self.tls.write(data)
        self.flush()

    def half_close(self):
        """close_notify, then the end of our side of the TCP connection."""
        with contextlib.suppress(ssl.SSLError):
            self.tls.unwrap()
        with contextlib.suppress(OSError):
            self.flush()
            self.socket.shutdown(socket.SHUT_WR)

    def _drain(self, data):
        """Everything decrypted so far is added to DATA; True once close_notify was read."""
        try:
            while True:
                piece = self.tls.read(65536)
                if not piece:
                    return True
                data += piece
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLZeroReturnError:
            return True

    def receive(self, seconds=SECONDS):
        data, clean, note = bytearray(), False, ""
        self.socket.settimeout(seconds)
        try:
            clean = self._drain(data)
            while piece := self.socket.recv(65536):
                self.incoming.write(piece)
                clean = self._drain(data) or clean
        except (OSError, ssl.SSLError) as problem:
            note = type(problem).__name__
        return Reply(bytes(data), clean, note)


def ask(port, request, **options):
    """The reply to the raw bytes REQUEST, sent in one go after the handshake."""
    with Session(port, **options) as session:
        session.handshake()
        session.send(request)
        return session.receive()


def get(port, path="/", **options):
    """The reply to an ordinary request for PATH."""
    return ask(port, f"gemini://localhost:{port}{path}\r\n".encode(), **options)
