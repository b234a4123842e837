"""The private keys are in a process of their own: nowhere else, whatever is done to it, and whatever keys a user brings."""
import concurrent.futures
import contextlib
import functools
import json
import os
import pathlib
import re
import signal
import ssl
import subprocess
import time

import pytest

from support import gemini
from support.figures import figure, full
from support.process import memory_holds
from support.server import Server
from test_processes import Load, ask_until, until_gone

# The host of each kind of key, and what `openssl req` makes it with.
KINDS = {"localhost": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], "p384.example": ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
         "rsa.example": ["rsa:2048"], "ed25519.example": ["ed25519"]}
VERSIONS = [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3]


def make_pair(certs, host, kind, name=None):
    certs.mkdir(exist_ok=True)
    key, chain = certs / f"{name or host}.key", certs / f"{name or host}.crt"
    subprocess.run(["openssl", "req", "-x509", "-newkey", *kind, "-nodes", "-days", "60", "-subj", f"/CN={host}",
                    "-addext", f"subjectAltName=DNS:{host}", "-keyout", key, "-out", chain], check=True, capture_output=True)
    key.chmod(0o600)


def keyholder(server):
    """Its pid, once there is one; bounded by a count of requests."""
    for _ in range(1000):
        found = server.children().get("keyholder", [])
        if len(found) == 1:
            return found[0]
        with contextlib.suppress(OSError):
            gemini.get(server.gemini)
    raise AssertionError(f"{server.children()}; the log:\n{server.log()}")


@pytest.fixture
def served(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), "--set", "deadline.watchdog=1", "--set", f"control={tmp_path}/control",
                certs=tmp_path / "certs") as server:
        server.certs, server.socket = tmp_path / "certs", tmp_path / "control"
        yield server


@contextlib.contextmanager
def with_all_kinds(capsule, make_site, certs, *flags):
    for host, kind in KINDS.items():
        make_pair(certs, host, kind)
    hosts = [word for host in KINDS for word in ("--host", host)]
    with Server(capsule, make_site(), *hosts, *flags, certs=certs) as server:
        yield server


def ask_all(server, rounds=1):
    for _ in range(rounds):
        for host in KINDS:
            for version in VERSIONS:
                request = f"gemini://{host}:{server.gemini}/\r\n".encode()
                reply = gemini.ask(server.gemini, request, name=host, version=version)
                assert reply.status == "20" and reply.clean, (host, version, reply)


# --- Where the keys are (X12) ---


@functools.lru_cache
def secrets(path):
    """What must not be in memory: the key's secret number, forwards and as the machine stores it, its DER and its PEM."""
    text = subprocess.run(["openssl", "pkey", "-in", path, "-text", "-noout"], check=True, capture_output=True, text=True).stdout
    number = bytes.fromhex(re.sub(r"[\s:]", "", re.search(r"^(?:priv|prime1):\n((?: +[0-9a-f:]+\n)+)", text, re.M)[1])).lstrip(b"\0")
    der = subprocess.run(["openssl", "pkey", "-in", path, "-outform", "DER"], check=True, capture_output=True).stdout
    return {"number": number, "reversed number": number[::-1], "DER": der, "PEM": path.read_bytes().strip()}


def held(pid, certs):
    """How many secrets of all keys are in the memory of a process."""
    try:
        return {host: sum(memory_holds(pid, secrets(certs / f"{host}.key")).values()) for host in KINDS}
    except PermissionError:
        pytest.skip("this system lets nobody read another process's memory")


@pytest.mark.skipif(os.getuid() != 0, reason="only root may read another process's memory")
@pytest.mark.parametrize("setting", ["on", "off"])
def test_where_the_keys_are(capsule, make_site, tmp_path, setting):
    certs = tmp_path / "certs"
    with with_all_kinds(capsule, make_site, certs, "--set", f"key-process={setting}") as server:
        ask_all(server, full(3, 125))
        children = server.children()
        workers = [held(pid, certs) for pid in children["worker"]]
        if setting == "off":
            assert "keyholder" not in children
            assert all(found["localhost"] > 0 for found in workers), "else this test would find nothing anywhere"
            return
        assert all(count == 0 for found in workers for count in found.values()), workers
        assert all(count == 0 for count in held(server.process.pid, certs).values()), "the master does not read them"
        assert all(count > 0 for count in held(children["keyholder"][0], certs).values())


def test_keyholder_has_no_file_open(served):
    """Two standard outputs, the log's reader apart, and sockets: no key file, no image, no folder."""
    try:
        folder = pathlib.Path(f"/proc/{keyholder(served)}/fd")
        kinds = [os.readlink(path).partition(":")[0] for path in folder.iterdir() if int(path.name) > 2]
    except PermissionError:
        pytest.skip("only root may see what it has open")
    assert set(kinds) == {"socket"} and len(kinds) == 3, "the master and two workers"


# --- Which keys there may be ---


def test_all_kinds_of_keys(capsule, make_site, tmp_path):
    with with_all_kinds(capsule, make_site, tmp_path / "certs") as server:
        ask_all(server)


def test_one_key_for_two_hosts(capsule, make_site, tmp_path):
    """Two certificates for one key, beside a third for another: each host's own is used."""
    certs = tmp_path / "certs"
    make_pair(certs, "localhost", KINDS["localhost"])
    make_pair(certs, "tea.example", KINDS["localhost"])
    (certs / "other.example.key").write_bytes((certs / "tea.example.key").read_bytes())
    (certs / "other.example.key").chmod(0o600)
    subprocess.run(["openssl", "req", "-x509", "-key", certs / "other.example.key", "-days", "60", "-subj", "/CN=other.example",
                    "-addext", "subjectAltName=DNS:other.example", "-out", certs / "other.example.crt"], check=True, capture_output=True)
    hosts = ["--host", "localhost", "--host", "tea.example", "--host", "other.example"]
    with Server(capsule, make_site(), *hosts, certs=certs) as server:
        for host in ("localhost", "tea.example", "other.example"):
            reply = gemini.ask(server.gemini, f"gemini://{host}:{server.gemini}/\r\n".encode(), name=host)
            assert reply.status == "20" and reply.clean, host


@pytest.mark.parametrize("setting", ["on", "off"])
def test_key_that_tls_cannot_use(capsule, make_site, tmp_path, setting):
    make_pair(tmp_path / "certs", "localhost", ["ed448"], "capsule")
    done = subprocess.run([capsule, "serve", make_site(), "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "off",
                           "--set", f"key-process={setting}"], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1 and done.stderr.count("\n") == 1, done
    assert "capsule.key is neither an EC nor an RSA nor an Ed25519 key" in done.stderr


# --- What happens to the process (W5) ---


LIFE = 0.2  # seconds: who dies younger is taken for one that cannot live, and is replaced later each time


def requests_until(server, stop):
    """Asks until STOP: how many were answered, and how many failed, each cleanly."""
    good = bad = 0
    while not stop():
        try:
            reply = gemini.get(server.gemini)
            good += reply.status == "20" and reply.clean
        except OSError:  # a handshake that failed
            bad += 1
    return good, bad


def test_killed_under_load(served):
    """Handshakes wait for the next one, or fail; the workers stay."""
    kills, threads, over, waits = full(4, 40), 3, [], []
    workers = served.children()["worker"]
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(requests_until, served, lambda: over) for _ in range(threads)]
        for _ in range(kills):
            pid, since = keyholder(served), served.mark()
            os.kill(pid, signal.SIGKILL)
            began = time.monotonic()
            served.wait_for(r"the keyholder ended by signal 9 \(Killed\); another takes its place", since)
            assert requests_until(served, lambda pid=pid: keyholder(served) != pid)
            assert gemini.get(served.gemini).status == "20"
            waits.append(time.monotonic() - began)
            requests_until(served, lambda since=time.monotonic(): time.monotonic() > since + LIFE)
        over.append(True)
        done = [job.result() for job in jobs]
    good, bad = (sum(counts) for counts in zip(*done))
    assert good > 0 and bad <= kills * threads, (good, bad)
    assert served.children()["worker"] == workers
    figure("W5", f"of {good + bad} requests around {kills} ends of the keyholder, failed", bad, "<= 0")
    figure("W5", "from its end to a reply, longest, ms", max(waits) * 1000, "<= 100 ms")


def test_stopped_one_is_killed_and_replaced(served, capsule):
    pid, since = keyholder(served), served.mark()
    os.kill(pid, signal.SIGSTOP)
    served.wait_for(r"the keyholder has not answered for 1 s and is killed", since)
    served.wait_for(r"another takes its place", since)
    assert keyholder(served) != pid
    for _ in range(1000):
        with contextlib.suppress(OSError):
            if gemini.get(served.gemini).status == "20":
                break
    assert gemini.get(served.gemini).status == "20"
    told = subprocess.run([capsule, "status", "--socket", served.socket, "--json"], check=True, capture_output=True, text=True)
    assert json.loads(told.stdout)["keyholder_restarts_total"] == 1


def test_new_worker_has_its_signatures(served):
    pid = keyholder(served)
    for worker in served.children()["worker"]:
        since = served.mark()
        os.kill(worker, signal.SIGKILL)
        served.wait_for(r"a worker ended by signal 9", since)
    for _ in range(50):
        assert gemini.get(served.gemini).status == "20"
    assert keyholder(served) == pid


def test_orders_are_not_for_it(served):
    pid = keyholder(served)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        os.kill(pid, number)
    for _ in range(5):
        assert gemini.get(served.gemini).status == "20"
    assert keyholder(served) == pid


def test_ends_with_its_master(served):
    pid = keyholder(served)
    served.process.kill()
    served.process.wait()
    until_gone(pid)


def test_ends_with_its_server(served):
    pid = keyholder(served)
    assert served.stop() == 0
    until_gone(pid)


def test_killed_builder_changes_nothing(capsule, make_site, tmp_path):
    """The running image stays, the log says so in one line, and another builder follows."""
    pages = {f"page{number}.md": f"---\ntitle: Page {number}\n---\n\n" + "Leaves *fall*.\n\n" * 20 for number in range(400)}
    site = make_site({"_config.yml": "title: Tea\n", "index.md": "---\ntitle: Tea\n---\n\nbefore\n", **pages})
    with Server(capsule, site, "--no-watch", certs=tmp_path / "certs") as server, Load(server) as load:
        (site / "index.md").write_text("---\ntitle: Tea\n---\n\nafter\n", encoding="ascii")
        since, builder = server.mark(), []
        server.signal(signal.SIGHUP)
        for _ in range(100_000):
            builder = server.children().get("builder", [])
            if builder:
                break
        os.kill(builder[0], signal.SIGKILL)
        server.wait_for(r"the builder ended by signal 9 \(Killed\); what runs stays as it is", since)
        ask_until(server, "/", "after")
        assert server.log().count("the builder ended") == 1
        assert load.total() > 0


# --- Reload ---


def test_same_keys_same_process(served):
    pid = keyholder(served)
    for _ in range(3):
        since = served.mark()
        (served.certs.parent / "site/notes.md").write_text(f"---\ntitle: Notes {since}\n---\n", encoding="ascii")
        served.signal(signal.SIGHUP)
        served.wait_for(r"reloaded, pages", since)
        assert keyholder(served) == pid
    since = served.mark()
    served.signal(signal.SIGUSR1)
    served.wait_for(r"reloaded, pages", since)
    assert keyholder(served) == pid and gemini.get(served.gemini).status == "20"


def test_new_key_new_process(served, capsule):
    pid, since = keyholder(served), served.mark()
    for name in ("capsule.key", "capsule.crt"):
        (served.certs / name).unlink()
    subprocess.run([capsule, "cert", "new", "--certs", served.certs], check=True, capture_output=True)
    served.wait_for(r"reloaded, pages", since)
    until_gone(pid)
    assert keyholder(served) != pid and gemini.get(served.gemini).status == "20"


def test_broken_key_keeps_the_old_one(served):
    """Also when the process that has it must be replaced while the file is broken."""
    key = served.certs / "capsule.key"
    make_pair(served.certs / "other", "localhost", KINDS["localhost"])
    other, good = (served.certs / "other/localhost.key").read_bytes(), key.read_bytes()
    for broken in (b"no key", b"", other, good.replace(b"A", b"B")):
        since = served.mark()
        key.write_bytes(broken)
        served.wait_for(r"capsule.key .*; what runs stays as it is", since)
    pid, since = keyholder(served), served.mark()
    os.kill(pid, signal.SIGKILL)
    served.wait_for(r"another takes its place", since)
    assert keyholder(served) != pid and gemini.get(served.gemini).status == "20"
    assert served.log().count("stays as it is") == 4
    since = served.mark()
    key.write_bytes(good)
    served.wait_for(r"reloaded", since)


def test_setting_can_change(capsule, make_site, tmp_path):
    config = tmp_path / "capsule.yml"
    config.write_text("key-process: on\n", encoding="ascii")
    with Server(capsule, make_site(), "--config", config, certs=tmp_path / "certs") as server:
        for word in ("off", "on"):
            since = server.mark()
            config.write_text(f"key-process: {word}\n", encoding="ascii")
            server.signal(signal.SIGHUP)
            server.wait_for(r"reloaded, pages", since)
            assert gemini.get(server.gemini).status == "20"
        assert keyholder(server)
