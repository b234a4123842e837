/* frame.c - what stands around a page's own text. */
#include "site/frame.h"

#include "base/buffer.h"
#include "document/html.h"
#include "site/site_data.h"

void
frame_line(struct document *document, struct slice text)
{
    if (slice_is_blank(text))
        return;
    sink_division(document);
    sink_text(document, text);
    sink_division(document);
}

void
frame_link(struct document *document, struct slice href, struct slice label)
{
    if (slice_is_blank(href))
        return;
    sink_division(document);
    sink_link_open(document, href, slice_make("", 0));
    sink_text(document, label);
    sink_link_close(document);
    sink_division(document);
}

void
frame_markup(struct document *document, struct slice markup)
{
    struct html *html;

    if (slice_is_blank(markup))
        return;
    sink_division(document);
    html = html_new(document);
    html_feed(html, markup);
    html_finish(html);
    html_free(html);
    sink_division(document);
}

/* Appends PART behind SEPARATOR, unless one of both sides is empty. */
static void
join(struct buffer *text, const char *separator, struct slice part)
{
    part = slice_trim(part);
    if (part.length == 0)
        return;
    if (text->length > 0)
        buffer_add_text(text, separator);
    buffer_add(text, part);
}

bool
frame_names_owner(const struct site *site, const struct entry *entry)
{
    return entry == site->home && site->profile.name.length > 0 &&
           (entry->title.length == 0 || slice_starts_nocase(entry->title, "about"));
}

/* Begins the next line of the block that is open, or the block. */
static void
next_line(struct document *document, bool *first)
{
    if (*first)
        sink_division(document);
    else
        sink_line_break(document);
    *first = false;
}

static void
put_value(struct document *document, bool *first, struct slice markup)
{
    struct html *html;

    if (slice_is_blank(markup))
        return;
    next_line(document, first);
    html = html_new(document);
    html_feed(html, slice_trim(markup));
    html_finish(html);
    html_free(html);
}

static void
put_place(const struct profile *profile, struct document *document, bool *first)
{
    struct buffer text = { 0 };

    join(&text, ", ", profile->employer);
    join(&text, ", ", profile->location);
    put_value(document, first, buffer_slice(&text));
    buffer_clear(&text);
}

static void
put_picture(const struct profile *profile, struct document *document, bool *first)
{
    struct buffer source = { 0 };
    struct sink_image image = { .alt = profile->name };

    if (profile->avatar.length == 0)
        return;
    /* academicpages looks for a bare name in its folder of images. */
    if (slice_find_byte(profile->avatar, '/') == SLICE_NONE)
        buffer_add_text(&source, "/images/");
    else if (!slice_starts(profile->avatar, "/") && slice_find(profile->avatar, "://") == SLICE_NONE)
        buffer_add_byte(&source, '/');
    buffer_add(&source, profile->avatar);
    image.source = buffer_slice(&source);
    next_line(document, first);
    sink_image(document, &image);
    buffer_clear(&source);
}

void
frame_profile(const struct site *site, struct document *document)
{
    const struct profile *profile = &site->profile;
    bool first = true;

    put_value(document, &first, profile->pronouns);
    put_value(document, &first, profile->bio);
    put_place(profile, document, &first);
    for (size_t i = 0; i < profile->link_count; i++) {
        next_line(document, &first);
        sink_link_open(document, profile->links[i].url, slice_make("", 0));
        sink_text(document, profile->links[i].label);
        sink_link_close(document);
    }
    put_picture(profile, document, &first);
    sink_division(document);
}

static bool
is_shown_below(const struct site *site, const struct entry *page, const struct entry *entry)
{
    if (entry == page || entry->kind > ENTRY_POST || !slice_starts(entry->key, page->key.bytes))
        return false;
    for (size_t i = 0; i < site->navigation.count; i++)
        if (slice_equal(site->navigation.items[i].target.url, entry->path))
            return true;
    return false;
}

static struct slice
label_of(const struct entry *entry)
{
    return entry->title.length > 0 ? entry->title : entry->path;
}

void
frame_filler(const struct site *site, const struct entry *entry, struct document *document)
{
    bool any = false;

    for (size_t i = 0; i < site->count; i++) {
        if (!is_shown_below(site, entry, site->entries[i]))
            continue;
        frame_link(document, site->entries[i]->path, label_of(site->entries[i]));
        any = true;
    }
    if (any)
        return;
    if (site->web_url.length == 0) {
        frame_line(document, slice_of("This page has no text of its own."));
        return;
    }
    frame_line(document, slice_of("This page has no text of its own; it lives on the web."));
}

static bool
wants_web_link(const struct site *site)
{
    return site->web_url.length > 0 && (site->settings == NULL || site->settings->web_link);
}

static void
add_web_link(const struct site *site, const struct entry *entry, struct document *document)
{
    struct arena *arena = arena_new();
    struct target target = { 0 };
    struct buffer url = { 0 };

    buffer_add(&url, site->web_url);
    buffer_add(&url, entry->path);
    target_clean(buffer_slice(&url), arena, &target);
    if (target.kind != TARGET_NONE)
        document_foot_add(document, &target, slice_of("This page on the web"));
    buffer_clear(&url);
    arena_free(arena);
}

void
frame_foot(const struct site *site, const struct entry *entry, struct document *document)
{
    struct target home = { .kind = TARGET_PAGE, .url = SLICE("/"), .selector = SLICE("/"), .item = '1' };

    if (site->home != NULL && entry != site->home) {
        home.url = site->home->path;
        home.selector = site->home->selector;
        document_foot_add(document, &home, site->title);
    }
    for (size_t i = 0; i < site->navigation.count; i++)
        document_foot_add(document, &site->navigation.items[i].target, site->navigation.items[i].label);
    if (wants_web_link(site))
        add_web_link(site, entry, document);
}
