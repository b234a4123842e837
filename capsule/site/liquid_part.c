/* liquid_part.c - parts of themes that show an author's own data, as Liquid of our own. */
#include "site/liquid_part.h"

#include "site/source.h"

#define ROWS(key) "{% assign rows = page." key " %}{% if include.id %}{% assign rows = page[include.id] %}{% endif %}"

/* Short and on one line each: they stand in Markdown as well as in HTML. */
static const struct {
    const char *name;
    struct included part;
} parts[] = {
    { "feature_row",
      { .text = SLICE("\n\n" ROWS(
            "feature_row") "{% for row in rows %}{% if row.image_path %}<p><img "
                           "src=\"{{ row.image_path | relative_url }}\" alt=\"{{ row.alt }}\"></p>{% endif %}"
                           "{% if row.title %}<h3>{{ row.title }}</h3>{% endif %}"
                           "{% if row.excerpt %}<p>{{ row.excerpt | markdownify }}</p>{% endif %}"
                           "{% if row.url %}<p><a href=\"{{ row.url | relative_url }}\">"
                           "{{ row.btn_label | default: 'Learn more' }}</a></p>{% endif %}{% endfor %}\n\n") } },
    { "gallery",
      { .text = SLICE("\n\n" ROWS("gallery") "<p>{% for row in rows %}<img "
                                             "src=\"{{ row.url | default: row.image_path | relative_url }}\" "
                                             "alt=\"{{ row.alt | default: row.title }}\"> {% endfor %}</p>"
                                             "<p>{{ include.caption | markdownify }}</p>\n\n") } },
    { "news", { .text = SLICE("{% for item in site.news reversed %}{{ item.title }}{% endfor %}") } },
    { "courses", { .text = SLICE("{% for item in site.teachings reversed %}{{ item.title }}{% endfor %}") } },
    { "latest_posts", { .text = SLICE("{% for item in site.posts limit: 3 %}{{ item.title }}{% endfor %}") } },
    { "selected_papers", { .text = SLICE("{% bibliography --group_by none --query @*[selected=true]* %}") } },
    { "bib_search", { .text = SLICE("") } },
    { "repo_user",
      { .text = SLICE(
            "\n\n<p><a href=\"https://github.com/{{ include.username }}\">{{ include.username }}</a></p>\n\n") } },
    { "repo",
      { .text = SLICE(
            "\n\n<p><a href=\"https://github.com/{{ include.repository }}\">{{ include.repository }}</a></p>\n\n") } },
    { "repo_trophies", { .text = SLICE("") } },
};

const struct included *
liquid_part_find(struct slice name)
{
    name = source_split(name).basename;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (slice_is(name, parts[i].name))
            return &parts[i].part;
    return NULL;
}
