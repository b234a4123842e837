/*
 * inetd.c - starts a command for each connection, with the connection as its standard input and output: how gophernicus is
 * meant to be run, with as little around it as can be.
 *
 * usage: inetd COMMAND [WORD...]    prints its port on standard output and ends with its parent; at most 64 at once
 */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define BACKLOG 512
#define MOST    64

static int
listen_on_loopback(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, BACKLOG) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0)
        err(1, "loopback");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listener;
}

static void
start(char **command, int connection)
{
    posix_spawn_file_actions_t actions;
    pid_t pid;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, connection, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, connection, STDOUT_FILENO);
    if (posix_spawn(&pid, command[0], &actions, NULL, command, environ) != 0)
        warnx("%s: not started", command[0]);
    posix_spawn_file_actions_destroy(&actions);
}

int
main(int count, char **words)
{
    int listener, running = 0;

    if (count < 2)
        errx(2, "usage: inetd COMMAND [WORD...]");
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    listener = listen_on_loopback();
    for (;;) {
        int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

        if (connection < 0)
            continue;
        while (running > 0 && waitpid(-1, NULL, running >= MOST ? 0 : WNOHANG) > 0)
            running--;
        start(words + 1, connection);
        running++;
        close(connection);
    }
}
