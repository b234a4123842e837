"""The small files that clients look for by their names: favicon, security.txt, robots.txt, caps.txt."""
from support import gemini, gopher
from support.server import Server

PAGE = "---\ntitle: Home\npermalink: /\n---\n\nText.\n"


def serve(capsule, make_site, tmp_path, files, *flags):
    return Server(capsule, make_site({"_config.yml": "title: Tea\n", "index.md": PAGE} | files), *flags,
                  certs=tmp_path / "certs")


def test_a_favicon_is_set(capsule, make_site, tmp_path):
    with serve(capsule, make_site, tmp_path, {}, "--set", "favicon=\U0001F375") as server:
        reply = gemini.get(server.gemini, "/favicon.txt")
        assert reply.header.startswith(b"20 text/plain") and reply.body == "\U0001F375\n".encode()


def test_without_a_setting_there_is_none(capsule, make_site, tmp_path):
    with serve(capsule, make_site, tmp_path, {}) as server:
        assert gemini.get(server.gemini, "/favicon.txt").header.startswith(b"51")


def test_files_of_the_site_win(capsule, make_site, tmp_path):
    files = {"favicon.txt": "site\n", "robots.txt": "User-agent: *\nDisallow: /x\n", "caps.txt": "CAPS\n"}
    with serve(capsule, make_site, tmp_path, files, "--set", "favicon=\U0001F375") as server:
        for name, text in files.items():
            assert gemini.get(server.gemini, f"/{name}").body == text.encode()
            assert gopher.get(server.gopher, name).data.replace(b"\r\n", b"\n") == text.encode()


def test_security_txt_stands_in_both_places(capsule, make_site, tmp_path):
    contact = "Contact: mailto:tea@tea.example\n"
    with serve(capsule, make_site, tmp_path, {"security.txt": contact}) as server:
        assert gemini.get(server.gemini, "/security.txt").body == contact.encode()
        assert gemini.get(server.gemini, "/.well-known/security.txt").header == b"31 /security.txt"
        assert b"Contact:" in gopher.get(server.gopher, ".well-known/security.txt").data


def test_the_well_known_place_alone(capsule, make_site, tmp_path):
    files = {"_config.yml": "include: [.well-known]\n", ".well-known/security.txt": "Contact: x\n"}
    with serve(capsule, make_site, tmp_path, files) as server:
        assert gemini.get(server.gemini, "/.well-known/security.txt").body == b"Contact: x\n"
        assert gemini.get(server.gemini, "/security.txt").header == b"31 /.well-known/security.txt"
