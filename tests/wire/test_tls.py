"""TLS as OpenSSL's own client sees it: versions, certificate, close_notify, no SNI."""
import hashlib
import re
import ssl
import stat
import subprocess

import pytest

from support import gemini
from support.server import Server


def s_client(port, *words, request=b""):
    """What `openssl s_client` prints, both streams, when it sends REQUEST and waits for the server to close."""
    done = subprocess.run(["openssl", "s_client", "-ign_eof", "-connect", f"127.0.0.1:{port}", *words],
                          input=request, capture_output=True, timeout=20, check=False)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def request(port, path="/"):
    return f"gemini://localhost:{port}{path}\r\n".encode()


@pytest.mark.parametrize("version", ["-tls1_2", "-tls1_3"])
@pytest.mark.parametrize("path, status", [("/", "20 "), ("/about/", "31 "), ("/missing", "51 "), ("/files/leaf.pdf", "20 ")])
def test_close_notify_after_everything(tea, version, path, status):
    text = s_client(tea.gemini, version, "-msg", "-quiet", request=request(tea.gemini, path))
    assert re.search(rf"^{status}", text, re.M), text
    assert re.search(r"<<<.*Alert.*\n\s+01 00", text), "no close_notify"
    assert "unexpected eof" not in text


@pytest.mark.parametrize("version", ["-tls1", "-tls1_1"])
def test_old_versions_are_refused(tea, version):
    text = s_client(tea.gemini, version, "-cipher", "DEFAULT@SECLEVEL=0", request=request(tea.gemini))
    assert "20 text/gemini" not in text and re.search(r"alert|no protocols available|error", text), text


def test_weak_suites_are_refused(tea):
    for suite in ("ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"):
        text = s_client(tea.gemini, "-tls1_2", "-cipher", suite, request=request(tea.gemini))
        assert "20 text/gemini" not in text, suite


def test_without_sni(tea):
    assert "20 text/gemini" in s_client(tea.gemini, "-noservername", "-quiet", request=request(tea.gemini))


def test_unknown_sni(tea):
    text = s_client(tea.gemini, "-servername", "other.example", "-quiet", request=b"gemini://other.example/\r\n")
    assert re.search(r"^53 ", text, re.M), text


def test_no_tickets_no_resumption(tea):
    text = s_client(tea.gemini, "-servername", "localhost", request=request(tea.gemini))
    assert "New Session Ticket" not in text and "Post-Handshake" not in text, text


def test_renegotiation_is_refused(tea):
    """`R` on a line of its own makes s_client ask for a new handshake, as long as its input stays open."""
    command = ["openssl", "s_client", "-tls1_2", "-connect", f"127.0.0.1:{tea.gemini}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as client:
        client.stdin.write(b"R\n")
        client.stdin.flush()
        text = client.stdout.read().decode("utf-8", "replace")
    assert "RENEGOTIATING" in text and "no renegotiation" in text, text


def test_fingerprint_of_a_start_that_failed_is_told_by_the_next(capsule, make_site, tmp_path):
    site, certs = make_site({"_config.yml": "title: Nothing\n"}), tmp_path / "certs"
    words = [capsule, "serve", site, "--certs", certs, "--gemini", "127.0.0.1:0", "--gopher", "off"]
    assert subprocess.run(words, capture_output=True, timeout=30, check=False).returncode == 1
    (site / "index.md").write_text("---\ntitle: Tea\n---\n\nTea\n", encoding="ascii")
    with Server(capsule, site, certs=certs) as server:
        der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", server.gemini)))
        line = server.wait_for(r"certificate .*/capsule\.crt, SHA-256 fingerprint")
        assert hashlib.sha256(der).hexdigest() in line.lower().replace(":", "")


def test_first_start_makes_a_certificate_and_never_again(capsule, make_site, tmp_path):
    site, certs = make_site(), tmp_path / "certs"
    flags = ("--host", "tea.example", "--host", "localhost", "--host", "127.0.0.1")
    with Server(capsule, site, *flags, certs=certs) as server:
        der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", server.gemini)))
        fingerprint = hashlib.sha256(der).hexdigest()
        log = server.log().lower().replace(":", "")
        assert fingerprint in log, f"{fingerprint} in {log}"
        assert "capsule.crt is new" in server.log()
    made = {path.name: path.read_bytes() for path in certs.iterdir()}
    assert stat.S_IMODE((certs / "capsule.key").stat().st_mode) == 0o600
    text = subprocess.run(["openssl", "x509", "-noout", "-subject", "-ext", "subjectAltName", "-text", "-in",
                           certs / "capsule.crt"], capture_output=True, text=True, check=True).stdout
    assert "CN = tea.example" in text and "DNS:tea.example, DNS:localhost, IP Address:127.0.0.1" in text
    assert "prime256v1" in text
    twenty_years = str(20 * 365 * 86400)
    subprocess.run(["openssl", "x509", "-noout", "-checkend", twenty_years, "-in", certs / "capsule.crt"], check=True,
                   capture_output=True)
    with Server(capsule, site, *flags, certs=certs) as server:
        assert gemini.get(server.gemini).status == "53" or gemini.ask(
            server.gemini, f"gemini://tea.example:{server.gemini}/\r\n".encode(), name="tea.example").status == "20"
    assert {path.name: path.read_bytes() for path in certs.iterdir()} == made


def test_chain_of_an_authority(capsule, make_site, tmp_path):
    """A PEM full chain is sent whole, intermediate included."""
    certs = tmp_path / "certs"
    certs.mkdir()

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=certs, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl("req", "-x509", *key, "-keyout", "../ca.key", "-out", "../ca.crt", "-subj", "/CN=Leaf Authority", "-days", "30")
    openssl("req", *key, "-keyout", "capsule.key", "-out", "../leaf.csr", "-subj", "/CN=localhost")
    (tmp_path / "san").write_text("subjectAltName=DNS:localhost\n", encoding="ascii")
    openssl("x509", "-req", "-in", "../leaf.csr", "-CA", "../ca.crt", "-CAkey", "../ca.key", "-CAcreateserial", "-extfile",
            "../san", "-out", "../leaf.crt", "-days", "30")
    (certs / "capsule.crt").write_bytes((tmp_path / "leaf.crt").read_bytes() + (tmp_path / "ca.crt").read_bytes())
    with Server(capsule, make_site(), certs=certs) as server:
        text = s_client(server.gemini, "-showcerts", "-servername", "localhost", request=request(server.gemini))
        assert text.count("BEGIN CERTIFICATE") == 2 and "Leaf Authority" in text
