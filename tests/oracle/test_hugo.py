"""The published paths of a Hugo site beside those of the real Hugo, where `make deps-oracle` has installed it.

What only browsers need is left out (feeds, the site map), and the page of a taxonomy that no page uses.
"""
import json
import os
import shutil
import subprocess
from urllib.parse import unquote

import pytest

from hugo_traits import LAYOUTS, TRAITS

pytestmark = pytest.mark.skipif(not shutil.which("hugo"), reason="no Hugo: `make deps-oracle` installs it")

UNUSED = {"/tags/", "/categories/"}


def write(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def of_hugo(site, out):
    """Path -> "page", "redirect" or "file" of all that Hugo writes."""
    environment = {"PATH": os.defpath, "HOME": str(out.parent), "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["hugo", "--quiet", "--source", site, "--destination", out], capture_output=True, text=True,
                          timeout=120, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    written = {}
    for path in out.rglob("*"):
        if path.is_dir() or path.name in ("index.xml", "sitemap.xml"):
            continue
        text, kind = path.read_text(), "file"
        if path.suffix == ".html" and text.startswith("PAGE"):
            kind = "page"
        elif path.suffix == ".html" and 'http-equiv="refresh"' in text:
            kind = "redirect"
        name = "/" + str(path.relative_to(out))
        written[name if kind == "file" else name.removesuffix("index.html")] = kind
    return written


def of_capsule(capsule, site):
    done = subprocess.run([capsule, "check", "--json", site], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    kinds = {"file": "file", "redirect": "redirect"}
    return {unquote(page["path"]): kinds.get(page["kind"], "page") for page in json.loads(done.stdout)["pages"]
            if page["path"] != "/feed.xml"}


@pytest.mark.parametrize("trait", TRAITS)
def test_traits_have_the_paths_of_hugo(capsule, trait, tmp_path):
    write(tmp_path / "site", TRAITS[trait])
    got = of_capsule(capsule, tmp_path / "site")
    write(tmp_path / "site", LAYOUTS)
    want = of_hugo(tmp_path / "site", tmp_path / "out")
    wrong = {path: (got.get(path), want.get(path)) for path in got.keys() | want.keys()
             if got.get(path) != want.get(path) and not (path in UNUSED and path not in got)}
    assert not wrong, "path: (capsule, Hugo)\n" + "\n".join(f"{path}: {both}" for path, both in sorted(wrong.items()))
