"""Pages as researchers write them, made up from a seed: what `make bench` translates."""
import random

WORDS = """the a of and to in we our that with for on tea leaf water model study result method field paper data show learn
graph proof space network system surface energy sample measure analysis structure river garden mountain language""".split()
NAMES = "Ada Example,Grace Sample,Wei Muster,Noor Model,Juan Ejemplo,Ines Beispiel,Tariq Specimen,Mei Probe".split(",")
VENUES = "Journal of Leaves,Proceedings of Steeping,Tea Letters,Annals of Brewing,Workshop on Kettles".split(",")


def sentence(pick, length):
    return " ".join(pick.choice(WORDS) for _ in range(length)).capitalize() + "."


def address(pick, folder):
    return f"https://tea.example/{folder}/{pick.randrange(100000)}"


def title(pick):
    return sentence(pick, pick.randrange(6, 12))[:-1]


def authors(pick):
    return ", ".join(pick.sample(NAMES, pick.randrange(2, 6)))


def paragraph(pick):
    parts = [sentence(pick, pick.randrange(8, 24)) for _ in range(pick.randrange(2, 6))]
    parts.insert(1, f"I work with [{pick.choice(NAMES)}]({address(pick, 'people')}) on *{title(pick)}*")
    if pick.random() < 0.5:
        parts.append(f"See **our group** at <{address(pick, 'group')}> or [the lab](/lab/).")
    return "\n".join(parts) + "\n"


def about(pick):
    """Prose under headings, with the odd list of news."""
    news = "".join(f"- **{pick.randrange(2015, 2026)}.** {sentence(pick, 12)} [Read more]({address(pick, 'news')})\n"
                   for _ in range(5))
    return f"## {title(pick)}\n\n" + "\n".join(paragraph(pick) for _ in range(4)) + f"\n{news}\n"


def entry(pick):
    return (f"* [{title(pick)}]({address(pick, 'paper')})  \n  {authors(pick)}  \n  *{pick.choice(VENUES)}*, "
            f"{pick.randrange(2005, 2026)}. [PDF]({address(pick, 'pdf')}) [Code]({address(pick, 'code')}) "
            f"[BibTeX]({address(pick, 'bib')})\n")


def publications(pick):
    """A year and its papers, as most write them by hand."""
    return f"### {pick.randrange(2005, 2026)}\n\n" + "\n".join(entry(pick) for _ in range(8)) + "\n"


def html_entry(pick):
    return (f"<li><strong>{title(pick)}</strong><br>\n{authors(pick)}. <em>{pick.choice(VENUES)}</em>\n"
            f"<div style=\"display: inline\"><a href=\"{address(pick, 'pdf')}\" target='_blank'>[pdf]</a> "
            f"<a href=\"{address(pick, 'code')}\">[code]</a></div></li>\n")


def raw_html(pick):
    """A publication list in raw HTML, and a box of a paper with Markdown inside."""
    box = (f"<div class='paper-box'><div class='paper-box-image'><div><div class=\"badge\">{pick.choice(VENUES)}</div>"
           f"<img src='images/{pick.randrange(1000)}.png' alt=\"sym\" width=\"100%\"></div></div>\n"
           f"<div class='paper-box-text' markdown=\"1\">\n\n[{title(pick)}]({address(pick, 'paper')})\n\n"
           f"**{authors(pick)}**\n\n- {sentence(pick, 14)}\n</div>\n</div>\n\n")
    return "<ul>\n" + "".join(html_entry(pick) for _ in range(6)) + "</ul>\n\n" + box


def teaching(pick):
    """Nested lists, a table, code and a quote."""
    courses = "".join(f"1. {title(pick)}\n   - {sentence(pick, 9)}\n   - [Slides]({address(pick, 'slides')}), `week {n}`\n"
                      for n in range(4))
    rows = "".join(f"| {pick.choice(NAMES)} | {pick.choice(WORDS)} | {pick.randrange(100)} |\n" for _ in range(5))
    return (f"## {title(pick)}\n\n{courses}\n| Name | Topic | Points |\n|:-----|-------|-------:|\n{rows}\n"
            f"> {sentence(pick, 20)}\n\n```python\nfor leaf in range({pick.randrange(9)}):\n    steep(leaf)\n```\n\n"
            f"The cost is $x^2 + {pick.randrange(9)}$ &amp; more.\n\n")


def international(pick):
    """Text of other scripts."""
    return (f"## 研究兴趣\n\n我的研究方向是茶叶与水的相互作用，欢迎联系[{pick.choice(NAMES)}]({address(pick, 'cn')})。\n"
            f"最近的工作发表在《茶学》上，共{pick.randrange(99)}篇。\n\n"
            f"Grüße aus Zürich – «{title(pick)}» von [Møller]({address(pick, 'eu')}), naïve café “{title(pick)}”.\n\n")


KINDS = {kind.__name__: kind for kind in (about, publications, raw_html, teaching, international)}


def page(kind, size, seed=1):
    """A page of KIND, or of all kinds in turn for "mixed", of about SIZE bytes."""
    pick = random.Random(f"{kind} {seed}")
    makers = list(KINDS.values()) if kind == "mixed" else [KINDS[kind]]
    parts, length = [f"---\ntitle: {title(pick)}\n---\n\n"], 0
    while length < size:
        parts.append(makers[len(parts) % len(makers)](pick))
        length += len(parts[-1].encode())
    return "".join(parts)
