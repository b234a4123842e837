/* privileges.c - groups first, since only root may change them, then the user. */
#include "server/privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

static bool
become(const struct passwd *entry)
{
    return initgroups(entry->pw_name, entry->pw_gid) == 0 &&
           setresgid(entry->pw_gid, entry->pw_gid, entry->pw_gid) == 0 &&
           setresuid(entry->pw_uid, entry->pw_uid, entry->pw_uid) == 0;
}

/* Whether this is for good. */
static bool
can_return(const struct passwd *entry)
{
    return (entry->pw_uid != 0 && (setuid(0) == 0 || seteuid(0) == 0)) ||
           (entry->pw_gid != 0 && (setgid(0) == 0 || setegid(0) == 0));
}

bool
privileges_drop(const char *user, struct error *error)
{
    const struct passwd *entry;

    if (user == NULL || geteuid() != 0)
        return true;
    errno = 0;
    entry = getpwnam(user);
    if (entry == NULL)
        return error_set(error, "user: there is no user %s%s%s", user, errno != 0 ? ": " : "",
                         errno != 0 ? strerror(errno) : "");
    if (!become(entry))
        return error_set(error, "user: cannot become %s: %s", user, strerror(errno));
    return !can_return(entry) || error_set(error, "user: %s could become root again", user);
}
