/*
 * load.c - a bounded load client for Gemini and Gopher: threads of blocking connections, one request each.
 *
 * usage: [LOAD_RATE=N] [LOAD_ANY=1] load gemini|gopher PORT REQUEST COUNT THREADS [PID...]
 *
 * Sends REQUEST and CRLF to 127.0.0.1:PORT, COUNT times in all, full handshakes for Gemini. Prints one JSON object: what
 * failed, requests per second, latencies, and the CPU that the processes PID and their children used per request. A Gemini
 * reply counts only with status 20 and close_notify, or with LOAD_ANY whatever its status. With LOAD_RATE, N requests fall
 * due per second, and latencies count from then on, whether a thread was free or not.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECONDS_PER_REQUEST 10

struct load {
    bool gemini, any;
    struct sockaddr_in address;
    const char *request;
    int request_length, count;
    double rate, began; /* requests per second, 0: as fast as may be; and since when */
    SSL_CTX *context;
    double *latencies; /* seconds; negative for a failure */
    atomic_int next;
};

static double
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int
connect_to(const struct load *load)
{
    struct timeval limit = { SECONDS_PER_REQUEST, 0 };
    int descriptor = socket(AF_INET, SOCK_STREAM, 0), on = 1;

    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(descriptor, (const struct sockaddr *)&load->address, sizeof load->address) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

static bool
exchange_gopher(const struct load *load, int descriptor)
{
    char bytes[65536];
    ssize_t length, total = 0;

    if (write(descriptor, load->request, (size_t)load->request_length) != load->request_length)
        return false;
    while ((length = read(descriptor, bytes, sizeof bytes)) > 0)
        total += length;
    return length == 0 && total > 0;
}

static bool
read_whole_reply(SSL *stream, bool any)
{
    char bytes[65536], status[2] = { 0 };
    int length, total = 0;

    while ((length = SSL_read(stream, bytes, sizeof bytes)) > 0) {
        if (total == 0 && length >= 2)
            memcpy(status, bytes, sizeof status);
        total += length;
    }
    return (any ? total > 4 : memcmp(status, "20", sizeof status) == 0) &&
           SSL_get_error(stream, length) == SSL_ERROR_ZERO_RETURN;
}

static bool
exchange_gemini(const struct load *load, int descriptor)
{
    SSL *stream = SSL_new(load->context);
    bool good;

    ERR_clear_error();
    SSL_set_fd(stream, descriptor);
    SSL_set_tlsext_host_name(stream, "localhost");
    good = SSL_connect(stream) == 1 && SSL_write(stream, load->request, load->request_length) == load->request_length &&
           read_whole_reply(stream, load->any);
    SSL_shutdown(stream);
    SSL_free(stream);
    return good;
}

/* When request NUMBER is due; waits until then. */
static double
wait_until_due(const struct load *load, int number)
{
    double due = load->began + number / load->rate;
    struct timespec time = { .tv_sec = (time_t)due };

    time.tv_nsec = (long)((due - (double)time.tv_sec) * 1e9);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
    return due;
}

static void *
run(void *argument)
{
    struct load *load = argument;
    int number;

    while ((number = atomic_fetch_add(&load->next, 1)) < load->count) {
        double start = load->rate > 0 ? wait_until_due(load, number) : now();
        int descriptor = connect_to(load);
        bool good =
            descriptor >= 0 && (load->gemini ? exchange_gemini(load, descriptor) : exchange_gopher(load, descriptor));

        if (descriptor >= 0)
            close(descriptor);
        load->latencies[number] = good ? now() - start : -1;
    }
    return NULL;
}

/* Nanoseconds of CPU of the children that a process has waited for; the kernel tells them in clock ticks. */
static double
ended_children_cpu(int pid)
{
    char name[64];
    unsigned long user = 0, kernel = 0;
    FILE *file;

    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    file = fopen(name, "r");
    if (file == NULL)
        return 0;
    if (fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %lu %lu", &user, &kernel) != 2)
        user = kernel = 0;
    fclose(file);
    return (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK) * 1e9;
}

/* Nanoseconds of CPU of one thread; the pids of the children that it started go to the end of CHILDREN. */
static double
thread_cpu(const char *task, int *children, size_t *count, size_t limit)
{
    char name[300];
    double used = 0;
    FILE *file;

    snprintf(name, sizeof name, "%s/schedstat", task);
    file = fopen(name, "r");
    if (file != NULL) {
        if (fscanf(file, "%lf", &used) != 1)
            used = 0;
        fclose(file);
    }
    snprintf(name, sizeof name, "%s/children", task);
    file = fopen(name, "r");
    if (file != NULL) {
        while (*count < limit && fscanf(file, "%d", &children[*count]) == 1)
            ++*count;
        fclose(file);
    }
    return used;
}

/* The same for a process with all its threads. */
static double
process_cpu(int pid, int *children, size_t *count, size_t limit)
{
    char name[64], task[280];
    double used = ended_children_cpu(pid);
    struct dirent *entry;
    DIR *tasks;

    snprintf(name, sizeof name, "/proc/%d/task", pid);
    tasks = opendir(name);
    while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        snprintf(task, sizeof task, "%s/%.200s", name, entry->d_name);
        used += thread_cpu(task, children, count, limit);
    }
    if (tasks != NULL)
        closedir(tasks);
    return used;
}

static double
all_cpu(char **words, int number)
{
    int pids[1024];
    size_t count = 0;
    double used = 0;

    for (int i = 0; i < number; i++)
        pids[count++] = atoi(words[i]);
    for (size_t i = 0; i < count; i++)
        used += process_cpu(pids[i], pids, &count, sizeof pids / sizeof *pids);
    return used;
}

static int
by_value(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;

    return (a > b) - (a < b);
}

/* Nanoseconds of CPU that this program has used itself. */
static double
own_cpu(void)
{
    struct timespec used;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec * 1e9 + (double)used.tv_nsec;
}

static void
report(struct load *load, double seconds, double nanoseconds)
{
    int failed = 0, good;

    qsort(load->latencies, (size_t)load->count, sizeof *load->latencies, by_value);
    while (failed < load->count && load->latencies[failed] < 0)
        failed++;
    good = load->count - failed;
    if (good == 0)
        errx(1, "all %d requests failed", load->count);
    printf(
        "{\"requests\": %d, \"failed\": %d, \"per_second\": %.1f, \"p50_ms\": %.3f, \"p99_ms\": %.3f, "
        "\"cpu_us\": %.2f, \"client_us\": %.2f}\n",
        load->count, failed, good / seconds, load->latencies[failed + good / 2] * 1e3,
        load->latencies[failed + (int)(good * 0.99)] * 1e3, nanoseconds / 1e3 / load->count,
        own_cpu() / 1e3 / load->count);
}

int
main(int count, char **words)
{
    struct load load = { .address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) } };
    char request[8192];
    double start, before;
    pthread_t threads[64];
    int number;

    if (count < 6)
        errx(2, "usage: load gemini|gopher PORT REQUEST COUNT THREADS [PID...]");
    signal(SIGPIPE, SIG_IGN);
    load.gemini = strcmp(words[1], "gemini") == 0;
    load.address.sin_port = htons((uint16_t)atoi(words[2]));
    load.request_length = snprintf(request, sizeof request, "%s\r\n", words[3]);
    load.request = request;
    load.count = atoi(words[4]);
    number = atoi(words[5]);
    load.any = getenv("LOAD_ANY") != NULL;
    load.rate = getenv("LOAD_RATE") != NULL ? atof(getenv("LOAD_RATE")) : 0;
    load.context = SSL_CTX_new(TLS_client_method());
    load.latencies = calloc((size_t)load.count, sizeof *load.latencies);
    if (load.count < 1 || number < 1 || number > 64 || load.latencies == NULL)
        errx(2, "COUNT from 1, THREADS from 1 to 64");
    before = all_cpu(words + 6, count - 6);
    start = load.began = now();
    for (int i = 0; i < number; i++)
        pthread_create(&threads[i], NULL, run, &load);
    for (int i = 0; i < number; i++)
        pthread_join(threads[i], NULL);
    report(&load, now() - start, all_cpu(words + 6, count - 6) - before);
    return 0;
}
