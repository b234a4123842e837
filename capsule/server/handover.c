/* handover.c - facts, each ended by NUL, an empty one behind each list, then the settings as YAML. */
#include "server/handover.h"

#include <limits.h>
#include <stdlib.h>

static void
add_fact(struct buffer *out, const char *text)
{
    buffer_add_text(out, text);
    buffer_add_byte(out, '\0');
}

/* Ended by an empty one. */
static void
add_facts(struct buffer *out, const struct text_list *facts)
{
    for (size_t i = 0; i < facts->count; i++)
        add_fact(out, facts->items[i]);
    add_fact(out, "");
}

void
handover_write(const struct handover *handover, struct buffer *out)
{
    add_fact(out, handover->site);
    add_fact(out, handover->protocols);
    buffer_format(out, "%zu", handover->sites);
    buffer_add_byte(out, '\0');
    add_facts(out, &handover->hidden);
    add_facts(out, &handover->kept);
    settings_write(&handover->settings, out);
}

static char *
take_fact(struct slice *text)
{
    struct slice fact = { NULL, 0 };

    slice_take_part(text, '\0', &fact);
    return slice_copy(fact);
}

static size_t
take_number(struct slice *text)
{
    struct slice fact = { NULL, 0 };
    unsigned long number = 0;

    slice_take_part(text, '\0', &fact);
    slice_to_number(fact, UINT_MAX, &number);
    return number;
}

static void
take_facts(struct slice *text, struct text_list *facts)
{
    struct slice fact;

    while (slice_take_part(text, '\0', &fact) && fact.length > 0)
        text_list_add(facts, fact);
}

bool
handover_read(struct slice text, struct handover *handover, struct error *error)
{
    struct arena *arena = arena_new();
    const struct yaml *map;
    bool taken;

    *handover = (struct handover){ 0 };
    settings_init(&handover->settings);
    handover->site = take_fact(&text);
    handover->protocols = take_fact(&text);
    handover->sites = take_number(&text);
    take_facts(&text, &handover->hidden);
    take_facts(&text, &handover->kept);
    map = yaml_read(text, 1, arena, error);
    taken = map != NULL && settings_take(&handover->settings, map, "handed over", error);
    arena_free(arena);
    if (!taken)
        handover_clear(handover);
    return taken;
}

void
handover_clear(struct handover *handover)
{
    free(handover->site);
    free(handover->protocols);
    text_list_clear(&handover->hidden);
    text_list_clear(&handover->kept);
    settings_clear(&handover->settings);
    *handover = (struct handover){ 0 };
}
