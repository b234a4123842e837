"""A Gopher client: sends bytes, reads to the end."""
import contextlib
import socket

SECONDS = 10


class Reply:
    """The bytes, and the exception's name if the connection did not end in peace."""

    def __init__(self, data, note=""):
        self.data = data
        self.note = note

    def items(self):
        """A menu's lines as (type, name, selector, host, port); fails if a line has not four fields or there is no end."""
        lines = self.data.decode("utf-8").split("\r\n")
        assert lines[-2:] == [".", ""], f"a menu ends in a full stop: {self.data[-80:]!r}"
        found = []
        for line in lines[:-2]:
            fields = line.split("\t")
            assert len(fields) == 4, f"four fields: {line!r}"
            found.append((fields[0][:1], fields[0][1:], *fields[1:]))
        return found

    def __repr__(self):
        return f"Reply({self.data[:200]!r}, note={self.note!r})"


def ask(port, *segments, half_close=False, seconds=SECONDS, address="127.0.0.1", source=None):
    """Sends each segment on its own, optionally ends our side, and reads until the server closes."""
    data, note = bytearray(), ""
    with socket.create_connection((address, port), timeout=seconds, source_address=source) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for segment in segments:
                connection.sendall(segment)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                data += piece
        except OSError as problem:
            note = type(problem).__name__
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
    return Reply(bytes(data), note)


def get(port, selector=""):
    return ask(port, selector.encode() + b"\r\n")
