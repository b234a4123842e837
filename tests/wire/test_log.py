"""The access log: one line per request, escaped, with addresses as the owner wants them; never in the way."""
import contextlib
import os
import re
import signal
import time

import pytest

from support import gemini, gopher
from support.server import Server


def test_one_line_per_request(capsule, make_site, tmp_path):
    log = tmp_path / "access.log"
    with Server(capsule, make_site(), "--set", f"log={log}", certs=tmp_path / "certs") as server:
        gemini.get(server.gemini)
        gemini.get(server.gemini, "/missing")
        gopher.get(server.gopher, "/friends/")
        gopher.ask(server.gopher, b"/a\tb\x1b[2J\xff\r\n")
    lines = log.read_text(encoding="ascii").splitlines()
    assert len(lines) == 4, lines
    for line in lines:
        assert re.fullmatch(r'(\w[\w-]*=("[^"]*"|[^\s"]*) ?)+', line), line
    text = "\n".join(sorted(lines))
    assert "status=20" in text and "status=51" in text and "x1b" in text
    assert "protocol=gemini" in text and "protocol=gopher" in text


@pytest.mark.parametrize("value, shown, hidden", [
    ("truncated", "127.0.0.0", "127.0.0.1"), ("full", "127.0.0.1", None), ("off", None, "127.0.0"),
])
def test_addresses(capsule, make_site, tmp_path, value, shown, hidden):
    log = tmp_path / "access.log"
    flags = ("--set", f"log={log}", "--set", f"log-addresses={value}")
    with Server(capsule, make_site(), *flags, certs=tmp_path / "certs") as server:
        gopher.get(server.gopher)
    text = log.read_text(encoding="ascii")
    assert shown is None or f"={shown}" in text, text
    assert hidden is None or f"={hidden} " not in text, text


def test_full_disk_does_not_stop_the_service(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), "--set", "log=/dev/full", certs=tmp_path / "certs") as server:
        for _ in range(30):
            assert gemini.get(server.gemini).status == "20"


class SleepyReader(Server):
    """Reads standard error up to the ready line and then no more; the pipe is full."""

    def _read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(line.decode().rstrip("\n"))
                self.changed.notify_all()
            if line.startswith(b"ready "):
                return

    def fill(self):
        writer = os.open(f"/proc/self/fd/{self.process.stderr.fileno()}", os.O_WRONLY | os.O_NONBLOCK)
        for size in (4096, 1):
            with contextlib.suppress(BlockingIOError):
                while True:
                    os.write(writer, bytes(size))
        os.close(writer)


def until(happens, what):
    end = time.monotonic() + 20
    while not happens():
        assert time.monotonic() < end, what


def test_a_reader_of_the_log_that_sleeps_stops_nothing(capsule, make_site, tmp_path):
    """Lines are lost then, but edits are shown, workers are replaced, and SIGTERM ends the server."""
    site = make_site()
    flags = ("--set", f"log={tmp_path / 'access.log'}")
    with SleepyReader(capsule, site, *flags, certs=tmp_path / "certs") as server:
        server.fill()
        for number in range(3):
            text = f"---\nlist: [{number}\n---\n# Edition {number}.\n"
            (site / "broken.md").write_text(text, encoding="ascii")
            server.signal(signal.SIGHUP)
            wanted = f"Edition {number}.".encode()
            until(lambda: wanted in gopher.get(server.gopher, "/broken.html").data, f"edition {number} is not shown")
        for worker in server.children()["worker"]:
            os.kill(worker, signal.SIGKILL)
            until(lambda: worker not in (now := server.children()["worker"]) and len(now) == 2, "a worker is missing")
        assert gemini.get(server.gemini).status == "20"


def test_reopened_on_usr1(capsule, make_site, tmp_path):
    log = tmp_path / "access.log"
    with Server(capsule, make_site(), "--set", f"log={log}", certs=tmp_path / "certs") as server:
        gopher.get(server.gopher)
        log.rename(tmp_path / "access.log.1")
        since = server.mark()
        server.signal(signal.SIGUSR1)
        server.wait_for(r"log", since)
        for _ in range(5000):
            gopher.get(server.gopher)
            if log.exists() and log.read_text(encoding="ascii"):
                break
    assert "protocol=gopher" in log.read_text(encoding="ascii")
