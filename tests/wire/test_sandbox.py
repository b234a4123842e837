"""The sandbox: what a process that was taken over can do (X11), what goes on working in it, and systems that have none."""
import ctypes
import errno
import os
import pathlib
import pwd
import re
import shutil
import signal
import struct
import subprocess
import tempfile

import pytest

from conftest import SITE, write_tree
from support import gemini
from support.server import Server
from test_processes import until_gone

INTRUDER = pathlib.Path(__file__).parent.parent / "support/intruder.c"
REPORT_SIZE = 65536
DENIED = {errno.EACCES, errno.EPERM, errno.ENOSYS}
ROLES = ["worker", "builder", "converter", "keyholder"]
# What Landlock forbids alone: a filter of system calls sees neither paths nor the flags of openat2.
FILES = {"read-passwd", "read-passwd-openat2", "read-key", "read-key-openat2", "read-environment", "read-init", "list-root",
         "write-site-openat2"}
# A builder has to kill its children; that it can kill no others takes a Landlock of Linux 6.12.
SIGNALS = {"kill-init", "kill-parent"}


@pytest.fixture(scope="session")
def intruder(capsule, tmp_path_factory):
    """The library to preload."""
    if b"__asan_init" in capsule.read_bytes():
        pytest.skip("AddressSanitizer wants to be the first library")
    library = tmp_path_factory.mktemp("intruder") / "intruder.so"
    subprocess.run(["cc", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, INTRUDER, "-ldl"], check=True)
    return library


def landlock_version():
    """The version of Landlock that this system has; 0 or less: none."""
    return ctypes.CDLL(None).syscall(444, None, 0, 1)


def lacks(server):
    """What of the sandbox is missing, by the server's own log."""
    if "off in a build with sanitizers" in server.log():
        pytest.skip("a build with sanitizers has no sandbox")
    return server.log()


def read_report(path):
    """{role: {attempt: errno}}"""
    data = path.read_bytes()
    used, = struct.unpack_from("I", data)
    outcome = {}
    for line in data[4:4 + used].decode().splitlines():
        role, attempt, number = line.split()
        outcome.setdefault(role, {})[attempt] = int(number)
    return outcome


def break_in(monkeypatch, intruder, report, key, file):
    report.write_bytes(bytes(REPORT_SIZE))
    report.chmod(0o666)
    for name, value in (("LD_PRELOAD", intruder), ("INTRUDER_REPORT", report), ("INTRUDER_KEY", key), ("INTRUDER_FILE", file)):
        monkeypatch.setenv(name, str(value))


def check_report(report, log, version):
    outcome = read_report(report)
    assert sorted(outcome) == sorted(ROLES)
    for role, attempts in outcome.items():
        assert "execve" in attempts, f"{role}: the last attempt was made"
        for attempt, number in attempts.items():
            excused = (attempt in FILES and "no Landlock" in log or attempt in SIGNALS and role == "builder" and version < 6
                       or attempt not in FILES and "filter" in log)
            assert number in DENIED or excused, f"{role}: {attempt}: {os.strerror(number)}"


@pytest.mark.parametrize("where", ["beside", "inside"])
def test_intruder_can_do_nothing(capsule, make_site, tmp_path, monkeypatch, intruder, where):
    site, report = make_site(), tmp_path / "report"
    certs = tmp_path / "certs" if where == "beside" else site / "certs"
    victim = site / "files/data.txt"
    before = victim.read_bytes()
    break_in(monkeypatch, intruder, report, certs / "capsule.key", victim)
    with Server(capsule, site, certs=certs) as server:
        log = lacks(server)
        reply = gemini.get(server.gemini, "/files/data.txt")
        assert reply.status == "20" and reply.body == before, "what was published is still served"
        assert gemini.get(server.gemini, "/notes.html").status == "20"
    check_report(report, log, landlock_version())
    assert victim.read_bytes() == before and victim.stat().st_mode & 0o777 != 0o666


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5])
def test_intruder_on_an_older_kernel(capsule, make_site, tmp_path, monkeypatch, intruder, version):
    """S5: the rights of each version of Landlock, Debian 12's (2) among them."""
    if landlock_version() < version:
        pytest.skip("this system has no such Landlock")
    site, report = make_site(), tmp_path / "report"
    break_in(monkeypatch, intruder, report, tmp_path / "certs/capsule.key", site / "files/data.txt")
    monkeypatch.setenv("INTRUDER_LANDLOCK", str(version))
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        log = lacks(server)
        assert gemini.get(server.gemini, "/files/data.txt").status == "20"
    check_report(report, log, version)


def test_intruder_of_a_server_without_sandbox(capsule, make_site, tmp_path, monkeypatch, intruder):
    """That the attempts above are real ones: most of them succeed as soon as nothing is in their way."""
    site, report = make_site(), tmp_path / "report"
    break_in(monkeypatch, intruder, report, tmp_path / "certs/capsule.key", site / "files/data.txt")
    with Server(capsule, site, "--set", "sandbox=off", certs=tmp_path / "certs") as server:
        assert "sandbox: off, as set" in server.log()
    outcome = read_report(report)
    for attempt in FILES | {"write-site", "socket", "chmod", "truncate", "unlink", "map-code", "kill-parent"}:
        assert any(attempts.get(attempt) == 0 for attempts in outcome.values()), f"{attempt} succeeded nowhere: {outcome}"


@pytest.fixture
def inside(capsule, make_site, tmp_path):
    """`capsule serve` without arguments: the certificates lie in the site."""
    site = make_site()
    (site / "cv.pdf").write_text("one\n", encoding="ascii")
    with Server(capsule, site, certs=site / "certs") as server:
        server.site = site
        yield server


def test_replaced_file_beside_the_keys(inside):
    """Its rule is on the file that was there: the one that is there now needs a new generation."""
    assert gemini.get(inside.gemini, "/cv.pdf").body == b"one\n"
    for text in ("two\n", "six\n"):
        since, file, new = inside.mark(), inside.site / "cv.pdf", inside.site / ".cv.new"
        before = file.stat()
        new.write_text(text, encoding="ascii")
        os.utime(new, ns=(before.st_atime_ns, before.st_mtime_ns))  # so that the site's image stays the same
        new.rename(file)
        inside.wait_for("reloaded, pages=", since)
        assert gemini.get(inside.gemini, "/cv.pdf").body == text.encode()
    assert gemini.get(inside.gemini, "/files/data.txt").status == "20"
    assert gemini.get(inside.gemini, "/certs/capsule.key").status == "51"


def test_nothing_new_beside_the_keys_is_no_new_generation(inside):
    since = inside.mark()
    inside.signal(signal.SIGHUP)
    inside.wait_for("reloaded, nothing has changed", since)


def test_root_that_is_swapped(capsule, make_site, tmp_path):
    """S4: by a link, and by a rename, with and without the news of it."""
    first, second, live = make_site(name="first"), make_site(name="second"), tmp_path / "live"
    (second / "files/data.txt").write_text("second\n", encoding="ascii")
    live.symlink_to(first)
    with Server(capsule, live, certs=tmp_path / "certs") as server:
        assert gemini.get(server.gemini, "/files/data.txt").body.startswith(b"first line")
        since = server.mark()
        (tmp_path / "new").symlink_to(second)
        (tmp_path / "new").rename(live)
        server.signal(signal.SIGHUP)
        server.wait_for("reloaded, pages=", since)
        assert gemini.get(server.gemini, "/files/data.txt").body == b"second\n"
        second.rename(tmp_path / "moved")
        assert gemini.get(server.gemini, "/files/data.txt").body == b"second\n", "what runs goes on with what it has"


def test_replaced_root_is_read_by_the_next_generation(capsule, make_site, tmp_path):
    site, new = make_site(), make_site(name="new")
    (new / "files/data.txt").write_text("second\n", encoding="ascii")
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        since = server.mark()
        site.rename(tmp_path / "old")
        new.rename(site)
        server.signal(signal.SIGHUP)
        server.wait_for("reloaded, pages=", since)
        assert gemini.get(server.gemini, "/files/data.txt").body == b"second\n"


def test_zone_of_the_site_is_found(capsule, make_site, tmp_path):
    """The builder still reads where the C library keeps its time zones."""
    if not pathlib.Path("/usr/share/zoneinfo/Asia/Tokyo").is_file():
        pytest.skip("no time zones are installed")
    site = make_site({"_config.yml": "title: A\ntimezone: Asia/Tokyo\npermalink: /:year/:month/:day/:title/\n", "index.md": "---\n---\n# A\n",
                      "_posts/2024-03-01-tea.md": "---\ndate: 2024-03-01 20:00:00 +0000\n---\nTea.\n"})
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        assert gemini.get(server.gemini, "/2024/03/02/tea/").status == "20", "in Tokyo it is the next day"


def refuse(*numbers):
    """As preexec_fn: these system calls are answered ENOSYS, as an older kernel would, or a container."""
    ret_errno, ret_allow = 0x00050000 | errno.ENOSYS, 0x7fff0000
    program = [(0x20, 0, 0, 0)]
    for number in numbers:
        program += [(0x15, 0, 1, number), (0x06, 0, 0, ret_errno)]
    program += [(0x06, 0, 0, ret_allow)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]

    def install():
        head = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
        if libc.prctl(38, 1, None, 0, 0) != 0 or libc.prctl(22, 2, head, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "seccomp")

    return install


LANDLOCK = 444, 445, 446
SECCOMP = {"x86_64": 317, "aarch64": 277}.get(os.uname().machine)


MISSING = {"no Landlock": LANDLOCK, "no filter of system calls": (SECCOMP,),
           "neither Landlock nor a filter of system calls": (*LANDLOCK, SECCOMP)}


def said_of_sandbox(server):
    return [line for line in server.log().splitlines() if "sandbox:" in line]


@pytest.mark.parametrize("missing", MISSING)
def test_system_without_it(capsule, make_site, tmp_path, missing):
    """It is said once, and the server goes on with what there is."""
    site = make_site()
    with Server(capsule, site, certs=tmp_path / "certs", before=refuse(*MISSING[missing])) as server:
        lacks(server)
        assert gemini.get(server.gemini, "/files/data.txt").status == "20"
        since = server.mark()
        (site / "notes.md").write_text("---\ntitle: Notes\n---\nnew\n", encoding="ascii")
        server.wait_for("reloaded, pages=", since)
        assert gemini.get(server.gemini, "/notes.html").status == "20"
        assert said_of_sandbox(server) == [f"capsule: warning: sandbox: this system has {missing}; the processes go on without"]


@pytest.mark.parametrize("missing", MISSING)
def test_insisting_on_what_the_system_lacks(capsule, make_site, tmp_path, missing):
    command = [capsule, "serve", make_site(), "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "127.0.0.1:0",
               "--set", "sandbox=on"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=refuse(*MISSING[missing]), check=False)
    assert done.returncode == 1
    lines = [line for line in done.stderr.splitlines() if "certificate" not in line]
    assert len(lines) == 1 and ("sanitizers" in lines[0] or f"this system has {missing}; set sandbox: auto" in lines[0]), lines


@pytest.mark.parametrize("number", LANDLOCK[1:])
def test_failure_of_what_the_system_has_is_fatal(capsule, make_site, tmp_path, number):
    if landlock_version() < 1:
        pytest.skip("this system has no Landlock")
    command = [capsule, "serve", make_site(), "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "127.0.0.1:0"]
    if b"__asan_init" in capsule.read_bytes():
        pytest.skip("a build with sanitizers has no sandbox")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=refuse(number), check=False)
    lines = [line for line in done.stderr.splitlines() if "certificate" not in line]
    assert done.returncode == 1 and len(lines) == 1 and "sandbox: cannot give up the right to open files: " in lines[0], lines


@pytest.mark.parametrize("mode, says", [("auto", None), ("off", "sandbox: off, as set"), ("log", "forbidden system calls are made")])
def test_modes(capsule, make_site, tmp_path, mode, says):
    with Server(capsule, make_site(), "--set", f"sandbox={mode}", certs=tmp_path / "certs") as server:
        log = lacks(server) if mode != "off" else server.log()
        if "this system has" in log:
            pytest.skip("this system has no sandbox")
        assert gemini.get(server.gemini, "/files/data.txt").status == "20"
        said = said_of_sandbox(server)
        assert len(said) == (says is not None) and all(says in line for line in said), said
        for pid in server.children()["worker"]:
            filters = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
            assert ("Seccomp:\t2" in filters) == (mode != "off")


def identity(pid):
    """(real, effective, saved and file system) user and group of a process, and its further groups."""
    lines = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return {line.split()[0]: line.split()[1:] for line in lines if line.startswith(("Uid:", "Gid:", "Groups:", "CapEff:", "NoNewPrivs:"))}


def test_root_becomes_the_user_of_the_setting(capsule):
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody")
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory() as folder:
        site = write_tree(pathlib.Path(folder) / "site", SITE)
        for path in (folder, *[path for path in site.parent.rglob("*") if path.is_dir()]):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)
        with Server(capsule, site, "--set", "user=nobody", certs=site.parent / "certs") as server:
            assert gemini.get(server.gemini, "/files/data.txt").status == "20"
            for pid in [server.process.pid, *sum(server.children().values(), [])]:
                who = identity(pid)
                assert set(who["Uid:"]) == {str(nobody.pw_uid)} and set(who["Gid:"]) == {str(nobody.pw_gid)}, who
                assert "0" not in who["Groups:"] and int(who["CapEff:"][0], 16) == 0, who
            assert (site.parent / "certs/capsule.key").stat().st_uid == nobody.pw_uid
            since = server.mark()
            (site / "notes.md").write_text("---\ntitle: Notes\n---\nnew\n", encoding="ascii")
            server.wait_for("reloaded, pages=", since)
            server.signal(signal.SIGUSR2)
            successor = int(re.search(r"process (\d+) takes over", server.wait_for("takes over", since))[1])
            try:
                assert gemini.get(server.gemini, "/notes.html").status == "20"
                assert set(identity(successor)["Uid:"]) == {str(nobody.pw_uid)}
            finally:
                os.kill(successor, signal.SIGTERM)
                until_gone(successor)


def test_user_who_does_not_exist(capsule, make_site, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody")
    done = subprocess.run([capsule, "serve", make_site(), "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "127.0.0.1:0",
                           "--set", "user=no-such-user"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1 and done.stderr == "capsule: error: user: there is no user no-such-user\n", done.stderr
    assert not (tmp_path / "certs").exists()


def test_unit_of_systemd_is_narrow():
    """hardening.md 4.3: at most 1.5 of 10."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    unit = pathlib.Path(__file__).parents[2] / "capsule/packaging/capsule.service"
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", unit], capture_output=True, text=True, check=False)
    if "nrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze cannot do it offline")
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def test_roles_have_no_new_privileges(capsule, make_site, tmp_path):
    with Server(capsule, make_site(), certs=tmp_path / "certs") as server:
        for role, pids in server.children().items():
            for pid in pids:
                assert identity(pid)["NoNewPrivs:"] == ["1"], role
                limits = pathlib.Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
                assert re.search(r"Max processes +0 +0 ", limits) and re.search(r"Max core file size +0 +0 ", limits), role
