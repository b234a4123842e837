"""`capsule status`: what the server has counted, as text, JSON and for Prometheus; and who may ask."""
import json
import os
import signal
import socket
import stat
import subprocess

import pytest

from support import gemini, gopher
from support.server import Server


def status(capsule, path, *words):
    done = subprocess.run([capsule, "status", "--socket", path, *words], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 0, done.stderr
    return done.stdout


def numbers(capsule, path):
    return json.loads(status(capsule, path, "--json"))


def when(capsule, path, holds):
    """Asks until HOLDS is true of the numbers: a request counts when its connection ends, after the client saw its reply."""
    for _ in range(500):
        seen = numbers(capsule, path)
        if holds(seen):
            return seen
    raise AssertionError(seen)


@pytest.fixture
def asked(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), "--set", f"control={tmp_path}/control.sock", "--set", f"log={tmp_path}/access.log",
                certs=tmp_path / "certs") as server:
        server.control = tmp_path / "control.sock"
        yield server


def test_counts(asked, capsule):
    for _ in range(3):
        assert gemini.get(asked.gemini).status == "20"
    assert gemini.get(asked.gemini, "/missing").status == "51"
    gopher.get(asked.gopher)
    with socket.create_connection(("127.0.0.1", asked.gemini)) as plain:
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
        while plain.recv(4096):
            pass
    seen = when(capsule, asked.control, lambda seen: seen["request_milliseconds_count"] == 6)
    assert seen["workers"] == 2 and seen["pages"] == asked.pages and seen["pid"] == asked.process.pid
    assert seen["connections_total"] == 6
    assert seen["handshake_failures_total"] == 1
    assert seen["requests_total"]["gemini 2x"] == 3 and seen["requests_total"]["gemini 5x"] == 1
    assert seen["requests_total"]["gopher 2x"] == 1 and seen["requests_total"]["gemini none"] == 1
    assert seen["connections_open"] == 0
    assert seen["request_milliseconds_bucket"]["+Inf"] == seen["request_milliseconds_count"]


def test_open_and_restarts(asked, capsule):
    with socket.create_connection(("127.0.0.1", asked.gopher)) as silent:
        gopher.get(asked.gopher)  # the next one in the queue: the silent one has been accepted
        assert numbers(capsule, asked.control)["connections_open"] >= 1
        mark = asked.mark()
        for pid in asked.children()["worker"]:
            os.kill(pid, signal.SIGKILL)
        asked.wait_for("another takes its place", since=mark)
        while silent.recv(16):
            pass
    assert gemini.get(asked.gemini).status == "20"
    seen = when(capsule, asked.control, lambda seen: seen["worker_restarts_total"] == 2 and seen["connections_open"] == 0)
    assert seen["connections_total"] == 3, "a crash must lose no count"


def test_reload_keeps_counts(asked, capsule, tmp_path):
    gemini.get(asked.gemini)
    before = numbers(capsule, asked.control)
    mark = asked.mark()
    (tmp_path / "site/fresh.md").write_text("---\ntitle: Fresh\n---\nLeaves.\n", encoding="ascii")
    asked.signal(signal.SIGHUP)
    asked.wait_for("reloaded", since=mark)
    after = numbers(capsule, asked.control)
    assert after["reloads_total"] == before["reloads_total"] + 1
    assert after["connections_total"] == before["connections_total"]
    assert after["pages"] == before["pages"] + 1


def test_prometheus(asked, capsule):
    lines = status(capsule, asked.control, "--prometheus").splitlines()
    samples = [line.split("{")[0].split(" ")[0] for line in lines if not line.startswith("#")]
    types = {line.split()[2]: line.split()[3] for line in lines if line.startswith("# TYPE")}
    assert types["capsule_requests_total"] == "counter"
    assert types["capsule_connections_open"] == "gauge"
    assert types["capsule_request_milliseconds"] == "histogram"
    assert all(name.startswith("capsule_") for name in samples)
    assert len([line for line in lines if line.startswith("# TYPE")]) == len(types)
    assert 'capsule_request_milliseconds_bucket{le="+Inf"} 0' in lines


def test_text(asked, capsule):
    shown = status(capsule, asked.control)
    assert "uptime_seconds" in shown and "connections_open" in shown


def test_only_its_user_may_ask(asked):
    mode = os.lstat(asked.control).st_mode
    assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o600


def test_client_that_does_not_read_holds_up_nobody(asked, capsule):
    clients = [socket.socket(socket.AF_UNIX) for _ in range(5)]
    for client in clients:
        client.connect(str(asked.control))
    assert "pid" in numbers(capsule, asked.control)
    assert gemini.get(asked.gemini).status == "20"
    for client in clients:
        client.close()


def test_socket_goes_with_its_server(asked):
    asked.stop()
    assert not os.path.lexists(asked.control)


def test_stale_socket_is_replaced(capsule, make_site, tmp_path):
    path = tmp_path / "control.sock"
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(path))
    with Server(capsule, make_site(), "--set", f"control={path}", certs=tmp_path / "certs"):
        assert "pid" in numbers(capsule, path)


def test_what_is_no_socket_stays(capsule, make_site, tmp_path):
    path = tmp_path / "precious"
    path.write_text("data", encoding="ascii")
    with Server(capsule, make_site(), "--set", f"control={path}", certs=tmp_path / "certs") as server:
        server.wait_for("no socket of ours")
        assert gemini.get(server.gemini).status == "20"
    assert path.read_text(encoding="ascii") == "data"


def test_no_server(capsule, tmp_path):
    done = subprocess.run([capsule, "status", "--socket", tmp_path / "none"], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "no server answers" in done.stderr and done.stderr.count("\n") == 1
