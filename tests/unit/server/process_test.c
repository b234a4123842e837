/* This test starts itself in a role, and that one reports what it was given. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/file.h"
#include "server/process.h"

#define PATIENCE_MILLISECONDS 10000

/* --- In the role process --- */

/* Says which of the fixed descriptors are open and what the handover holds, then waits for the end of the control. */
static int
report(void)
{
    char text[64] = "", message[128], byte;
    ssize_t got = pread(ROLE_HANDOVER, text, sizeof text - 1, 0);
    int length = snprintf(message, sizeof message, "%s ", got > 0 ? text : "-");

    for (int number = ROLE_ROOT; number < ROLE_LISTENERS + 3; number++)
        message[length++] = fcntl(number, F_GETFD) >= 0 ? 'o' : '.';
    if (send(ROLE_CONTROL, message, (size_t)length, 0) != length)
        return 9;
    return recv(ROLE_CONTROL, &byte, 1, 0) == 1 ? 3 : 4;
}

/* Starts a role process of its own, tells its number, and is then killed by the test. */
static int
start_another(void)
{
    int descriptors[ROLE_LISTENERS];
    struct process process;
    struct error error;
    char byte;

    memset(descriptors, -1, sizeof descriptors);
    if (!process_start(&process, "/proc/self/exe", "report", descriptors, ROLE_LISTENERS, &error))
        return 9;
    send(ROLE_CONTROL, &process.pid, sizeof process.pid, 0);
    return recv(ROLE_CONTROL, &byte, 1, 0) == 1 ? 3 : 4;
}

/* --- In the test --- */

static struct process
start(const char *role, const int *descriptors, size_t count)
{
    struct process process;
    struct error error = { "" };

    if (!process_start(&process, "/proc/self/exe", role, descriptors, count, &error))
        fail_msg("%s", error.text);
    return process;
}

static ssize_t
next_message(const struct process *process, void *message, size_t size)
{
    struct pollfd wait = { process->control, POLLIN, 0 };

    assert_int_equal(poll(&wait, 1, PATIENCE_MILLISECONDS), 1);
    return recv(process->control, message, size, MSG_DONTWAIT);
}

static int
status_of(const struct process *process)
{
    int status;

    assert_int_equal(waitpid(process->pid, &status, 0), process->pid);
    return WEXITSTATUS(status);
}

static void
test_descriptors_are_in_their_places(void **state)
{
    struct error error;
    int descriptors[ROLE_LISTENERS + 2], stray;
    struct process process;
    char message[128] = "";

    (void)state;
    memset(descriptors, -1, sizeof descriptors);
    descriptors[ROLE_HANDOVER] = file_memory(slice_of("tea"), &error);
    descriptors[ROLE_IMAGE] = descriptors[ROLE_LISTENERS] = descriptors[ROLE_LISTENERS + 1] =
        descriptors[ROLE_HANDOVER];                                         /* one descriptor at several places */
    stray = fcntl(descriptors[ROLE_HANDOVER], F_DUPFD, ROLE_LISTENERS + 2); /* what is not given does not get there */
    assert_int_equal(stray, ROLE_LISTENERS + 2);
    process = start("report", descriptors, ROLE_LISTENERS + 2);
    assert_true(next_message(&process, message, sizeof message - 1) > 0);
    assert_string_equal(message, "tea .o........oo.");
    assert_int_equal(send(process.control, "d", 1, 0), 1);
    assert_int_equal(status_of(&process), 3);
    process_forget(&process);
    assert_int_equal(process.pid, 0);
    close(stray);
    close(descriptors[ROLE_HANDOVER]);
}

static void
test_end_of_control_is_seen(void **state)
{
    int descriptors[ROLE_LISTENERS];
    struct process process;
    char message[128];

    (void)state;
    memset(descriptors, -1, sizeof descriptors);
    process = start("report", descriptors, ROLE_LISTENERS);
    next_message(&process, message, sizeof message);
    close(process.control);
    assert_int_equal(status_of(&process), 4);
}

/* The control of the inner process is closed with the middle one, too; a pidfd shows that it ends by the signal. */
static void
test_ends_with_its_starter(void **state)
{
    int descriptors[ROLE_LISTENERS];
    struct process middle;
    pid_t inner = 0;
    struct pollfd wait = { -1, POLLIN, 0 };

    (void)state;
    memset(descriptors, -1, sizeof descriptors);
    middle = start("start-another", descriptors, ROLE_LISTENERS);
    assert_int_equal(next_message(&middle, &inner, sizeof inner), sizeof inner);
    wait.fd = (int)syscall(SYS_pidfd_open, inner, 0);
    assert_true(wait.fd >= 0);
    kill(middle.pid, SIGKILL);
    status_of(&middle);
    assert_int_equal(poll(&wait, 1, PATIENCE_MILLISECONDS), 1);
    close(wait.fd);
    process_forget(&middle);
}

static void
test_missing_program(void **state)
{
    int descriptors[ROLE_LISTENERS];
    struct process process;
    struct error error;

    (void)state;
    memset(descriptors, -1, sizeof descriptors);
    assert_true(process_start(&process, "/nowhere/capsule", "report", descriptors, ROLE_LISTENERS, &error));
    assert_int_equal(status_of(&process), 127);
    process_forget(&process);
}

static void
test_ends_in_words(void **state)
{
    static const struct {
        int status;
        const char *text;
    } cases[] = { { 0, "ended with status 0" },
                  { 3 << 8, "ended with status 3" },
                  { SIGKILL, "ended by signal 9 (Killed)" },
                  { SIGXCPU, "ended by signal 24 (CPU time limit exceeded)" } };
    char text[128];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        process_describe_end(cases[i].status, text, sizeof text);
        assert_string_equal(text, cases[i].text);
    }
}

int
main(int count, char **words)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_descriptors_are_in_their_places),
        cmocka_unit_test(test_end_of_control_is_seen),
        cmocka_unit_test(test_ends_with_its_starter),
        cmocka_unit_test(test_missing_program),
        cmocka_unit_test(test_ends_in_words),
    };

    if (count == 3 && strcmp(words[2], "report") == 0)
        return report();
    if (count == 3 && strcmp(words[2], "start-another") == 0)
        return start_another();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
