/* finding.h - what was lost, broken or odd in a site, each with its place: what `check` and `translate --report` print. */
#ifndef BASE_FINDING_H
#define BASE_FINDING_H

#include "base/slice.h"

enum finding_severity { FINDING_NOTE, FINDING_WARNING, FINDING_ERROR };

struct finding {
    enum finding_severity severity;
    const char *code;      /* "broken-link", "invalid-yaml", ...; owned by the list */
    const char *file;      /* relative to the site's root; owned by the list */
    unsigned line, column; /* from 1; 0 if unknown */
    const char *message;   /* owned by the list */
};

struct findings;

/* An empty list; findings_free frees it with all texts. */
struct findings *findings_new(void);
void findings_free(struct findings *findings); /* NULL is fine */

/* FINDINGS may be NULL: then nothing is kept. CODE, FILE and the message are copied. */
void findings_add(struct findings *findings, enum finding_severity severity, const char *code, const char *file,
                  unsigned line, unsigned column, const char *format, ...) __attribute__((format(printf, 7, 8)));

/*
 * Brings them into the order of their files, lines and columns, which is that of the source, and keeps one of those that
 * say the same of the same place: a part that ten pages include is read ten times.
 */
void findings_settle(struct findings *findings);

/* How many there are (none in NULL), and one of them; until they are settled, in the order of their addition. Lent. */
size_t findings_count(const struct findings *findings);
const struct finding *findings_at(const struct findings *findings, size_t index);

/* "error", "warning", "note". */
const char *finding_severity_name(enum finding_severity severity);

#endif
