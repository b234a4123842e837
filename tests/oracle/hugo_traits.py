"""Small Hugo sites: name -> {file: its text}. Layouts of our own are added, so that Hugo writes every kind of page."""
import json


def page(title="T", **front_matter):
    """Front matter in YAML; its values in JSON's form, which YAML takes."""
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front_matter.items())
    return f"---\ntitle: {title}\n{lines}---\ntext\n"


BARE = 'baseURL = "https://a.example/"\ntitle = "A"\ndisableKinds = ["taxonomy", "term"]\n'
HOME = {"hugo.toml": BARE, "content/_index.md": page("Home")}
DATE = "2024-01-01"

LAYOUTS = {
    "layouts/_default/single.html": "PAGE",
    "layouts/_default/list.html": "PAGE",
    "layouts/index.html": "PAGE",
}

TRAITS = {
    "bundles_and_sections": {
        **HOME, "content/a/b/c/d.md": page("D"), "content/a/b/_index.md": page("B"), "content/leaf/index.md": page("L"),
        "content/leaf/sub/x.md": page("X"), "content/leaf/data.csv": "x", "content/a/pic.png": "x",
        "content/both/_index.md": page("S"), "content/both/index.md": page("I"), "content/both/a.md": page("A"),
        "content/pictures/pic.png": "x", "content/Up Per/Ca Se.md": page("U"), "content/raw.html": "<p>raw</p>",
        "content/j/k/_index.md": page("K"), "content/index.md": page("no bundle beside _index.md"),
        "content/.hidden.md": page("h"), "content/_under.md": page("u"), "content/nofm.md": "text\n", "static/a/b.html": "<p>",
        "content/aliases.md": page("Al", aliases=["/old/", "old2", "/x.html"]),
    },
    "cascades": {
        **HOME,
        "content/hidden/_index.md": page("H", cascade={"draft": True}), "content/hidden/a.md": page("A"),
        "content/hidden/b.md": page("B", draft=False),
        "content/never/_index.md": page("N", cascade={"_build": {"render": "never", "list": "never"}}),
        "content/never/a.md": page("A"), "content/never/sub/_index.md": page("S"), "content/never/sub/b.md": page("B"),
        "content/never/own.md": page("Own", _build={"render": "always", "list": "always"}),
        "content/target/_index.md": page("T", cascade=[
            {"_target": {"path": "{/target/p*,/other/q}"}, "draft": True},
            {"_target": {"path": "/target/r/*"}, "draft": True},
            {"_target": {"kind": "section"}, "_build": {"render": "never"}},
            {"_target": {"environment": "development"}, "draft": True}]),
        "content/target/p1.md": page("P"), "content/target/q.md": page("Q"), "content/target/r/s.md": page("S"),
        "content/target/r/t/u.md": page("U"), "content/target/sub/_index.md": page("Sub"), "content/target/sub/v.md": page("V"),
        "content/late/_index.md": page("Late", cascade={"publishDate": "2999-01-01"}), "content/late/a.md": page("A"),
    },
    "sections_that_are_drafts": {
        **HOME,
        "content/d/_index.md": page("D", draft=True), "content/d/a.md": page("A"), "content/d/b/index.md": page("B"),
        "content/d/sub/_index.md": page("S"), "content/d/sub/b.md": page("B"), "content/d/pic.png": "x",
        "content/e/_index.md": page("E", publishDate="2999-01-01"), "content/e/a.md": page("A"),
        "content/f/_index.md": page("F", _build={"render": "never"}), "content/f/a.md": page("A"),
        "content/h/sub/_index.md": page("S", draft=True), "content/h/sub/x.md": page("X"), "content/h/y.md": page("Y"),
        "content/i/_index.md": page("I", expiryDate="2000-01-01"), "content/i/a.md": page("A"),
    },
    "dates": {
        **HOME,
        "hugo.toml": BARE + '[frontmatter]\ndate = [":filename", ":default"]\n'
                            '[permalinks]\nposts = "/:year/:month/:day/:slug/"\n',
        "content/posts/2020-01-02-hello.md": page("Hello"), "content/posts/2020-03-04.md": page("Only"),
        "content/posts/2021-02-03-bundle/index.md": page("B"), "content/posts/changed.md": page("L", lastmod="2019-01-01"),
        "content/posts/early.md": page("E", publishDate="2020-01-01", date="2999-01-01"),
        "content/posts/pubdate.md": page("P", pubdate="2999-01-01"), "content/posts/gone.md": page("U", unpublishdate="2000-01-01"),
        "content/posts/published.md": page("P", published="2999-01-01"), "content/posts/mod.md": page("M", modified="2020-01-01"),
    },
    "drafts_that_are_wanted": {
        **HOME, "hugo.toml": BARE + "buildDrafts = true\nbuildFuture = true\nbuildExpired = true\n",
        "content/a.md": page("A", draft=True), "content/b.md": page("B", date="2999-01-01"),
        "content/c.md": page("C", expiryDate="2000-01-01"),
    },
    "ignored_files": {
        **HOME, "hugo.toml": BARE + 'ignoreFiles = ["\\\\.foo$", "secret", "content/priv/.*"]\n',
        "content/a.foo": "x", "content/secret.md": page("S"), "content/priv/a.md": page("A"), "content/ok/a.md": page("A"),
        "content/ok/b/secret.txt": "x", "static/secret.txt": "x",
    },
    "mounts": {
        "hugo.toml": BARE + "".join(f"[[module.mounts]]\nsource = '{source}'\ntarget = '{target}'\n{more}" for source, target, more in (
            ("src", "content", ""), ("blog", "content/posts", ""), ("pub", "static", ""), ("pictures", "static/img", ""),
            ("one/file.md", "content/single.md", ""), ("ex", "content/ex", "excludeFiles = ['priv/*', '**/x.md']\n"),
            ("inc", "content/inc", "includeFiles = 'a*.md'\n"), ("assets", "assets", ""))),
        "src/_index.md": page("Home"), "src/a.md": page("A"), "blog/_index.md": page("Blog"), "blog/b.md": page("B"),
        "content/not.md": page("Not"), "static/not.txt": "x", "pub/p.txt": "x", "pictures/i.png": "x", "assets/a.css": "x",
        "one/file.md": page("One"), "one/other.md": page("O"), "ex/ok.md": page("E"), "ex/priv/a.md": page("P"),
        "ex/d/x.md": page("X"), "inc/a1.md": page("A1"), "inc/b.md": page("B"),
    },
    "mounts_of_one_kind": {
        **HOME, "hugo.toml": BARE + "[[module.mounts]]\nsource = 'extra'\ntarget = 'content/extra'\n",
        "content/a.md": page("A"), "extra/e.md": page("E"), "static/s.txt": "x",
    },
    "static_folders": {
        **HOME, "hugo.toml": 'staticDir = ["one", "two"]\n' + BARE,
        "static/not.txt": "x", "one/a.txt": "1", "two/b.txt": "2", "one/_redirects": "x", "one/.well-known/y": "x",
    },
    "terms": {
        "hugo.toml": 'baseURL = "https://a.example/"\ntitle = "A"\n', "content/_index.md": page("Home"),
        "content/posts/a.md": page("A", tags=["Deep Snow", "C++", "AI/ML", "it's", "node.js"], categories="one two", date=DATE),
        "content/posts/b.md": page("B", Tags=["deep snow", 2024], date=DATE), "content/posts/c.md": page("C", tags=[""]),
        "content/posts/d.md": page("D", tags=["drafts only"], draft=True), "content/tags/empty/_index.md": page("Empty"),
        "content/tags/deep-snow/_index.md": page("All about it"), "content/tags/page.md": page("Page"),
        "content/posts/e/index.md": page("E", tags=["bundle"]), "content/posts/e/part.md": page("P", tags=["part"]),
        "content/posts/_index.md": page("Posts", tags=["section"]),
    },
    "taxonomies": {
        "hugo.toml": 'baseURL = "https://a.example/"\ntitle = "A"\n[taxonomies]\ntag = "tags"\nauthor = "authors"\n'
                     '[permalinks]\nauthors = "/people/:slug/"\nposts = "/:year/:title/"\n',
        "content/_index.md": page("Home"), "content/authors/you/_index.md": page("You"),
        "content/authors/me/_index.md": page("Me"),
        "content/posts/a.md": page("A", tags=["x"], authors=["Ada Example", "me"], categories=["no"], date=DATE),
    },
    "kinds": {
        "hugo.toml": 'baseURL = "https://a.example/"\ntitle = "A"\ndisableKinds = ["section", "term"]\n',
        "content/_index.md": page("Home"), "content/posts/a.md": page("A", tags=["x"]),
    },
}
