"""The owner's profile in all three forms: every fact and every link of it, nothing of its markup."""
import re

from support import gemini, gopher

TARGETS = [
    "https://www.comp.nus.edu.sg/~youy/", "https://xwcv.github.io/", "https://github.com/hpcaitech/ColossalAI",
    "https://fangjiarui.github.io/", "https://github.com/NUS-HPC-AI-Lab/VideoSys",
    "https://github.com/hpcaitech/ColossalAI/graphs/contributors", "https://github.com/hpcaitech/FastFold/tree/main",
    "https://xuefuzhao.github.io/publications/",
    "https://www.notion.so/Aug-2023-OpenMoE-v0-2-Release-43808efc0f5845caa788f2db52021879",
    "https://github.com/XueFuzhao/OpenMoE", "https://arxiv.org/abs/2402.01739", "https://arxiv.org/abs/2301.13195",
    "https://github.com/google-research/scenic/tree/main/scenic/projects/adatape", "https://arxiv.org/abs/2401.10652",
    "https://github.com/hpcaitech/ColossalAI/tree/main/colossalai/autochunk",
    "https://oahzxl.github.io/publications/#HeteGen", "https://oahzxl.github.io/publications/#FastFold",
]
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;|\{[{%:]|<!--|\]\(|\*\*|^---$", re.M)
SYSTEMS = ["VideoSys", "ColossalAI", "FastFold", "OpenMoE", "Adaptive Computation with Elastic Input Sequence", "AutoChunk",
           "HeteGen"]


def blocks(text):
    return text.split("\n\n")


def test_gemtext(owner):
    text = gemini.get(owner.gemini).body.decode()
    links = re.findall(r"^=> (\S+)(?: (.*))?$", text, re.M)
    for target in TARGETS:
        # A link to the owner's own web page that the capsule serves too leads into the capsule.
        own = target.replace("https://oahzxl.github.io", "").split("#")[0]
        assert any(url.rstrip("/") in (target.rstrip("/"), own.rstrip("/")) for url, _ in links), target
    assert all(label for _, label in links), "every label is human"
    for block in blocks(text):
        urls = re.findall(r"^=> (\S+)", block, re.M)
        assert len(urls) == len(set(urls)), f"a link twice in a block:\n{block}"
    assert not MARKUP.search(text), MARKUP.search(text)
    for system in SYSTEMS:
        assert system in text


def test_menu(owner):
    items = gopher.get(owner.gopher).items()
    numbered = [item for item in items if item[0] != "i" and re.match(r"\[\d+\] ", item[1])]
    assert [int(re.match(r"\[(\d+)\]", item[1])[1]) for item in numbered] == list(range(1, len(numbered) + 1))
    selectors = {item[2] for item in numbered}
    for target in TARGETS:
        own = target.replace("https://oahzxl.github.io", "").split("#")[0]
        assert {f"URL:{target}", own} & selectors, target
    assert not MARKUP.search("\n".join(item[1] for item in items))


def test_text(owner):
    text = gopher.get(owner.gopher, "/index.txt").data.decode()
    assert not MARKUP.search(text.replace("\r\n", "\n")), MARKUP.search(text)
    for system in SYSTEMS:
        assert system in " ".join(text.split())


def test_a_page_per_system(owner):
    index = gemini.get(owner.gemini, "/publications/").body.decode()
    paths = re.findall(r"^=> (/publications?/\S+)", index, re.M)
    assert len(set(paths)) >= 7, index
    for path in set(paths):
        reply = gemini.get(owner.gemini, path)
        assert reply.header == b"20 text/gemini; lang=en" and reply.body.startswith(b"# "), (path, reply)


def test_every_local_link_is_served(owner):
    seen, waiting = set(), ["/"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        reply = gemini.get(owner.gemini, path)
        assert reply.status == "20", f"{path}: {reply}"
        if reply.meta.startswith("text/gemini"):
            waiting += re.findall(r"^=> (/\S*)", reply.body.decode(), re.M)
    assert len(seen) >= 9
