"""A generated site of 10,000 pages and 50,000 links: how long it takes to build, and to show one edited page."""
import json
import os
import random
import select
import statistics
import subprocess
import time

import pages
from support import gopher
from support.server import Server

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


def spent(tools, command):
    """Seconds on the clock and of CPU, and MB of memory at the peak, for COMMAND and its children."""
    begin = time.monotonic()
    done = subprocess.run([tools / "spent", *command], check=True, capture_output=True, text=True)
    cpu, peak = done.stdout.split()[-2:]
    return time.monotonic() - begin, float(cpu), int(peak) / 1024


def build(tools, capsule, site, image, rounds):
    """`capsule pack`: the whole build, from source files to the finished image."""
    rows = [spent(tools, [capsule, "pack", site, "-o", image]) for _ in range(rounds)]
    return {"seconds": statistics.median(row[0] for row in rows), "best_seconds": min(row[0] for row in rows),
            "cpu_seconds": statistics.median(row[1] for row in rows), "peak_megabytes": max(row[2] for row in rows),
            "image_megabytes": image.stat().st_size / 1e6, "cores": os.cpu_count(), "load": os.getloadavg()[0]}


def shows(server, path, word, give_up):
    """Seconds until the page at PATH holds WORD; asked again as soon as it was answered."""
    begin = time.monotonic()
    while word not in gopher.get(server.gopher, path).data:
        if time.monotonic() - begin > give_up:
            raise RuntimeError(f"{path} was not shown within {give_up} s")
        select.select([], [], [], 0.002)
    return time.monotonic() - begin


def edits(capsule, folder, site, places, rounds):
    """How long after an editor has put a new version in its place a reader gets it."""
    taken = []
    with Server(capsule, site, "--set", f"log={folder}/large.log", "--set", "rate.requests=0", certs=folder / "certs",
                workers=os.cpu_count()) as server:
        for number in range(rounds):
            source, path = places[17 + 400 * number]
            word = f"edited-{number}".encode()
            fresh = folder / "fresh.md"
            fresh.write_bytes((site / source).read_bytes() + b"\n" + word + b"\n")
            os.replace(fresh, site / source)
            taken.append(shows(server, path, word, 60))
    return {"seconds": statistics.median(taken), "best_seconds": min(taken)}


def look_up(tools, capsule, folder, rounds):
    """CPU of one request by the size of the site: the page asked for is the same."""
    table = {}
    for count in (100, 1_000, PAGES):
        site = folder / f"site-{count}"
        if not site.is_dir():
            write(site, count)
        with Server(capsule, site, "--no-watch", "--set", f"log={folder}/large.log", "--set", "rate.requests=0",
                    certs=folder / "certs", workers=1) as server:
            words = [tools / "load", "gopher", str(server.gopher), "/notes/0/note-3/", "2000", "8", str(server.process.pid)]
            rows = [json.loads(subprocess.run(words, check=True, capture_output=True, text=True).stdout)["cpu_us"]
                    for _ in range(rounds)]
        table[count] = statistics.median(rows)
    return table


def measure(tools, capsule, folder, rounds):
    site = folder / f"site-{PAGES}"
    places = write(site, PAGES)
    result = {"pages": PAGES, "links": PAGES * LINKS, "build": build(tools, capsule, site, folder / "large.image", rounds)}
    result["look_up_cpu_us"] = look_up(tools, capsule, folder, rounds)
    result["edit"] = edits(capsule, folder, site, places, rounds)
    return result


def show(result):
    whole, edit = result["build"], result["edit"]
    print(f"\nA site of {result['pages']} pages and {result['links']} links\n"
          f"build: {whole['seconds']:.2f} s (best {whole['best_seconds']:.2f}), {whole['cpu_seconds']:.2f} s of CPU on "
          f"{whole['cores']} cores at a load of {whole['load']:.1f}; image {whole['image_megabytes']:.1f} MB, "
          f"peak {whole['peak_megabytes']:.0f} MB\n"
          f"an edited page is shown after {edit['seconds'] * 1000:.0f} ms (best {edit['best_seconds'] * 1000:.0f})\n"
          "CPU of a request by the size of the site: "
          + ", ".join(f"{count} pages: {cpu:.1f} us" for count, cpu in result["look_up_cpu_us"].items()))
