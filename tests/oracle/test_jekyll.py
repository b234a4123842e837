"""The published paths beside those of the real Jekyll, where `make deps-oracle` has installed it.

Nothing is rendered: Jekyll only reads a tree and says what it would write. Two differences are meant (jekyll.md 1.6,
1.7): dates in the future, which no tree here has, and files that are templates for the web.
"""
import json
import pathlib
import shutil
import subprocess
from urllib.parse import unquote

import pytest

from traits import TRAITS

TESTS = pathlib.Path(__file__).resolve().parent.parent
SITES = sorted(path.parent for path in (TESTS / "sites").glob("*/_config.yml")) + [TESTS.parent / "content"]
CONFIGURATIONS = sorted((TESTS / "permalinks").glob("config-*.yml"))
LISTER = pathlib.Path(__file__).with_name("paths.rb")
PLUGIN = "spec = Gem::Specification; exit spec.find_all_by_name('jekyll-redirect-from').any?"


def has_jekyll():
    """Debian's, with the plugin for redirects."""
    return bool(shutil.which("jekyll") and shutil.which("ruby")) and \
        subprocess.run(["ruby", "-e", PLUGIN], check=False).returncode == 0


pytestmark = pytest.mark.skipif(not has_jekyll(), reason="no Jekyll: `make deps-oracle` installs it")


def of_jekyll(site):
    """Decoded path -> (kind, source), and the sources of templates.

    Of two that would write one file the later stays, but a page before a redirect.
    """
    done = subprocess.run(["ruby", str(LISTER), str(site)], capture_output=True, text=True, timeout=120, check=False,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/nonexistent"})
    assert done.returncode == 0, done.stderr
    written, templates = {}, set()
    for line in done.stdout.splitlines():
        kind, path, file, source = line.split("\t")
        if kind == "template":
            templates.add(source)
        elif kind != "redirect" or file not in written:
            written[file] = (path, kind, source.lstrip("/"))
    return {unquote(path): (kind, "" if kind == "redirect" else source) for path, kind, source in written.values()}, templates


def of_capsule(capsule, site, templates):
    """The same out of `check --json`, without templates and what only a capsule has."""
    done = subprocess.run([capsule, "check", "--json", str(site)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    return {unquote(page["path"]): (page["kind"], "" if page["kind"] == "redirect" else page["source"])
            for page in json.loads(done.stdout)["pages"]
            if page["kind"] != "generated" and page["source"] not in templates}


def compare(capsule, site):
    want, templates = of_jekyll(site)
    got = of_capsule(capsule, site, templates)
    wrong = {path: (got.get(path), want.get(path)) for path in got.keys() | want.keys() if got.get(path) != want.get(path)}
    assert not wrong, "path: (capsule, Jekyll)\n" + "\n".join(f"{path}: {both}" for path, both in sorted(wrong.items()))


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_sites_have_the_paths_of_jekyll(capsule, site):
    compare(capsule, site)


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=lambda path: path.stem)
def test_permalinks_are_those_of_jekyll(capsule, configuration, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(TESTS / "permalinks" / "tree", site)
    shutil.copy(configuration, site / "_config.yml")
    compare(capsule, site)


@pytest.mark.parametrize("trait", TRAITS)
def test_traits_have_the_paths_of_jekyll(capsule, trait, tmp_path):
    for name, text in TRAITS[trait].items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    compare(capsule, tmp_path)
