/* memory_test.c - what grows and what holds: buffers, arenas and maps. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/memory.h"

#define HASH_OF_PATH    0xb74e798f7fe2fb5cu
#define HASH_OF_NOTHING 0xa51ae16b2da29b6au

static void
test_buffer(void **state)
{
    struct buffer buffer = { 0 };
    char *text;

    (void)state;
    assert_int_equal(buffer_last(&buffer), '\0');
    buffer_add(&buffer, slice_of(NULL));
    assert_null(buffer.bytes);
    buffer_add_text(&buffer, "tea");
    buffer_add_byte(&buffer, ' ');
    buffer_add_times(&buffer, '-', 100);
    buffer_format(&buffer, " %d%s", 7, "");
    buffer_format(&buffer, "%s", "");
    assert_int_equal(buffer.length, 106);
    assert_int_equal(buffer_last(&buffer), '7');
    buffer_truncate(&buffer, 999);
    buffer_truncate(&buffer, 3);
    text = buffer_take(&buffer);
    assert_string_equal(text, "tea");
    assert_int_equal(buffer.length, 0);
    free(text);
    text = buffer_take(&buffer);
    assert_string_equal(text, "");
    free(text);
}

static void
test_reserved_buffer_stays(void **state)
{
    struct buffer buffer = { 0 };
    const char *bytes;

    (void)state;
    buffer_reserve(&buffer, 1000);
    bytes = buffer.bytes;
    for (int i = 0; i < 1000; i++)
        buffer_add_byte(&buffer, 'x');
    assert_ptr_equal(buffer.bytes, bytes);
    buffer_clear(&buffer);
    assert_int_equal(buffer.length, 0);
}

/* Pieces of every size: zeroed, aligned, and none overlaps another. */
static void
test_arena(void **state)
{
    struct arena *arena = arena_new();
    unsigned char *pieces[300];

    (void)state;
    for (size_t i = 0; i < 300; i++) {
        size_t size = i * i;

        arena_copy(arena, slice_make("tea and more tea", i % 16)); /* texts are not aligned */
        pieces[i] = arena_take(arena, size);
        assert_int_equal((uintptr_t)pieces[i] % alignof(void *), 0);
        for (size_t k = 0; k < size; k++)
            assert_int_equal(pieces[i][k], 0);
        memset(pieces[i], (int)(i & 0xff), size);
    }
    for (size_t i = 1; i < 300; i++)
        assert_true(pieces[i][0] == (i & 0xff) && pieces[i][i * i - 1] == (i & 0xff));
    arena_free(arena);
    arena_free(NULL);
}

/* One that grows beside another one keeps what it holds, in place or elsewhere. */
static void
test_arena_resize(void **state)
{
    struct arena *arena = arena_new();
    char *grown = NULL, *other = NULL;
    size_t size = 0;

    (void)state;
    for (size_t next = 1; next < 200000; next = next * 3 / 2 + 1) {
        grown = arena_resize(arena, grown, size, next);
        memset(grown + size, 'g', next - size);
        size = next;
        if (size % 2 == 0)
            memset(other = arena_take(arena, 10), 'o', 10);
    }
    assert_non_null(other);
    for (size_t i = 0; i < size; i++)
        assert_int_equal(grown[i], 'g');
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(other[i], 'o');
    assert_ptr_equal(arena_resize(arena, grown, size, 5), grown);
    arena_free(arena);
}

/* Whatever is expected, it is only advice. */
static void
test_expect(void **state)
{
    static const size_t sizes[] = { 0, 100, (size_t)3 << 20, (size_t)1 << 40 };

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char *block;

        memory_expect(sizes[i]);
        block = memory_new(5000000);
        assert_int_equal(block[0] | block[4999999], 0);
        free(block);
    }
}

static void
test_arena_texts(void **state)
{
    struct arena *arena = arena_new();
    struct slice copy = arena_copy(arena, slice_of("tea")), format = arena_format(arena, "%d-%s", 5, "x");

    (void)state;
    assert_string_equal(copy.bytes, "tea");
    assert_int_equal(copy.length, 3);
    assert_string_equal(format.bytes, "5-x");
    assert_int_equal(format.length, 3);
    assert_string_equal(arena_copy(arena, slice_of(NULL)).bytes, "");
    arena_free(arena);
}

static void
test_map(void **state)
{
    static int values[10000];
    struct map *map = map_new();
    struct slice added;
    char key[16];

    (void)state;
    for (size_t i = 0; i < 10000; i++) {
        snprintf(key, sizeof key, "k%zu", i);
        assert_null(map_put(map, slice_of(key), &values[i]));
    }
    for (size_t i = 0; i < 10000; i++) {
        snprintf(key, sizeof key, "k%zu", i);
        assert_ptr_equal(map_find(map, slice_of(key)), &values[i]);
    }
    assert_int_equal(map_count(map), 10000);
    assert_ptr_equal(map_put(map, slice_of("k7"), &values[8]), &values[7]);
    assert_ptr_equal(map_find(map, slice_of("k7")), &values[8]);
    assert_int_equal(map_count(map), 10000);
    assert_null(map_find(map, slice_of("k")));
    assert_null(map_add(map, slice_of("k9"), &values[8]).bytes);
    assert_ptr_equal(map_find(map, slice_of("k9")), &values[9]);
    strcpy(key, "added");
    added = map_add(map, slice_of(key), &values[1]);
    *key = '\0';
    assert_true(slice_is(added, "added"));
    assert_ptr_equal(map_find(map, added), &values[1]);
    assert_int_equal(map_count(map), 10001);
    assert_null(map_put(map, slice_of(""), &values[0]));
    assert_ptr_equal(map_find(map, slice_of(NULL)), &values[0]);
    map_free(map);
    map_free(NULL);
}

/* Fixed for ever: the hash is a part of the image's format. */
static void
test_hash(void **state)
{
    struct slice one_nul = SLICE("a\0"), two_nuls = SLICE("a\0\0");

    (void)state;
    assert_true(hash_bytes(slice_of("/publications/"), 0) == HASH_OF_PATH);
    assert_true(hash_bytes(slice_of(""), 7) == HASH_OF_NOTHING);
    assert_false(hash_bytes(slice_of("a"), 0) == hash_bytes(slice_of("a"), 1));
    assert_false(hash_bytes(slice_of("a"), 0) == hash_bytes(one_nul, 0));
    assert_false(hash_bytes(one_nul, 0) == hash_bytes(two_nuls, 0));
}

/* Long texts are hashed in another way than short ones: every byte and the length must count all the same. */
static void
test_hash_of_long_texts(void **state)
{
    char text[300] = { 0 };
    struct slice whole = slice_make(text, sizeof(text));
    uint64_t none = hash_bytes(whole, 1);

    (void)state;
    assert_false(none == hash_bytes(slice_range(whole, 0, sizeof(text) - 1), 1));
    assert_false(none == hash_bytes(whole, 2));
    for (size_t i = 0; i < sizeof(text); i++) {
        uint64_t before = hash_bytes(whole, 1);

        text[i] = 1;
        assert_false(before == hash_bytes(whole, 1));
        if (i >= 8)
            text[i - 8] = 0; /* the same byte in the lane beside it */
        assert_false(none == hash_bytes(whole, 1));
    }
}

/* The low bits place a key in a table: keys that differ little must spread as evenly as dice. */
static void
test_hash_spreads(void **state)
{
    unsigned counts[256] = { 0 };
    char key[32];

    (void)state;
    for (int i = 0; i < 25600; i++) {
        snprintf(key, sizeof key, "/posts/2024/page-%d/", i);
        counts[hash_bytes(slice_of(key), 0) & 255]++;
    }
    for (size_t i = 0; i < 256; i++)
        assert_in_range(counts[i], 50, 160);
}

/* What is apart is not there in a child, which must not pay for it either. */
static void
test_arena_apart(void **state)
{
    struct arena *arena = arena_new_apart();
    struct slice parts[] = { SLICE("green "), SLICE(""), SLICE("tea") }, first, last = { NULL, 0 };
    int status;
    pid_t child;

    (void)state;
    first = arena_join(arena, parts, 3);
    for (int i = 0; i < 2000; i++)
        last = arena_format(arena, "%05d %4000d", i, i);
    assert_string_equal(first.bytes, "green tea");
    assert_int_equal(first.length, 9);
    assert_true(slice_starts(last, "01999 "));
    child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        _exit(last.bytes[0] == '0' ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buffer),       cmocka_unit_test(test_reserved_buffer_stays),
        cmocka_unit_test(test_arena),        cmocka_unit_test(test_arena_resize),
        cmocka_unit_test(test_expect),       cmocka_unit_test(test_arena_texts),
        cmocka_unit_test(test_arena_apart),  cmocka_unit_test(test_map),
        cmocka_unit_test(test_hash),         cmocka_unit_test(test_hash_of_long_texts),
        cmocka_unit_test(test_hash_spreads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
