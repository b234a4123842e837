/* sandbox_calls.c - the table of system calls, and the program that is made of it. */
#include "server/sandbox_calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Numbers of system calls belong to an architecture; on others than these the sandbox has Landlock alone. */
#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0
#endif

/* On both of them the lower half of an argument comes first. */
#define ARGUMENT(index) (offsetof(struct seccomp_data, args) + (index) * sizeof(uint64_t))

/* --- The table --- */

enum {
    WORKER = 1 << SANDBOX_WORKER,
    BUILDER = 1 << SANDBOX_BUILDER,
    CONVERTER = 1 << SANDBOX_CONVERTER,
    KEYHOLDER = 1 << SANDBOX_KEYHOLDER,
    SERVERS = WORKER | KEYHOLDER, /* those that live long and wait for others */
    READERS = WORKER | BUILDER,   /* those that open files */
    ALL = WORKER | BUILDER | CONVERTER | KEYHOLDER,
};

/* Allows ROLES the call NUMBER; with a mask only if these bits of an argument are VALUE, else it is forbidden. */
struct rule {
    int number;
    unsigned roles, argument;
    uint32_t mask, value;
    bool of_self; /* VALUE is the number of the process */
};

#define MAY(roles, name)                                                                                               \
    {                                                                                                                  \
        SYS_##name, (roles), 0, 0, 0, false                                                                            \
    }
#define MAY_IF(roles, name, argument, mask, value)                                                                     \
    {                                                                                                                  \
        SYS_##name, (roles), (argument), (uint32_t)(mask), (uint32_t)(value), false                                    \
    }
#define MAY_TO_SELF(roles, name)                                                                                       \
    {                                                                                                                  \
        SYS_##name, (roles), 0, UINT32_MAX, 0, true                                                                    \
    }

#define EVERY_BIT UINT32_MAX

static const struct rule rules[] = {
    /* Memory, none of it to be executed. */
    MAY(ALL, brk),
    MAY(ALL, munmap),
    MAY(ALL, mremap),
    MAY(ALL, madvise),
    MAY_IF(ALL, mmap, 2, PROT_EXEC, 0),
    MAY_IF(ALL, mprotect, 2, PROT_EXEC, 0),

    /* Time, chance, signals, the end. Most questions about time need no call, but not on every system. */
    MAY(ALL, clock_gettime),
    MAY(ALL, clock_getres),
    MAY(ALL, gettimeofday),
    MAY(ALL, clock_nanosleep),
    MAY(ALL, nanosleep),
    MAY(ALL, getrandom),
    MAY(ALL, futex),
    MAY(ALL, getpid),
    MAY(ALL, gettid),
    MAY(ALL, rt_sigaction),
    MAY(ALL, rt_sigprocmask),
    MAY(ALL, rt_sigreturn),
    MAY(ALL, restart_syscall),
    MAY(ALL, exit),
    MAY(ALL, exit_group),
    MAY(ALL, sched_yield),
    MAY(ALL, sched_getaffinity),
    MAY(ALL, sysinfo),
    MAY_TO_SELF(SERVERS | CONVERTER, tgkill), /* abort() */

    /* What is open. */
    MAY(ALL, read),
    MAY(ALL, readv),
    MAY(ALL, write),
    MAY(ALL, writev),
    MAY(ALL, close),
    MAY(ALL, ppoll),
    MAY(READERS, fcntl),
    MAY(READERS, fstat),
    MAY(READERS, lseek),
    MAY(READERS, pread64),
    MAY(READERS, pwrite64),
    MAY(READERS, ftruncate),
    MAY(READERS, sendfile),
    MAY(READERS, memfd_create),
    MAY(READERS | KEYHOLDER, sendto),
    MAY(WORKER, sendmsg),
    MAY(SERVERS, recvfrom),
    MAY(SERVERS, recvmsg),
    MAY(WORKER, epoll_ctl),
    MAY(WORKER, epoll_pwait),
    MAY(WORKER, epoll_pwait2),
    MAY(WORKER, timerfd_settime),

    /* Clients. */
    MAY(WORKER, accept4),
    MAY(WORKER, shutdown),
    MAY(WORKER, getsockname),
    MAY(WORKER, getpeername),
    MAY(WORKER, getsockopt),
    MAY(WORKER, setsockopt),

    /* Files, which Landlock bounds: a filter sees neither a path nor the flags of openat2. */
    MAY(READERS, openat2),
    MAY_IF(READERS, openat, 2, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY),
    MAY(READERS, newfstatat),
    MAY(READERS, statx),
    MAY(BUILDER, getdents64),
    MAY(BUILDER, readlinkat),
    MAY(BUILDER, faccessat),
    MAY(BUILDER, faccessat2),
    MAY_IF(READERS, prlimit64, 0, EVERY_BIT, 0), /* its own */

    /* Converters, which give up rights of their own. */
    MAY_IF(BUILDER, clone, 0, ~(CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID), SIGCHLD),
    MAY(BUILDER, set_robust_list),
    MAY(BUILDER, tgkill),
    MAY(BUILDER, kill),
    MAY(BUILDER, wait4),
    MAY(BUILDER, pidfd_open),
    MAY(BUILDER, pipe2),
    MAY(BUILDER, close_range),
    MAY(BUILDER, getppid),
    MAY_IF(BUILDER, prctl, 0, EVERY_BIT, PR_SET_PDEATHSIG),
    MAY_IF(BUILDER, prctl, 0, EVERY_BIT, PR_SET_NO_NEW_PRIVS),
    MAY(BUILDER, landlock_create_ruleset),
    MAY(BUILDER, landlock_restrict_self),
    MAY(BUILDER, seccomp),

/* The older names that x86-64 has beside these. */
#ifdef SYS_poll
    MAY(ALL, poll),
    MAY(ALL, time),
    MAY(WORKER, epoll_wait),
    MAY(BUILDER, readlink),
#endif
};

/* What only an attacker would call: no library falls back from these to anything. */
static const int forbidden[] = {
    SYS_execve,
    SYS_execveat,
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kill,
    SYS_tkill,
    SYS_rt_sigqueueinfo,
    SYS_pidfd_send_signal,
    SYS_socket,
    SYS_socketpair,
    SYS_connect,
    SYS_bind,
    SYS_listen,
    SYS_bpf,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_unshare,
    SYS_setns,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setuid,
    SYS_setgid,
    SYS_setresuid,
    SYS_setresgid,
    SYS_setgroups,
    SYS_capset,
    SYS_init_module,
    SYS_finit_module,
    SYS_kexec_load,
    SYS_reboot,
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* The longest form of each row, its second form below, and what stands before and behind all rows. */
_Static_assert(COUNT(rules) * (6 + 2) + COUNT(forbidden) * 2 + 8 <= SANDBOX_PROGRAM_MAX, "the program has no room");

/* --- The program --- */

struct writing {
    struct sock_filter *program;
    size_t count;
};

static void
add(struct writing *writing, uint16_t code, uint32_t operand)
{
    writing->program[writing->count++] = (struct sock_filter)BPF_STMT(code, operand);
}

/* Goes on if the accumulator is VALUE, else behind the next SKIPPED. */
static void
add_test(struct writing *writing, uint32_t value, uint8_t skipped)
{
    writing->program[writing->count++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skipped);
}

static void
add_load(struct writing *writing, size_t offset)
{
    add(writing, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

static void
add_answer(struct writing *writing, int number, uint32_t answer)
{
    add_test(writing, (uint32_t)number, 1);
    add(writing, BPF_RET | BPF_K, answer);
}

/* The number of the call is in the accumulator, before and afterwards. */
static void
add_rule(struct writing *writing, const struct rule *rule, pid_t self)
{
    if (rule->mask == 0) {
        add_answer(writing, rule->number, SECCOMP_RET_ALLOW);
        return;
    }
    add_test(writing, (uint32_t)rule->number, 5);
    add_load(writing, ARGUMENT(rule->argument));
    add(writing, BPF_ALU | BPF_AND | BPF_K, rule->mask);
    add_answer(writing, rule->of_self ? (int)self : (int)rule->value, SECCOMP_RET_ALLOW);
    add_load(writing, offsetof(struct seccomp_data, nr));
}

size_t
sandbox_calls_write(enum sandbox_role role, pid_t self, bool log, struct sock_filter *program)
{
    uint32_t forbids = log ? SECCOMP_RET_LOG : SECCOMP_RET_ERRNO | EPERM;
    uint32_t unknown = log ? SECCOMP_RET_LOG : SECCOMP_RET_ERRNO | ENOSYS;
    struct writing writing = { program, 0 };

    add_load(&writing, offsetof(struct seccomp_data, arch));
    add_test(&writing, ARCHITECTURE, 1);
    add(&writing, BPF_JMP | BPF_JA, 1);
    add(&writing, BPF_RET | BPF_K, unknown);
    add_load(&writing, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < COUNT(rules); i++)
        if ((rules[i].roles & 1u << role) != 0)
            add_rule(&writing, &rules[i], self);
    for (size_t i = 0; i < COUNT(forbidden); i++)
        add_answer(&writing, forbidden[i], forbids);
    for (size_t i = 0; i < COUNT(rules); i++)
        if (rules[i].mask != 0)
            add_answer(&writing, rules[i].number, forbids);
    add(&writing, BPF_RET | BPF_K, unknown);
    return writing.count;
}

/* --- Its use --- */

bool
sandbox_calls_supported(void)
{
    uint32_t action = SECCOMP_RET_ERRNO;

    return ARCHITECTURE != 0 && syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool
sandbox_calls_restrict(enum sandbox_role role, bool log, struct error *error)
{
    struct sock_filter room[SANDBOX_PROGRAM_MAX];
    struct sock_fprog program = { (unsigned short)sandbox_calls_write(role, getpid(), log, room), room };

    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0 ||
           error_set(error, "cannot give up system calls: %s", strerror(errno));
}
