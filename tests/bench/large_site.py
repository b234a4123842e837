"""A generated site of 10,000 pages and 50,000 links: how long it takes to build, and to show one edited page."""
import random

import pages

PAGES = 10_000
LINKS = 5  # per page

CONFIG = """title: A large site
url: https://large.example
permalink: /:categories/:title/
include: [_pages]
author:
  name: Ada Example
collections:
  publications:
    output: true
    permalink: /:collection/:path/
  talks:
    output: true
    permalink: /:collection/:path/
"""
NAVIGATION = "main:\n  - title: Publications\n    url: /publications/\n  - title: Talks\n    url: /talks/\n"
LIST = "---\ntitle: {0}\npermalink: /{1}/\n---\n\n{{% for item in site.{1} reversed %}}{{{{ item.title }}}}{{% endfor %}}\n"


def sources(count):
    """The source file and path of each of COUNT pages: publications, talks, posts, and pages in folders."""
    kinds = [lambda n: (f"_publications/{1990 + n % 35}-{n}.md", f"/publications/{1990 + n % 35}-{n}/"),
             lambda n: (f"_talks/talk-{n}.md", f"/talks/talk-{n}/"),
             lambda n: (f"_posts/{2000 + n % 25}-01-02-post-{n}.md", f"/post-{n}/"),
             lambda n: (f"notes/{n // 100}/note-{n}.md", f"/notes/{n // 100}/note-{n}/")]
    return [kinds[n % 4](n) for n in range(count)]


def text(pick, number, places):
    """One page with LINKS links, four of five of them inside the site."""
    links = [f"[{pages.title(pick)}]({pick.choice(places)[1]})" for _ in range(LINKS - 1)]
    links.append(f"[{pages.title(pick)}]({pages.address(pick, 'paper')})")
    parts = [f"{pages.sentence(pick, pick.randrange(10, 20))} {link}" for link in links]
    return (f"---\ntitle: \"{pages.title(pick)}\"\ndate: {1990 + number % 35}-0{1 + number % 9}-15\n"
            f"venue: {pick.choice(pages.VENUES)}\n---\n\n## {pages.title(pick)}\n\n" + "\n\n".join(parts) + "\n")


def write(root, count):
    """Writes the site below ROOT; the paths of its pages."""
    pick = random.Random("a large site")
    places = sources(count)
    files = {"_config.yml": CONFIG, "_data/navigation.yml": NAVIGATION,
             "_pages/home.md": "---\ntitle: A large site\npermalink: /\n---\n\nEverything is in the lists.\n",
             "_pages/publications.md": LIST.format("Publications", "publications"),
             "_pages/talks.md": LIST.format("Talks", "talks")}
    files.update((source, text(pick, number, places)) for number, (source, _) in enumerate(places))
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, encoding="utf-8")
    return places
