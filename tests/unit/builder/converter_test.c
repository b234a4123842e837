#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "builder/converter.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGES = 5, GUILTY = 2 };

struct bench {
    void (*misbehave)(struct buffer *frame);
    bool source_too; /* the fallback of the guilty page misbehaves as well */
    struct buffer frames[PAGES];
    unsigned cuts[PAGES];
    char reason[64];
};

static void
convert(void *context, size_t page, enum conversion conversion, struct buffer *frame)
{
    struct bench *bench = context;

    if (page == GUILTY && bench->misbehave && (conversion == CONVERT_PAGE || bench->source_too))
        bench->misbehave(frame);
    buffer_format(frame, "%s %zu", conversion == CONVERT_PAGE ? "page" : "source", page);
}

static bool
accept_frame(void *context, size_t page, struct slice frame)
{
    struct bench *bench = context;

    if (!slice_starts(frame, "page") && !slice_starts(frame, "source"))
        return false;
    buffer_truncate(&bench->frames[page], 0);
    buffer_add(&bench->frames[page], frame);
    return true;
}

static void
cut(void *context, size_t page, enum conversion conversion, const char *reason)
{
    struct bench *bench = context;

    (void)conversion;
    bench->cuts[page]++;
    snprintf(bench->reason, sizeof(bench->reason), "%s", reason);
}

static size_t
frame_max(void *context, size_t page)
{
    (void)context;
    (void)page;
    return 4096;
}

static void
spin(struct buffer *frame)
{
    volatile unsigned turns = 0;

    (void)frame;
    for (;;)
        turns = turns + 1;
}

static void
wait_for_ever(struct buffer *frame)
{
    (void)frame;
    for (;;)
        pause();
}

/* Closes the pipe, so that its end says nothing about the process. */
static void
close_and_wait(struct buffer *frame)
{
    (void)frame;
    for (int fd = 0; fd < 256; fd++)
        close(fd);
    for (;;)
        pause();
}

static void
call_abort(struct buffer *frame)
{
    (void)frame;
    abort();
}

static void
crash(struct buffer *frame)
{
    (void)frame;
    raise(SIGSEGV);
}

static void
exit_early(struct buffer *frame)
{
    (void)frame;
    _exit(0);
}

/* Each block is chained to the one before, so that no compiler may leave it out. */
static void
fill_memory(struct buffer *frame)
{
    for (void **last = NULL;;) {
        void **block = malloc((size_t)1 << 20);

        if (!block)
            abort();
        memset(block, 'x', (size_t)1 << 20);
        *block = last;
        last = block;
        frame->bytes = (char *)last;
    }
}

static void
write_nonsense(struct buffer *frame)
{
    buffer_add_text(frame, "nonsense ");
}

static void
write_too_much(struct buffer *frame)
{
    buffer_add_times(frame, 'x', (size_t)1 << 20);
}

static void
keep_descriptors(struct buffer *frame)
{
    DIR *folder = opendir("/proc/self/fd");
    unsigned open = 0;

    if (!folder)
        return;
    while (readdir(folder))
        open++;
    closedir(folder);
    if (open != 4) /* `.`, `..`, the folder and the pipe */
        buffer_format(frame, "nonsense: %u open", open);
}

static void
run(struct bench *bench)
{
    struct converter converter = {
        .context = bench, .convert = convert, .accept = accept_frame, .cut = cut, .frame_max = frame_max
    };
    struct batch batch = { 0, PAGES, CONVERT_PAGE };
    struct error error = { "" };

    converter_set_limits(&converter);
    converter.limits.memory = (size_t)64 << 20;
    if (bench->misbehave == wait_for_ever || bench->misbehave == close_and_wait)
        converter.limits.wall_milliseconds = 200;
    if (!converter_run(&converter, &batch, 1, &error))
        fail_msg("%s", error.text);
}

static void
bench_clear(struct bench *bench)
{
    for (size_t i = 0; i < PAGES; i++)
        buffer_clear(&bench->frames[i]);
}

static const struct {
    const char *name;
    void (*misbehave)(struct buffer *frame);
    const char *reason;
} cases[] = {
    { "spins", spin, "too much CPU time" },
    { "waits for ever", wait_for_ever, "too much time" },
    { "closes its pipe and waits", close_and_wait, "too much time" },
    { "aborts", call_abort, "too much memory" },
    { "crashes", crash, "a crash of the converter" },
    { "exits without a frame", exit_early, "a result out of proportion" },
    { "fills its memory", fill_memory, "too much memory" },
    { "writes nonsense", write_nonsense, "a result out of proportion" },
    { "writes too much", write_too_much, "a result out of proportion" },
};

static bool
is_left_out(size_t row)
{
    return cases[row].misbehave == fill_memory && !CHILD_BOUNDS_MEMORY;
}

static void
expect_frame(const struct bench *bench, size_t page, const char *conversion, const char *name)
{
    char want[32];

    snprintf(want, sizeof(want), "%s %zu", conversion, page);
    if (!slice_is(buffer_slice(&bench->frames[page]), want))
        fail_msg("%s: page %zu is '%.*s', expected '%s'", name, page, (int)bench->frames[page].length,
                 bench->frames[page].bytes, want);
}

static void
test_only_the_guilty_page_falls_back(void **state)
{
    (void)state;
    for (size_t row = 0; row < sizeof(cases) / sizeof(cases[0]); row++) {
        struct bench bench = { .misbehave = cases[row].misbehave };

        if (is_left_out(row))
            continue;
        run(&bench);
        for (size_t page = 0; page < PAGES; page++) {
            expect_frame(&bench, page, page == GUILTY ? "source" : "page", cases[row].name);
            assert_int_equal(bench.cuts[page], page == GUILTY);
        }
        if (strcmp(bench.reason, cases[row].reason) != 0)
            fail_msg("%s: reason '%s', expected '%s'", cases[row].name, bench.reason, cases[row].reason);
        bench_clear(&bench);
    }
}

static void
test_guilty_fallback_is_reported_and_left(void **state)
{
    struct bench bench = { .misbehave = call_abort, .source_too = true };

    (void)state;
    run(&bench);
    assert_int_equal(bench.cuts[GUILTY], 2);
    assert_int_equal(bench.frames[GUILTY].length, 0);
    expect_frame(&bench, GUILTY + 1, "page", "the page behind it");
    bench_clear(&bench);
}

static void
test_child_has_only_its_pipe(void **state)
{
    struct bench bench = { .misbehave = keep_descriptors };

    (void)state;
    run(&bench);
    expect_frame(&bench, GUILTY, "page", "descriptors");
    bench_clear(&bench);
}

static void
test_no_child_is_left(void **state)
{
    (void)state;
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void
test_lost_cpu_ends_second_tries(void **state)
{
    struct bench bench = { .misbehave = spin };
    struct converter converter = {
        .context = &bench, .convert = convert, .accept = accept_frame, .cut = cut, .frame_max = frame_max
    };
    struct batch batch = { 0, PAGES, CONVERT_PAGE };
    struct error error;

    (void)state;
    converter_set_limits(&converter);
    converter.lost_cpu_max = 0;
    assert_true(converter_run(&converter, &batch, 1, &error));
    for (size_t page = 0; page < PAGES; page++)
        expect_frame(&bench, page, "source", "lost CPU");
    bench_clear(&bench);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_guilty_page_falls_back),
        cmocka_unit_test(test_guilty_fallback_is_reported_and_left),
        cmocka_unit_test(test_child_has_only_its_pipe),
        cmocka_unit_test(test_lost_cpu_ends_second_tries),
        cmocka_unit_test(test_no_child_is_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
