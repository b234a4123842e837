"""What every output of the translator keeps to, whatever the page: each check yields its complaints, one by one."""

import html
import re
import unicodedata

WIDTH = 67
SLACK = 69  # where the terminals themselves disagree (emoji, marks): gopher.md 3.2
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
URI = re.compile(r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})+")
LINK = re.compile(r"=> (\S+)(?: (\S.*))?")
BULLET = re.compile(r"\* \S.*")
HEADING = re.compile(r"#{1,3} \S.*")
GUARDED = re.compile(r" (?:=>|#|>|```|\*[ \t])")
ITEM = re.compile(r"\[(\d+)\] \S")
CODE = re.compile(r"^(`{3,}|~{3,}).*?^\1[`~]*[ \t]*$|``.+?``|`[^`\n]+`", re.S | re.M)
DROPPED = re.compile(r"<!--.*?-->|\{::comment\}.*?\{:/(?:comment)?\}|"
                     r"\{%-?\s*(comment|capture)\b.*?\{%-?\s*end\1\s*-?%\}|\{\{.*?\}\}|\{%.*?%\}|"
                     r"<(script|style|template|noscript|svg|math|head|object|select|textarea)\b.*?</\2\s*>", re.S | re.I)
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
MARKDOWN_TARGET = re.compile(r"(?<![A-Za-z0-9/:.])(!?)\[[^\[\]\n]*\]\(\s*<?(https?://[^\s()<>\"']+(?:\([^\s()]*\))?)>?(?:\s+\"[^\"\n]*\")?\s*\)")
HTML_TARGET = re.compile(r"<a\s[^<>]*?href\s*=\s*(?:\"(https?://[^\"<>]+)\"|'(https?://[^'<>]+)'|(https?://[^\s\"'<>]+))", re.I)
MARKUP = re.compile(r"</?(?:div|span|a|ul|ol|li|p|img|br|table|tr|td|b|i|u|em|strong|sup|sub|font|center)(?:\s[^<>]*)?/?>|"
                    r"\]\((?:https?://|/)|\{%|\{\{|^\s*\{:|\{:\s?[.#]|&(?:amp|nbsp|lt|gt|ensp|emsp);|<!--|-->|\*\*\w", re.M)


def split_preformatted(text):
    """The lines outside preformatted blocks, with None in the place of each block; whether the last one is closed."""
    lines, inside = [], False
    for line in text.split("\n"):
        if line.startswith("```"):
            inside = not inside
            if inside:
                lines.append(None)
        elif not inside:
            lines.append(line)
    return lines, not inside


def check_target(target):
    if not URI.fullmatch(target):
        yield f"target is no URI: {target!r}"
    if target.startswith(("javascript:", "data:", "#", "//")):
        yield f"target leads nowhere: {target!r}"


def check_line(line):
    """One line of gemtext outside preformatted blocks."""
    if line.startswith("=>"):
        link = LINK.fullmatch(line)
        if link is None:
            yield f"no link line: {line!r}"
        else:
            yield from check_target(link.group(1))
    elif line.startswith("#") and not HEADING.fullmatch(line):
        yield f"no heading: {line!r}"
    elif line.startswith("* ") and not BULLET.fullmatch(line):
        yield f"empty item: {line!r}"
    elif line.startswith(" ") and not GUARDED.match(line):
        yield f"leading blank guards nothing: {line!r}"
    if line != line.rstrip(" \t"):
        yield f"trailing blank: {line!r}"


def check_spacing(lines):
    for before, line in zip(lines, lines[1:]):
        if before == "" and line == "":
            yield "two blank lines"
        if line is not None and line.startswith("#") and before != "":
            yield f"no blank line above {line!r}"


def check_gemtext(text):
    lines, closed = split_preformatted(text)
    if not closed:
        yield "preformatted block is not closed"
    if text and not text.endswith("\n"):
        yield "no LF at the end"
    if text.endswith("\n\n") or text.startswith("\n"):
        yield "blank line at an end"
    for found in CONTROL.finditer(text):
        yield f"control character {found.group()!r}"
    if "\t" in text:
        yield "a tab"
    for line in lines:
        if line:
            yield from check_line(line)
    yield from check_spacing(lines[:-1])


def width(text):
    """Cells of a terminal: wide ones are 2, marks and format characters 0."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def limit(text):
    return WIDTH if all(ord(c) < 0x2000 or 0x3000 <= ord(c) < 0xfe00 for c in text) else SLACK


def check_menu_line(line, number, expected):
    fields = line.split("\t")
    if len(fields) != 4 or not line:
        yield f"not four fields: {line!r}"
        return
    kind, shown, selector, host, port = fields[0][:1], fields[0][1:], *fields[1:]
    if width(shown) > limit(shown):
        yield f"{width(shown)} cells: {line!r}"
    if kind == "i":
        title = selector == "TITLE" and number == 0
        if (selector and not title) or host != "null.host" or port != "1":
            yield f"information with a place: {line!r}"
        if shown.startswith(("=>", "```")):
            yield f"a guard is missing: {line!r}"
        return
    if not port.isdigit() or not host or not kind.isalnum() or " " in selector:
        yield f"odd item: {line!r}"
    item = ITEM.match(shown)
    if item is None or int(item.group(1)) != expected:
        yield f"item is not number {expected}: {line!r}"


def check_menu(menu):
    if menu and not menu.endswith("\r\n"):
        yield "no CRLF at the end of the menu"
    for found in CONTROL.finditer(menu.replace("\r\n", "\n")):
        yield f"control character {found.group()!r} in the menu"
    expected = 1
    for number, line in enumerate(menu.split("\r\n")[:-1]):
        yield from check_menu_line(line, number, expected)
        expected += not line.startswith("i")


def check_text(text):
    if text and not text.endswith("\r\n"):
        yield "no CRLF at the end of the text"
    for found in CONTROL.finditer(text.replace("\r\n", "\n")):
        yield f"control character {found.group()!r} in the text"
    for line in text.split("\r\n"):
        if line.startswith("."):
            yield f"text line begins with a dot: {line!r}"
        if width(line) > limit(line) and not line.startswith("    ") and not re.match(r"\[\d+\] \S+$", line) and "    " not in line:
            yield f"{width(line)} cells in the text: {line!r}"


def linked(gemtext):
    """The targets of all link lines, without a final slash."""
    lines, _ = split_preformatted(gemtext)
    return {line.split(" ", 2)[1].rstrip("/") for line in lines if line and line.startswith("=> ")}


def visible_source(source):
    """The source without what no reader is shown."""
    return DROPPED.sub(" ", CODE.sub(" ", FRONT_MATTER.sub("", source, count=1)))


def targets(source):
    """Each http(s) target that the source links to in so many words; pictures may be badges, which vanish."""
    text = visible_source(source)
    for found in MARKDOWN_TARGET.finditer(text):
        if not found.group(1):
            yield found.group(2)
    for found in HTML_TARGET.finditer(text):
        yield html.unescape(found.group(1) or found.group(2) or found.group(3))


def cleaned(target):
    """The bytes of TARGET as R14 encodes them; an IP address keeps its brackets."""
    scheme, path, fragment = re.fullmatch(rb"(\w+://(?:\[[0-9A-Fa-f:.]+\])?)([^#]*)(#.*)?", target, re.S).groups()
    encode = lambda found: b"".join(b"%%%02X" % byte for byte in found.group())
    path = re.sub(rb"[^\x21-\x7e]|[<>\"\\^`{|}\[\]]|%(?![0-9A-Fa-f]{2})", encode, path)
    fragment = (fragment or b"")[:1] + re.sub(rb"[^\x21-\x7e]|#", encode, (fragment or b"")[1:])
    return (scheme + path + fragment).decode().rstrip("/")


def check_recall(source, gemtext):
    """SOURCE is the bytes of the page: each http(s) target in it has its link line."""
    found = linked(gemtext)
    for target in targets(source.decode("utf-8", "surrogateescape").replace("\r\n", "\n")):
        if cleaned(target.encode("utf-8", "surrogateescape")) not in found:
            yield f"link is lost: {target}"


def check_leaks(gemtext):
    lines, _ = split_preformatted(gemtext)
    for line in lines:
        found = MARKUP.search(re.sub(r"^=> \S+", "", line)) if line else None
        if found:
            yield f"markup is shown: {found.group()!r} in {line!r}"


def complaints(gemtext, menu, text):
    """All that any three outputs of one page must keep to."""
    yield from check_gemtext(gemtext)
    yield from check_menu(menu)
    yield from check_text(text)
