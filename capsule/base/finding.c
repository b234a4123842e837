/* finding.c - a list of what was lost, broken or odd. */
#include "base/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

void
findings_free(struct findings *findings)
{
    if (findings == NULL)
        return;
    for (size_t i = 0; i < findings->count; i++) {
        free((char *)findings->items[i].code);
        free((char *)findings->items[i].file);
        free((char *)findings->items[i].message);
    }
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
