/* date.h - calendar dates of the proleptic Gregorian calendar. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buffer.h"

#include <time.h>

struct date {
    int year;
    unsigned month, day; /* from 1 */
    unsigned hour, minute, second;
    bool has_time, has_offset;
    int offset; /* minutes east of UTC */
};

/*
 * Reads `YYYY-M-D`, optionally followed by blanks or `T` and `H:MM[:SS[.fraction]]`, optionally followed by `Z` or
 * `[ ]+HH:MM`, `+HHMM`, `+HH`. False for anything else, and for a day that does not exist.
 */
bool date_parse(struct slice text, struct date *date);

/* Seconds since 1970 of DATE, with its own offset, else as UTC. */
time_t date_seconds(const struct date *date);

/* The date at SECONDS, at OFFSET minutes east of UTC. */
void date_from_seconds(time_t seconds, int offset, struct date *date);

unsigned date_day_of_year(const struct date *date); /* 1 to 366 */
unsigned date_weekday(const struct date *date);     /* ISO 8601: 1 = Monday to 7 */
void date_iso_week(const struct date *date, int *year, unsigned *week);

/* English names; MONTH from 1, WEEKDAY by ISO 8601. */
const char *date_month_name(unsigned month);
const char *date_weekday_name(unsigned weekday);

#endif
