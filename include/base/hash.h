/* hash.h - a hash of bytes that is the same on every machine and in every run: it is part of the site image's format. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"

#include <stdint.h>

/* 64 bits over TEXT; SEED gives independent hashes of the same text. Not for secrets. Fast on long texts (8 bytes a step). */
uint64_t hash_bytes(struct slice text, uint64_t seed);

#endif
