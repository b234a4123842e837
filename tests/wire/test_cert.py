"""`capsule cert`, certificates of several hosts, and what a log says of a change."""
import hashlib
import os
import re
import stat
import struct
import subprocess

import pytest

from support import gemini
from support.figures import full
from support.preload import library
from support.server import Server
from test_processes import Load


def cert(capsule, *words, status=0):
    done = subprocess.run([str(capsule), "cert", *map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == status, done
    return done.stdout + done.stderr


def field(text, name):
    return re.search(rf"^  {name}: +(.*)$", text, re.M)[1]


def seen(port, name=None):
    """The SHA-256 of the certificate that a client of the host NAME sees."""
    with gemini.Session(port, name=name) as session:
        session.handshake()
        return hashlib.sha256(session.tls.getpeercert(True)).hexdigest()


def test_new_show_renew(capsule, tmp_path):
    certs = tmp_path / "certs"
    made = cert(capsule, "new", "--certs", certs, "--host", "Tea.Example", "--host", "::1")
    assert field(made, "hosts") == "tea.example, ::1" and field(made, "signed") == "by itself"
    assert cert(capsule, "show", "--certs", certs) == made
    assert stat.S_IMODE((certs / "capsule.key").stat().st_mode) == 0o600
    key = (certs / "capsule.key").read_bytes()
    renewed = cert(capsule, "renew", "--certs", certs)
    assert field(renewed, "hosts") == field(made, "hosts")
    assert field(renewed, "public key") == field(made, "public key")
    assert field(renewed, "fingerprint") != field(made, "fingerprint")
    assert (certs / "capsule.key").read_bytes() == key
    more = cert(capsule, "renew", "--certs", certs, "--host", "more.example")
    assert field(more, "hosts") == "more.example" and field(more, "public key") == field(made, "public key")
    assert sorted(path.name for path in certs.iterdir()) == ["capsule.crt", "capsule.key"]


def test_nothing_is_overwritten(capsule, tmp_path):
    certs = tmp_path / "certs"
    cert(capsule, "new", "--certs", certs)
    before = {path.name: path.read_bytes() for path in certs.iterdir()}
    assert "cert renew" in cert(capsule, "new", "--certs", certs, status=1)
    assert {path.name: path.read_bytes() for path in certs.iterdir()} == before


def make_expiring(certs):
    """A pair for localhost alone, for 20 days."""
    certs.mkdir()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                    certs / "capsule.key", "-out", certs / "capsule.crt", "-subj", "/CN=localhost", "-days", "20"],
                   check=True, capture_output=True)
    (certs / "capsule.key").chmod(0o600)


def test_warnings(capsule, tmp_path):
    certs = tmp_path / "certs"
    make_expiring(certs)
    text = cert(capsule, "show", "--certs", certs, "--host", "tea.example")
    assert "expires within 30 days" in text and "does not name tea.example" in text
    assert "expires" not in cert(capsule, "renew", "--certs", certs)


def test_one_certificate_expires_once(capsule, make_site, tmp_path):
    """The hosts that share a certificate share its warning."""
    certs = tmp_path / "certs"
    make_expiring(certs)
    with Server(capsule, make_site(), certs=certs) as server:
        lines = [line for line in server.lines if line and " only; `capsule cert renew`" in line]
    assert len(lines) == 1 and "for localhost is valid until" in lines[0]


@pytest.mark.parametrize("words, status", [
    ((), 2), (("burn",), 2), (("new", "../evil"), 2), (("show", "--host", "a/b"), 2), (("renew",), 1), (("show",), 1),
])
def test_mistakes(capsule, tmp_path, words, status):
    text = cert(capsule, *words, "--certs", tmp_path / "none", status=status)
    assert text.startswith("capsule: ") and text.count("\n") == 1


def test_hosts_with_certificates_of_their_own(capsule, make_site, tmp_path):
    certs = tmp_path / "certs"
    common = field(cert(capsule, "new", "--certs", certs, "--host", "tea.example", "--host", "third.example"), "fingerprint")
    own = field(cert(capsule, "new", "other.example", "--certs", certs), "fingerprint")
    own, common = own.split()[1], common.split()[1]
    flags = [word for host in ("tea.example", "other.example", "third.example") for word in ("--host", host)]
    with Server(capsule, make_site(), *flags, certs=certs) as server:
        assert "does not name" not in server.log()
        assert seen(server.gemini, "other.example") == own
        assert seen(server.gemini, "OTHER.example") == own
        for name in ("tea.example", "third.example", "unknown.example", None):
            assert seen(server.gemini, name) == common
        for host in ("tea.example", "other.example"):
            reply = gemini.ask(server.gemini, f"gemini://{host}:{server.gemini}/\r\n".encode(), name=host)
            assert reply.status == "20" and reply.clean
        reply = gemini.ask(server.gemini, b"gemini://unknown.example/\r\n", name="unknown.example")
        assert reply.status == "53"
        since = server.mark()
        first = field(cert(capsule, "new", "tea.example", "--certs", certs), "fingerprint").split()[1]
        server.wait_for(r"reloaded", since)
        assert seen(server.gemini, "tea.example") == seen(server.gemini, None) == first
        assert seen(server.gemini, "third.example") == common


def test_rotation_under_load(capsule, make_site, tmp_path):
    """A renewed certificate is seen without a failed request; another key is warned of, and half a pair is refused."""
    certs = tmp_path / "certs"
    with Server(capsule, make_site(), certs=certs) as server, Load(server) as load:
        for _ in range(full(5, 50)):
            since = server.mark()
            wanted = field(cert(capsule, "renew", "--certs", certs), "fingerprint").split()[1]
            server.wait_for(r"reloaded, pages", since)
            assert seen(server.gemini) == wanted
            assert "another public key" not in server.log()
        since = server.mark()
        (certs / "capsule.key").write_bytes(b"no key")
        server.wait_for(r"stays as it is", since)
        assert seen(server.gemini) == wanted
        (certs / "capsule.key").unlink()
        (certs / "capsule.crt").rename(tmp_path / "old.crt")
        since = server.mark()
        changed = field(cert(capsule, "new", "--certs", certs), "fingerprint").split()[1]
        server.wait_for(r"another public key", since)
        server.wait_for(r"reloaded, pages", since)
        assert seen(server.gemini) == changed
        assert load.total() > 0


def make_expired(capsule, certs, folder):
    """Renews the certificate in CERTS by a clock that is two days slow, for one day."""
    clock = library(capsule.resolve(), "other_clock")
    if clock is None or b"__asan_init" in capsule.read_bytes():
        pytest.skip("no C compiler, or a sanitizer that must be loaded first")
    (folder / "clock").write_bytes(struct.pack("qq", -2 * 86400, 0))
    subprocess.run(["openssl", "req", "-x509", "-key", certs / "capsule.key", "-out", folder / "old.crt", "-days", "1", "-subj",
                    "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True,
                   env=os.environ | {"LD_PRELOAD": str(clock), "OTHER_CLOCK": str(folder / "clock")})
    (folder / "old.crt").rename(certs / "capsule.crt")


def test_expired_certificate_replaces_no_good_one(capsule, make_site, tmp_path):
    """W7: one line says so, `check` fails, and a good one that comes later is taken."""
    certs, site = tmp_path / "certs", make_site()
    with Server(capsule, site, certs=certs) as server:
        before, since = seen(server.gemini), server.mark()
        make_expired(capsule, certs, tmp_path)
        server.wait_for(r"has expired", since)
        assert seen(server.gemini) == before
        checked = subprocess.run([capsule, "check", site, "--certs", certs], capture_output=True, text=True, check=False)
        assert checked.returncode != 0 and "the certificate has expired" in checked.stdout + checked.stderr, checked
        assert server.log().count("has expired") == 1, server.log()
        since = server.mark()
        wanted = field(cert(capsule, "renew", "--certs", certs), "fingerprint").split()[1]
        server.wait_for(r"reloaded, pages", since)
        assert seen(server.gemini) == wanted
