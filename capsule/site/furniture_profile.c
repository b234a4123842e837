/* furniture_profile.c - whom the home page is about, at its top (jekyll.md 8.8, 10). */
#include <stdlib.h>

#include "site/block.h"
#include "site/markup.h"
#include "site/furniture.h"
#include "site/site_data.h"

/* Titles of home pages that tell nobody whose they are. */
static bool
says_nothing(struct slice title)
{
    static const char *const words[] = { "about", "about me", "home", "home page", "homepage", "index", "welcome" };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (slice_is_nocase(title, words[i]))
            return true;
    return false;
}

bool
furniture_names_owner(const struct site *site, const struct entry *entry)
{
    return entry == site->home && site->profile.name.length > 0 &&
           (entry->title.length == 0 || says_nothing(entry->title));
}

static void
put_place(const struct profile *profile, struct block *block)
{
    struct buffer text = { 0 };

    block_join(&text, ", ", profile->employer);
    block_join(&text, ", ", profile->location);
    block_markup(block, buffer_slice(&text));
    buffer_clear(&text);
}

/* The picture by NAME, which themes look for in folders of their own; the first that is there, else academicpages' one. */
static void
put_picture(const struct site *site, struct slice name, struct block *block)
{
    static const char *const folders[] = { "/", "/images/", "/assets/img/", "/assets/images/", "/assets/" };
    struct buffer source = { 0 };
    bool found = slice_find(name, "://") != SLICE_NONE;

    if (name.length == 0)
        return;
    while (slice_starts(name, "/") || slice_starts(name, "./"))
        name = slice_from(name, name.bytes[0] == '/' ? 1 : 2);
    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]) && !found; i++) {
        buffer_truncate(&source, 0);
        buffer_add_text(&source, folders[i]);
        buffer_add(&source, name);
        found = site_find(site, buffer_slice(&source)) != NULL;
    }
    if (!found) {
        buffer_truncate(&source, 0);
        buffer_add_text(&source, slice_find_byte(name, '/') == SLICE_NONE ? "/images/" : "/");
    }
    if (!found || slice_find(name, "://") != SLICE_NONE)
        buffer_add(&source, name);
    block_image(block, buffer_slice(&source), site->profile.name);
    buffer_clear(&source);
}

/* Some themes read a bio as Markdown; who writes none in it loses nothing. */
static void
put_markdown(struct slice text, struct block *block)
{
    struct buffer html = { 0 };

    markup_html(text, &html);
    block_markup(block, buffer_slice(&html));
    buffer_clear(&html);
}

/* An address in a paragraph per line is one block here. */
static void
put_address(struct slice markup, struct block *block)
{
    struct buffer text = { 0 };

    block_unfold(markup, &text);
    block_markup(block, buffer_slice(&text));
    buffer_clear(&text);
}

/* What al-folio's front page says about its owner in the front matter. */
static void
put_about(const struct yaml *meta, struct block *block)
{
    const struct yaml *profile = yaml_get(meta, "profile");
    struct slice subtitle = yaml_get_text(meta, "subtitle");

    block_markup(block, subtitle.length > 0 ? subtitle : yaml_get_text(meta, "description"));
    put_address(yaml_get_text(profile, "address"), block);
    put_address(yaml_get_text(profile, "more_info"), block);
}

static bool
holds(struct slice body, struct slice text)
{
    char *needle = slice_copy(text);
    bool found = text.length > 0 && slice_find(body, needle) != SLICE_NONE;

    free(needle);
    return found;
}

/* A home page that brings its own profile: it has most of the links itself. */
static bool
introduces_itself(const struct profile *profile, struct slice body)
{
    size_t there = 0;

    for (size_t i = 0; i < profile->link_count; i++)
        there += holds(body, profile->links[i].url);
    return there >= 3 && 2 * there > profile->link_count;
}

static struct slice
file_name(struct slice path)
{
    return slice_from(path, slice_find_last_byte(path, '/') == SLICE_NONE ? 0 : slice_find_last_byte(path, '/') + 1);
}

void
furniture_profile(const struct site *site, struct slice body, struct document *document)
{
    const struct profile *profile = &site->profile;
    const struct yaml *meta = site->home->meta;
    struct slice picture = yaml_get_text(yaml_get(meta, "profile"), "image");
    bool again = introduces_itself(profile, body);
    struct block block = { .document = document };

    if (picture.length == 0)
        picture = profile->avatar;
    block_markup(&block, profile->pronouns);
    put_markdown(profile->bio, &block);
    put_place(profile, &block);
    if (slice_is(yaml_get_text(meta, "layout"), "about"))
        put_about(meta, &block);
    block_text(&block, profile->address);
    for (size_t i = 0; i < profile->link_count; i++)
        if (!again || !holds(body, profile->links[i].url))
            block_link(&block, profile->links[i].url, profile->links[i].label);
    if (!holds(body, file_name(picture)))
        put_picture(site, picture, &block);
    block_end(&block);
}
