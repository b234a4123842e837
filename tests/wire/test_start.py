"""Starting wrongly: one line that says what to do, and the right exit status. Help: true and complete."""
import os
import pathlib
import re
import socket
import subprocess
import tempfile

import pytest

from conftest import SITE, write_tree
from support import gemini, gopher
from support.server import Server


def run(capsule, *words, **options):
    return subprocess.run([capsule, *map(str, words)], capture_output=True, text=True, timeout=30,
                          stdin=subprocess.DEVNULL, check=False, **options)


def assert_one_line(done, status, *words):
    lines = done.stderr.splitlines()
    assert done.returncode == status, done
    assert len(lines) == 1, done.stderr
    for word in words:
        assert word in lines[0], f"{word!r} in {lines[0]!r}"


def serve(capsule, site, tmp_path, *flags):
    return run(capsule, "serve", site, "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "127.0.0.1:0",
               *flags)


def test_missing_site(capsule, tmp_path):
    assert_one_line(serve(capsule, tmp_path / "nowhere", tmp_path), 1, "nowhere")


def test_site_without_a_page(capsule, tmp_path):
    (tmp_path / "site").mkdir()
    write_tree(tmp_path / "site", {"_config.yml": "title: Nothing\n", "_drafts/a.md": "---\n---\nA\n"})
    assert_one_line(serve(capsule, tmp_path / "site", tmp_path), 1, "page")


def test_root_as_site(capsule, tmp_path):
    assert_one_line(serve(capsule, "/", tmp_path), 1, "/")


def test_invalid_configuration(capsule, make_site, tmp_path):
    site = make_site({**SITE, "_config.yml": "title: a\nplugins: [x\n"})
    assert_one_line(serve(capsule, site, tmp_path), 1, "_config.yml", "line")


@pytest.mark.parametrize("text, words", [
    ("capsule:\n  deadline.request: 0\n", ["_config.yml", "line 2", "deadline.request"]),
    ("capsule:\n  dedline.request: 5\n", ["_config.yml", "line 2", "dedline.request", "deadline.request"]),
    ("capsule: 5\n", ["_config.yml", "capsule"]),
])
def test_invalid_setting(capsule, make_site, tmp_path, text, words):
    assert_one_line(serve(capsule, make_site({**SITE, "_config.yml": text}), tmp_path), 1, *words)


def test_configuration_file(capsule, make_site, tmp_path):
    assert_one_line(serve(capsule, make_site(), tmp_path, "--config", tmp_path / "none.yml"), 1, "none.yml")
    (tmp_path / "bad.yml").write_text("workers: many\n", encoding="ascii")
    site = make_site(name="other")
    assert_one_line(serve(capsule, site, tmp_path, "--config", tmp_path / "bad.yml"), 1, "bad.yml", "workers")
    (tmp_path / "bad.yml").write_bytes(b"lang: \xff\xfe\n")
    assert_one_line(serve(capsule, site, tmp_path, "--config", tmp_path / "bad.yml"), 1, "bad.yml", "line 1", "UTF-8")
    (tmp_path / "bad.yml").write_bytes(b"")
    assert_one_line(serve(capsule, site, tmp_path, "--config", tmp_path / "bad.yml"), 1, "bad.yml", "empty")


def test_busy_port(capsule, make_site, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(capsule, "serve", make_site(), "--certs", tmp_path / "certs", "--gemini", f"127.0.0.1:{port}", "--gopher", "off")
    text = [line for line in done.stderr.splitlines() if "fingerprint" not in line]
    assert done.returncode == 1 and len(text) == 1 and str(port) in text[0] and "--gemini" in text[0], done.stderr


def test_key_without_certificate(capsule, make_site, tmp_path):
    (tmp_path / "certs").mkdir()
    (tmp_path / "certs/capsule.key").write_text("not a key\n", encoding="ascii")
    assert_one_line(serve(capsule, make_site(), tmp_path), 1, "capsule.crt")
    assert (tmp_path / "certs/capsule.key").read_text(encoding="ascii") == "not a key\n"


def test_unreadable_key(capsule):
    with tempfile.TemporaryDirectory() as folder:
        base = pathlib.Path(folder)
        write_tree(base / "site", SITE)
        (base / "certs").mkdir()
        identity = {}
        if os.getuid() == 0:
            base.chmod(0o755)
            (base / "certs").chmod(0o777)
            identity = {"user": "nobody", "group": "nogroup", "extra_groups": []}
        assert run(capsule, "cert", "new", "--certs", base / "certs").returncode == 0
        (base / "certs/capsule.key").chmod(0)
        words = ["serve", base / "site", "--certs", base / "certs", "--gemini", "127.0.0.1:0", "--gopher", "off"]
        assert_one_line(run(capsule, *words, **identity), 1, "capsule.key")


@pytest.mark.parametrize("words, said", [
    (["serve", "--worker", "2"], "--workers"), (["serve", "a", "b"], "b"), (["serve", "--host"], "--host"),
    (["serve", "--gemini", "here"], "here"),
    (["serve", "--gemini", "off", "--gopher", "off"], "--gopher"), (["serv"], "serve"), (["translate", "--to", "html", "-"], "html"), ([], "help"),
])
def test_wrong_usage(capsule, words, said):
    done = run(capsule, *words)
    assert done.returncode == 2 and said in done.stderr, done
    assert len(done.stderr.splitlines()) <= 2


def test_version(capsule):
    done = run(capsule, "--version")
    assert done.returncode == 0 and not done.stderr
    for name in ("capsule", "OpenSSL", "libsodium", "libevent", "cmark"):
        assert re.search(rf"{name} \d+\.\d+", done.stdout), done.stdout


@pytest.mark.parametrize("words, said", [
    (["help"], ["serve", "translate", "help"]), (["help", "serve"], ["--host", "--gemini", "--gopher", "--certs", "--workers",
                                                                  "--config", "--no-watch", "1965", "7070"]),
    (["help", "translate"], ["--to", "gemtext", "menu", "text", "--report"]),
    (["help", "config"], ["deadline.request", "log-addresses", "gopher-text-terminator", "write-rate"]),
    (["serve", "--help"], ["--host"]),
])
def test_help(capsule, words, said):
    done = run(capsule, *words)
    assert done.returncode == 0 and not done.stderr
    for word in said:
        assert word in done.stdout, word
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


def test_certificate_folder_inside_the_site(capsule, make_site):
    site = make_site()
    with Server(capsule, site, certs=site / "keys") as server:
        assert gemini.get(server.gemini, "/keys/capsule.key").status == "51"
        assert gopher.get(server.gopher, "/keys/capsule.crt").items()[0][0] == "3"


def test_listeners_off(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), certs=tmp_path / "certs", gemini="off") as server:
        assert not server.gemini and gopher.get(server.gopher).items()
        assert not (tmp_path / "certs").exists(), "no certificate is needed"


def test_closed_standard_descriptors(capsule, make_site, tmp_path):
    """Some supervisors start services without standard input, output and error; no socket may take their numbers."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify, socket.socket() as port:
        notify.bind(str(tmp_path / "notify"))
        notify.settimeout(20)
        port.bind(("127.0.0.1", 0))
        number = port.getsockname()[1]
        port.close()
        command = [capsule, "serve", make_site(), "--gemini", "off", "--gopher", f"127.0.0.1:{number}"]
        with subprocess.Popen(["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *map(str, command)],
                              env={**os.environ, "NOTIFY_SOCKET": str(tmp_path / "notify")}) as process:
            try:
                assert b"READY=1" in notify.recv(4096)
                assert gopher.get(number).data
                assert [os.readlink(f"/proc/{process.pid}/fd/{fd}") for fd in range(3)] == ["/dev/null"] * 3
            finally:
                process.terminate()
