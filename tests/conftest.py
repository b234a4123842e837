"""Fixtures: the binary under test, a hostile little site, and the owner's own, each served once per session."""
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support.server import Server  # noqa: E402

PROJECT = pathlib.Path(__file__).parent.parent


def write_tree(root, files):
    """Writes FILES, a map from relative path to text or bytes, below ROOT."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


SITE = {
    "_config.yml": "title: Tea Research\nurl: https://tea.example\nlang: en-GB\ninclude: [_pages]\nexclude: [private]\n",
    "_layouts/default.html": "<html>{{ content }}</html>\n",
    "_pages/about.md": "---\npermalink: /\ntitle: Tea Research\nredirect_from:\n  - /about/\n  - /home.html\n---\n\n"
                       "We study tea with [Ada](https://ada.example/a%20b?x=1&y=2#f) and [friends](/friends/).\n",
    "_pages/friends.md": "---\npermalink: /friends/\ntitle: Friends\nlang: de\n---\n\nGrace and [the leaf](/files/leaf.pdf).\n",
    "_pages/secret.md": "---\ntitle: Secret\npublished: false\n---\n\nNot for reading.\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\n\nUnripe.\n",
    "notes.md": "---\ntitle: Notes\n---\n\nLeaves fall.\n",
    "files/leaf.pdf": b"%PDF-1.4\n" + bytes(range(256)) * 8,
    "files/data.txt": "first line\n.dot line\nlast line\n",
    "files/empty.txt": b"",
    "private/diary.md": "---\ntitle: Diary\n---\n\nDear diary.\n",
    ".git/config": "[core]\n",
    ".git/HEAD": "ref: refs/heads/main\n",
}


@pytest.fixture(scope="session")
def capsule():
    """The path of the binary."""
    path = pathlib.Path(os.environ.get("CAPSULE", PROJECT / "build" / "capsule"))
    assert path.is_file(), f"{path} is not built"
    return path


@pytest.fixture
def make_site(tmp_path):
    """A function that writes a tree of files and returns its root; other files beside the root stay unpublished."""

    def make(files=None, name="site"):
        root = tmp_path / name
        root.mkdir()
        return write_tree(root, SITE if files is None else files)

    return make


@pytest.fixture(scope="session")
def tea(capsule, tmp_path_factory):
    """The server of the site SITE, with a key file one level above its root."""
    base = tmp_path_factory.mktemp("tea")
    (base / "site").mkdir()
    (base / "key.pem").write_text("SECRET\n", encoding="ascii")
    write_tree(base / "site", SITE)
    with Server(capsule, base / "site", certs=base / "certs") as server:
        server.site = base / "site"
        yield server


@pytest.fixture(scope="session")
def owner(capsule, tmp_path_factory):
    """The server of the project's own content/."""
    base = tmp_path_factory.mktemp("owner")
    with Server(capsule, PROJECT / "content", certs=base / "certs") as server:
        yield server
