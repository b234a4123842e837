"""`capsule pack`, and `capsule serve` of what it makes: the same replies without the source."""
import shutil
import signal
import subprocess

import pytest

from support import gemini, gopher
from support.server import Server

KILN = {
    "_config.yml": "title: Kiln\nurl: https://kiln.example\n",
    "index.md": "---\ntitle: Kiln\n---\n\nA [pot](/pot/) and its [drawing](/files/pot.png).\n",
    "pot.md": "---\ntitle: Pot\npermalink: /pot/\nredirect_from: /jar/\n---\n\nClay.\n",
    "files/pot.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 300,
    "files/glaze.txt": "ash\n.dot\n",
}


def pack(capsule, site, file, *flags, status=0):
    done = subprocess.run([capsule, "pack", site, "-o", file, *flags], capture_output=True, text=True, timeout=60,
                          cwd="/", check=False)
    assert done.returncode == status, done.stderr
    return done


def serve(capsule, file, certs, *flags):
    return Server(capsule, file, *flags, certs=certs)


def test_the_source_is_not_needed(capsule, make_site, tmp_path):
    site = make_site(KILN)
    pack(capsule, site, tmp_path / "kiln.capsule", "--files")
    with Server(capsule, site, certs=tmp_path / "certs") as server:
        pages = server.pages
        wanted = [gemini.get(server.gemini, path).data for path in ("/", "/pot/", "/files/pot.png", "/files/glaze.txt")]
        text = gopher.get(server.gopher, "/pot.txt").data
    shutil.rmtree(site)
    with serve(capsule, tmp_path / "kiln.capsule", tmp_path / "certs") as server:
        assert server.pages == pages
        found = [gemini.ask(server.gemini, f"gemini://localhost{path}\r\n".encode()).data
                 for path in ("/", "/pot/", "/files/pot.png", "/files/glaze.txt")]
        assert found == wanted
        assert gemini.ask(server.gemini, b"gemini://localhost/jar/\r\n").header == b"31 /pot/"
        assert gopher.get(server.gopher, "/files/pot.png").data == KILN["files/pot.png"]
        assert gopher.get(server.gopher, "/pot.txt").data.replace(b"7070", b"70") == text.replace(
            b"7070", b"70") or b"Clay" in text


def test_without_files_the_files_are_missing(capsule, make_site, tmp_path):
    pack(capsule, make_site(KILN), tmp_path / "kiln.capsule")
    (tmp_path / "files").mkdir()
    (tmp_path / "files/pot.png").write_bytes(b"beside the image, not in it")
    with serve(capsule, tmp_path / "kiln.capsule", tmp_path / "certs") as server:
        assert gemini.ask(server.gemini, b"gemini://localhost/pot/\r\n").status == "20"
        assert gemini.ask(server.gemini, b"gemini://localhost/files/pot.png\r\n").status in ("40", "51")


def test_names_and_ports_are_those_of_the_image(capsule, make_site, tmp_path):
    pack(capsule, make_site(KILN), tmp_path / "kiln.capsule", "--host", "kiln.example", "--set", "gopher-port=7099",
         "--set", "gemini-port=1999")
    with serve(capsule, tmp_path / "kiln.capsule", tmp_path / "certs") as server:
        assert ("1", "pot", "/pot/", "kiln.example", "7099") in [
            (kind, name.split("] ")[-1], *rest) for kind, name, *rest in gopher.get(server.gopher).items()]
        assert gemini.ask(server.gemini, b"gemini://kiln.example:1999/\r\n").status == "20"
        assert gemini.ask(server.gemini, b"gemini://localhost:1999/\r\n").status == "53"
        assert gemini.ask(server.gemini, b"gemini://kiln.example/\r\n").status == "53"


def test_equal_sites_make_equal_images(capsule, make_site, tmp_path):
    site = make_site(KILN)
    for name in ("one", "two"):
        pack(capsule, site, tmp_path / name, "--files")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def damaged(image):
    """Files that are no image, or not any more."""
    middle = len(image) // 2
    return {
        "cut short": image[:middle],
        "a byte changed": image[:middle] + bytes([image[middle] ^ 1]) + image[middle + 1:],
        "longer": image + b"\0",
        "only its head": image[:16],
        "another version": image[:8] + b"\xff" + image[9:],
        "foreign": b"%PDF-1.4\n" * 1000,
        "empty": b"",
    }


def test_a_damaged_image_is_refused_with_one_line(capsule, make_site, tmp_path):
    pack(capsule, make_site(KILN), tmp_path / "kiln.capsule")
    for name, content in damaged((tmp_path / "kiln.capsule").read_bytes()).items():
        (tmp_path / "bad").write_bytes(content)
        done = subprocess.run([capsule, "serve", tmp_path / "bad", "--certs", tmp_path / "certs", "--gemini",
                               "127.0.0.1:0", "--gopher", "off"], capture_output=True, text=True, timeout=20, check=False)
        assert done.returncode == 1, name
        assert len(done.stderr.splitlines()) == 1 and str(tmp_path / "bad") in done.stderr, (name, done.stderr)


def test_hangup_reads_the_file_again(capsule, make_site, tmp_path):
    site, file = make_site(KILN), tmp_path / "kiln.capsule"
    pack(capsule, site, file)
    with serve(capsule, file, tmp_path / "certs") as server:
        (site / "pot.md").write_text("---\ntitle: Pot\npermalink: /pot/\n---\n\nPorcelain.\n")
        pack(capsule, site, file)
        server.signal(signal.SIGHUP)
        server.wait_for(r"reloaded, pages=")
        assert b"Porcelain" in gemini.ask(server.gemini, b"gemini://localhost/pot/\r\n").body
        mark = server.mark()
        server.signal(signal.SIGHUP)
        server.wait_for(r"nothing has changed", since=mark)
        file.write_bytes(file.read_bytes()[:5000])
        server.signal(signal.SIGHUP)
        server.wait_for(r"kiln.capsule: .*what runs stays as it is")
        assert b"Porcelain" in gemini.ask(server.gemini, b"gemini://localhost/pot/\r\n").body


def test_an_image_inside_the_site_is_not_published(capsule, make_site):
    site = make_site(KILN)
    for _ in range(2):
        pack(capsule, site, site / "kiln.capsule", "--files")
    first = (site / "kiln.capsule").stat().st_size
    pack(capsule, site, site / "kiln.capsule", "--files")
    assert (site / "kiln.capsule").stat().st_size == first


@pytest.mark.parametrize("words", [["."], [".", "-o"], [".", "-o", "x", "two"], [".", "-o", "x", "--set", "host"]])
def test_wrong_usage(capsule, tmp_path, words):
    done = subprocess.run([capsule, "pack", *words], capture_output=True, text=True, timeout=20, cwd=tmp_path, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(capsule, make_site, tmp_path):
    done = pack(capsule, make_site(KILN), tmp_path / "no/such/kiln.capsule", status=1)
    assert len(done.stderr.splitlines()) == 1
