/* report.c - findings of readers. */
#include "document/report.h"

#include <stdarg.h>
#include <stdio.h>

#include "document/model.h"

void
document_report(const struct document *document, enum finding_severity severity, const char *code, unsigned line,
                const char *format, ...)
{
    const char *file = document->options.file != NULL ? document->options.file : "";
    char message[512];
    va_list values;

    va_start(values, format);
    vsnprintf(message, sizeof message, format, values);
    va_end(values);
    findings_add(document->options.findings, severity, code, file, line, 0, "%s", message);
}
