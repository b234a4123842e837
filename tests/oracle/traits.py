"""Small sites, one per trait of a configuration that none of the fixtures has: name -> {file: its text}."""
PAGE = "---\ntitle: T\n---\ntext\n"
OWN = "---\ntitle: T\npermalink: /own/\n---\ntext\n"
SHOWN = "---\ntitle: T\npublished: true\n---\ntext\n"

TRAITS = {
    "collections_in_a_folder": {
        "_config.yml": "collections_dir: my\ncollections:\n  notes: {output: true}\n",
        "index.md": PAGE, "my/plain.md": PAGE, "my/plain.txt": "x",
        "my/_posts/2020-01-02-inner.md": PAGE, "my/deep/_posts/2020-01-05-deep.md": PAGE, "my/_notes/a.md": PAGE,
        "_posts/2020-01-01-root.md": PAGE, "sub/_posts/2020-01-03-sub.md": PAGE, "_notes/hidden.md": PAGE,
    },
    "defaults_hide": {
        "_config.yml": """defaults:
  - {scope: {path: "", type: notes}, values: {published: false}}
  - {scope: {path: "_posts/secret"}, values: {published: false}}
  - {scope: {path: "_posts/secret/open", type: post}, values: {published: true}}
  - {scope: {path: "hidden"}, values: {published: false}}
  - {scope: {path: "_plates/*.raw"}, values: {published: false}}
collections: {notes: {output: true}, plates: {output: true}}
""",
        "index.md": PAGE, "hidden/page.md": PAGE, "hidden/file.txt": "x", "open/file.txt": "x",
        "_notes/a.md": PAGE, "_notes/b.md": SHOWN, "_notes/c.txt": "x", "_plates/a.md": PAGE, "_plates/b.raw": "x",
        "_posts/2020-01-01-shown.md": PAGE, "_posts/secret/2020-01-02-hidden.md": PAGE,
        "_posts/secret/open/2020-01-03-shown.md": PAGE,
    },
    "defaults_move": {
        "_config.yml": """collections: {papers: {output: true, permalink: "/p/:title/"}, talks: {output: true}}
defaults:
  - {scope: {path: "", type: papers}, values: {permalink: "/papers/:title/"}}
  - {scope: {path: "_papers/old", type: papers}, values: {permalink: "/old/:title/"}}
  - {scope: {path: "_papers"}, values: {permalink: "/never/:title/"}}
  - {scope: {path: "", type: pages}, values: {permalink: "/x/:basename/"}}
  - {scope: {path: "in/*/deep"}, values: {permalink: "/deep/:basename/"}}
  - {scope: {path: "", type: posts}, values: {category: log}}
  - {scope: {path: ""}, values: {permalink: "/all/:name/"}}
""",
        "index.md": PAGE, "a.md": PAGE, "own.md": OWN, "in/some/deep/b.md": PAGE,
        "_papers/x.md": PAGE, "_papers/old/y.md": PAGE, "_papers/own.md": OWN, "_talks/z.md": PAGE,
        "_posts/2020-01-01-p.md": PAGE,
    },
    "folder_of_the_web_site": {
        "_config.yml": "destination: ./docs\n", "index.md": PAGE, "docs/index.html": "x", "docs/old.md": PAGE,
        "docs2/x.md": PAGE, "a/docs/x.md": PAGE,
    },
    "labels_of_collections": {
        "_config.yml": "collections:\n  My Notes: {output: true}\n  data: {output: true}\n  books: {output: 'yes'}\n"
                       "  drafts: {output: 1}\n",
        "index.md": PAGE, "_My Notes/a.md": PAGE, "_MyNotes/a.md": PAGE, "_data/a.md": PAGE, "_data/b.csv": "x",
        "_books/a.md": PAGE, "_drafts/a.md": PAGE,
    },
    "the_last_posts": {
        "_config.yml": "limit_posts: 2\n", "index.md": PAGE,
        **{f"_posts/202{year}-01-01-p.md": PAGE for year in range(5)},
    },
}
