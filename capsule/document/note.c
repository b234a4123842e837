/* note.c - footnotes by id and by number. */
#include "document/note.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/memory.h"
#include "document/report.h"

struct note {
    struct note *next; /* of all, as they stand in the source */
    struct buffer id;
    struct lined text;
    unsigned number;
};

struct notes {
    struct map *by_id;
    struct note *all, *last;
    struct note **numbered;
    size_t count, capacity;
};

struct notes *
notes_new(void)
{
    struct notes *notes = memory_new(sizeof *notes);

    notes->by_id = map_new();
    return notes;
}

void
notes_free(struct notes *notes)
{
    if (notes == NULL)
        return;
    while (notes->all != NULL) {
        struct note *note = notes->all;

        notes->all = note->next;
        lined_clear(&note->text);
        buffer_clear(&note->id);
        free(note);
    }
    map_free(notes->by_id);
    free(notes->numbered);
    free(notes);
}

static size_t
indentation(struct slice line)
{
    size_t first = slice_find_none(line, " ");

    if (first != SLICE_NONE && line.bytes[first] == '\t')
        return 4;
    return first == SLICE_NONE ? line.length : first;
}

/* A list, a heading, a quotation or a fence begins: no text goes on there, whoever reads it. */
static bool
begins_block(struct slice line)
{
    static const char *const marks[] = { "#", ">", "```", "~~~", "- ", "* ", "+ ", "1. ", "{:" };

    line = slice_trim_left(line);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (slice_starts(line, marks[i]))
            return true;
    return false;
}

/* A definition's lines go on until a blank line or another block, and behind it while they are indented by four. */
static bool
goes_on(const struct lined *lined, size_t index)
{
    struct slice line = lined_line(lined, index);

    if (index >= lined->count)
        return false;
    if (slice_is_blank(line))
        return index + 1 < lined->count && indentation(lined_line(lined, index + 1)) >= 4 &&
               !slice_is_blank(lined_line(lined, index + 1));
    if (indentation(line) >= 4)
        return true;
    return !slice_starts(line, "[^") && !slice_is_blank(lined_line(lined, index - 1)) && !begins_block(line);
}

static struct slice
without_indentation(struct slice line)
{
    size_t indented = indentation(line);

    if (slice_starts(line, "\t"))
        return slice_from(line, 1);
    return slice_from(line, indented < 4 ? indented : 4);
}

static struct note *
add(struct notes *notes, struct slice id)
{
    struct note *note = memory_new(sizeof *note);

    buffer_add(&note->id, id);
    if (notes->last != NULL)
        notes->last->next = note;
    else
        notes->all = note;
    notes->last = note;
    return note;
}

size_t
notes_take(struct notes *notes, const struct lined *lined, size_t index)
{
    struct slice line = lined_line(lined, index), id;
    size_t indented = indentation(line), close;
    struct note *note;

    line = slice_from(line, indented);
    if (indented > 3 || !slice_starts(line, "[^"))
        return index;
    close = slice_find(line, "]:");
    if (close == SLICE_NONE || close == 2)
        return index;
    id = slice_range(line, 2, close);
    note = add(notes, id);
    lined_add(&note->text, slice_trim(slice_from(line, close + 2)), lined_number(lined, index));
    for (index++; goes_on(lined, index); index++)
        lined_add(&note->text, without_indentation(lined_line(lined, index)), lined_number(lined, index));
    if (map_find(notes->by_id, id) == NULL)
        map_put(notes->by_id, id, note);
    return index;
}

bool
notes_are_none(const struct notes *notes)
{
    return notes->all == NULL;
}

unsigned
notes_number(struct notes *notes, struct slice id)
{
    struct note *note = map_find(notes->by_id, id);

    if (note == NULL)
        return 0;
    if (note->number == 0) {
        notes->numbered = memory_grow(notes->numbered, notes->count, &notes->capacity, sizeof(struct note *));
        notes->numbered[notes->count++] = note;
        note->number = (unsigned)notes->count;
    }
    return note->number;
}

unsigned
notes_count(const struct notes *notes)
{
    return (unsigned)notes->count;
}

void
notes_report_unused(const struct notes *notes, const struct document *document)
{
    for (const struct note *note = notes->all; note != NULL; note = note->next)
        if (note->number == 0)
            document_note_at(document, "unused-note", lined_number(&note->text, 0), 1,
                             "the note [^%.*s] is left out, for nothing refers to it", (int)note->id.length,
                             note->id.bytes);
}

const struct lined *
notes_text(const struct notes *notes, unsigned number)
{
    return &notes->numbered[number - 1]->text;
}
