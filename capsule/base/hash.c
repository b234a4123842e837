/* hash.c - multiply and fold, eight bytes a step, read in one byte order, so that every machine agrees. */
#include "base/hash.h"

#include <endian.h>
#include <string.h>

#define LANES  4
#define STRIDE (8 * LANES)
#define LONG   256 /* bytes from which on four chains are worth their start and their end */

#define MULTIPLIER 0x9e3779b97f4a7c15u /* 2^64 divided by the golden ratio: no pattern of short keys survives it */

static uint64_t
mix(uint64_t value)
{
    value ^= value >> 32;
    value *= MULTIPLIER;
    value ^= value >> 29;
    value *= 0xbf58476d1ce4e5b9u;
    value ^= value >> 32;
    return value;
}

static uint64_t
read_little_endian(const char *bytes, size_t count)
{
    uint64_t value = 0;

    memcpy(&value, bytes, count);
    return le64toh(value);
}

static uint64_t
step(uint64_t state, const char *bytes)
{
    state = (state ^ read_little_endian(bytes, 8)) * MULTIPLIER;
    return state ^ (state >> 32);
}

/* COUNT bytes, whole strides. A step waits for the one before, so that four chains side by side take the time of one. */
static uint64_t
hash_strides(const char *bytes, size_t count, uint64_t state)
{
    uint64_t lanes[LANES];

    for (size_t lane = 0; lane < LANES; lane++)
        lanes[lane] = mix(state + lane);
    for (size_t at = 0; at < count; at += STRIDE)
        for (size_t lane = 0; lane < LANES; lane++)
            lanes[lane] = step(lanes[lane], bytes + at + 8 * lane);
    for (size_t lane = 0; lane < LANES; lane++)
        state = mix(state ^ lanes[lane]);
    return state;
}

uint64_t
hash_bytes(struct slice text, uint64_t seed)
{
    uint64_t state = mix(seed + MULTIPLIER) ^ mix(text.length);
    size_t at = text.length >= LONG ? text.length / STRIDE * STRIDE : 0;

    if (at > 0)
        state = hash_strides(text.bytes, at, state);
    for (; at + 8 <= text.length; at += 8)
        state = step(state, text.bytes + at);
    if (at < text.length)
        state = (state ^ read_little_endian(text.bytes + at, text.length - at)) * MULTIPLIER;
    return mix(state);
}
