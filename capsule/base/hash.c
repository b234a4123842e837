/* hash.c - multiply and fold, eight bytes a step, read in one byte order, so that every machine agrees. */
#include "base/hash.h"

#include <endian.h>
#include <string.h>

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

uint64_t
hash_bytes(struct slice text, uint64_t seed)
{
    uint64_t state = mix(seed + MULTIPLIER) ^ mix(text.length);
    size_t at = 0;

    for (; at + 8 <= text.length; at += 8)
        state = (state ^ read_little_endian(text.bytes + at, 8)) * MULTIPLIER, state ^= state >> 32;
    if (at < text.length)
        state = (state ^ read_little_endian(text.bytes + at, text.length - at)) * MULTIPLIER;
    return mix(state);
}
