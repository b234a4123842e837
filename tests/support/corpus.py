"""The raw requests of tests/corpus: escaped bytes, one row each."""
import pathlib
import re

FOLDER = pathlib.Path(__file__).parent.parent / "corpus"
ESCAPES = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}


def rows(name):
    """The rows of a file as (name, bytes with {..} fields, expected, why)."""
    for line in (FOLDER / name).read_text(encoding="latin-1").split("\n")[1:]:
        if line:
            row, request, expected, why = line.split("\t")
            yield row, unescape(request), expected, why


def unescape(text):
    r"""The bytes of TEXT, in which \r \n \t \\ and \xHH are escapes."""

    def one(match):
        letter = match[1]
        return chr(int(letter[1:], 16)) if letter.startswith("x") else ESCAPES[letter]

    return re.sub(r"\\(x[0-9a-fA-F]{2}|.)", one, text).encode("latin-1")


def expand(request, port):
    """Fills in {PORT}, {REP:text:count} and {PAD:length of the first line}."""
    request = request.replace(b"{PORT}", str(port).encode())
    request = re.sub(rb"\{REP:(.+?):(\d+)\}", lambda match: match[1] * int(match[2]), request, flags=re.S)
    pad = re.search(rb"\{PAD:(\d+)\}", request)
    if pad:
        rest = request.replace(pad[0], b"").split(b"\r\n")[0]
        request = request.replace(pad[0], b"a" * (int(pad[1]) - len(rest)))
    return request
