/* liquid_mark.c - Liquid as far as it can be read without a site. */
#include "document/liquid_mark.h"

#include <string.h>

#include "document/embed.h"
#include "document/report.h"

/* Takes a quoted string of one line off the head of *TEXT. */
static bool
take_literal(struct slice *text, struct slice *literal)
{
    size_t end;

    if (!slice_starts(*text, "\"") && !slice_starts(*text, "'"))
        return false;
    end = slice_find_any(slice_from(*text, 1), text->bytes[0] == '"' ? "\"\n" : "'\n");
    if (end == SLICE_NONE || text->bytes[end + 1] == '\n')
        return false;
    *literal = slice_range(*text, 1, end + 1);
    *text = slice_trim(slice_from(*text, end + 2));
    return true;
}

/* What stands for the beginning of the site's own paths: nothing, since links are written as paths. */
static const char *const roots[] = { "site.url", "site.baseurl", "base_path", "site.url | append: site.baseurl", NULL };

static const char *const path_filters[] = { "",
                                            "| relative_url",
                                            "| absolute_url",
                                            "|relative_url",
                                            "|absolute_url",
                                            "| prepend: site.baseurl",
                                            "| prepend: base_path",
                                            "| prepend: site.baseurl | prepend: site.url",
                                            NULL };

#define COLUMNS_COUNTED 4096 /* it bounds what is looked at per finding */

/* Where on its line AT is, from 1; 0 far behind its start. */
static unsigned
column_of(const struct strip_pass *pass)
{
    size_t first = pass->at > COLUMNS_COUNTED ? pass->at - COLUMNS_COUNTED : 0;
    struct slice before = slice_range(pass->text, first, pass->at);
    size_t end = slice_find_last_byte(before, '\n');

    if (end == SLICE_NONE)
        return first == 0 ? (unsigned)before.length + 1 : 0;
    return (unsigned)(before.length - end);
}

static void
report(const struct strip_pass *pass, struct slice lost)
{
    if (pass->kind != STRIP_SOURCE)
        document_note_at(pass->document, "liquid", pass->line, column_of(pass), "Liquid is dropped: %.*s",
                         (int)(lost.length < 60 ? lost.length : 60), lost.bytes);
}

void
liquid_mark_output(struct strip_pass *pass)
{
    size_t end = strip_find_end(pass, pass->at + 2, "}}", &pass->no_output_end);
    struct slice inner, filters, literal;

    if (end == SLICE_NONE) {
        strip_copy_to(pass, pass->at + 2);
        return;
    }
    inner = filters = slice_trim(slice_range(pass->text, pass->at + 2, end - 2));
    if (take_literal(&filters, &literal) && slice_is_one_of(filters, path_filters)) {
        if (filters.length > 0 && !slice_starts(literal, "/") && slice_find(literal, "://") == SLICE_NONE)
            strip_add(pass, slice_of("/"));
        strip_add(pass, literal);
    } else if (!slice_is_one_of(inner, roots)) {
        report(pass, slice_range(pass->text, pass->at, end));
    }
    strip_skip_to(pass, end);
}

/* INNER, what stands in a tag, is NAME and nothing else. */
static bool
is_tag(struct slice inner, const char *name)
{
    while (inner.length > 0 && (inner.bytes[0] == '-' || byte_is_space(inner.bytes[0])))
        inner = slice_from(inner, 1);
    if (!slice_starts(inner, name))
        return false;
    for (size_t i = strlen(name); i < inner.length; i++)
        if (inner.bytes[i] != '-' && !byte_is_space(inner.bytes[i]))
            return false;
    return true;
}

/* Behind the tag `{% NAME %}`, from FROM on; *START is set to where it begins. */
static size_t
find_tag(struct slice text, size_t from, const char *name, size_t *start)
{
    size_t close = from;

    while (from < text.length) {
        size_t open = slice_find(slice_from(text, from), "{%"), next;

        if (open == SLICE_NONE)
            return SLICE_NONE;
        *start = from + open;
        if (close < *start + 2) { /* else the one that is known comes next here, too */
            next = slice_find(slice_from(text, *start + 2), "%}");
            if (next == SLICE_NONE)
                return SLICE_NONE;
            close = *start + 2 + next;
        }
        if (is_tag(slice_range(text, *start + 2, close), name))
            return close + 2;
        from = *start + 2;
    }
    return SLICE_NONE;
}

/* A fence around the code of `{% highlight LANGUAGE %}`, which ends at END. */
static void
add_fence(struct strip_pass *pass, struct slice argument, size_t end)
{
    struct slice language;

    if (!slice_is_blank(lined_open(pass->out)))
        strip_end_line(pass);
    slice_take_part(&argument, ' ', &language);
    strip_add(pass, slice_of("~~~~~~~~ "));
    strip_add(pass, language);
    strip_end_line(pass);
    if (slice_starts(strip_rest(pass), "\n"))
        strip_skip_to(pass, pass->at + 1);
    strip_copy_to(pass, end);
    if (lined_open(pass->out).length > 0)
        strip_end_line(pass);
    strip_add(pass, slice_of("~~~~~~~~"));
}

enum content { CONTENT_GONE, CONTENT_LOST, CONTENT_KEPT, CONTENT_CODE };

/* Tags that reach up to their end tag, and what becomes of what is between. */
static const struct {
    const char *name, *end;
    enum content content;
} blocks[STRIP_BLOCK_TAGS] = {
    { "comment", "endcomment", CONTENT_GONE },     { "raw", "endraw", CONTENT_KEPT },
    { "highlight", "endhighlight", CONTENT_CODE }, { "for", "endfor", CONTENT_LOST },
    { "capture", "endcapture", CONTENT_GONE },
};

static bool
on_block_tag(struct strip_pass *pass, struct slice name, struct slice argument, size_t end)
{
    size_t row = 0, start, after;

    while (row < STRIP_BLOCK_TAGS && !slice_is(name, blocks[row].name))
        row++;
    if (row == STRIP_BLOCK_TAGS || pass->no_block_end[row])
        return false;
    after = find_tag(pass->text, end, blocks[row].end, &start);
    pass->no_block_end[row] = after == SLICE_NONE;
    if (after == SLICE_NONE)
        return false;
    if (blocks[row].content == CONTENT_LOST)
        report(pass, slice_range(pass->text, pass->at, end));
    strip_skip_to(pass, end);
    if (blocks[row].content == CONTENT_CODE && pass->kind == STRIP_MARKDOWN)
        add_fence(pass, argument, start);
    else if (blocks[row].content == CONTENT_KEPT || blocks[row].content == CONTENT_CODE)
        strip_copy_to(pass, start);
    else
        pass->comment_gone = true;
    strip_skip_to(pass, after);
    return true;
}

/* Tags that have nothing to show. */
static bool
is_silent(struct slice name, struct slice argument)
{
    static const char *const names[] = { "assign", "raw", "endraw", "comment", "endcomment", NULL };

    return slice_is_one_of(name, names) || (slice_is(name, "include") && slice_is(argument, "base_path"));
}

/* The text of KEY among the literal parameters CONTEXT; a variable's is not known. */
static struct slice
find_parameter(const void *context, const char *key)
{
    struct slice rest = *(const struct slice *)context;

    for (size_t equals; (equals = slice_find_byte(rest, '=')) != SLICE_NONE;) {
        struct slice name = slice_trim(slice_range(rest, 0, equals)), value = { "", 0 };

        rest = slice_trim_left(slice_from(rest, equals + 1));
        if (!take_literal(&rest, &value)) {
            size_t end = slice_find_any(rest, " \t\n");

            rest = slice_from(rest, end == SLICE_NONE ? rest.length : end);
        }
        if (slice_is(name, key))
            return value;
    }
    return (struct slice){ "", 0 };
}

/* A figure or a film of a theme, if it says in so many words where it is. */
static bool
on_include(struct strip_pass *pass, struct slice argument)
{
    size_t cut = slice_find_any(argument, " \t\n");
    struct slice name = slice_range(argument, 0, cut), parameters = slice_from(argument, name.length);
    struct buffer html = { 0 };
    bool shown = pass->kind != STRIP_SOURCE &&
                 embed_write(name, &(struct embed_parameters){ find_parameter, &parameters, NULL }, &html);

    strip_add(pass, buffer_slice(&html));
    buffer_clear(&html);
    return shown;
}

void
liquid_mark_tag(struct strip_pass *pass)
{
    size_t end = strip_find_end(pass, pass->at + 2, "%}", &pass->no_tag_end), cut;
    struct slice inner, name;

    if (end == SLICE_NONE) {
        strip_copy_to(pass, pass->at + 2);
        return;
    }
    inner = slice_range(pass->text, pass->at + 2, end - 2);
    if (slice_starts(inner, "-"))
        inner = slice_from(inner, 1);
    if (slice_ends(inner, "-"))
        inner = slice_range(inner, 0, inner.length - 1);
    inner = slice_trim(inner);
    cut = slice_find_any(inner, " \t\n");
    name = slice_range(inner, 0, cut == SLICE_NONE ? inner.length : cut);
    inner = slice_trim(slice_from(inner, name.length));
    if (on_block_tag(pass, name, inner, end))
        return;
    if (!is_silent(name, inner) && !(slice_is(name, "include") && on_include(pass, inner)))
        report(pass, slice_range(pass->text, pass->at, end));
    strip_skip_to(pass, end);
}
