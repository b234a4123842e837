"""The owner's page in the programs that readers use: amfora, bombadillo, lynx, curl."""
import re
import subprocess

import pytest

from support import gemini, gopher
from support.terminal import Terminal

AMFORA = """
[a-general]
home = "about:newtab"
auto_redirect = true
http = 'off'
color = false
max_width = 90
show_link = true
scrollbar = "never"
[url-handlers]
other = 'off'
[subscriptions]
popup = false
update_interval = 0
"""

SYSTEMS = ["VideoSys", "ColossalAI", "FastFold", "OpenMoE", "Adaptive Computation", "AutoChunk", "HeteGen"]


@pytest.fixture
def amfora(owner, tmp_path):
    folder = tmp_path / ".config" / "amfora"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(AMFORA, encoding="ascii")
    environment = {"HOME": str(tmp_path), "NO_COLOR": "1", "XDG_CONFIG_HOME": "", "XDG_CACHE_HOME": "", "XDG_DATA_HOME": ""}
    command = ["amfora", f"gemini://localhost:{owner.gemini}/"]
    with Terminal(command, environment) as terminal:
        yield terminal


@pytest.fixture
def bombadillo(owner, tmp_path):
    """A function that opens a URL."""
    (tmp_path / ".config").mkdir()
    environment = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    opened = []

    def open_url(url):
        opened.append(Terminal(["bombadillo", url], environment))
        return opened[-1]

    yield open_url
    for terminal in opened:
        terminal.__exit__()


def link_number(owner, path):
    """The number that a client gives to the first link line of the home page that leads to PATH."""
    lines = [line for line in gemini.get(owner.gemini).body.decode().splitlines() if line.startswith("=>")]
    return next(number for number, line in enumerate(lines, 1) if line.split()[1] == path)


def test_amfora(owner, amfora):
    screen = amfora.expect("Xuanlei Zhao")
    assert not re.search(r"\]\(|</?\w+>|&\w+;|\{[{%]", screen), screen
    amfora.keys("Space")
    amfora.type(str(link_number(owner, "/publications/")))
    amfora.keys("Enter")
    amfora.expect("/publications/")
    amfora.expect("AutoChunk")


def test_bombadillo_gemini(owner, bombadillo):
    terminal = bombadillo(f"gemini://localhost:{owner.gemini}/")
    terminal.expect("Xuanlei Zhao")


def test_bombadillo_gopher(owner, bombadillo):
    """Its own numbers are ours: link [1] of the page is its link 1."""
    terminal = bombadillo(f"gopher://localhost:{owner.gopher}/")
    screen = terminal.expect("[1]")
    assert "Xuanlei Zhao" in screen
    for number, label in re.findall(r"\[(\d+)\]\s+\[(\d+)\]", screen):
        assert number == label, screen


def lynx(url):
    done = subprocess.run(["lynx", "-dump", "-width=80", "-display_charset=utf-8", url], capture_output=True, text=True,
                          timeout=30, check=False)
    assert done.returncode == 0, done
    return done.stdout


def test_lynx_menu(owner):
    text = lynx(f"gopher://localhost:{owner.gopher}/")
    for system in SYSTEMS:
        assert system in text
    assert not re.search(r"\]\(|</?[a-z]+>|&[a-z]+;|\{[{%]|null\.host", text), text
    body = text.split("References")[0]
    assert max(len(line) for line in body.splitlines()) <= 80


def test_lynx_text(owner):
    assert "Xuanlei Zhao" in lynx(f"gopher://localhost:{owner.gopher}/0/index.txt")


def test_lynx_follows_a_web_link(owner):
    """lynx asks our server for `URL:` items: each one of the page gets its redirect page."""
    urls = [item[2] for item in gopher.get(owner.gopher).items() if item[0] == "h"]
    assert len(urls) >= 17
    for selector in urls:
        assert selector[4:] in lynx(f"gopher://localhost:{owner.gopher}/h/{selector}").replace("\n", "") or "mailto" in selector


def test_curl(owner):
    url = f"gopher://localhost:{owner.gopher}/0/index.txt"
    done = subprocess.run(["curl", "-sS", "--max-time", "20", url], capture_output=True, check=True)
    assert b"Xuanlei Zhao" in done.stdout and not done.stderr
    for path in ("/1", "/1/", ""):
        done = subprocess.run(["curl", "-sS", "--max-time", "20", f"gopher://localhost:{owner.gopher}{path}"],
                              capture_output=True, check=True)
        assert done.stdout == gopher.get(owner.gopher).data
