/* date.c - calendar dates; days are counted from 1970-01-01, years start in March inside the arithmetic. */
#include "base/date.h"

static const unsigned month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

static bool
is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static unsigned
days_in_month(int year, unsigned month)
{
    return month_days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

/* One decimal number of LEAST to MOST digits at the head of *TEXT. */
static bool
take_number(struct slice *text, size_t least, size_t most, unsigned *number)
{
    size_t digits = 0;
    unsigned long value;

    while (digits < text->length && digits < most && byte_is_digit(text->bytes[digits]))
        digits++;
    if (digits < least || !slice_to_number(slice_range(*text, 0, digits), 999999, &value))
        return false;
    *number = (unsigned)value;
    *text = slice_from(*text, digits);
    return true;
}

static bool
take_byte(struct slice *text, char byte)
{
    if (text->length == 0 || text->bytes[0] != byte)
        return false;
    *text = slice_from(*text, 1);
    return true;
}

static bool
take_day(struct slice *text, struct date *date)
{
    unsigned year;

    if (!take_number(text, 4, 4, &year) || !take_byte(text, '-') || !take_number(text, 1, 2, &date->month) ||
        !take_byte(text, '-') || !take_number(text, 1, 2, &date->day))
        return false;
    date->year = (int)year;
    return date->month >= 1 && date->month <= 12 && date->day >= 1 &&
           date->day <= days_in_month(date->year, date->month);
}

static bool
take_time(struct slice *text, struct date *date)
{
    unsigned fraction;

    if (!take_number(text, 1, 2, &date->hour) || !take_byte(text, ':') || !take_number(text, 2, 2, &date->minute))
        return false;
    if (take_byte(text, ':')) {
        if (!take_number(text, 2, 2, &date->second))
            return false;
        if (take_byte(text, '.'))
            while (take_number(text, 1, 6, &fraction))
                ;
    }
    date->has_time = true;
    return date->hour <= 23 && date->minute <= 59 && date->second <= 60;
}

static bool
take_offset(struct slice *text, struct date *date)
{
    unsigned hours, minutes = 0;
    bool west;

    *text = slice_trim_left(*text);
    if (text->length == 0)
        return true;
    date->has_offset = true;
    if (take_byte(text, 'Z'))
        return true;
    west = take_byte(text, '-');
    if ((!west && !take_byte(text, '+')) || !take_number(text, 2, 2, &hours))
        return false;
    if ((take_byte(text, ':') || text->length > 0) && !take_number(text, 2, 2, &minutes))
        return false;
    date->offset = (int)(hours * 60 + minutes) * (west ? -1 : 1);
    return hours <= 23 && minutes <= 59;
}

bool
date_parse(struct slice text, struct date *date)
{
    struct slice rest = slice_trim(text), after;

    *date = (struct date){ 0 };
    if (!take_day(&rest, date))
        return false;
    if (rest.length == 0)
        return true;
    after = slice_trim_left(rest);
    if (after.length == rest.length && !take_byte(&after, 'T') && !take_byte(&after, 't'))
        return false;
    return take_time(&after, date) && take_offset(&after, date) && after.length == 0;
}

static long
days_from_civil(int year, unsigned month, unsigned day)
{
    long years = year - (month <= 2), era = (years >= 0 ? years : years - 399) / 400;
    long of_era = years - era * 400;
    long of_year = (153 * (long)((month + 9) % 12) + 2) / 5 + (long)day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void
civil_from_days(long days, struct date *date)
{
    long shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    long of_era = shifted - era * 146097;
    long years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * years + years / 4 - years / 100), month = (5 * of_year + 2) / 153;

    date->day = (unsigned)(of_year - (153 * month + 2) / 5 + 1);
    date->month = (unsigned)(month < 10 ? month + 3 : month - 9);
    date->year = (int)(years + era * 400 + (date->month <= 2));
}

time_t
date_seconds(const struct date *date)
{
    long days = days_from_civil(date->year, date->month, date->day);

    return (time_t)days * 86400 + (time_t)date->hour * 3600 + (time_t)date->minute * 60 + (time_t)date->second -
           (time_t)date->offset * 60;
}

void
date_from_seconds(time_t seconds, int offset, struct date *date)
{
    time_t local = seconds + (time_t)offset * 60;
    long days = (long)(local / 86400), rest = (long)(local % 86400);

    if (rest < 0) {
        rest += 86400;
        days--;
    }
    *date = (struct date){ .has_time = true, .has_offset = true, .offset = offset };
    civil_from_days(days, date);
    date->hour = (unsigned)(rest / 3600);
    date->minute = (unsigned)(rest / 60 % 60);
    date->second = (unsigned)(rest % 60);
}

unsigned
date_day_of_year(const struct date *date)
{
    return (unsigned)(days_from_civil(date->year, date->month, date->day) - days_from_civil(date->year, 1, 1)) + 1;
}

unsigned
date_weekday(const struct date *date)
{
    long days = days_from_civil(date->year, date->month, date->day);

    return (unsigned)(((days + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
}

void
date_iso_week(const struct date *date, int *year, unsigned *week)
{
    long days = days_from_civil(date->year, date->month, date->day);
    struct date thursday = { 0 };

    /* The week belongs to the year of its Thursday. */
    civil_from_days(days + 4 - (long)date_weekday(date), &thursday);
    *year = thursday.year;
    *week = (date_day_of_year(&thursday) - 1) / 7 + 1;
}

const char *
date_month_name(unsigned month)
{
    static const char *const names[] = { "January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December" };

    return names[(month - 1) % 12];
}

const char *
date_weekday_name(unsigned weekday)
{
    static const char *const names[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

    return names[(weekday - 1) % 7];
}
