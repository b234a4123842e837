/* liquid_embed.c - tags of plugins that show something of another site's inside the page: here it is a link to it. */
#include "site/listing.h"
#include "site/liquid_pass.h"

/* The first word of ARGUMENT, without quotation marks; empty for a value, which the plugins do not resolve either. */
static struct slice
first_word(struct slice argument)
{
    struct slice word = slice_trim(argument);

    if (slice_starts(word, "\"") || slice_starts(word, "'"))
        return slice_range(slice_from(word, 1), 0, slice_find_byte(slice_from(word, 1), word.bytes[0]));
    word = slice_range(word, 0, slice_find_any(word, " \t\r\n"));
    return slice_find_any(word, "{}") == SLICE_NONE ? word : slice_make("", 0);
}

/* A link of its own line to WORD, behind PREFIX unless it is an address itself. */
static void
put_link(struct liquid_pass *pass, const char *prefix, struct slice argument, const char *label)
{
    struct slice word = first_word(argument);
    struct buffer html = { 0 };

    if (word.length == 0)
        return;
    buffer_add_text(&html, "\n\n<p><a href=\"");
    if (slice_find(word, "://") == SLICE_NONE)
        buffer_add_text(&html, prefix);
    listing_escape(word, &html);
    buffer_format(&html, "\">%s</a></p>\n\n", label);
    liquid_emit_generated(pass, buffer_slice(&html));
    buffer_clear(&html);
}

void
liquid_gist(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    put_link(pass, "https://gist.github.com/", argument, "Gist");
}

void
liquid_twitter(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    put_link(pass, "https://twitter.com/", argument, "Tweet");
}

void
liquid_youtube(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    put_link(pass, "https://www.youtube.com/watch?v=", argument, "Video");
}

void
liquid_vimeo(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    put_link(pass, "https://vimeo.com/", argument, "Video");
}
