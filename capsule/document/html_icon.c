/* html_icon.c - the names of icons. */
#include "document/html_icon.h"

/* Places that researchers link by an icon alone; what an envelope or a globe leads to, its URL says better. */
static const struct {
    const char *icon, *name;
} icons[] = {
    { "acm", "ACM" },
    { "arxiv", "arXiv" },
    { "bilibili", "Bilibili" },
    { "bluesky", "Bluesky" },
    { "cv", "CV" },
    { "dblp", "DBLP" },
    { "discord", "Discord" },
    { "facebook", "Facebook" },
    { "file-pdf", "PDF" },
    { "github", "GitHub" },
    { "gitlab", "GitLab" },
    { "google-scholar", "Google Scholar" },
    { "ieee", "IEEE" },
    { "instagram", "Instagram" },
    { "kaggle", "Kaggle" },
    { "linkedin", "LinkedIn" },
    { "mastodon", "Mastodon" },
    { "medium", "Medium" },
    { "orcid", "ORCID" },
    { "osf", "OSF" },
    { "publons", "Publons" },
    { "pubmed", "PubMed" },
    { "researchgate", "ResearchGate" },
    { "rss", "RSS" },
    { "scopus", "Scopus" },
    { "semantic-scholar", "Semantic Scholar" },
    { "slack", "Slack" },
    { "stack-overflow", "Stack Overflow" },
    { "telegram", "Telegram" },
    { "twitter", "Twitter" },
    { "weibo", "Weibo" },
    { "weixin", "WeChat" },
    { "x-twitter", "X" },
    { "youtube", "YouTube" },
    { "zhihu", "Zhihu" },
    { "zotero", "Zotero" },
};

/* Which font an icon is from, and which of its shapes it is, is for the eye alone. */
static const char *const prefixes[] = { "fa-", "ai-", "bi-", "square-" };
static const char *const suffixes[] = { "-square", "-in", "-f", "-alt", "-fill" };

static struct slice
without_shape(struct slice icon)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (slice_starts(icon, prefixes[i]))
            icon = slice_from(icon, slice_of(prefixes[i]).length);
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (slice_ends(icon, suffixes[i]))
            icon = slice_range(icon, 0, icon.length - slice_of(suffixes[i]).length);
    return icon;
}

static const char *
name_of(struct slice class_name)
{
    struct slice icon = without_shape(class_name);

    for (size_t i = 0; icon.length < class_name.length && i < sizeof icons / sizeof icons[0]; i++)
        if (slice_is(icon, icons[i].icon))
            return icons[i].name;
    return NULL;
}

struct slice
html_icon_name(const struct html_tag *tag)
{
    struct slice label = slice_trim(html_tag_value(tag, "aria-label")), names, class_name;

    if (label.length == 0)
        label = slice_trim(html_tag_value(tag, "title"));
    names = html_tag_value(tag, "class");
    while (label.length == 0 && slice_take_part(&names, ' ', &class_name))
        label = slice_of(name_of(class_name));
    return label;
}
