/* html_attribute.c - what the values of HTML attributes say. */
#include "document/html_attribute.h"

bool
html_has_class(const struct html_tag *tag, const char *wanted)
{
    struct slice names = html_tag_value(tag, "class"), name;

    while (slice_take_part(&names, ' ', &name))
        if (slice_is(name, wanted))
            return true;
    return false;
}

/* "40", "40px" or " 40px ;"; 0 is told as 1, and anything else (a percentage, nothing) as unknown. */
static unsigned
pixels(struct slice text)
{
    unsigned long number;
    size_t digits;

    text = slice_trim(text);
    digits = slice_find_none(text, "0123456789");
    if (!slice_to_number(slice_range(text, 0, digits == SLICE_NONE ? text.length : digits), 100000, &number))
        return 0;
    text = digits == SLICE_NONE ? slice_of("") : slice_trim(slice_from(text, digits));
    if (text.length > 0 && !slice_starts_nocase(text, "px"))
        return 0;
    return number > 0 ? (unsigned)number : 1;
}

/* The value of PROPERTY in a style attribute. */
static struct slice
style_value(struct slice style, const char *property)
{
    struct slice part, name;

    while (slice_take_part(&style, ';', &part)) {
        if (slice_take_part(&part, ':', &name) && slice_is_nocase(slice_trim(name), property))
            return part;
    }
    return slice_of(NULL);
}

unsigned
html_image_side(const struct html_tag *tag, const char *name)
{
    struct slice value = html_tag_value(tag, name);

    return pixels(value.length > 0 ? value : style_value(html_tag_value(tag, "style"), name));
}

enum alignment
html_cell_alignment(const struct html_tag *tag)
{
    struct slice align = html_tag_value(tag, "align");

    if (align.length == 0)
        align = slice_trim(style_value(html_tag_value(tag, "style"), "text-align"));
    return slice_is_nocase(align, "right") ? ALIGN_RIGHT : slice_is_nocase(align, "center") ? ALIGN_CENTER : ALIGN_LEFT;
}
