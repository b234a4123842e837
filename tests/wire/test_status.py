"""`capsule status`: what a running server has counted, as text, JSON and for Prometheus."""
import json
import stat
import subprocess

from support import gemini, gopher
from support.server import Server


def status(capsule, *words):
    return subprocess.run([capsule, "status", *map(str, words)], capture_output=True, text=True, timeout=30, check=False)


def test_counts(capsule, make_site, tmp_path):
    path = tmp_path / "control.sock"
    with Server(capsule, make_site(), "--set", f"control={path}", certs=tmp_path / "certs") as server:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        for _ in range(3):
            gemini.get(server.gemini)
        gemini.get(server.gemini, "/missing")
        gopher.get(server.gopher)
        counted = json.loads(status(capsule, "--socket", path, "--json").stdout)
        requests = counted["requests_total"]
        assert (requests["gemini 2x"], requests["gemini 5x"], requests["gopher 2x"]) == (3, 1, 1), requests
        assert counted["pid"] == server.process.pid and counted["workers"] == 2
        assert "requests_total" in status(capsule, "--socket", path).stdout
        exposed = status(capsule, "--socket", path, "--prometheus").stdout
        assert "# TYPE capsule_requests_total counter" in exposed, exposed
        assert 'capsule_requests_total{protocol="gemini",status="2x"} 3' in exposed, exposed
    assert not path.exists()


def test_nobody_there(capsule, tmp_path):
    done = status(capsule, "--socket", tmp_path / "none.sock")
    assert done.returncode == 1 and "none.sock" in done.stderr and len(done.stderr.splitlines()) == 1
