"""`capsule export`: a capsule as plain files, whose links lead from file to file."""
import os
import re
import subprocess
import urllib.parse

import pytest

MILL = {
    "_config.yml": "title: Mill\nurl: https://mill.example\n",
    "index.md": "---\ntitle: Mill\n---\n\nTo the [wheel](/wheel/), the [stone](/stone.html), [rye](/grain/rye.html), "
                "[plans](/files/plan%20a.pdf) and [elsewhere](https://far.example/x/).\n\n```\n=> /wheel/\n```\n",
    "wheel.md": "---\ntitle: Wheel\npermalink: /wheel/\nredirect_from: /rota/\n---\n\n[Home](/) and [rye](/grain/rye.html).\n",
    "stone.md": "---\ntitle: Stone\n---\n\nGrey.\n",
    "grain/rye.md": "---\ntitle: Rye\n---\n\n[Stone](../stone.html).\n",
    "caf\u00e9.md": "---\ntitle: Caf\u00e9\n---\n\nCoffee.\n",
    "files/plan a.pdf": b"%PDF\x00\x01",
    "files/empty.txt": b"",
    "secret/.key": "hidden\n",
}


LOG = "---\n---\n{% for post in site.posts %}\n- [{{ post.title }}]({{ post.url }})\n{% endfor %}\n"


def export(capsule, site, out, *flags, status=0):
    done = subprocess.run([capsule, "export", site, out, *flags], capture_output=True, text=True, timeout=60, cwd="/",
                          check=False)
    assert done.returncode == status, done.stderr
    return done


def tree(root):
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def mill(capsule, make_site, tmp_path):
    export(capsule, make_site(MILL), tmp_path / "out")
    return tmp_path / "out"


def test_names_of_gemini(mill):
    assert tree(mill / "gemini") >= {"index.gmi", "wheel/index.gmi", "stone.gmi", "grain/rye.gmi", "caf\u00e9.gmi",
                                     "files/plan a.pdf", "files/empty.txt"}
    assert not [name for name in tree(mill / "gemini") if "key" in name or "_config" in name or "capsule" in name]


def test_names_of_gopher(mill):
    assert tree(mill / "gopher") >= {"gophermap", "index.txt", "wheel/gophermap", "wheel.txt", "stone.html/gophermap",
                                     "stone.txt", "grain/rye.html/gophermap", "grain/rye.txt", "caps.txt", "robots.txt"}


def test_files_are_the_same_bytes(mill):
    assert (mill / "gemini/files/plan a.pdf").read_bytes() == MILL["files/plan a.pdf"]


def test_every_link_leads_to_a_file(mill):
    """As a client resolves it, wherever the tree is put."""
    for page in (mill / "gemini").rglob("*.gmi"):
        base = "gemini://host.example/~miller/" + urllib.parse.quote(str(page.relative_to(mill / "gemini")))
        text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.M | re.S)
        for url in re.findall(r"^=> (\S+)", text, re.M):
            whole = urllib.parse.urljoin(base.replace("gemini:", "http:", 1), url)
            if not whole.startswith("http://host.example/"):
                continue
            assert whole.startswith("http://host.example/~miller/"), (page, url)
            name = urllib.parse.unquote(whole.removeprefix("http://host.example/~miller/"))
            assert (mill / "gemini" / name).is_file(), (page, url)


def test_links_of_a_page(mill):
    text = (mill / "gemini/index.gmi").read_text()
    assert "=> wheel/index.gmi wheel\n" in text
    assert "=> files/plan%20a.pdf plans\n" in text
    assert "=> https://far.example/x/ elsewhere\n" in text
    assert "```\n=> /wheel/\n```\n" in text
    assert "=> ../grain/rye.gmi rye\n" in (mill / "gemini/wheel/index.gmi").read_text()


def test_every_item_of_a_menu_is_there(mill):
    for menu in (mill / "gopher").rglob("gophermap"):
        for line in menu.read_bytes().decode().split("\r\n")[:-1]:
            fields = line.split("\t")
            assert len(fields) == 4, line
            if line[0] not in "ih":
                assert fields[2:] == ["localhost", "70"]
                path = mill / "gopher" / fields[1].strip("/")
                assert (path / "gophermap").is_file() if line[0] == "1" else path.is_file(), line


def test_a_redirect_is_a_page_with_one_link(mill):
    assert "=> ../wheel/index.gmi\n" in (mill / "gemini/rota/index.gmi").read_text()
    assert (mill / "gopher/rota/gophermap").read_bytes() == (mill / "gopher/wheel/gophermap").read_bytes()


def test_links_of_the_feed(capsule, make_site, tmp_path):
    site = make_site({**MILL, "log.md": LOG, "index.md": "---\n---\n[Log](log.html)\n",
                      "_posts/2020-05-01-flour.md": "---\ntitle: Flour\n---\nWhite.\n"})
    export(capsule, site, tmp_path / "out", "--host", "mill.example")
    urls = re.findall(r'href="gemini://mill.example/([^"]*)"', (tmp_path / "out/gemini/feed.xml").read_text())
    assert "2020/05/01/flour.gmi" in urls
    assert all((tmp_path / "out/gemini" / url).is_file() for url in urls), urls
    assert "gopher://" in (tmp_path / "out/gopher/feed.xml").read_text()


def test_host_and_port(capsule, make_site, tmp_path):
    export(capsule, make_site(MILL), tmp_path / "out", "--host", "mill.example", "--set", "gopher-port=7071")
    menu = (tmp_path / "out/gopher/gophermap").read_text()
    assert "\t/wheel/\tmill.example\t7071\n" in menu.replace("\r", "")


def stamps(root):
    return {name: ((root / name).stat().st_mtime_ns, (root / name).stat().st_ino) for name in tree(root)}


def test_a_second_run_writes_what_has_changed(capsule, make_site, tmp_path):
    site, out = make_site(MILL), tmp_path / "out"
    export(capsule, site, out)
    before = stamps(out)
    assert ", 0 of them written" in export(capsule, site, out).stdout
    assert stamps(out) == before
    (site / "stone.md").write_text("---\ntitle: Stone\n---\n\nBlack.\n")
    export(capsule, site, out)
    changed = {name for name, stamp in stamps(out).items() if before.get(name) != stamp and not name.startswith(".")}
    assert changed == {"gemini/stone.gmi", "gopher/stone.html/gophermap", "gopher/stone.txt"}


def test_files_of_others_stay(capsule, make_site, tmp_path):
    (tmp_path / "out/gemini").mkdir(parents=True)
    (tmp_path / "out/gemini/mine.gmi").write_text("mine\n")
    export(capsule, make_site(MILL), tmp_path / "out")
    assert (tmp_path / "out/gemini/mine.gmi").read_text() == "mine\n"


def test_what_is_published_no_more_is_removed(capsule, make_site, tmp_path):
    site, out = make_site(MILL), tmp_path / "out"
    export(capsule, site, out)
    before = tree(out)
    (out / "gopher/grain/mine.txt").write_text("mine\n")
    (out / "gemini/stone.gmi").write_text("rewritten by hand\n")
    (site / "stone.md").unlink()
    (site / "grain/rye.md").unlink()
    assert ", 5 removed" in export(capsule, site, out).stdout
    assert before - tree(out) == {"gemini/grain/rye.gmi", "gopher/grain/rye.html/gophermap", "gopher/grain/rye.txt",
                                  "gopher/stone.html/gophermap", "gopher/stone.txt"}
    assert not (out / "gemini/grain").exists()
    assert (out / "gopher/grain/mine.txt").exists()
    assert (out / "gemini/stone.gmi").read_text() == "rewritten by hand\n"


def test_nothing_is_removed_while_there_are_errors(capsule, make_site, tmp_path):
    site, out = make_site(MILL), tmp_path / "out"
    export(capsule, site, out)
    (site / "stone.md").unlink()
    (site / "a.md").write_text("---\nredirect_to: /a.html\n---\n")
    export(capsule, site, out)
    assert (out / "gemini/stone.gmi").exists()
    (site / "a.md").unlink()
    export(capsule, site, out)
    assert not (out / "gemini/stone.gmi").exists()


@pytest.mark.parametrize("record", ["no record\n", "3 1 1 ../../site/index.md\n", "1 2\n\n1 2 3 \n", "\0\0"])
def test_a_strange_record_removes_nothing(capsule, make_site, tmp_path, record):
    site, out = make_site(MILL), tmp_path / "out"
    export(capsule, site, out)
    before = tree(out) | {f"../site/{name}" for name in tree(site)}
    (out / ".capsule-gemini").write_text(record)
    (site / "stone.md").unlink()
    export(capsule, site, out)
    left = tree(out) | {f"../site/{name}" for name in tree(site)}
    assert before - left == {"../site/stone.md", "gopher/stone.html/gophermap", "gopher/stone.txt"}


def test_names_that_clash(capsule, make_site, tmp_path):
    site = make_site({**MILL, "oat.gmi": "by hand\n", "oat.md": "---\ntitle: Oat\n---\nbuilt\n"})
    done = export(capsule, site, tmp_path / "out")
    texts = {(tmp_path / "out/gemini" / name).read_text().split("\n")[0] for name in ("oat.gmi", "oat-2.gmi")}
    assert texts == {"by hand", "# Oat"}
    assert "oat-2.gmi" in done.stderr


def test_the_result_inside_the_site_is_no_source(capsule, make_site):
    site = make_site(MILL)
    export(capsule, site, site / "public")
    before = tree(site / "public")
    export(capsule, site, site / "public")
    assert tree(site / "public") == before


def test_the_result_beside_the_source_is_no_source(capsule, make_site):
    site = make_site(MILL)
    export(capsule, site, site)
    before = tree(site)
    export(capsule, site, site)
    assert tree(site) == before


def test_the_source_is_never_written_to(capsule, make_site, tmp_path):
    site = make_site(MILL, name="gemini")
    before = tree(site)
    export(capsule, site, tmp_path, status=1)
    assert tree(site) == before


def test_nothing_from_outside_the_site(capsule, make_site, tmp_path):
    site = make_site(MILL)
    (tmp_path / "outside.txt").write_text("outside\n")
    os.symlink("../../outside.txt", site / "files/link.txt")
    export(capsule, site, tmp_path / "out")
    assert "gemini/files/link.txt" not in tree(tmp_path / "out")


def test_nothing_is_written_outside_the_result(capsule, make_site, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/gemini").mkdir(parents=True)
    os.symlink("../../elsewhere", tmp_path / "out/gemini/wheel")
    export(capsule, make_site(MILL), tmp_path / "out", status=1)
    assert tree(tmp_path / "elsewhere") == set()


def test_no_place_to_write(capsule, make_site, tmp_path):
    (tmp_path / "out").write_text("a file\n")
    done = export(capsule, make_site(MILL), tmp_path / "out", status=1)
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [[], ["one"], ["one", "two", "three"], ["one", "two", "--no-such"]])
def test_wrong_usage(capsule, words):
    done = subprocess.run([capsule, "export", *words], capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
