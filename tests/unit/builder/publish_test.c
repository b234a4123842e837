/*
 * publish_test.c - pages read, converted and published, with a site that is a table and a translator that writes down what
 * it was given, or misbehaves when a page's text says so.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/keep.h"
#include "builder/page_convert.h"
#include "builder/page_set_convert.h"
#include "builder/publish.h"
#include "image/image_memory.h"
#include "image/url_key.h"
#include "site/bibliography.h"
#include "site/feed.h"
#include "site/fingerprint.h"
#include "site/hugo_section.h"
#include "site/layout_text.h"
#include "site/liquid.h"
#include "site/shortcode.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE(PATH, KEY, SELECTOR, SOURCE, LANG)                                                                        \
    {                                                                                                                  \
        .kind = ENTRY_PAGE, .path = SLICE(PATH), .key = SLICE(KEY), .selector = SLICE(SELECTOR),                       \
        .source = SLICE(SOURCE), .title = SLICE("Title"), .lang = SLICE(LANG), .body_at = 8, .body_line = 3            \
    }
#define OTHER(KIND, PATH, SOURCE, TARGET)                                                                              \
    {                                                                                                                  \
        .kind = KIND, .path = SLICE(PATH), .key = SLICE(PATH), .selector = SLICE(PATH), .source = SLICE(SOURCE),       \
        .place = SLICE(SOURCE), .target = SLICE(TARGET)                                                                \
    }

static const struct entry entries[] = {
    PAGE("/", "/", "/", "index.md", "en"),
    OTHER(ENTRY_REDIRECT, "/away/", "away.md", "https://elsewhere.example/"),
    PAGE("/caf%C3%A9/", "/caf\xc3\xa9/", "/cafe/", "cafe.md", "fr,en"),
    OTHER(ENTRY_FILE, "/cup.png", "images/cup.png", ""),
    { .kind = ENTRY_FILE, .path = SLICE("/key"), .key = SLICE("/key"), .source = SLICE("key"), .place = SLICE("") },
    OTHER(ENTRY_REDIRECT, "/lost/", "notes.md", "/nothing/"),
    OTHER(ENTRY_FILE, "/notes.txt", "notes.txt", ""),
    PAGE("/notes/", "/notes/", "/notes/", "notes.md", ""),
    OTHER(ENTRY_REDIRECT, "/old/", "notes.md", "/notes/"),
    OTHER(ENTRY_REDIRECT, "/petit/", "cafe.md", "/caf%C3%A9/"),
    OTHER(ENTRY_REDIRECT, "/picture", "notes.md", "/cup.png"),
    { .kind = ENTRY_FILE,
      .path = SLICE("/style.css"),
      .key = SLICE("/style.css"),
      .selector = SLICE("/style.css"),
      .source = SLICE("style.css"),
      .body_at = 8 },
};
static const size_t entry_count = sizeof(entries) / sizeof(entries[0]);

size_t
site_count(const struct site *site)
{
    (void)site;
    return entry_count;
}

const struct entry *
site_entry(const struct site *site, size_t index)
{
    (void)site;
    return &entries[index];
}

const struct entry *
site_find(const struct site *site, struct slice key)
{
    (void)site;
    for (size_t i = 0; i < entry_count; i++)
        if (slice_equal(entries[i].key, key))
            return &entries[i];
    return NULL;
}

void
site_variants(const struct site *site, const struct entry *entry, void (*visit)(void *context, struct slice key),
              void *context)
{
    (void)site;
    if (slice_is(entry->key, "/notes/")) {
        visit(context, slice_of("/notes"));
        visit(context, slice_of("/notes.html"));
        visit(context, slice_of("/base/notes/"));
    } else if (slice_is(entry->key, "/old/")) {
        visit(context, slice_of("/old"));
    } else if (slice_is(entry->key, "/cup.png")) {
        visit(context, slice_of("/base/cup.png"));
    }
}

struct slice
site_web_url(const struct site *site)
{
    (void)site;
    return slice_of("https://tea.example");
}

bool
site_read_body(const struct site *site, const struct entry *entry, struct buffer *out, struct error *error)
{
    (void)site;
    (void)error;
    buffer_format(out, "body of %.*s", (int)entry->source.length, entry->source.bytes);
    return true;
}

/* Only the site that the test of what is lost hands over has lost something. */
bool
site_has_losses(const struct site *site)
{
    (void)site;
    return true;
}

bool
site_has_lost(const struct site *site, struct slice source)
{
    return site != NULL && slice_is(source, "notes.md");
}

/* Not called by what is tested here, but named by it. */
struct slice
site_title(const struct site *site)
{
    (void)site;
    return slice_of("Tea");
}

bool
site_fingerprint(const struct site *site, struct buffer *out)
{
    (void)site;
    (void)out;
    return false;
}

enum front_matter_dialect
site_dialect(const struct site *site)
{
    (void)site;
    return FRONT_MATTER_JEKYLL;
}

struct memos *
site_memos(const struct site *site)
{
    (void)site;
    return NULL;
}

bool
hugo_section_has(const struct site *site, const struct entry *entry)
{
    (void)site;
    (void)entry;
    return false;
}

bool
layout_text_is_own(const struct entry *entry)
{
    (void)entry;
    return true;
}

struct library *
site_library(const struct site *site)
{
    (void)site;
    return NULL;
}

bool
liquid_expand(struct library *library, const struct entry *entry, struct slice body, unsigned line,
              struct findings *findings, struct spliced *out)
{
    (void)library;
    (void)entry;
    (void)body;
    (void)line;
    (void)findings;
    (void)out;
    return false;
}

bool
shortcode_expand(struct library *library, const struct entry *entry, struct slice body, unsigned line,
                 struct findings *findings, struct spliced *out)
{
    (void)library;
    (void)entry;
    (void)body;
    (void)line;
    (void)findings;
    (void)out;
    return false;
}

size_t
bibliography_weight(const struct library *library, struct slice body)
{
    (void)library;
    (void)body;
    return 0;
}

const struct entry **
feed_select(const struct site *site, const struct feed_texts *texts, struct arena *arena, size_t *count)
{
    (void)site;
    (void)texts;
    (void)arena;
    *count = 0;
    return NULL;
}

void
feed_aliases(const struct site *site, const struct entry *const *fed, size_t count,
             void (*visit)(void *context, struct slice path), void *context)
{
    (void)site;
    (void)fed;
    (void)count;
    visit(context, slice_of("/index.xml"));
}

void
feed_write(const struct site *site, const struct feed_place *place, const struct entry *const *fed, size_t count,
           struct buffer *out)
{
    (void)site;
    (void)place;
    (void)fed;
    (void)count;
    (void)out;
}

void
page_convert(const struct page_set *set, const struct page *page, enum conversion conversion, struct buffer *frame)
{
    struct slice body = page->text.body;
    struct buffer gemtext = { 0 }, menu = { 0 }, text = { 0 };
    struct findings *findings = findings_new();

    (void)set;
    if (slice_find(body, "abort always") != SLICE_NONE ||
        (slice_find(body, "abort once") != SLICE_NONE && conversion == CONVERT_PAGE))
        abort();
    if (slice_find(body, "grow") != SLICE_NONE && conversion == CONVERT_PAGE)
        buffer_add_times(&gemtext, 'x', 1 << 18);
    buffer_format(&gemtext, "%s:%.*s", conversion == CONVERT_PAGE ? "page" : "source", (int)body.length, body.bytes);
    buffer_format(&menu, "iTitle\tTITLE\tnull.host\t1\r\n%.*s", (int)body.length, body.bytes);
    buffer_add_text(&text, slice_is(page->entry->key, "/") ? "" : "text\r\n");
    findings_add(findings, FINDING_NOTE, "seen", "page.md", 1, 1, "converted");
    frame_put(frame,
              &(struct page_forms){ buffer_slice(&gemtext), buffer_slice(&menu), buffer_slice(&text),
                                    slice_of("markdown\r\n") },
              findings);
}

/* A folder with the sources of all pages; each test changes what it needs. */
struct folder {
    char path[64];
    int root;
};

static void
put_file(const struct folder *folder, const char *name, const char *text)
{
    int fd = openat(folder->root, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static const char *const sources[] = { "index.md", "cafe.md", "notes.md" };

static void
folder_open(struct folder *folder)
{
    snprintf(folder->path, sizeof(folder->path), "/tmp/capsule-publish-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
    folder->root = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_true(folder->root >= 0);
    put_file(folder, "index.md", "---\n---\nhhome\tURL:https://a.example/%41#f\tlocalhost\t70\r\n");
    put_file(folder, "cafe.md", "---\n---\nhscript\tURL:javascript:x\tlocalhost\t70\r\n");
    put_file(folder, "notes.md", "---\n---\ninotes\t\tnull.host\t1\r\n");
}

static void
folder_close(struct folder *folder)
{
    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++)
        unlinkat(folder->root, sources[i], 0);
    close(folder->root);
    rmdir(folder->path);
}

/* A file with the image of FOLDER as it is now. */
static int
build_file(const struct folder *folder, const struct image *previous, struct findings *findings)
{
    char host[] = "tea.example", *hosts[] = { host };
    struct settings settings = { .hosts = { hosts, 1 }, .gemini_port = 1965, .gopher_port = 7070 };
    struct build_options options = { .root = folder->root, .settings = &settings, .previous = previous };
    struct image_writer *writer = image_writer_new();
    struct error error = { "" };
    struct page_set set;
    int fd = image_memory_new();

    page_set_read(&set, NULL, &options, findings);
    if (!page_set_convert(&set, findings, &error))
        fail_msg("%s", error.text);
    publish_site(&set, writer, findings);
    assert_true(image_writer_finish(writer, fd, &error));
    image_writer_free(writer);
    page_set_clear(&set);
    return fd;
}

static struct image *
build(const struct folder *folder, const struct image *previous, struct findings *findings)
{
    int fd = build_file(folder, previous, findings);
    struct error error;
    struct image *image = image_open(fd, &error);

    assert_non_null(image);
    close(fd);
    return image;
}

#define HOME_MENU  "iTitle\tTITLE\tnull.host\t1\r\nhhome\tURL:https://a.example/%41#f\tlocalhost\t70\r\n.\r\n"
#define NOTES_MENU "iTitle\tTITLE\tnull.host\t1\r\ninotes\t\tnull.host\t1\r\n.\r\n"

/* NULL: nothing stands there. */
static const struct {
    enum image_space space;
    const char *key, *want, *path;
} answers[] = {
    { IMAGE_GEMINI, "/", "20 text/gemini; lang=en\r\npage:hhome\tURL:https://a.example/%41#f\tlocalhost\t70\r\n",
      NULL },
    { IMAGE_GEMINI, "/caf\xc3\xa9/",
      "20 text/gemini; lang=\"fr,en\"\r\npage:hscript\tURL:javascript:x\tlocalhost\t70\r\n", NULL },
    { IMAGE_GEMINI, "/cafe/", NULL, NULL },
    { IMAGE_GEMINI, "/notes/", "20 text/gemini\r\npage:inotes\t\tnull.host\t1\r\n", NULL },
    { IMAGE_GEMINI, "/notes", "31 /notes/\r\n", NULL },
    { IMAGE_GEMINI, "/notes.html", "31 /notes/\r\n", NULL },
    { IMAGE_GEMINI, "/base/notes/", "31 /notes/\r\n", NULL },
    { IMAGE_GEMINI, "/base/cup.png", "31 /cup.png\r\n", NULL },
    { IMAGE_GEMINI, "/cup.png", "20 image/png\r\n", "images/cup.png" },
    { IMAGE_GEMINI, "/notes.txt", "20 text/plain\r\n", "notes.txt" },
    { IMAGE_GEMINI, "/old/", "31 /notes/\r\n", NULL },
    { IMAGE_GEMINI, "/old", "31 /notes/\r\n", NULL },
    { IMAGE_GEMINI, "/petit/", "31 /caf%C3%A9/\r\n", NULL },
    { IMAGE_GEMINI, "/key", NULL, NULL },
    { IMAGE_GEMINI, "/picture", "31 /cup.png\r\n", NULL },
    { IMAGE_GEMINI, "/style.css", "20 text/css\r\nbody of style.css", NULL },
    { IMAGE_GEMINI, "/lost/", NULL, NULL },
    { IMAGE_GEMINI, "/away/", "20 text/gemini\r\npage:", NULL },
    { IMAGE_GEMINI, "/robots.txt", NULL, NULL },
    { IMAGE_GOPHER, "", HOME_MENU, NULL },
    { IMAGE_GOPHER, "index.txt", "\r\n", NULL },
    { IMAGE_GOPHER, "index.md", "markdown\r\n", NULL },
    { IMAGE_GOPHER, "notes/", NOTES_MENU, NULL },
    { IMAGE_GOPHER, "notes", NOTES_MENU, NULL },
    { IMAGE_GOPHER, "notes.html", NOTES_MENU, NULL },
    { IMAGE_GOPHER, "base/notes/", NOTES_MENU, NULL },
    { IMAGE_GOPHER, "old", NOTES_MENU, NULL },
    { IMAGE_GOPHER, "old/", NOTES_MENU, NULL },
    { IMAGE_GOPHER, "picture", "", "images/cup.png" },
    { IMAGE_GOPHER, "style.css", "body of style.css", NULL },
    { IMAGE_GOPHER, "style.css.txt", NULL, NULL },
    { IMAGE_GOPHER, "notes.txt", "", "notes.txt" },
    { IMAGE_GOPHER, "notes.md", "markdown\r\n", NULL },
    { IMAGE_GOPHER, "cafe.txt", "text\r\n", NULL },
    { IMAGE_GOPHER, "caf\xc3\xa9.txt", "text\r\n", NULL },
    { IMAGE_GOPHER, "cup.png", "", "images/cup.png" },
    { IMAGE_GOPHER, "lost/", NULL, NULL },
    { IMAGE_GOPHER, "robots.txt", "User-agent: *\r\nDisallow:\r\n", NULL },
    { IMAGE_GOPHER, "URL:javascript:x", NULL, NULL },
};

static void
expect(const struct image *image, enum image_space space, const char *key, const char *want, const char *path)
{
    struct image_reply reply = { .kind = IMAGE_REPLY };
    bool found = image_find(image, space, slice_of(key), &reply);

    if (found != (want != NULL))
        fail_msg("'%s' is%s published", key, found ? "" : " not");
    if (found && !slice_is(reply.bytes, want))
        fail_msg("'%s': got '%.*s', expected '%s'", key, (int)reply.bytes.length, reply.bytes.bytes, want);
    if (found && ((reply.path != NULL) != (path != NULL) || (path && strcmp(reply.path, path) != 0)))
        fail_msg("'%s': file '%s', expected '%s'", key, reply.path ? reply.path : "none", path ? path : "none");
}

static size_t
count_code(const struct findings *findings, const char *code)
{
    size_t count = 0;

    for (size_t i = 0; i < findings_count(findings); i++)
        count += strcmp(findings_at(findings, i)->code, code) == 0;
    return count;
}

static void
test_every_path_has_its_reply(void **state)
{
    struct findings *findings = findings_new();
    struct folder folder;
    struct image *image;
    struct image_facts facts;

    (void)state;
    folder_open(&folder);
    image = build(&folder, NULL, findings);
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
        expect(image, answers[i].space, answers[i].key, answers[i].want, answers[i].path);
    assert_int_equal(count_code(findings, "seen"), 4);
    image_facts(image, &facts);
    assert_int_equal(facts.pages, 3);
    assert_int_equal(facts.files, 3);
    assert_int_equal(facts.redirects, 5);
    assert_int_equal(facts.gopher_port, 7070);
    assert_true(slice_is(image_host(image, 0), "tea.example"));
    image_close(image);
    folder_close(&folder);
    findings_free(findings);
}

static void
test_url_pages_answer_every_form(void **state)
{
    static const char *const forms[] = { "https://a.example/%41#f", "https://a.example/A", "https://a.example/%2541" };
    struct folder folder;
    struct image *image;

    (void)state;
    folder_open(&folder);
    image = build(&folder, NULL, NULL);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        struct image_reply reply = { .kind = IMAGE_FILE };
        struct buffer key = { 0 };

        url_key(slice_of(forms[i]), &key);
        if (!image_find(image, IMAGE_GOPHER, buffer_slice(&key), &reply))
            fail_msg("'%s' is not answered", forms[i]);
        assert_int_not_equal(slice_find(reply.bytes, "href=\"https://a.example/%41#f\""), SLICE_NONE);
        buffer_clear(&key);
    }
    image_close(image);
    folder_close(&folder);
}

static const struct {
    const char *name, *text, *want;
    bool reported;
} guilty[] = {
    { "well-behaved", "---\n---\nfine", "20 text/gemini\r\npage:fine", false },
    { "aborts once", "---\n---\nabort once", "20 text/gemini\r\nsource:abort once", true },
    { "aborts always", "---\n---\nabort always", "20 text/gemini\r\n# Title\n\nThis page could not be converted.\n",
      true },
    { "grows out of proportion", "---\n---\ngrow", "20 text/gemini\r\nsource:grow", true },
    { "shape refused",
      "---\n---\n> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > >"
      " > > > > > > > > > > > > > > > > > > >",
      "20 text/gemini\r\nsource:> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > >"
      " > > > > > > > > > > > > > > > > > > > >",
      true },
};

static void
test_guilty_page_falls_back_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(guilty) / sizeof(guilty[0]); i++) {
        struct findings *findings = findings_new();
        struct folder folder;
        struct image *image;

        folder_open(&folder);
        put_file(&folder, "notes.md", guilty[i].text);
        image = build(&folder, NULL, findings);
        expect(image, IMAGE_GEMINI, "/notes/", guilty[i].want, NULL);
        expect(image, IMAGE_GOPHER, "", HOME_MENU, NULL);
        if (count_code(findings, "not-converted") != guilty[i].reported)
            fail_msg("%s: %zu findings", guilty[i].name, count_code(findings, "not-converted"));
        image_close(image);
        folder_close(&folder);
        findings_free(findings);
    }
}

static void
test_unreadable_page_keeps_its_last_version(void **state)
{
    struct findings *findings = findings_new();
    struct folder folder;
    struct image *before, *after, *never;

    (void)state;
    folder_open(&folder);
    before = build(&folder, NULL, NULL);
    unlinkat(folder.root, "notes.md", 0);
    put_file(&folder, "cafe.md", "---\n---\nnew");
    after = build(&folder, before, findings);
    assert_int_equal(count_code(findings, "unreadable"), 1);
    expect(after, IMAGE_GEMINI, "/notes/", "20 text/gemini\r\npage:inotes\t\tnull.host\t1\r\n", NULL);
    expect(after, IMAGE_GEMINI, "/notes", "31 /notes/\r\n", NULL);
    expect(after, IMAGE_GOPHER, "notes", NOTES_MENU, NULL);
    expect(after, IMAGE_GOPHER, "notes.md", "markdown\r\n", NULL);
    expect(after, IMAGE_GEMINI, "/caf\xc3\xa9/", "20 text/gemini; lang=\"fr,en\"\r\npage:new", NULL);
    never = build(&folder, NULL, NULL);
    expect(never, IMAGE_GEMINI, "/notes/", NULL, NULL);
    expect(never, IMAGE_GEMINI, "/notes", NULL, NULL);
    image_close(before);
    image_close(after);
    image_close(never);
    folder_close(&folder);
    findings_free(findings);
}

/* The site could not even tell which page the file is: everything comes from the running image. */
static void
test_lost_source_keeps_its_page(void **state)
{
    struct image_writer *writer = image_writer_new();
    struct image *before, *after;
    struct folder folder;
    struct error error;
    struct arena *arena = arena_new();
    struct kept kept;
    int fd = image_memory_new();

    (void)state;
    folder_open(&folder);
    before = build(&folder, NULL, NULL);
    assert_int_equal(keep_lost(before, NULL, writer, arena).pages, 0);
    kept = keep_lost(before, (const struct site *)&folder, writer, arena);
    assert_int_equal(kept.pages, 1);
    assert_true(slice_is(kept.menus[0], NOTES_MENU));
    assert_true(image_writer_finish(writer, fd, &error));
    after = image_open(fd, &error);
    assert_non_null(after);
    expect(after, IMAGE_GEMINI, "/notes/", "20 text/gemini\r\npage:inotes\t\tnull.host\t1\r\n", NULL);
    expect(after, IMAGE_GEMINI, "/notes.html", "31 /notes/\r\n", NULL);
    expect(after, IMAGE_GEMINI, "/old/", "31 /notes/\r\n", NULL);
    expect(after, IMAGE_GEMINI, "/", NULL, NULL);
    expect(after, IMAGE_GOPHER, "old", NOTES_MENU, NULL);
    expect(after, IMAGE_GOPHER, "notes.md", "markdown\r\n", NULL);
    expect(after, IMAGE_GOPHER, "", NULL, NULL);
    expect(after, IMAGE_SOURCE, "notes.md", "/notes/", NULL);
    arena_free(arena);
    image_close(before);
    image_close(after);
    image_writer_free(writer);
    close(fd);
    folder_close(&folder);
}

static void
test_same_site_same_bytes(void **state)
{
    struct folder folder;
    char bytes[2][65536];
    ssize_t lengths[2];

    (void)state;
    folder_open(&folder);
    for (size_t i = 0; i < 2; i++) {
        int fd = build_file(&folder, NULL, NULL);

        lengths[i] = pread(fd, bytes[i], sizeof(bytes[i]), 0);
        close(fd);
    }
    assert_in_range(lengths[0], 1, sizeof(bytes[0]) - 1);
    assert_int_equal(lengths[0], lengths[1]);
    assert_memory_equal(bytes[0], bytes[1], (size_t)lengths[0]);
    folder_close(&folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_path_has_its_reply),
        cmocka_unit_test(test_url_pages_answer_every_form),
        cmocka_unit_test(test_guilty_page_falls_back_alone),
        cmocka_unit_test(test_unreadable_page_keeps_its_last_version),
        cmocka_unit_test(test_lost_source_keeps_its_page),
        cmocka_unit_test(test_same_site_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
