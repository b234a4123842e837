"""Several sites behind one address: each with its names, its certificate, its files and its edits."""
import contextlib
import hashlib
import signal
import subprocess

import pytest

from support import gemini, gopher
from support.server import Server

TEA = {"_config.yml": "title: Tea\n", "index.md": "---\n---\n\nGreen and black.\n", "files/list.txt": b"green\n"}
COFFEE = {"_config.yml": "title: Coffee\ncapsule:\n  lang: pt\n", "index.md": "---\n---\n\nBrewed slowly.\n",
          "files/list.txt": b"arabica\n"}


def ask(server, host, path="/", sni=None):
    """The reply for HOST, and the SHA-256 of the certificate that came with it."""
    with gemini.Session(server.gemini, name=sni or host) as session:
        session.handshake()
        session.send(f"gemini://{host}:{server.gemini}{path}\r\n".encode())
        return session.receive(), hashlib.sha256(session.tls.getpeercert(True)).hexdigest()


@pytest.fixture
def sites(make_site):
    return make_site(TEA, "tea"), make_site(COFFEE, "coffee")


@contextlib.contextmanager
def serving(capsule, tmp_path, sites, *flags, names="coffee.example,www.coffee.example"):
    with Server(capsule, sites[0], "--host", "tea.example", "--site", f"{names}={sites[1]}", *flags,
                certs=tmp_path / "certs") as server:
        yield server


def reload(server, wanted="reloaded"):
    since = server.mark()
    server.signal(signal.SIGHUP)
    server.wait_for(wanted, since)
    return since


def test_each_host_has_its_site_and_certificate(capsule, tmp_path, sites):
    with serving(capsule, tmp_path, sites) as server:
        tea, tea_certificate = ask(server, "tea.example")
        coffee, coffee_certificate = ask(server, "coffee.example")
        www, www_certificate = ask(server, "WWW.Coffee.Example")
        assert b"Green and black." in tea.body and b"Brewed slowly." in coffee.body
        assert coffee.meta == "text/gemini; lang=pt" and "lang" not in tea.meta
        assert www.data == coffee.data
        assert tea_certificate != coffee_certificate == www_certificate
        assert server.pages == 2
        names = subprocess.run([capsule, "cert", "show", "--certs", tmp_path / "certs"], capture_output=True, text=True,
                               check=True).stdout
        assert "hosts:       coffee.example, www.coffee.example\n" in names and "hosts:       tea.example\n" in names


def test_files_lie_beneath_their_own_site(capsule, tmp_path, sites):
    with serving(capsule, tmp_path, sites) as server:
        assert ask(server, "tea.example", "/files/list.txt")[0].body == b"green\n"
        assert ask(server, "coffee.example", "/files/list.txt")[0].body == b"arabica\n"


def test_other_names_are_of_no_site(capsule, tmp_path, sites):
    with serving(capsule, tmp_path, sites) as server:
        _, first = ask(server, "tea.example")
        reply, certificate = ask(server, "milk.example")
        assert (reply.status, certificate) == ("53", first)
        assert ask(server, "localhost")[0].status == "53"
        reply, certificate = ask(server, "coffee.example", sni="tea.example")
        assert b"Brewed slowly." in reply.body and certificate == first


def test_gopher_serves_the_first_site(capsule, tmp_path, sites):
    with serving(capsule, tmp_path, sites) as server:
        assert b"Green and black." in gopher.get(server.gopher).data


def test_an_edit_reaches_its_own_site(capsule, tmp_path, sites):
    with serving(capsule, tmp_path, sites) as server:
        for site, host in ((sites[1], "coffee.example"), (sites[0], "tea.example")):
            since = server.mark()
            (site / "index.md").write_text(f"---\n---\n\nNews of {host}.\n")
            server.wait_for("reloaded, pages", since)
            assert f"News of {host}.".encode() in ask(server, host)[0].body
        assert b"News of coffee.example." in ask(server, "coffee.example")[0].body


def test_a_broken_site_holds_up_no_other(capsule, tmp_path, sites):
    with serving(capsule, tmp_path, sites, "--no-watch") as server:
        (sites[1] / "_config.yml").write_text("capsule:\n  lang: [\n")
        (sites[1] / "index.md").write_text("---\n---\n\nNot yet.\n")
        (sites[0] / "index.md").write_text("---\n---\n\nWhite.\n")
        since = reload(server)
        server.wait_for("coffee.example.*what runs of it stays as it is", since)
        assert b"White." in ask(server, "tea.example")[0].body
        assert b"Brewed slowly." in ask(server, "coffee.example")[0].body
        (sites[1] / "_config.yml").write_text("title: Coffee\n")
        reload(server)
        assert b"Not yet." in ask(server, "coffee.example")[0].body


def test_an_image_is_a_site_too(capsule, tmp_path, sites):
    image = tmp_path / "coffee.capsule"
    subprocess.run([capsule, "pack", sites[1], "-o", image, "--files", "--host", "coffee.example"], check=True, cwd="/")
    with serving(capsule, tmp_path, (sites[0], image), names="coffee.example") as server:
        assert b"Brewed slowly." in ask(server, "coffee.example")[0].body
        assert ask(server, "coffee.example", "/files/list.txt")[0].body == b"arabica\n"
        assert ask(server, "tea.example", "/files/list.txt")[0].body == b"green\n"


def test_a_site_inside_another_is_not_part_of_it(capsule, tmp_path, sites, make_site):
    inner = make_site(COFFEE, "tea/coffee")
    with serving(capsule, tmp_path, (sites[0], inner)) as server:
        assert ask(server, "tea.example", "/coffee/files/list.txt")[0].status == "51"
        assert ask(server, "coffee.example", "/files/list.txt")[0].body == b"arabica\n"


def test_sites_come_and_go_with_the_configuration(capsule, tmp_path, sites):
    config = tmp_path / "capsule.yml"
    config.write_text("host: tea.example\n")
    with Server(capsule, sites[0], "--config", config, certs=tmp_path / "certs") as server:
        assert ask(server, "coffee.example")[0].status == "53"
        config.write_text(f"host: tea.example\nsite: coffee.example={sites[1]}\n")
        since = reload(server)
        assert b"Brewed slowly." in ask(server, "coffee.example")[0].body
        assert "public key" not in "\n".join(server.lines[since:])
        since = server.mark()
        (sites[1] / "index.md").write_text("---\n---\n\nWatched at once.\n")
        server.wait_for("reloaded, pages", since)
        assert b"Watched at once." in ask(server, "coffee.example")[0].body
        config.write_text("host: tea.example\n")
        reload(server)
        assert ask(server, "coffee.example")[0].status == "53"


MISTAKES = [
    ("tea.example={site}", "two sites are for the host tea.example"),
    ("coffee.example={site}/none", "the site for coffee.example: there is no folder"),
    ("coffee.example", "give NAME[,NAME]...=SITE"),
    ("cof fee={site}", "give NAME[,NAME]...=SITE"),
]


@pytest.mark.parametrize("word, message", MISTAKES, ids=[row[1] for row in MISTAKES])
def test_mistakes(capsule, tmp_path, sites, word, message):
    done = subprocess.run([capsule, "serve", sites[0], "--host", "tea.example", "--site", word.format(site=sites[1]),
                           "--certs", tmp_path / "certs", "--gemini", "127.0.0.1:0", "--gopher", "off"],
                          capture_output=True, text=True, timeout=30, check=False)
    assert message in done.stderr and done.returncode in (1, 2)
