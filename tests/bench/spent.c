/*
 * spent COMMAND... - the CPU seconds of COMMAND and its peak memory in KiB, on one line of standard output; the command's
 * own output goes nowhere. A small parent of its own, since a child's peak begins with what its parent had when it forked.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void
run(char **command)
{
    int nothing = open("/dev/null", O_WRONLY);

    if (nothing >= 0 && dup2(nothing, STDOUT_FILENO) >= 0)
        execv(command[0], command);
    perror(command[0]);
    _exit(127);
}

static double
seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int
main(int count, char **words)
{
    struct rusage usage;
    int status;
    pid_t child;

    if (count < 2 || (child = fork()) < 0)
        return EXIT_FAILURE;
    if (child == 0)
        run(words + 1);
    if (wait4(child, &status, 0, &usage) != child || status != 0)
        return EXIT_FAILURE;
    printf("%.6f %ld\n", seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss);
    return EXIT_SUCCESS;
}
