/* date_test.c - dates as people write them, and arithmetic beside that of the C library. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/date.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct {
    const char *text;
    bool valid;
    long long seconds;
} parsings[] = {
    { "1970-01-01", true, 0 },
    { "2024-1-5", true, 1704412800 },
    { " 2024-01-05 ", true, 1704412800 },
    { "2024-01-05 10:20", true, 1704450000 },
    { "2024-01-05T10:20:30", true, 1704450030 },
    { "2024-01-05t10:20:30.123456789Z", true, 1704450030 },
    { "2024-01-05 10:20:30 +0800", true, 1704421230 },
    { "2024-01-05 10:20:30 -08:30", true, 1704480630 },
    { "2024-01-05 1:20:30+08", true, 1704388830 },
    { "2024-02-29", true, 1709164800 },
    { "2000-02-29", true, 951782400 },
    { "2023-02-29", false, 0 },
    { "1900-02-29", false, 0 },
    { "2024-13-01", false, 0 },
    { "2024-00-01", false, 0 },
    { "2024-01-00", false, 0 },
    { "2024-04-31", false, 0 },
    { "9999-99-99", false, 0 },
    { "24-01-05", false, 0 },
    { "20240-01-05", false, 0 },
    { "2024-01", false, 0 },
    { "2024-01-05x", false, 0 },
    { "2024-01-05 24:00", false, 0 },
    { "2024-01-05 10:60", false, 0 },
    { "2024-01-05 10", false, 0 },
    { "2024-01-05 10:20 +08:", false, 0 },
    { "2024-01-05 10:20 +25:00", false, 0 },
    { "2024-01-05 10:20 CET", false, 0 },
    { "2024/01/05", false, 0 },
    { "", false, 0 },
};

static void
test_parse(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parsings); i++) {
        struct date date;
        bool valid = date_parse(slice_of(parsings[i].text), &date);

        if (valid != parsings[i].valid || (valid && date_seconds(&date) != parsings[i].seconds))
            fail_msg("`%s`: valid %d, %lld seconds", parsings[i].text, valid,
                     valid ? (long long)date_seconds(&date) : 0);
    }
}

/* Every 37th hour or so of four centuries, forth and back, as gmtime has it. */
static void
test_arithmetic(void **state)
{
    (void)state;
    for (time_t seconds = -7000000000; seconds < 7000000000; seconds += 133337) {
        struct date date;
        struct tm tm;

        date_from_seconds(seconds, 0, &date);
        gmtime_r(&seconds, &tm);
        assert_int_equal(date.year, tm.tm_year + 1900);
        assert_int_equal(date.month, tm.tm_mon + 1);
        assert_int_equal(date.day, tm.tm_mday);
        assert_int_equal(date.hour, tm.tm_hour);
        assert_int_equal(date.minute, tm.tm_min);
        assert_int_equal(date.second, tm.tm_sec);
        assert_int_equal(date_day_of_year(&date), tm.tm_yday + 1);
        assert_int_equal(date_weekday(&date) % 7, tm.tm_wday);
        assert_int_equal(date_seconds(&date), seconds);
    }
}

static void
test_offset(void **state)
{
    struct date date;

    (void)state;
    date_from_seconds(-1, -90, &date);
    assert_int_equal(date.year, 1969);
    assert_int_equal(date.hour, 22);
    assert_int_equal(date.minute, 29);
    assert_int_equal(date_seconds(&date), -1);
}

static const struct {
    int year;
    unsigned month, day;
    int week_year;
    unsigned week;
} weeks[] = {
    { 2005, 1, 1, 2004, 53 }, { 2005, 12, 31, 2005, 52 }, { 2007, 1, 1, 2007, 1 },  { 2008, 12, 29, 2009, 1 },
    { 2010, 1, 3, 2009, 53 }, { 2020, 12, 31, 2020, 53 }, { 2021, 1, 3, 2020, 53 }, { 2021, 1, 4, 2021, 1 },
};

static void
test_iso_week(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(weeks); i++) {
        struct date date = { .year = weeks[i].year, .month = weeks[i].month, .day = weeks[i].day };
        unsigned week;
        int year;

        date_iso_week(&date, &year, &week);
        if (year != weeks[i].week_year || week != weeks[i].week)
            fail_msg("%d-%u-%u: week %d-%u", date.year, date.month, date.day, year, week);
    }
}

static void
test_names(void **state)
{
    (void)state;
    assert_string_equal(date_month_name(1), "January");
    assert_string_equal(date_month_name(12), "December");
    assert_string_equal(date_weekday_name(1), "Monday");
    assert_string_equal(date_weekday_name(7), "Sunday");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),    cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_offset),
        cmocka_unit_test(test_iso_week), cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
