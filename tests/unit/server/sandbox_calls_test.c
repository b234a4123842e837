/* sandbox_calls_test.c - each role's program: read here instruction by instruction, then run by the kernel. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/sandbox_calls.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define SELF         4711
#define X32          0x40000000

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#else
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

enum { W = 1 << SANDBOX_WORKER, B = 1 << SANDBOX_BUILDER, C = 1 << SANDBOX_CONVERTER, K = 1 << SANDBOX_KEYHOLDER };

/* Which roles may make a call, and what the others are answered: EPERM for one that only an attacker would make. */
static const struct {
    const char *name;
    int number;
    uint64_t arguments[3];
    unsigned roles;
    int refused;
} cases[] = {
    { "read", SYS_read, { 0 }, W | B | C | K, ENOSYS },
    { "exit_group", SYS_exit_group, { 0 }, W | B | C | K, ENOSYS },
    { "mmap of memory", SYS_mmap, { 0, 4096, PROT_READ | PROT_WRITE }, W | B | C | K, EPERM },
    { "mmap of code", SYS_mmap, { 0, 4096, PROT_READ | PROT_EXEC }, 0, EPERM },
    { "mprotect to code", SYS_mprotect, { 0, 4096, PROT_WRITE | PROT_EXEC }, 0, EPERM },
    { "abort of itself", SYS_tgkill, { SELF, SELF, SIGABRT }, W | B | C | K, EPERM },
    { "tgkill of another", SYS_tgkill, { SELF + 1, SELF + 1, SIGABRT }, B, EPERM },
    { "kill", SYS_kill, { 1, SIGKILL }, B, EPERM },
    { "openat to read", SYS_openat, { 3, 0, O_RDONLY | O_NONBLOCK | O_CLOEXEC }, W | B, EPERM },
    { "openat to write", SYS_openat, { 3, 0, O_WRONLY }, 0, EPERM },
    { "openat to read and write", SYS_openat, { 3, 0, O_RDWR }, 0, EPERM },
    { "openat to make", SYS_openat, { 3, 0, O_RDONLY | O_CREAT }, 0, EPERM },
    { "openat to empty", SYS_openat, { 3, 0, O_RDONLY | O_TRUNC }, 0, EPERM },
    { "openat2", SYS_openat2, { 0 }, W | B, ENOSYS },
    { "getdents64", SYS_getdents64, { 0 }, B, ENOSYS },
    { "fcntl, for leases", SYS_fcntl, { 0, F_SETLEASE }, W | B, ENOSYS },
    { "accept4", SYS_accept4, { 0 }, W, ENOSYS },
    { "setsockopt", SYS_setsockopt, { 0 }, W, ENOSYS },
    { "recvmsg, for channels", SYS_recvmsg, { 0 }, W | K, ENOSYS },
    { "epoll_pwait", SYS_epoll_pwait, { 0 }, W, ENOSYS },
    { "sendto", SYS_sendto, { 0 }, W | B | K, ENOSYS },
    { "memfd_create", SYS_memfd_create, { 0 }, W | B, ENOSYS },
    { "own limits", SYS_prlimit64, { 0, 7 }, W | B, EPERM },
    { "another's limits", SYS_prlimit64, { 1, 7 }, 0, EPERM },
    { "fork", SYS_clone, { SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID }, B, EPERM },
    { "a thread", SYS_clone, { SIGCHLD | CLONE_VM | CLONE_THREAD | CLONE_SIGHAND }, 0, EPERM },
    { "a name space", SYS_clone, { SIGCHLD | CLONE_NEWUSER }, 0, EPERM },
    { "clone3", SYS_clone3, { 0 }, 0, ENOSYS },
    { "end with the parent", SYS_prctl, { PR_SET_PDEATHSIG, SIGKILL }, B, EPERM },
    { "to be traced", SYS_prctl, { PR_SET_PTRACER, 1 }, 0, EPERM },
    { "seccomp", SYS_seccomp, { 0 }, B, ENOSYS },
    { "landlock_add_rule", SYS_landlock_add_rule, { 0 }, 0, ENOSYS },
    { "execve", SYS_execve, { 0 }, 0, EPERM },
    { "execveat", SYS_execveat, { 0 }, 0, EPERM },
    { "ptrace", SYS_ptrace, { 0 }, 0, EPERM },
    { "process_vm_readv", SYS_process_vm_readv, { 0 }, 0, EPERM },
    { "socket", SYS_socket, { AF_INET }, 0, EPERM },
    { "connect", SYS_connect, { 0 }, 0, EPERM },
    { "bind", SYS_bind, { 0 }, 0, EPERM },
    { "io_uring_setup", SYS_io_uring_setup, { 0 }, 0, EPERM },
    { "bpf", SYS_bpf, { 0 }, 0, EPERM },
    { "keyctl", SYS_keyctl, { 0 }, 0, EPERM },
    { "unlinkat", SYS_unlinkat, { 0 }, 0, ENOSYS },
    { "fchmodat", SYS_fchmodat, { 0 }, 0, ENOSYS },
    { "renameat2", SYS_renameat2, { 0 }, 0, ENOSYS },
    { "one of the future", 9999, { 0 }, 0, ENOSYS },
#if defined(__x86_64__)
    { "read of x32", SYS_read | X32, { 0 }, 0, ENOSYS },
    { "execve of x32", SYS_execve | X32, { 0 }, 0, ENOSYS },
    { "open", SYS_open, { 0 }, 0, ENOSYS },
    { "fork by its own call", SYS_fork, { 0 }, 0, ENOSYS },
    { "poll", SYS_poll, { 0 }, W | B | C | K, ENOSYS },
#endif
};

static uint32_t
load(const struct seccomp_data *data, uint32_t offset)
{
    uint32_t word;

    assert_in_range(offset, 0, sizeof *data - sizeof word);
    assert_int_equal(offset % sizeof word, 0);
    memcpy(&word, (const char *)data + offset, sizeof word);
    return word;
}

/* What the program answers: the instructions that it is made of, as the kernel reads them. */
static uint32_t
interpret(const struct sock_filter *program, size_t count, const struct seccomp_data *data)
{
    uint32_t accumulator = 0;

    for (size_t at = 0; at < count; at++) {
        const struct sock_filter *step = &program[at];

        switch (step->code) {
        case BPF_LD | BPF_W | BPF_ABS:
            accumulator = load(data, step->k);
            break;
        case BPF_ALU | BPF_AND | BPF_K:
            accumulator &= step->k;
            break;
        case BPF_JMP | BPF_JA:
            at += step->k;
            break;
        case BPF_JMP | BPF_JEQ | BPF_K:
            at += accumulator == step->k ? step->jt : step->jf;
            break;
        case BPF_RET | BPF_K:
            return step->k;
        default:
            fail_msg("instruction %zu has the code %#x", at, step->code);
        }
    }
    fail_msg("the program has no end");
    return 0;
}

static uint32_t
answer(unsigned role, bool log, uint32_t architecture, size_t index)
{
    struct sock_filter program[SANDBOX_PROGRAM_MAX];
    struct seccomp_data data = { .nr = cases[index].number, .arch = architecture };

    for (size_t i = 0; i < COUNT(cases[index].arguments); i++)
        data.args[i] = cases[index].arguments[i];
    return interpret(program, sandbox_calls_write(role, SELF, log, program), &data);
}

static void
test_each_role_may_what_it_needs(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (unsigned role = 0; role < SANDBOX_ROLES; role++) {
            bool may = (cases[i].roles & 1u << role) != 0;
            uint32_t want = may ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | (uint32_t)cases[i].refused;
            uint32_t got = answer(role, false, ARCHITECTURE, i);

            if (got != want)
                fail_msg("%s, role %u: %#x, not %#x", cases[i].name, role, got, want);
        }
}

/* Nothing is refused, and what would be is logged. */
static void
test_log_refuses_nothing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (unsigned role = 0; role < SANDBOX_ROLES; role++) {
            bool may = (cases[i].roles & 1u << role) != 0;

            assert_int_equal(answer(role, true, ARCHITECTURE, i), may ? SECCOMP_RET_ALLOW : SECCOMP_RET_LOG);
        }
}

/* The same numbers mean other calls there. */
static void
test_calls_of_another_architecture_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        for (unsigned role = 0; role < SANDBOX_ROLES; role++)
            assert_int_equal(answer(role, false, AUDIT_ARCH_I386, i), SECCOMP_RET_ERRNO | ENOSYS);
}

/* --- By the kernel --- */

/* Sanitizers make calls of their own. */
#ifdef CAPSULE_SANITIZED
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

/* The number of the first try that was not answered as wanted, or 0. */
static int
try_as_worker(void)
{
    char byte;
    void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED || munmap(memory, 4096) != 0)
        return 1;
    if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED || errno != EPERM)
        return 2;
    if (socket(AF_INET, SOCK_STREAM, 0) >= 0 || errno != EPERM)
        return 3;
    if (fork() >= 0 || errno != EPERM)
        return 4;
    if (kill(getppid(), 0) == 0 || errno != EPERM)
        return 5;
    if (unlink("/nowhere/at/all") == 0 || errno != ENOSYS)
        return 6;
    if (open("/tmp", O_RDWR) >= 0 || errno != EPERM)
        return 7;
    if (recv(-1, &byte, 1, 0) >= 0 || errno != EBADF)
        return 8;
    return 0;
}

static void
test_kernel_takes_and_obeys_the_programs(void **state)
{
    (void)state;
    if (is_sanitized || !sandbox_calls_supported())
        skip();
    for (unsigned role = 0; role < SANDBOX_ROLES; role++) {
        pid_t pid = fork();
        int status;

        if (pid == 0) {
            struct error error = { "" };

            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            if (!sandbox_calls_restrict(role, false, &error))
                _exit(100);
            _exit(role == SANDBOX_WORKER ? try_as_worker() : 0);
        }
        assert_int_equal(waitpid(pid, &status, 0), pid);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("role %u: status %#x", role, (unsigned)status);
    }
}

/* Memory that has run out must look so to the parent: as SIGABRT, also below the builder's own program. */
static void
test_abort_is_an_abort(void **state)
{
    int status;
    pid_t pid;

    (void)state;
    if (is_sanitized || !sandbox_calls_supported())
        skip();
    pid = fork();
    if (pid == 0) {
        struct error error;

        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        if (!sandbox_calls_restrict(SANDBOX_BUILDER, false, &error))
            _exit(100);
        pid = fork();
        if (pid == 0 && sandbox_calls_restrict(SANDBOX_CONVERTER, false, &error))
            abort();
        wait4(pid, &status, 0, NULL);
        _exit(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT ? 0 : 101);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_role_may_what_it_needs),
        cmocka_unit_test(test_log_refuses_nothing),
        cmocka_unit_test(test_calls_of_another_architecture_are_refused),
        cmocka_unit_test(test_kernel_takes_and_obeys_the_programs),
        cmocka_unit_test(test_abort_is_an_abort),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
