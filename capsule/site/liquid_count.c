/* liquid_count.c - tags that count how often they have been met. */
#include "site/liquid_pass.h"

enum { MOST_VALUES = 100 }; /* of one `cycle` */

/* The counter KIND + NAME, 0 at first; nothing that is not shown counts. */
static long *
counter(struct liquid_pass *pass, const char *kind, struct slice name)
{
    struct slice key = arena_format(pass->arena, "%s%.*s", kind, (int)name.length, name.bytes);
    long *count = map_find(pass->counters, key);

    if (count != NULL)
        return count;
    count = arena_take(pass->arena, sizeof(*count));
    map_put(pass->counters, key, count);
    return count;
}

/* `"group": "a", "b"`: what stands before the colon names the counter, else all of it does. */
static struct slice
take_group(struct slice *argument)
{
    size_t colon = slice_find_byte(*argument, ':'), quote = slice_find_any(*argument, "\"'");
    struct slice group = *argument;
    size_t end;

    if (quote != SLICE_NONE && (colon == SLICE_NONE || quote < colon)) {
        end = slice_find_byte(slice_from(*argument, quote + 1), argument->bytes[quote]);
        if (end == SLICE_NONE)
            return group;
        colon = quote + 1 + end + 1;
        if (!slice_starts(slice_trim_left(slice_from(*argument, colon)), ":"))
            return group;
        colon += slice_find_byte(slice_from(*argument, colon), ':');
    }
    if (colon == SLICE_NONE)
        return group;
    group = slice_range(*argument, 0, colon);
    *argument = slice_from(*argument, colon + 1);
    return group;
}

void
liquid_cycle(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    struct scope scope = liquid_scope(pass);
    struct value values[MOST_VALUES];
    struct slice group = take_group(&argument);
    size_t count = 0;
    long *met;

    if (pass->dead > 0 || pass->lost > 0)
        return;
    for (argument = slice_trim(argument); argument.length > 0 && count < MOST_VALUES; count++) {
        size_t before = argument.length;

        values[count] = liquid_take_operand(&scope, &argument);
        argument = slice_trim_left(argument);
        if (slice_starts(argument, ","))
            argument = slice_trim_left(slice_from(argument, 1));
        if (argument.length == before)
            break;
    }
    met = counter(pass, "cycle ", group);
    if (count > 0)
        liquid_emit_value(pass, &values[(size_t)(*met)++ % count], whole);
}

static void
put_number(struct liquid_pass *pass, long number)
{
    liquid_emit(pass, arena_format(pass->arena, "%ld", number));
}

void
liquid_increment(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    if (pass->dead == 0 && pass->lost == 0)
        put_number(pass, (*counter(pass, "number ", slice_trim(argument)))++);
}

/* It counts before it prints. */
void
liquid_decrement(struct liquid_pass *pass, struct slice argument, struct slice whole)
{
    (void)whole;
    if (pass->dead == 0 && pass->lost == 0)
        put_number(pass, --*counter(pass, "number ", slice_trim(argument)));
}
