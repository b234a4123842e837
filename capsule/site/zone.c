/* zone.c - how far a time zone is from UTC at a moment. */
#include "site/zone.h"

#include <stdlib.h>
#include <string.h>

/* Names of zone files only: TZ also takes rules and paths, which a site has no business to give. */
static bool
is_name(struct slice zone)
{
    if (zone.length == 0 || slice_starts(zone, "/") || slice_find(zone, "..") != SLICE_NONE)
        return false;
    for (size_t i = 0; i < zone.length; i++)
        if (!byte_is_alnum(zone.bytes[i]) && (zone.bytes[i] == '\0' || strchr("/_+-", zone.bytes[i]) == NULL))
            return false;
    return true;
}

static char *
copy_of_environment(void)
{
    const char *value = getenv("TZ");

    return value != NULL ? slice_copy(slice_of(value)) : NULL;
}

int
zone_offset(struct slice zone, time_t seconds)
{
    char *before, *name;
    struct tm local;
    long offset = 0;

    if (!is_name(zone))
        return 0;
    before = copy_of_environment();
    name = slice_copy(zone);
    setenv("TZ", name, 1);
    tzset();
    if (localtime_r(&seconds, &local) != NULL)
        offset = local.tm_gmtoff / 60;
    if (before != NULL)
        setenv("TZ", before, 1);
    else
        unsetenv("TZ");
    tzset();
    free(before);
    free(name);
    return (int)offset;
}
