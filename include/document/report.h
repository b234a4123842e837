/* report.h - what a reader has to say about the page it reads. */
#ifndef DOCUMENT_REPORT_H
#define DOCUMENT_REPORT_H

#include "base/finding.h"
#include "document/document.h"

/* Adds a finding about LINE of the document's file to its options' findings. CODE is static. */
void document_report(const struct document *document, enum finding_severity severity, const char *code, unsigned line,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A note about a place of the document's file. */
void document_note_at(const struct document *document, const char *code, unsigned line, unsigned column,
                      const char *format, ...) __attribute__((format(printf, 5, 6)));

/* A note about the place that is being read. */
void document_note(const struct document *document, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
