/*
 * intruder.c - what a process of the server can do once a client or a page has taken it over (hardening.md X11).
 *
 * Preloaded into every process of the server. Each of them comes by one of the functions at the end when it is in its
 * sandbox: then all that is listed in `attempts` is tried, once, and what came of it stands in the file that
 * INTRUDER_REPORT names, which was mapped before: `ROLE ATTEMPT ERRNO`, with 0 for what succeeded. Nothing but
 * INTRUDER_FILE comes to harm where nothing is forbidden: the rest then fails by itself, with another error.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REPORT_SIZE 65536
#define PATH_SIZE   4096
#define PARENT      0x70617265 /* stands for the number of the parent process */

struct report {
    unsigned used;
    char text[REPORT_SIZE - sizeof(unsigned)];
};

static struct report *report;
static char role[32], key[PATH_SIZE], file[PATH_SIZE]; /* a private key, and a file of the site */
static int has_tried;
static long landlock; /* the version that the system is to have, by INTRUDER_LANDLOCK; 0: its own */

static const char passwd[] = "/etc/passwd", new_file[] = "/tmp/capsule-intruder", program[] = "/no/such/program";
static const struct open_how to_read = { .flags = O_RDONLY }, to_write = { .flags = O_WRONLY };
static const struct sockaddr_in somebody = { .sin_family = AF_INET, .sin_port = 1, .sin_addr = { 0x0100007f } };
static char byte;
static const struct iovec memory = { &byte, 1 };
static const char *const words[] = { program, NULL };

#define AT(pointer) ((long)(pointer))

static const struct {
    const char *name;
    long number, arguments[6];
} attempts[] = {
    { "read-passwd", SYS_openat, { AT_FDCWD, AT(passwd), O_RDONLY } },
    { "read-passwd-openat2", SYS_openat2, { AT_FDCWD, AT(passwd), AT(&to_read), sizeof to_read } },
    { "read-key", SYS_openat, { AT_FDCWD, AT(key), O_RDONLY } },
    { "read-key-openat2", SYS_openat2, { AT_FDCWD, AT(key), AT(&to_read), sizeof to_read } },
    { "read-environment", SYS_openat, { AT_FDCWD, AT("/proc/self/environ"), O_RDONLY } },
    { "read-init", SYS_openat, { AT_FDCWD, AT("/proc/1/cmdline"), O_RDONLY } },
    { "list-root", SYS_openat, { AT_FDCWD, AT("/"), O_RDONLY | O_DIRECTORY } },
    { "write-site", SYS_openat, { AT_FDCWD, AT(file), O_WRONLY } },
    { "write-site-openat2", SYS_openat2, { AT_FDCWD, AT(file), AT(&to_write), sizeof to_write } },
    { "write-new", SYS_openat, { AT_FDCWD, AT(new_file), O_WRONLY | O_CREAT, 0600 } },
    { "mkdir", SYS_mkdirat, { AT_FDCWD, AT(new_file), 0700 } },
    { "chmod", SYS_fchmodat, { AT_FDCWD, AT(file), 0666 } },
    { "truncate", SYS_truncate, { AT(file), 0 } },
    { "unlink", SYS_unlinkat, { AT_FDCWD, AT(file), 0 } },
    { "socket", SYS_socket, { AF_INET, SOCK_STREAM, 0 } },
    { "connect", SYS_connect, { 0, AT(&somebody), sizeof somebody } },
    { "bind", SYS_bind, { 0, AT(&somebody), sizeof somebody } },
    { "ptrace", SYS_ptrace, { PTRACE_PEEKDATA, PARENT } },
    { "memory-of-parent", SYS_process_vm_readv, { PARENT, AT(&memory), 1, AT(&memory), 1, 0 } },
    { "kill-init", SYS_kill, { 1, 0 } },
    { "kill-parent", SYS_kill, { PARENT, 0 } },
    { "map-code", SYS_mmap, { 0, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0 } },
    { "io-uring", SYS_io_uring_setup, { 1, 0 } },
    { "bpf", SYS_bpf, { 0, 0, 0 } },
    { "keyctl", SYS_keyctl, { 0, -4, 0 } },
    { "unshare", SYS_unshare, { 0 } },
    { "setuid", SYS_setuid, { 0 } },
    { "execve", SYS_execve, { AT(program), AT(words), 0 } },
};

static long
argument(long value)
{
    return value == PARENT ? getppid() : value;
}

static int
make(const long *arguments, long number)
{
    long result = syscall(number, argument(arguments[0]), argument(arguments[1]), arguments[2], arguments[3],
                          arguments[4], arguments[5]);

    return result < 0 ? errno : 0;
}

static void
note(const char *attempt, int error)
{
    char line[96];
    int length = snprintf(line, sizeof line, "%s %s %d\n", role, attempt, error);
    unsigned at = __atomic_fetch_add(&report->used, (unsigned)length, __ATOMIC_SEQ_CST);

    if (at + (unsigned)length <= sizeof report->text)
        memcpy(report->text + at, line, (size_t)length);
}

static void
try_all(const char *as)
{
    int saved = errno;

    if (report == NULL || has_tried || strcmp(role, as) != 0)
        return;
    has_tried = 1;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        note(attempts[i].name, make(attempts[i].arguments, attempts[i].number));
    errno = saved;
}

/* The last word of the command line is the role of a process of the server (process.h). */
static void __attribute__((constructor))
arrive(void)
{
    const char *path = getenv("INTRUDER_REPORT"), *version = getenv("INTRUDER_LANDLOCK");
    char line[256] = "";
    int fd = open("/proc/self/cmdline", O_RDONLY);
    ssize_t length = read(fd, line, sizeof line - 1);
    void *shared;

    close(fd);
    landlock = version != NULL ? atol(version) : 0;
    if (path == NULL || length < 2 || strcmp(line, "capsule") != 0)
        return;
    while (length > 1 && line[length - 2] != '\0')
        length--;
    snprintf(role, sizeof role, "%s", line + length - 1);
    snprintf(key, sizeof key, "%s", getenv("INTRUDER_KEY"));
    snprintf(file, sizeof file, "%s", getenv("INTRUDER_FILE"));
    fd = open(path, O_RDWR);
    shared = mmap(NULL, REPORT_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    report = shared == MAP_FAILED ? NULL : shared;
    close(fd);
}

/* An older kernel: who asks for its version of Landlock gets that one. */
long
syscall(long number, ...)
{
    long (*next)(long, ...), arguments[6];
    va_list values;

    va_start(values, number);
    for (size_t i = 0; i < 6; i++)
        arguments[i] = va_arg(values, long);
    va_end(values);
    if (number == SYS_landlock_create_ruleset && arguments[0] == 0 && landlock > 0)
        return landlock;
    *(void **)&next = dlsym(RTLD_NEXT, "syscall");
    return next(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

/* --- The moments --- */

/* A worker accepts only when it is in its sandbox. */
int
accept4(int fd, struct sockaddr *address, socklen_t *size, int flags)
{
    int (*next)(int, struct sockaddr *, socklen_t *, int);

    *(void **)&next = dlsym(RTLD_NEXT, "accept4");
    try_all("worker");
    return next(fd, address, size, flags);
}

/* So does a builder fork its children. */
pid_t
fork(void)
{
    pid_t (*next)(void), pid;

    *(void **)&next = dlsym(RTLD_NEXT, "fork");
    try_all("builder");
    pid = next();
    if (pid == 0 && strcmp(role, "builder") == 0) {
        strcpy(role, "converter");
        has_tried = 0;
    }
    return pid;
}

/* A keyholder waits for workers. */
int
poll(struct pollfd *polled, nfds_t count, int timeout)
{
    int (*next)(struct pollfd *, nfds_t, int);

    *(void **)&next = dlsym(RTLD_NEXT, "poll");
    try_all("keyholder");
    return next(polled, count, timeout);
}

/* And a converter writes its result. */
ssize_t
write(int fd, const void *bytes, size_t count)
{
    ssize_t (*next)(int, const void *, size_t);

    *(void **)&next = dlsym(RTLD_NEXT, "write");
    try_all("converter");
    return next(fd, bytes, count);
}
