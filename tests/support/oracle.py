"""What a page holds by another judgement than the translator's: cmark's rendering, and a plain scan of its tags.

What is not counted as a link, and why: what Liquid, kramdown or HTML take out of the page (comments, loops, notes that nobody
refers to, lists that `{:toc}` replaces, display math, dropped and hidden elements), targets that lead nowhere (R14.2), and
what stands behind a fence inside HTML, which is code to us and HTML to cmark.
"""

import ctypes
import html
import re
import urllib.parse

library = ctypes.CDLL("libcmark.so")
library.cmark_markdown_to_html.restype = ctypes.c_void_p
library.cmark_markdown_to_html.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
release = ctypes.CDLL(None).free
release.argtypes = [ctypes.c_void_p]
UNSAFE = 1 << 17  # raw HTML stays

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$\n?", re.S | re.M)
LIQUID = re.compile(r"\{%-?\s*(comment|capture|for|highlight)\b.*?\{%-?\s*end\1\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|\{::comment\}.*?(?:\{:/[^}\n]*\}|\{:/)", re.S)
NOTE = re.compile(r"^ {0,3}\[\^([^\]\n]+)\]:.*\n(?:(?!\[\^).*\S.*\n|[ \t]*\n(?= {4}|\t))*", re.M)
NOTE_MARK = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:", re.M)
CONTENTS = re.compile(r"^[ ]*(?:[*+-]|\d+[.)]) .*\n(?:.+\n)*?\{: *toc.*\}$", re.M)
MATH = re.compile(r"\$\$.*?\$\$|\\\\\[.*?\\\\\]|\\begin\{(\w+\*?)\}.*?\\end\{\1\}", re.S)
PREFORMATTED = re.compile(r"^[ >]*<pre\b.*?(?:</pre\s*>|\Z)", re.S | re.I | re.M)
MEDIA = "iframe|video|audio"
DROPPED = "script|style|template|noscript|svg|math|head|object|select|textarea|button|title"
HIDDEN = re.compile(r"<(span|i|b|em|small|sup|font)\b[^<>]*aria-hidden=.true.[^<>]*>.*?(?:</\1\s*>|</(?:p|h.|li|td)>|\Z)", re.S | re.I)
CODE = re.compile(r"<pre><code[^>]*>.*?</code></pre>|<code>.*?</code>", re.S)
GONE = re.compile(rf"<!--.*?(?:-->|\Z)|<({DROPPED})\b.*?(?:</\1\s*>|\Z)|"
                  rf"(?P<media><({MEDIA})\b[^<>]*>).*?(?:</\3\s*>|\Z)", re.S | re.I)
FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1|\Z)", re.S | re.M)
SLIP = re.compile(r"<[A-Za-z][^<>]*=\s*([\"'])(?:(?!\1)[^<>])*(?=<|\Z)(?:.|\n(?![ \t]*\n))*")  # a value without its end, and its paragraph
HEADING_ID = re.compile(r" \{#[^}\n]*\}[ \t]*$", re.M)
TAG = re.compile(r"</?([A-Za-z][^\s/>]*)((?:[^>\"'=]|=\s*\"[^\"]*\"|=\s*'[^']*'|=\s*[^\s\"'>]+)*)>|</[^A-Za-z>][^>]*>")
ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
TARGETS = {"a": "href", "img": "src", "iframe": "src", "embed": "src", "video": "src", "audio": "src"}
NOWHERE = re.compile(r"(?:javascript|vbscript|data|file|blob|about|.):|#|\w+://(?:[/#?]|\Z)|\Z", re.I)
BADGE = re.compile(r"shields\.io|badgen\.net|badge\.fury\.io|codecov|coveralls|travis|komarev|visitor-badge|hits\.|"
                   r"zenodo\.org/badge|badge\.svg|style=(?:social|flat|for-the-badge)|"
                   r"clustrmaps|flagcounter|mapmyvisitors|revolvermaps|statcounter|github-(?:readme|profile)-", re.I)


def render(source):
    """SOURCE, text, as cmark's HTML, with Liquid gone."""
    data = source.replace("\0", "").encode("utf-8", "surrogateescape")
    pointer = library.cmark_markdown_to_html(data, len(data), UNSAFE)
    try:
        return ctypes.string_at(pointer).decode("utf-8", "surrogateescape")
    finally:
        release(pointer)


def ends_open(source):
    """A fence, a script or the like is open at the end, and takes the notes that are to stand there."""
    return not render(source + "\n\nend of page\n").endswith("<p>end of page</p>\n")


def without_unused_notes(source):
    if "[^" not in source:
        return source
    if ends_open(source):
        return NOTE.sub("", source)
    return NOTE.sub(lambda note: note.group() if f"[^{note.group(1)}]" in NOTE_MARK.sub("", source) else "", source)


def prepared(source):
    """SOURCE without what only Jekyll understands."""
    source = without_unused_notes(LIQUID.sub("", FRONT_MATTER.sub("", source.replace("\r\n", "\n"), count=1)))
    source = MATH.sub("x", CONTENTS.sub("", NOTE_MARK.sub("note:", source)))
    source = SLIP.sub("", HEADING_ID.sub("", source))
    return PREFORMATTED.sub(lambda block: block.group().replace("](", "] ("), source)


def attributes(text):
    found = {}
    for name, double, single, bare in ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found


def is_kept(name, target, values):
    """An image that is no badge (R16); whatever else leads anywhere."""
    if NOWHERE.match(target) or "<" in target:
        return False
    return name != "img" or not (BADGE.search(target) or {"0", "1"} & {values.get("width"), values.get("height")})


def completed(target):
    if target.startswith("//"):
        return "https:" + target
    return "mailto:" + target if "@" in target and not re.search("[/:?# ]", target) else target


def links(source):
    """The targets that SOURCE links to, each as often as it does."""
    page = GONE.sub(lambda gone: gone.group("media") or " ", render(prepared(source)))
    page = HIDDEN.sub("", FENCE.sub("", CODE.sub(" ", page)))
    for tag in TAG.finditer(page):
        name = (tag.group(1) or "").lower()
        if name not in TARGETS or tag.group().startswith("</"):
            continue
        values = attributes(tag.group(2))
        target = re.sub("[\n\r\t]", "", values.get(TARGETS[name], "").strip())
        if is_kept(name, target, values):
            yield completed(target)


def same(target):
    """TARGET as all of its spellings have it: decoded, without a final slash."""
    return urllib.parse.unquote_to_bytes(target.encode("utf-8", "surrogateescape")).rstrip(b"/")


def lost(source, linked, refused=False):
    """The targets that SOURCE links to and that are not among LINKED, those of the link lines; of a refused page none is."""
    if refused:
        return []
    found = {same(target) for target in linked}
    return [target for target in links(source) if same(target) not in found]
