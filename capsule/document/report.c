/* report.c - findings of readers. */
#include "document/report.h"

#include <stdarg.h>
#include <stdio.h>

#include "document/model.h"

static void
add(const struct document *document, enum finding_severity severity, const char *code, unsigned line, unsigned column,
    const char *format, va_list values)
{
    const char *file = document->options.file != NULL ? document->options.file : "";
    char message[512];

    vsnprintf(message, sizeof message, format, values);
    findings_add(document->options.findings, severity, code, file, line, column, "%s", message);
}

void
document_report(const struct document *document, enum finding_severity severity, const char *code, unsigned line,
                const char *format, ...)
{
    va_list values;

    va_start(values, format);
    add(document, severity, code, line, 0, format, values);
    va_end(values);
}

void
document_note(const struct document *document, const char *code, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    add(document, FINDING_NOTE, code, document->line, document->column, format, values);
    va_end(values);
}

void
document_note_at(const struct document *document, const char *code, unsigned line, unsigned column, const char *format,
                 ...)
{
    va_list values;

    va_start(values, format);
    add(document, FINDING_NOTE, code, line, column, format, values);
    va_end(values);
}
