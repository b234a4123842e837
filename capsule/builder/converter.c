/* converter.c - a queue of batches, and a few children working it off. */
#include "builder/converter.h"

#include "base/memory.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sched.h>
#include <unistd.h>

#define PARALLEL_MAX 64
#define WRITE_SIZE   ((size_t)128 << 10)

struct queue {
    struct batch *items;
    size_t next, count, capacity; /* items before NEXT have been started */
};

struct slot {
    struct child child; /* CHILD_RUNNING with a descriptor, or free */
    struct batch batch;
    bool busy;
};

struct run {
    const struct converter *converter;
    struct queue queue;
    struct slot slots[PARALLEL_MAX];
    size_t slot_count, busy;
    uint64_t lost_cpu; /* milliseconds */
};

/* What a child needs to know; lives on its own copy of the stack. */
struct work {
    const struct converter *converter;
    struct batch batch;
};

void
converter_set_limits(struct converter *converter)
{
    cpu_set_t cores;

    converter->limits =
        (struct child_limits){ .cpu_seconds = 1, .memory = (size_t)256 << 20, .wall_milliseconds = 10000 };
    converter->parallel = sched_getaffinity(0, sizeof(cores), &cores) == 0 ? (unsigned)CPU_COUNT(&cores) : 1;
    converter->lost_cpu_max = 60;
}

static void
queue_add(struct queue *queue, struct batch batch)
{
    queue->items = memory_grow(queue->items, queue->count, &queue->capacity, sizeof(*queue->items));
    queue->items[queue->count++] = batch;
}

/* The parent may be gone, or have had enough: then there is nobody to tell. */
static void
write_or_exit(int fd, struct slice bytes)
{
    while (bytes.length > 0) {
        ssize_t count = write(fd, bytes.bytes, bytes.length);

        if (count < 0 && errno != EINTR)
            _exit(EXIT_FAILURE);
        if (count > 0)
            bytes = slice_from(bytes, (size_t)count);
    }
}

/* Runs in the child: each frame after its length, several at once, so that the parent need not wake for each. */
static void
work_run(void *context, int fd)
{
    const struct work *work = context;
    struct buffer output = { 0 };

    if (work->converter->confine != NULL && !work->converter->confine(work->converter->context))
        _exit(EXIT_FAILURE);
    for (size_t i = 0; i < work->batch.count; i++) {
        size_t start = output.length;
        uint64_t length = 0;

        buffer_add(&output, slice_make((const char *)&length, sizeof(length)));
        work->converter->convert(work->converter->context, work->batch.first + i, work->batch.conversion, &output);
        length = output.length - start - sizeof(length);
        memcpy(output.bytes + start, &length, sizeof(length));
        if (output.length < WRITE_SIZE && i + 1 < work->batch.count)
            continue;
        write_or_exit(fd, buffer_slice(&output));
        buffer_truncate(&output, 0);
    }
    buffer_clear(&output);
}

static size_t
output_max(const struct converter *converter, const struct batch *batch)
{
    size_t bytes = 0;

    for (size_t i = 0; i < batch->count; i++)
        bytes += sizeof(uint64_t) + converter->frame_max(converter->context, batch->first + i);
    return bytes;
}

static bool
slot_start(struct run *run, struct slot *slot, struct error *error)
{
    struct work work = { run->converter, run->queue.items[run->queue.next] };
    struct child_limits limits = run->converter->limits;

    limits.output = output_max(run->converter, &work.batch);
    if (!child_start(&slot->child, &limits, work_run, &work))
        return error_set(error, "cannot start a process to convert pages: %s", strerror(errno));
    slot->batch = work.batch;
    slot->busy = true;
    run->busy++;
    run->queue.next++;
    return true;
}

static bool
split_frame(struct slice *rest, struct slice *frame)
{
    uint64_t length;

    if (rest->length < sizeof(length))
        return false;
    memcpy(&length, rest->bytes, sizeof(length));
    *rest = slice_from(*rest, sizeof(length));
    if (length > rest->length)
        return false;
    *frame = slice_range(*rest, 0, (size_t)length);
    *rest = slice_from(*rest, (size_t)length);
    return true;
}

/* One frame per page of the batch, each accepted, and nothing behind them. */
static bool
output_accept(const struct converter *converter, const struct batch *batch, struct slice output)
{
    struct slice frame;

    for (size_t i = 0; i < batch->count; i++)
        if (!split_frame(&output, &frame) || !converter->accept(converter->context, batch->first + i, frame))
            return false;
    return output.length == 0;
}

/* Plans what comes after a cut: the pages one by one, or the lower conversion for the one page that it was. */
static void
run_redo(struct run *run, const struct batch *batch, enum child_end end)
{
    const struct converter *converter = run->converter;
    bool untried = run->lost_cpu > (uint64_t)converter->lost_cpu_max * 1000;

    if (batch->count == 1) {
        converter->cut(converter->context, batch->first, batch->conversion, child_end_reason(end));
        if (batch->conversion == CONVERT_PAGE)
            queue_add(&run->queue, (struct batch){ batch->first, 1, CONVERT_SOURCE });
        return;
    }
    for (size_t i = 0; i < batch->count; i++) {
        struct batch single = { batch->first + i, 1, untried ? CONVERT_SOURCE : CONVERT_PAGE };

        if (untried)
            converter->cut(converter->context, single.first, CONVERT_PAGE, "too much CPU time of other pages");
        queue_add(&run->queue, single);
    }
}

/* Deals with a child that has ended and frees its slot. */
static void
slot_settle(struct run *run, struct slot *slot)
{
    enum child_end end = slot->child.end;

    if (end == CHILD_DONE && !output_accept(run->converter, &slot->batch, buffer_slice(&slot->child.output)))
        end = CHILD_OUTPUT;
    if (end != CHILD_DONE) {
        run->lost_cpu += slot->child.cpu_used;
        run_redo(run, &slot->batch, end);
    }
    child_clear(&slot->child);
    slot->busy = false;
    run->busy--;
}

static bool
run_start_children(struct run *run, struct error *error)
{
    for (size_t i = 0; i < run->slot_count && run->queue.next < run->queue.count; i++)
        if (!run->slots[i].busy && !slot_start(run, &run->slots[i], error))
            return false;
    return true;
}

/* Sleeps until a child has something to say or the first deadline is there. */
static void
run_wait(const struct run *run, struct pollfd *polls)
{
    int64_t deadline = INT64_MAX, left;

    for (size_t i = 0; i < run->slot_count; i++) {
        const struct slot *slot = &run->slots[i];

        polls[i] = (struct pollfd){ .fd = slot->busy ? slot->child.fd : -1, .events = POLLIN };
        if (slot->busy && slot->child.deadline < deadline)
            deadline = slot->child.deadline;
    }
    left = deadline - child_clock();
    poll(polls, run->slot_count, left > 0 ? (int)left : 0);
}

static void
run_step(struct run *run)
{
    struct pollfd polls[PARALLEL_MAX];

    run_wait(run, polls);
    for (size_t i = 0; i < run->slot_count; i++) {
        struct slot *slot = &run->slots[i];

        if (!slot->busy)
            continue;
        child_step(&slot->child);
        if (slot->child.end != CHILD_RUNNING)
            slot_settle(run, slot);
    }
}

bool
converter_run(const struct converter *converter, const struct batch *batches, size_t count, struct error *error)
{
    struct run *run = memory_new(sizeof(*run));
    bool done = true;

    run->converter = converter;
    run->slot_count = converter->parallel < PARALLEL_MAX ? converter->parallel : PARALLEL_MAX;
    for (size_t i = 0; i < count; i++)
        queue_add(&run->queue, batches[i]);
    while (done && (run->busy > 0 || run->queue.next < run->queue.count)) {
        done = run_start_children(run, error);
        if (done)
            run_step(run);
    }
    for (size_t i = 0; i < run->slot_count; i++)
        if (run->slots[i].busy)
            child_clear(&run->slots[i].child);
    free(run->queue.items);
    free(run);
    return done;
}
