"""Pages made of other pages: lines spliced, deleted, doubled and swapped, constructs and characters thrown in."""

CONSTRUCTS = [
    "[link](https://link.example/{n})", "<a href='https://link.example/{n}'>link</a>", "https://bare.example/{n}",
    "<https://auto.example/{n}>", "![picture](pictures/{n}.png)", "[![badge](https://img.shields.io/x)](https://b.example/{n})",
    "**strong**", "*weak*", "~~gone~~", "`code`", "``", "```", "~~~", "    ", "\t", "$x_{n}$", "$$", "\\\\(a\\\\)", "\\\\",
    "<br>", "<div>", "</div>", "<div markdown='1'>", "<ul><li>", "</li></ul>", "<table><tr><td>", "</td></tr></table>",
    "<!--", "-->", "<sup>*</sup>", "<details><summary>S</summary>", "</details>", "<pre>", "</pre>", "<script>", "</script>",
    "<iframe src='https://frame.example/{n}'></iframe>", "<p", "<a href=\"", "<img src=x alt='", "&amp;", "&#0;", "&nbsp;",
    "{{: .class}}", "{{:toc}}", "{{% include x %}}", "{{{{ site.url }}}}", "{{% raw %}}", "{{% endraw %}}", "{{% comment %}}",
    "[^{n}]", "[^{n}]: note {n}", "[ref]: https://ref.example/{n}", "[ref]", "| a | b |", "|---|---|", "- ", "  - ", "1. ", "> ",
    "# ", "## heading {n}", "---", "***", "===", ": definition", "- [ ] ", "*[HTML]: text", "\\", "{n}. ", "=> ", ".", "# {{#id}}",
    "\u4e2d\u6587", "\U0001f375", "\u202e", "\u200d", "\x1b[31m", "\x00", "\u0627\u0644", "a" * 90, "\ufeff", "\u0301",
]


class Mutator:
    """Makes one page after the other from PAGES (texts), as RANDOM (random.Random) says."""

    def __init__(self, pages, random):
        self.pages = [page.split("\n") for page in pages]
        self.random = random
        self.number = 0
        self.steps = [self.splice, self.delete, self.double, self.swap, self.insert_line, self.insert_word, self.insert_word,
                      self.cut_word, self.indent, self.join]

    def page(self):
        lines = [line for _ in range(self.random.randint(1, 4)) for line in self.random.choice(self.pages)]
        for _ in range(self.random.randint(1, 6)):
            self.random.choice(self.steps)(lines)
        return "\n".join(lines[:120]) + "\n"

    def place(self, lines):
        return self.random.randrange(len(lines)) if lines else 0

    def construct(self):
        self.number += 1
        return self.random.choice(CONSTRUCTS).format(n=self.number)

    def splice(self, lines):
        other = self.random.choice(self.pages)
        lines[self.place(lines):] = other[self.place(other):]

    def delete(self, lines):
        at = self.place(lines)
        del lines[at:at + self.random.randint(1, 3)]

    def double(self, lines):
        at = self.place(lines)
        lines[at:at] = lines[at:at + self.random.randint(1, 6)]

    def swap(self, lines):
        if lines:
            one, two = self.place(lines), self.place(lines)
            lines[one], lines[two] = lines[two], lines[one]

    def insert_line(self, lines):
        lines.insert(self.place(lines), self.construct())

    def insert_word(self, lines):
        if lines:
            at = self.place(lines)
            column = self.random.randint(0, len(lines[at]))
            lines[at] = lines[at][:column] + self.construct() + lines[at][column:]

    def cut_word(self, lines):
        if lines:
            at = self.place(lines)
            column = self.random.randint(0, len(lines[at]))
            lines[at] = lines[at][:column] + lines[at][column + self.random.randint(1, 4):]

    def indent(self, lines):
        if lines:
            at = self.place(lines)
            lines[at] = self.random.choice([" ", "  ", "   ", "    ", "\t", "> ", "- "]) + lines[at]

    def join(self, lines):
        at = self.place(lines)
        lines[at:at + 2] = [" ".join(lines[at:at + 2])]
