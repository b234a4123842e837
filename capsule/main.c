/* main.c - from the command line to one command, and its exit status: 0, 1 for a failure, 2 for wrong usage. */
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "command/command.h"
#include "command/help.h"
#include "server/role.h"

static bool
is_one_of(const char *word, const char *one, const char *other)
{
    return strcmp(word, one) == 0 || strcmp(word, other) == 0;
}

/* `--help` among a command's words, wherever somebody who does not know it puts it. */
static bool
asks_for_help(int count, char *const *words)
{
    for (int i = 0; i < count && strcmp(words[i], "--") != 0; i++)
        if (is_one_of(words[i], "--help", "-h"))
            return true;
    return false;
}

/* Where standard input, output or error is closed, the next file or socket would take its number, and the log's lines. */
static void
open_standard_descriptors(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd > STDERR_FILENO)
        close(fd);
}

int
main(int count, char **words)
{
    const struct command *command;
    struct error error;

    open_standard_descriptors();
    if (count < 2) {
        log_line(LOG_ERROR, "no command given; see `capsule help`");
        return 2;
    }
    if (strcmp(words[1], "--role") == 0)
        return role_run(count - 2, words + 2);
    if (is_one_of(words[1], "--version", "-V"))
        return help_version();
    if (is_one_of(words[1], "--help", "-h"))
        return help_run(0, NULL);
    command = command_find(slice_of(words[1]), &error);
    if (command == NULL) {
        log_line(LOG_ERROR, "%s", error.text);
        return 2;
    }
    if (asks_for_help(count - 2, words + 2))
        return help_run(1, words + 1);
    return command->run(count - 2, words + 2);
}
