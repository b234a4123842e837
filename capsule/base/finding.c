/* finding.c - a list of what was lost, broken or odd. */
#include "base/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct findings {
    struct finding *items;
    size_t count, capacity;
};

struct findings *
findings_new(void)
{
    return memory_new(sizeof(struct findings));
}

static void
finding_clear(struct finding *finding)
{
    free((char *)finding->code);
    free((char *)finding->file);
    free((char *)finding->message);
}

void
findings_free(struct findings *findings)
{
    if (findings == NULL)
        return;
    for (size_t i = 0; i < findings->count; i++)
        finding_clear(&findings->items[i]);
    free(findings->items);
    free(findings);
}

void
findings_add(struct findings *findings, enum finding_severity severity, const char *code, const char *file,
             unsigned line, unsigned column, const char *format, ...)
{
    char message[1024];
    va_list values;

    if (findings == NULL)
        return;
    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    findings->items = memory_grow(findings->items, findings->count, &findings->capacity, sizeof *findings->items);
    findings->items[findings->count++] = (struct finding){
        .severity = severity,
        .code = slice_copy(slice_of(code)),
        .file = slice_copy(slice_of(file)),
        .line = line,
        .column = column,
        .message = slice_copy(slice_of(message)),
    };
}

static int
compare_places(const void *left, const void *right)
{
    const struct finding *one = left, *other = right;
    int order = strcmp(one->file, other->file);

    if (order == 0)
        order = (one->line > other->line) - (one->line < other->line);
    if (order == 0)
        order = (one->column > other->column) - (one->column < other->column);
    if (order == 0)
        order = strcmp(one->code, other->code);
    return order != 0 ? order : strcmp(one->message, other->message);
}

void
findings_settle(struct findings *findings)
{
    size_t kept = 0;

    if (findings->count == 0)
        return;
    qsort(findings->items, findings->count, sizeof *findings->items, compare_places);
    for (size_t i = 1; i < findings->count; i++)
        if (compare_places(&findings->items[kept], &findings->items[i]) == 0)
            finding_clear(&findings->items[i]);
        else
            findings->items[++kept] = findings->items[i];
    findings->count = kept + 1;
}

size_t
findings_count(const struct findings *findings)
{
    return findings != NULL ? findings->count : 0;
}

const struct finding *
findings_at(const struct findings *findings, size_t index)
{
    return &findings->items[index];
}

const char *
finding_severity_name(enum finding_severity severity)
{
    static const char *const names[] = { "note", "warning", "error" };

    return names[severity];
}
