"""Clients that take what they can get, and systems that run out: the server neither grows, nor spins, nor lets others wait.

With CAPSULE_SOAK set (`make soak`) the same tests run at their full size.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import re
import secrets
import select
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time

import pytest

from support import gemini, gopher
from support.figures import figure, full
from support.process import cpu_seconds, descriptors, private_memory, room_for_sockets
from support.probe import Probe
from support.server import Server

SECONDS = 60
BINARY = pathlib.Path(os.environ.get("CAPSULE", pathlib.Path(__file__).parent.parent.parent / "build/capsule"))
SANITIZED = BINARY.is_file() and b"__asan_init" in BINARY.read_bytes()


def fits(kib, most):
    """Whether memory has grown by no more than MOST; a sanitizer's own bookkeeping has no bound of ours."""
    return SANITIZED or kib <= most


def wrapped(tmp_path, capsule, words):
    """A program that runs the server with WORDS, a line of shell, before it."""
    path = tmp_path / "wrapped"
    path.write_text(f'#!/bin/sh\n{words} "{capsule}" "$@"\n', encoding="ascii")
    path.chmod(0o755)
    return path


def counts(capsule, server):
    done = subprocess.run([capsule, "status", "--json", "--socket", server.control], capture_output=True, check=True)
    return json.loads(done.stdout)


def wait_until(capsule, server, name, least):
    """Asks until the number NAME has reached LEAST."""
    for _ in range(2000):
        seen = counts(capsule, server)
        if seen[name] >= least:
            return seen
    raise AssertionError(seen)


@pytest.fixture
def start(capsule, make_site, tmp_path):
    """A function that starts a server of one worker with settings and a control socket."""
    with contextlib.ExitStack() as stack:

        def make(*settings, program=capsule, site=None, workers=1):
            words = [f"control={tmp_path}/control", f"log={tmp_path}/access.log", *settings]
            flags = [word for setting in words for word in ("--set", setting)]
            server = stack.enter_context(Server(program, site or make_site(), *flags, certs=tmp_path / "certs", workers=workers))
            server.control = tmp_path / "control"
            server.worker = lambda: server.children()["worker"][0]
            return server

        yield make


def connect(stack, port, count, source=None):
    """COUNT connections that say nothing."""
    made = []
    for _ in range(room_for_sockets(count)):
        client = socket.create_connection(("127.0.0.1", port), timeout=SECONDS, source_address=source)
        made.append(stack.enter_context(client))
    return made


def wait_for_ends(clients):
    """Reads from each until the server has closed it."""
    for client in clients:
        client.settimeout(SECONDS)
        with contextlib.suppress(ConnectionResetError):
            while client.recv(65536):
                pass


def client_hello():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = gemini.context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        tls.do_handshake()
    return outgoing.read()


# --- Connections (E1-E6) ---


@pytest.mark.parametrize("first, kib", [(b"", 1), (b"\x16\x03\x01\x01\x00\x01", 48), (client_hello(), 48)],
                         ids=["silent", "six bytes", "half a handshake"])
def test_many_that_never_finish_their_handshake(start, capsule, first, kib):
    """E1, E2: each costs little, honest clients are served, and all are gone after the deadline."""
    count = full(1000, 8000) if kib == 1 else full(300, 2000)
    server = start("deadline.handshake=3")
    assert gemini.get(server.gemini).status == "20"
    before, open_files = private_memory(server.worker()), descriptors(server.worker())
    with contextlib.ExitStack() as stack, Probe(server.gemini) as probe:
        clients = connect(stack, server.gemini, count)
        for client in clients:
            client.sendall(first)
        wait_until(capsule, server, "connections_total", len(clients) + 1)
        grown = private_memory(server.worker()) - before
        assert gemini.get(server.gemini).status == "20"
        wait_for_ends(clients)
    row, what = ("E1", "silent") if kib == 1 else ("E2", f"{len(first)} bytes sent")
    assert not probe.failures, probe.failures[:3]
    figure(row, f"{len(clients)} connections, {what}: KiB of each", grown / len(clients), f"<= {kib} KiB")
    figure(row, f"{len(clients)} connections, {what}: an honest client's p99", probe.p99, f"<= {50 if kib == 1 else 100} ms")
    assert fits(grown, len(clients) * kib + 1024), f"{grown} KiB for {len(clients)} connections"
    assert gemini.get(server.gemini).status == "20"
    left = private_memory(server.worker()) - before
    assert fits(left, 1024), f"{left} KiB are still there"
    assert open_files is None or descriptors(server.worker()) <= open_files + 2


def test_idle_sessions(start):
    """E3: a finished handshake that is not followed by a request."""
    count = full(200, 2000)
    server = start(f"deadline.request={full(5, 40)}", f"deadline.handshake={full(10, 40)}")
    assert gemini.get(server.gemini).status == "20"
    before = private_memory(server.worker())
    with contextlib.ExitStack() as stack:
        sessions = [stack.enter_context(gemini.Session(server.gemini)) for _ in range(room_for_sockets(count))]
        for session in sessions:
            session.handshake()
        assert gemini.get(server.gemini).status == "20"
        grown = private_memory(server.worker()) - before
        wait_for_ends([session.socket for session in sessions])
    figure("E3", f"{len(sessions)} idle sessions: KiB of each", grown / len(sessions), "<= 18 KiB")
    assert fits(grown, len(sessions) * 18 + 1024), f"{grown} KiB for {len(sessions)} sessions"


def drip(clients, text):
    """One byte of TEXT to each client per tenth of a second, until all are closed; how many rounds that took."""
    left = list(clients)
    for number in range(300):
        for client in list(left):
            with contextlib.suppress(OSError):
                client.sendall(text[number % len(text):][:1])
        for client in select.select(left, [], [], 0.1)[0]:
            with contextlib.suppress(ConnectionResetError):
                if client.recv(4096):
                    continue
            left.remove(client)
        if not left:
            return number
    raise AssertionError(f"{len(left)} of {len(clients)} outlived every deadline")


@pytest.mark.parametrize("what", ["hello", "selector"])
def test_drip_outlives_no_deadline(start, what):
    """E4: bytes that keep coming do not move a deadline."""
    server = start("deadline.handshake=1", "deadline.request=1")
    port, text = (server.gemini, client_hello()) if what == "hello" else (server.gopher, b"a" * 4096)
    with contextlib.ExitStack() as stack:
        drip(connect(stack, port, full(50, 500)), text)
    assert gemini.get(server.gemini).status == "20"


def test_dripping_reader(start, make_site):
    """E4: a byte now and then makes no room for the server's next one, so that it does not move the deadline."""
    server = start("deadline.stall=1", site=huge(make_site, 1 << 28))
    with contextlib.ExitStack() as stack:
        left = connect(stack, server.gopher, full(20, 1000))
        for client in left:
            client.sendall(b"/files/huge.bin\r\n")
        log, count = server.control.parent / "access.log", len(left)
        for _ in range(600):
            if log.read_text(encoding="ascii").count("deadline.stall") == count:
                break
            for client in list(left):
                try:
                    client.recv(1)
                except ConnectionResetError:
                    left.remove(client)
            select.select([], [], [], 0.1)
        else:
            raise AssertionError(f"{len(left)} of {count} are still served")
    assert gemini.get(server.gemini).status == "20"


def test_oldest_silent_connection_makes_room(start, capsule):
    """E5: beyond the cap, the newest client is served and the oldest silent one pays for it."""
    cap = full(50, 4000)
    server = start(f"connections.silent={cap}", "deadline.handshake=60")
    with contextlib.ExitStack() as stack:
        clients = connect(stack, server.gemini, 3 * cap)
        assert gemini.get(server.gemini).status == "20"
        seen = wait_until(capsule, server, "connections_total", len(clients) + 1)
        assert seen["connections_evicted_total"] >= len(clients) - cap
        wait_for_ends(clients[:len(clients) - cap])
        clients[-1].setblocking(False)
        with pytest.raises(BlockingIOError):
            clients[-1].recv(1)


def ask_from(address, port):
    """The header that a client with the source ADDRESS gets."""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS, source_address=(address, 0)) as plain:
        with gemini.context().wrap_socket(plain, server_hostname="localhost") as tls:
            with contextlib.suppress(OSError):
                tls.sendall(f"gemini://localhost:{port}/\r\n".encode())
            return tls.recv(4096)


def test_cap_of_one_address(start, capsule):
    """E6: one too many of one client is told to slow down; others notice nothing."""
    server = start("connections.address=4", "trusted=192.0.2.0/24")
    with contextlib.ExitStack() as stack:
        clients = connect(stack, server.gemini, 4, source=("127.0.0.1", 0))
        wait_until(capsule, server, "connections_total", len(clients))
        assert re.match(rb"44 [0-9]+\r\n", ask_from("127.0.0.1", server.gemini))
        assert ask_from("127.0.0.2", server.gemini).startswith(b"20 ")
    assert counts(capsule, server)["connections_refused_total"] == 1


# --- What a system runs out of (E8-E11) ---


def test_no_descriptors_left(start, tmp_path, capsule):
    """E8: no spinning, few lines, and whoever comes afterwards is served."""
    server = start("deadline.handshake=60", program=wrapped(tmp_path, capsule, "ulimit -n 64; exec"))
    with contextlib.ExitStack() as stack:
        connect(stack, server.gemini, 200)
        assert gemini.get(server.gemini, "/files/data.txt").status == "20", "the reserve must let files be opened"
        before = cpu_seconds(server.worker())
        select.select([], [], [], 2)  # nothing happens: that is what is measured
        assert cpu_seconds(server.worker()) - before < 0.2
    assert gemini.get(server.gemini).status == "20"
    assert server.log().count("accepting rests") <= 5


def can_trace():
    return shutil.which("strace") and subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], check=False).returncode == 0


traced = pytest.mark.skipif(SANITIZED or not can_trace(), reason="no strace, it may not trace, or a leak check traces already")


@traced
@pytest.mark.parametrize("number", ["ENFILE", "EMFILE", "ECONNABORTED", "EINTR", "ENOBUFS", "EAGAIN"])
def test_failing_accept(start, tmp_path, capsule, number):
    """E9"""
    inject = f"exec strace -D -f -qq -o /dev/null -e inject=accept4:error={number}:when=2+3"
    server = start(program=wrapped(tmp_path, capsule, inject))
    for _ in range(8):
        assert gopher.get(server.gopher).data


def huge(make_site, bytes_, tail=b""):
    site = make_site()
    with open(site / "files/huge.bin", "wb") as file:
        file.truncate(bytes_)
        file.seek(0, os.SEEK_END)
        file.write(tail)
    return site


def test_stalled_readers(start, make_site):
    """E10: a reply that nobody reads waits in the file, not in memory, and not for ever."""
    server = start(f"deadline.stall={full(2, 20)}", site=huge(make_site, 1 << 30))
    before = private_memory(server.worker())
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(gemini.Session(server.gemini)) for _ in range(full(40, 500))]
        for reader in readers:
            reader.handshake()
            reader.send(f"gemini://localhost:{server.gemini}/files/huge.bin\r\n".encode())
            assert reader.socket.recv(1, socket.MSG_PEEK)
        grown = private_memory(server.worker()) - before
        assert gemini.get(server.gemini).status == "20"
        server_log = pathlib.Path(server.control.parent / "access.log")
        for _ in range(full(3000, 6000)):
            if server_log.read_text(encoding="ascii").count("deadline.stall") == len(readers):
                break
            select.select([], [], [], 0.01)
        else:
            raise AssertionError("stalled readers are still served")
    figure("E10", f"{len(readers)} stalled readers: growth, MiB", grown / 1024, "<= 32 MiB")
    assert fits(grown, len(readers) * 64 + 1024), f"{grown} KiB for {len(readers)} readers"


def test_huge_file(start, make_site):
    """E11: whole, with its last bytes right, at no cost in memory."""
    length, tail = full(1 << 28, 8 << 30), b"the last leaf"
    server = start(site=huge(make_site, length, tail))
    before = private_memory(server.worker())
    got, last, piece, start_time = 0, b"", bytearray(1 << 20), time.monotonic()
    with Probe(server.gemini) as probe, socket.create_connection(("127.0.0.1", server.gopher), timeout=SECONDS) as client:
        client.sendall(b"/files/huge.bin\r\n")
        while count := client.recv_into(piece):
            got, last = got + count, (last + bytes(piece[max(0, count - len(tail)):count]))[-len(tail):]
    assert not probe.failures, probe.failures[:3]
    figure("E11", f"{length >> 20} MiB to one reader: MB per second", got / 1e6 / (time.monotonic() - start_time), ">= 150 MB/s")
    figure("E11", "an honest client's p99 meanwhile", probe.p99, "<= 50 ms")
    assert got == length + len(tail)
    assert last == tail
    grown = private_memory(server.worker()) - before
    figure("E11", "growth, KiB", grown, "<= 1024 KiB")
    assert fits(grown, 1024), grown


# --- Operations under load (W1, W6, W9-W11) ---


class Load:
    """Threads that call ASK() again and again until the block ends; all it returns but True, or raises, is a failure."""

    def __init__(self, ask, threads=4):
        self.done, self.failures, self.over = 0, [], threading.Event()
        self.lock, self.ask = threading.Lock(), ask
        self.threads = [threading.Thread(target=self._run, daemon=True) for _ in range(threads)]

    def _run(self):
        while not self.over.is_set():
            try:
                answer = self.ask()
                failure = None if answer is True else answer or "a wrong answer"
            except (OSError, ssl.SSLError) as problem:
                failure = repr(problem)
            with self.lock:
                self.done += 1
                if failure:
                    self.failures.append(failure)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join(timeout=SECONDS)

    def go_on(self, requests):
        """Returns when REQUESTS more are done."""
        target = self.done + requests
        for _ in range(SECONDS * 100):
            if self.done >= target:
                return
            select.select([], [], [], 0.01)
        raise AssertionError(f"{target - self.done} requests were not answered")


def some_worker(server, number):
    """One of both, NUMBER by NUMBER; waits for a replacement that is no worker yet."""
    for _ in range(500):
        workers = server.children().get("worker", [])
        if len(workers) == 2:
            return workers[number % 2]
        select.select([], [], [], 0.01)
    raise AssertionError(workers)


def test_killed_workers_lose_only_their_own(start):
    """W1: at most what the killed one had under way; nobody is refused."""
    kills = full(10, 200)
    server = start(workers=2)
    with Load(lambda: gemini.get(server.gemini).status == "20") as load:
        for number in range(kills):
            load.go_on(20)
            mark = server.mark()
            os.kill(some_worker(server, number), signal.SIGKILL)
            server.wait_for("another takes its place", since=mark)
        load.go_on(20)
    figure("W1", f"{kills} workers killed: requests lost for each", len(load.failures) / kills, "<= 4")
    assert len(load.failures) <= 4 * kills, load.failures
    assert not [failure for failure in load.failures if "ConnectionRefused" in failure]
    assert gemini.get(server.gemini).status == "20"


def test_reloads_under_load(start, capsule):
    """W6: no request fails; neither processes nor descriptors add up."""
    server = start("deadline.drain=1", workers=2)
    with Load(lambda: gemini.get(server.gemini).status == "20") as load:
        for number in range(full(10, 100)):
            mark = server.mark()
            (server.control.parent / "site/notes.md").write_text(f"---\ntitle: Notes {number}\n---\n", encoding="ascii")
            server.signal(signal.SIGHUP)
            server.wait_for("reloaded, pages", since=mark)
            if number == 0:
                load.go_on(20)
                open_files = descriptors(server.process.pid)
        load.go_on(20)
    figure("W6", f"of {load.done} requests during reloads, those that failed", len(load.failures), "<= 0")
    assert not load.failures, load.failures
    for _ in range(500):  # until the generations before have ended
        left = len(server.children()["worker"]), descriptors(server.process.pid)
        if left[0] == 2 and left[1] <= open_files + 2:
            break
        select.select([], [], [], 0.02)
    assert left[0] == 2 and left[1] <= open_files + 2, (left, open_files)
    assert counts(capsule, server)["reloads_failed_total"] == 0


def signed():
    """At most MOST lines, and a last one with the SHA-256 of those before it."""
    text = "\n".join(secrets.token_hex(32) for _ in range(secrets.randbelow(600) + 1)) + "\n"
    return f"{text}sha256 {hashlib.sha256(text.encode()).hexdigest()}\n"


def is_whole(text):
    body, found, digest = text.decode("ascii").rpartition("sha256 ")
    return bool(found) and hashlib.sha256(body.encode()).hexdigest() == digest.strip()


def is_whole_page(reply):
    parts = reply.body.split(b"```")
    return len(parts) == 3 and is_whole(parts[1].partition(b"\n")[2])


def replace(path, text):
    fresh = path.with_name(".fresh")
    fresh.write_text(text, encoding="ascii")
    fresh.rename(path)


def rewrite(path, text):
    path.write_bytes(text.encode("ascii"))


def recreate(path, text):
    path.unlink()
    rewrite(path, text)


@pytest.mark.parametrize("edit", [replace, rewrite, recreate])
def test_no_torn_reads(start, make_site, edit):
    """W9: what ends with close_notify is a whole version, of pages and of files, however they are edited."""
    site = make_site()
    page, file = site / "notes.md", site / "files/data.txt"

    def write(change):
        change(page, f"---\ntitle: Notes\n---\n\n```\n{signed()}```\n")
        change(file, signed())

    write(rewrite)
    server = start(site=site, workers=2)

    def read():
        shown = gemini.get(server.gemini, "/notes.html")
        sent = gemini.get(server.gemini, "/files/data.txt")
        whole = [shown.clean and is_whole_page(shown), sent.clean and is_whole(sent.body)]
        if edit is recreate:  # there is no page while there is none
            whole[0] = whole[0] or (shown.status == "51" and not shown.body)
        if edit is not replace:  # a reader can tell a file that is being written from a whole one
            whole[1] = whole[1] or not sent.clean or (sent.status in ("40", "51") and not sent.body)
        return all(whole) or f"{whole}: {shown.header} {shown.body[-200:]}, {sent} {sent.body[-200:]}"

    edits = 0
    with Load(read, threads=8) as load:
        while edits < full(100, 5000) or load.done < full(40, 20000):
            write(edit)
            edits += 1
            select.select([], [], [], 0.005)
        load.go_on(20)
    figure("W9", f"{edit.__name__}: of {2 * load.done} reads during edits, torn ones", len(load.failures), "<= 0")
    assert not load.failures, load.failures[:5]


def test_log_whose_reader_stops(start, capsule, tmp_path):
    """W10: lines are dropped and counted, requests are not; once it reads again, the log says how many."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        server = start(f"log={pipe}")
        for _ in range(full(2500, 10000)):
            assert gopher.get(server.gopher, "/missing").data
        seen = wait_until(capsule, server, "log_lines_dropped_total", 1)
        text = b""
        for _ in range(500):
            gopher.get(server.gopher, "/missing")
            with contextlib.suppress(BlockingIOError):
                while piece := os.read(reader, 65536):
                    text += piece
            if b"dropped=" in text:
                break
        assert int(re.search(rb" dropped=([0-9]+)\n", text)[1]) >= seen["log_lines_dropped_total"]
    finally:
        os.close(reader)


def ask_until_dropped(server, log, most):
    """Requests until LOG says how many lines were lost; that number. Beyond MOST bytes the log is emptied."""
    for _ in range(1000):
        assert gopher.get(server.gopher).data
        text = log.read_bytes() if log.exists() else b""
        if found := re.search(rb" dropped=([0-9]+)\n", text):
            return int(found[1])
        if len(text) > most:
            os.truncate(log, 0)
    raise AssertionError(f"{log} says nothing of lost lines")


@pytest.mark.parametrize("make", [lambda path: path.symlink_to("/dev/full"), os.mkfifo], ids=["full", "nobody reads"])
def test_log_that_takes_nothing(start, capsule, tmp_path, make):
    """W10: all are served, and a log that is opened again goes on."""
    log = tmp_path / "odd.log"
    make(log)
    server = start(f"log={log}")
    for _ in range(full(1500, 10000)):
        assert gopher.get(server.gopher).data
    assert gemini.get(server.gemini).status == "20"
    if log.is_symlink():
        wait_until(capsule, server, "log_lines_dropped_total", 1)
    mark = server.mark()
    log.unlink()
    server.signal(signal.SIGUSR1)
    server.wait_for("log", mark)
    for _ in range(1000):
        if log.exists() and b"protocol=gopher" in log.read_bytes():
            return
        assert gopher.get(server.gopher).data
    raise AssertionError("the log was not opened again")


def can_mount():
    return os.getuid() == 0 and shutil.which("unshare") and subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_mount(), reason="it takes root to mount a small disk")
def test_log_on_a_full_disk(start, tmp_path, capsule):
    """W10: 64 KiB, which are soon full; once there is room again, the log says how many lines were lost."""
    disk, program = tmp_path / "disk", tmp_path / "on_a_small_disk"
    disk.mkdir()
    program.write_text("#!/bin/sh\nexec unshare -m sh -c 'mount -t tmpfs -o size=64k none \"$0\" && exec \"$@\"' "
                       f'"{disk}" "{capsule}" "$@"\n', encoding="ascii")
    program.chmod(0o755)
    server = start(f"log={disk}/access.log", program=program)
    log = pathlib.Path(f"/proc/{server.process.pid}/root{disk}/access.log")
    for _ in range(full(1500, 10000)):
        assert gopher.get(server.gopher).data
    lost = wait_until(capsule, server, "log_lines_dropped_total", 1)["log_lines_dropped_total"]
    assert log.stat().st_size <= 65536
    assert ask_until_dropped(server, log, most=32768) >= lost


@traced
def test_disk_that_cannot_be_read(start, make_site, tmp_path, capsule):
    """W11: a reply that breaks off must not look complete, to a Gopher client either."""
    program = wrapped(tmp_path, capsule, "exec strace -D -f -qq -o /dev/null -e inject=pread64:error=EIO:when=9+1")
    server = start(program=program, site=huge(make_site, 1 << 22))
    reply = gemini.get(server.gemini, "/files/huge.bin")
    assert not reply.clean and len(reply.body) < 1 << 22
    with socket.create_connection(("127.0.0.1", server.gopher), timeout=SECONDS) as client:
        client.sendall(b"/files/huge.bin\r\n")
        with pytest.raises(ConnectionResetError):
            while client.recv(65536):
                pass
    assert gemini.get(server.gemini).status == "20"


# --- The file system (F1-F4) ---


def chain(path, site):
    for number in range(41):
        (site / f"link{number}").symlink_to(f"link{number + 1}")
    (site / "link41").write_text("SECRET", encoding="ascii")
    path.symlink_to("../link0")


def bind_socket(path, _):
    made = socket.socket(socket.AF_UNIX)
    made.bind(str(path))
    made.close()


@pytest.mark.parametrize("make", [
    chain,
    bind_socket,
    lambda path, _: path.symlink_to("/proc/self/root/etc/passwd"),
    lambda path, site: path.symlink_to("../../site/../key.pem"),
    lambda path, _: path.symlink_to("/dev/zero"),
], ids=["chain of 41", "socket", "proc", "by the parent", "zero"])
def test_file_that_is_a_trap(start, make_site, tmp_path, make):
    """F1, F3"""
    site = make_site()
    (tmp_path / "key.pem").write_text("SECRET", encoding="ascii")
    server = start("lang=en", site=site)
    path = site / "files/leaf.pdf"
    path.unlink()
    make(path, site)
    for _ in range(2):
        reply = gemini.get(server.gemini, "/files/leaf.pdf")
        assert reply.status == "51" and b"SECRET" not in reply.data and b"root:" not in reply.data, reply
    assert gemini.get(server.gemini).status == "20"


def test_race_of_a_folder_and_a_link(start, make_site, tmp_path):
    """F2: a folder that turns into a link to the outside and back, while it is read."""
    site = make_site()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/data.txt").write_text("SECRET", encoding="ascii")
    server = start(site=site, workers=2)
    good, kept = gemini.get(server.gemini, "/files/data.txt").body, tmp_path / "kept"

    def read():
        reply = gemini.get(server.gemini, "/files/data.txt")
        return reply.status == "51" or (reply.status == "20" and reply.body == good)

    with Load(read) as load:
        for _ in range(full(500, 10000)):
            (site / "files").rename(kept)
            (site / "files").symlink_to(tmp_path / "outside")
            (site / "files").unlink()
            kept.rename(site / "files")
        load.go_on(20)
    assert not load.failures, load.failures[:5]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give the server another user")
def test_file_without_permission(capsule, make_site):
    """F4: not there, as far as a client can see."""
    import tempfile
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        base.chmod(0o777)
        site = shutil.copytree(make_site(), base / "site")
        with Server(capsule, site, "--no-watch", certs=base / "certs", user="nobody") as server:
            (site / "files/data.txt").chmod(0)
            reply = gemini.get(server.gemini, "/files/data.txt")
            assert reply.status == "51" and b"site" not in reply.data, reply
            (site / "files/data.txt").chmod(0o644)
            (site / "files").chmod(0o600)
            assert gemini.get(server.gemini, "/files/data.txt").status == "51"
