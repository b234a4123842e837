/* log.h - the operator's log: one event per line on standard error. The access log is server/access_log.h. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/buffer.h"

enum log_level { LOG_INFO, LOG_WARNING, LOG_ERROR };

/*
 * Writes `capsule: LEVEL: TEXT` and LF by one write(2) and keeps errno. A line that cannot be written is dropped: a log
 * never stops the service. Control bytes and invalid UTF-8 in the text appear escaped (`\n`, `\x1b`). For LOG_INFO the
 * level is left out.
 */
void log_line(enum log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Writes LINE, which is whole and shorter than PIPE_BUF, as it is. It is lost when standard error takes nothing for 10 ms: a
 * pipe that nobody empties, a terminal that was stopped.
 */
void log_write(struct slice line);

/*
 * Appends TEXT as the value of a `key=value` field: as it is if it consists of ASCII letters, digits and `-._~:/?&=%+@[],`;
 * else in double quotes with `"`, `\`, controls and bytes above 0x7e escaped as `\xHH` (hardening.md G4). Empty: `""`.
 */
void log_escape(struct buffer *line, struct slice text);

#endif
