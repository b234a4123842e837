"""Sites with names that nobody would choose, and with more of everything than a homepage has."""
import os
import pathlib
import re
import subprocess
import urllib.parse

import pytest

from support import gemini, gopher
from support.figures import full
from support.server import Server

ENTRIES, REDIRECTS = full(2000, 100000), full(1000, 10000)
NAMES = ["n" * 251 + ".txt", b"\xff\xfe.txt", "100%.txt", "a#b.txt", "a?b.txt", "-lead.txt", "caf\u00e9.txt", "cafe\u0301.txt",
         "a b.txt", "%2e%2e.txt", "%0a.txt", "a\\b.txt", '"q".txt', "a:b.txt", "[x].txt", "{x}.txt", "x..txt", "\u202etxt.txt"]
IMPOSSIBLE = ["a\nb.txt", "a\tb.txt", "a\x1bb.txt", "a\x7fb.txt"]


def test_odd_names_are_reached_by_their_links(capsule, make_site, tmp_path):
    """F5: every link that was made leads back to its file, in both protocols; what no request may name has no link."""
    site = make_site()
    for number, name in enumerate([*NAMES, *IMPOSSIBLE]):
        (pathlib.Path(os.fsdecode(os.fsencode(site / "files") + b"/" + os.fsencode(name)))).write_text(f"number {number}\n")
    links = [f"- [n{number}](/files/{urllib.parse.quote(name)})\n" for number, name in enumerate([*NAMES, *IMPOSSIBLE])]
    (site / "links.md").write_text("---\ntitle: Links\n---\n\n" + "".join(links), encoding="ascii")
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        page = gemini.get(server.gemini, "/links.html").body.decode()
        followed = re.findall(r"^=> (/\S+) n(\d+)$", page, re.M)
        for path, number in followed:
            assert gemini.get(server.gemini, path).body == b"number %d\n" % int(number), path
        items = [item for item in gopher.get(server.gopher, "/links.html").items() if re.search(r" n\d+$", item[1])]
        local = [(item[2], item[1].rpartition(" n")[2]) for item in items if item[0] != "h"]
        for selector, number in local:
            assert gopher.get(server.gopher, selector).data.split()[:2] == [b"number", number.encode()], selector
        assert len(followed) == len(local) == len(NAMES)
        for name in IMPOSSIBLE:
            assert gemini.get(server.gemini, f"/files/{urllib.parse.quote(name)}").status == "59"


def deep_folder(root, depth):
    """A file inside DEPTH folders, and a page beside it, made step by step as no call takes so long a path."""
    here = os.open(root, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("deep", dir_fd=here)
        inner = os.open("deep", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    for name, text in (("x.txt", b"x\n"), ("x.md", b"---\ntitle: Deep\n---\n\nDeep.\n")):
        file = os.open(name, os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=here)
        os.write(file, text)
        os.close(file)
    os.close(here)


def test_more_than_a_homepage_has(capsule, make_site, tmp_path):
    """E13, F6: a full folder, many redirects, and folders without an end, longer than any path may be: said in one line."""
    site = make_site()
    (site / "many").mkdir()
    for number in range(ENTRIES):
        (site / f"many/{number}.txt").write_text(f"{number}\n", encoding="ascii")
    old = "".join(f"  - /old/{number}/\n" for number in range(REDIRECTS))
    (site / "moved.md").write_text(f"---\ntitle: Moved\nredirect_from:\n{old}---\n\nHere.\n", encoding="ascii")
    deep_folder(site, 60)
    deep_folder(site / "files", 1000)
    try:
        with Server(capsule, site, certs=tmp_path / "certs") as server:
            assert gemini.get(server.gemini, f"/many/{ENTRIES - 1}.txt").body == b"%d\n" % (ENTRIES - 1)
            assert gemini.get(server.gemini, f"/old/{REDIRECTS - 1}/").header == b"31 /moved.html"
            assert gemini.get(server.gemini, "/" + "deep/" * 60 + "x.html").status == "20"
            assert gemini.get(server.gemini, "/files/" + "deep/" * 190 + "x.txt").status == "51"
            assert gopher.get(server.gopher, "/files/" + "deep/" * 800 + "x.txt").data.startswith(b"3")
            assert len(re.findall(r"folders inside one another", server.log())) == 1
    finally:
        subprocess.run(["rm", "-rf", site], check=True)  # shutil goes down by recursion
