/*
 * export_record.h - which files of an exported tree are ours: kept beside the trees, so that what is published no more can
 * be removed, and nothing else.
 *
 * A file is ours if we wrote it and nobody has touched it since: size and time of change are recorded.
 */
#ifndef COMMAND_EXPORT_RECORD_H
#define COMMAND_EXPORT_RECORD_H

#include <sys/stat.h>

#include "base/buffer.h"

struct export_record;

/* From TEXT, what export_record_write once wrote; lines that are none are skipped. */
struct export_record *export_record_new(struct slice text);
void export_record_free(struct export_record *record); /* NULL is fine */

/* Notes that PATH ("gemini/x.gmi") is part of this export; WRITTEN: and that it has just been written. */
void export_record_note(struct export_record *record, struct slice path, const struct stat *status, bool written);

/*
 * Calls VISIT with each path of the record that is no part of this export. True of VISIT: it is gone, and so is its line.
 */
void export_record_stale(struct export_record *record, bool (*visit)(void *context, const char *path), void *context);

/* True if the file PATH, which has STATUS, is as we left it. */
bool export_record_owns(const struct export_record *record, struct slice path, const struct stat *status);

/* Appends the record as text. */
void export_record_write(const struct export_record *record, struct buffer *out);

#endif
