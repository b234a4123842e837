/* check_report.h - what `capsule check` has to say, for people and for programs. */
#ifndef COMMAND_CHECK_REPORT_H
#define COMMAND_CHECK_REPORT_H

#include "command/paint.h"
#include "command/site_build.h"

/* Pages and redirects with their paths, findings by file and line, and last one line of counts. */
void check_report_text(const struct site_build *build, struct paint *paint);

/* The object of `check --json`, which is a stable interface (architecture.md). */
void check_report_json(const struct site_build *build, struct buffer *out);

#endif
