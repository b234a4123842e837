/* hugo_taxonomy.c - tags, categories and the like. */
#include "site/hugo_taxonomy.h"

#include <stdlib.h>

#include "site/hugo_path.h"
#include "site/hugo_section.h"
#include "site/site_data.h"

enum { MOST_TAXONOMIES = 50, MOST_TERMS = 200 }; /* of a site, of a page */

/* Hugo's own, for a site that says nothing. */
static const char *const usual[] = { "tags", "categories" };

enum { USUAL = sizeof(usual) / sizeof(usual[0]) };

/* The name of the taxonomy number INDEX, or one without bytes behind the last. */
static struct slice
name_of(const struct hugo *hugo, size_t index)
{
    const struct yaml *own = hugo_setting(hugo, "taxonomies");

    if (own == NULL)
        return index < USUAL ? slice_of(usual[index]) : slice_make(NULL, 0);
    return index < MOST_TAXONOMIES ? slice_trim(yaml_text(yaml_item(own, index))) : slice_make(NULL, 0);
}

bool
hugo_is_taxonomy(const struct hugo *hugo, struct slice name)
{
    struct slice one;

    for (size_t i = 0; (one = name_of(hugo, i)).bytes != NULL; i++)
        if (one.length > 0 && slice_equal_nocase(one, name))
            return true;
    return false;
}

/* The section of TERM, whose folder is what a path makes of it. */
static void
join(struct site *site, const struct hugo_language *language, struct slice taxonomy, struct slice term,
     const struct entry *entry)
{
    struct buffer folder = { 0 };
    struct hugo_section *section;

    hugo_path_clean(taxonomy, false, &folder);
    buffer_add_byte(&folder, '/');
    section = hugo_section_at(site, language, arena_copy(site->arena, buffer_slice(&folder)));
    section->is_taxonomy = true;
    hugo_path_clean(term, yaml_bool(hugo_setting(site->hugo, "disablepathtolower"), false), &folder);
    buffer_add_byte(&folder, '/');
    section = hugo_section_at(site, language, site_keep(site, &folder));
    hugo_section_add_member(section, term, entry);
}

void
hugo_taxonomy_collect(struct site *site, const struct hugo_language *language, const struct entry *entry)
{
    struct slice taxonomy;

    for (size_t i = 0; (taxonomy = name_of(site->hugo, i)).bytes != NULL; i++) {
        char *key = slice_copy(taxonomy);
        const struct yaml *terms = yaml_get_nocase(entry->meta, key);
        bool list = yaml_kind(terms) == YAML_LIST;
        size_t count = list ? yaml_count(terms) : 1;

        for (size_t k = 0; k < count && k < MOST_TERMS; k++) {
            struct slice term = slice_trim(yaml_text(list ? yaml_item(terms, k) : terms));

            if (term.length > 0 && taxonomy.length > 0)
                join(site, language, taxonomy, term, entry);
        }
        free(key);
    }
}
