/* sandbox_files.c - a Landlock ruleset by the ABI that the running kernel has. */
#include "server/sandbox_files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "server/fence.h"

/* struct landlock_ruleset_attr of newer kernels than the headers are of: each ABI reads as much of it as it knows. */
struct handled {
    uint64_t files, network, scoped;
};

/* What each ABI has brought; the rights of older ones stay. */
static const struct {
    int abi;
    size_t size; /* of struct handled */
    struct handled all;
} versions[] = {
    { 1, sizeof(uint64_t), { (1 << 13) - 1, 0, 0 } },     /* Linux 5.13: execute, write, read, make, remove */
    { 2, sizeof(uint64_t), { (1 << 14) - 1, 0, 0 } },     /* 5.19: rename into another folder */
    { 3, sizeof(uint64_t), { (1 << 15) - 1, 0, 0 } },     /* 6.2: truncate */
    { 4, 2 * sizeof(uint64_t), { (1 << 15) - 1, 3, 0 } }, /* 6.7: TCP bind and connect */
    { 5, 2 * sizeof(uint64_t), { (1 << 16) - 1, 3, 0 } }, /* 6.10: ioctl of devices */
    { 6, sizeof(struct handled), { (1 << 16) - 1, 3, (1 << 2) - 1 } }, /* 6.12: abstract sockets, signals */
};

struct ruleset {
    int fd;
    enum sandbox_rights rights;
};

static int
abi(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, (size_t)0, LANDLOCK_CREATE_RULESET_VERSION);
}

bool
sandbox_files_supported(void)
{
    return abi() > 0;
}

static int
create(void)
{
    int has = abi();
    size_t version = 0;

    while (version + 1 < sizeof versions / sizeof *versions && versions[version + 1].abi <= has)
        version++;
    return (int)syscall(SYS_landlock_create_ruleset, &versions[version].all, versions[version].size, 0);
}

/* A folder that is not WHOLE may be listed, but what is in it has rules of its own. */
static uint64_t
access_to(enum sandbox_rights rights, int fd, bool whole)
{
    uint64_t list = rights == SANDBOX_READS_FOLDERS ? LANDLOCK_ACCESS_FS_READ_DIR : 0;
    struct stat status;

    if (!whole)
        return list;
    if (fstat(fd, &status) == 0 && S_ISDIR(status.st_mode))
        return LANDLOCK_ACCESS_FS_READ_FILE | list;
    return LANDLOCK_ACCESS_FS_READ_FILE;
}

static bool
allow(void *context, int fd, bool whole)
{
    const struct ruleset *ruleset = context;
    struct landlock_path_beneath_attr rule = { .parent_fd = fd };

    rule.allowed_access = access_to(ruleset->rights, fd, whole);
    return rule.allowed_access == 0 ||
           syscall(SYS_landlock_add_rule, ruleset->fd, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

static bool
allow_place(struct ruleset *ruleset, const char *path)
{
    int fd = open(path, O_PATH | O_CLOEXEC);
    bool allowed;

    if (fd < 0)
        return true;
    allowed = allow(ruleset, fd, true);
    close(fd);
    return allowed;
}

static bool
allow_all(struct ruleset *ruleset, const struct sandbox_reach *reach, const char *const *places)
{
    static const struct text_list nothing = { NULL, 0 };
    size_t roots = reach != NULL ? reach->root_count : 0;

    for (size_t i = 0; i < roots; i++)
        if (!fence_walk(reach->roots[i], reach->kept != NULL ? reach->kept : &nothing, allow, ruleset))
            return false;
    for (; *places != NULL; places++)
        if (!allow_place(ruleset, *places))
            return false;
    return true;
}

bool
sandbox_files_restrict(enum sandbox_rights rights, const struct sandbox_reach *reach, const char *const *places,
                       struct error *error)
{
    struct ruleset ruleset = { create(), rights };
    bool done = ruleset.fd >= 0 && allow_all(&ruleset, reach, places) &&
                syscall(SYS_landlock_restrict_self, ruleset.fd, 0) == 0;

    if (!done)
        error_set(error, "cannot give up the right to open files: %s", strerror(errno));
    if (ruleset.fd >= 0)
        close(ruleset.fd);
    return done;
}
