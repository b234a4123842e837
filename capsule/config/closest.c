/* closest.c - edit distance: letters added, left out, changed, and neighbours swapped. */
#include "config/closest.h"

#define LONGEST ((size_t)40) /* no name of ours is longer */

static size_t
least_of(size_t one, size_t other)
{
    return one < other ? one : other;
}

/* ROWS[0] becomes the distances from WORD's first I bytes to each head of NAME; ROWS[1] and ROWS[2] are those before it. */
static void
fill_row(size_t rows[3][LONGEST + 1], struct slice word, struct slice name, size_t i)
{
    rows[0][0] = i;
    for (size_t k = 1; k <= name.length; k++) {
        bool same = word.bytes[i - 1] == name.bytes[k - 1];
        size_t best = least_of(rows[1][k], rows[0][k - 1]) + 1;

        best = least_of(best, rows[1][k - 1] + (same ? 0 : 1));
        if (i > 1 && k > 1 && word.bytes[i - 1] == name.bytes[k - 2] && word.bytes[i - 2] == name.bytes[k - 1])
            best = least_of(best, rows[2][k - 2] + 1);
        rows[0][k] = best;
    }
}

static size_t
distance_between(struct slice word, struct slice name)
{
    size_t rows[3][LONGEST + 1];

    for (size_t k = 0; k <= name.length; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= word.length; i++) {
        for (size_t k = 0; k <= name.length; k++) {
            rows[2][k] = i > 1 ? rows[1][k] : 0;
            rows[1][k] = rows[0][k];
        }
        fill_row(rows, word, name, i);
    }
    return rows[0][name.length];
}

void
closest_init(struct closest *closest, struct slice word)
{
    *closest = (struct closest){ word, NULL, word.length / 3 + 2 };
    if (word.length <= 2)
        closest->distance = 1; /* of two letters any two names would be a misspelling */
}

void
closest_offer(struct closest *closest, const char *name)
{
    size_t distance;

    if (closest->word.length > LONGEST || slice_of(name).length > LONGEST)
        return;
    distance = distance_between(closest->word, slice_of(name));
    if (distance < closest->distance) {
        closest->distance = distance;
        closest->name = name;
    }
}

bool
closest_report(const struct closest *closest, const char *what, const char *otherwise, struct error *error)
{
    int length = (int)least_of(closest->word.length, 200);
    const char *word = length > 0 ? closest->word.bytes : "";

    if (closest->name != NULL)
        return error_set(error, "%s \"%.*s\"; did you mean %s?", what, length, word, closest->name);
    return error_set(error, "%s \"%.*s\"%s%s", what, length, word, otherwise != NULL ? "; " : "",
                     otherwise != NULL ? otherwise : "");
}
