/* answer.c - which entry answers a path that is not canonical (jekyll.md 2.6). */
#include "site/site_data.h"

static const char *const endings[] = { "/index.html", ".html", "/" };
static const char *const further[] = { "", "/", ".html", "/index.html" };

enum { ENDINGS = sizeof(endings) / sizeof(endings[0]), FURTHER = sizeof(further) / sizeof(further[0]) };

static struct slice
without_ending(struct slice key)
{
    for (size_t i = 0; i < ENDINGS; i++)
        if (slice_ends(key, endings[i]))
            return slice_range(key, 0, key.length - slice_of(endings[i]).length);
    return key;
}

/* The entry at STEM with one of the endings; redirects or all others, as the rule's cases 3 and 4 tell apart. */
static const struct entry *
find_with_ending(const struct site *site, struct slice stem, bool redirects)
{
    const struct entry *found = NULL;
    struct buffer key = { 0 };

    for (size_t i = 0; i < FURTHER && found == NULL; i++) {
        buffer_truncate(&key, 0);
        buffer_add(&key, stem);
        buffer_add_text(&key, further[i]);
        found = map_find(site->keys, buffer_slice(&key));
        if (found != NULL && (found->kind == ENTRY_REDIRECT) != redirects)
            found = NULL;
    }
    buffer_clear(&key);
    return found;
}

static struct slice
without_base(const struct site *site, struct slice key)
{
    struct slice base = site->baseurl, below = slice_from(key, base.length);

    if (base.length == 0 || !slice_starts(key, base.bytes))
        return key;
    if (below.length == 0)
        return slice_of("/");
    return slice_starts(below, "/") ? below : key;
}

static const struct entry *
answer_plain(const struct site *site, struct slice key)
{
    const struct entry *entry = map_find(site->keys, key);

    if (entry == NULL)
        entry = find_with_ending(site, without_ending(key), false);
    if (entry == NULL)
        entry = find_with_ending(site, without_ending(key), true);
    return entry;
}

const struct entry *
site_answer(const struct site *site, struct slice key)
{
    const struct entry *entry = answer_plain(site, key);
    struct slice below = without_base(site, key);

    if (entry == NULL && !slice_equal(below, key))
        entry = answer_plain(site, below);
    return entry;
}

/* Visits PREFIX + STEM + each ending, as far as it leads to ENTRY and is not its own path. */
static void
visit_stem(const struct site *site, const struct entry *entry, struct slice prefix, struct slice stem,
           void (*visit)(void *context, struct slice key), void *context)
{
    struct buffer key = { 0 };

    for (size_t i = 0; i < FURTHER; i++) {
        buffer_truncate(&key, 0);
        buffer_add(&key, prefix);
        buffer_add(&key, stem);
        buffer_add_text(&key, further[i]);
        if (slice_starts(buffer_slice(&key), "/") && map_find(site->keys, buffer_slice(&key)) == NULL &&
            site_answer(site, buffer_slice(&key)) == entry)
            visit(context, buffer_slice(&key));
    }
    buffer_clear(&key);
}

void
site_variants(const struct site *site, const struct entry *entry, void (*visit)(void *context, struct slice key),
              void *context)
{
    const struct slice prefixes[] = { { "", 0 }, site->baseurl };
    size_t count = site->baseurl.length > 0 ? 2 : 1;
    struct slice stem = without_ending(entry->key);

    for (size_t i = 0; i < count; i++) {
        visit_stem(site, entry, prefixes[i], stem, visit, context);
        if (!slice_equal(stem, entry->key) && !slice_ends(entry->key, "/"))
            visit_stem(site, entry, prefixes[i], entry->key, visit, context);
    }
}
