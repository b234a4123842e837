/* corpus.h - reads the rows of tests/corpus: name, escaped request, expected first line, why. */
#ifndef TESTS_PROTOCOL_CORPUS_H
#define TESTS_PROTOCOL_CORPUS_H

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buffer.h"
#include "image/image_writer.h"

#define CORPUS_PORT 1965

struct corpus_row {
    struct slice name, expected;
    struct buffer request;
};

/* An image in memory with the entries that ADD puts in. */
static inline struct image *
corpus_image(void (*add)(struct image_writer *writer))
{
    struct image_writer *writer = image_writer_new();
    struct image *image;
    struct error error;
    int fd = memfd_create("test", MFD_CLOEXEC);

    add(writer);
    if (!image_writer_finish(writer, fd, &error) || (image = image_open(fd, &error)) == NULL) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    image_writer_free(writer);
    close(fd);
    return image;
}

static inline unsigned char
corpus_hex(const char *digits)
{
    char text[3] = { digits[0], digits[1], '\0' };

    return (unsigned char)strtoul(text, NULL, 16);
}

/* \r \n \t \\ and \xHH. */
static inline void
corpus_unescape(struct slice text, struct buffer *out)
{
    for (size_t i = 0; i < text.length; i++) {
        static const char letters[] = "rnt\\", values[] = "\r\n\t\\";
        const char *letter;

        if (text.bytes[i] != '\\' || i + 1 >= text.length) {
            buffer_add_byte(out, text.bytes[i]);
        } else if (text.bytes[++i] == 'x') {
            buffer_add_byte(out, (char)corpus_hex(text.bytes + i + 1));
            i += 2;
        } else if ((letter = strchr(letters, text.bytes[i])) != NULL) {
            buffer_add_byte(out, values[letter - letters]);
        }
    }
}

/* {REP:text:count}; the text may contain colons and braces. Returns how much of TEXT it takes, or 0. */
static inline size_t
corpus_repeat(struct slice text, struct buffer *out)
{
    size_t colon, end;
    unsigned long count = 0;
    struct slice part;

    if (!slice_starts(text, "{REP:"))
        return 0;
    for (end = 6; end < text.length; end++) {
        colon = slice_find_last_byte(slice_range(text, 0, end), ':');
        if (text.bytes[end] == '}' && slice_to_number(slice_range(text, colon + 1, end), 100000, &count))
            break;
    }
    part = slice_range(text, 5, slice_find_last_byte(slice_range(text, 0, end), ':'));
    while (count-- > 0)
        buffer_add(out, part);
    return end + 1;
}

/* {PORT} and {REP}; then {PAD:n}, which fills up to n bytes before the first CRLF. */
static inline void
corpus_expand(struct slice text, struct buffer *out)
{
    size_t pad = SLICE_NONE, line;
    unsigned long wanted = 0;
    struct buffer filled = { 0 };

    for (size_t i = 0; i < text.length;) {
        struct slice rest = slice_from(text, i);
        size_t taken = corpus_repeat(rest, out);

        if (slice_starts(rest, "{PORT}")) {
            buffer_format(out, "%d", CORPUS_PORT);
            taken = 6;
        } else if (slice_starts(rest, "{PAD:")) {
            pad = out->length;
            taken = slice_find_byte(rest, '}') + 1;
            (void)slice_to_number(slice_range(rest, 5, taken - 1), 100000, &wanted);
        } else if (taken == 0) {
            buffer_add_byte(out, text.bytes[i]);
            taken = 1;
        }
        i += taken;
    }
    if (pad == SLICE_NONE)
        return;
    line = slice_find(buffer_slice(out), "\r\n");
    buffer_add(&filled, slice_range(buffer_slice(out), 0, pad));
    buffer_add_times(&filled, 'a', wanted - (line == SLICE_NONE ? out->length : line));
    buffer_add(&filled, slice_from(buffer_slice(out), pad));
    buffer_clear(out);
    *out = filled;
}

/* Python's expression as POSIX has it: a TAB for \t, no escapes in brackets, (?i) as a flag. */
static inline bool
corpus_matches(struct slice expected, struct slice line)
{
    struct buffer pattern = { 0 }, text = { 0 };
    bool folds = slice_starts(expected, "(?i)");
    regex_t expression;
    char *copy;
    bool matches;

    expected = slice_from(expected, folds ? 4 : 0);
    for (size_t i = 0; i < expected.length; i++)
        if (expected.bytes[i] != '\\')
            buffer_add_byte(&pattern, expected.bytes[i]);
        else if (expected.bytes[i + 1] == 't')
            buffer_add_byte(&pattern, expected.bytes[++i] == 't' ? '\t' : '-');
    buffer_add_byte(&pattern, '\0');
    if (regcomp(&expression, pattern.bytes, REG_EXTENDED | REG_NOSUB | (folds ? REG_ICASE : 0)) != 0)
        return false;
    buffer_add(&text, line);
    copy = buffer_take(&text);
    matches = regexec(&expression, copy, 0, NULL, 0) == 0;
    free(copy);
    regfree(&expression);
    buffer_clear(&pattern);
    return matches;
}

/* Calls CHECK for each row of FILE; returns how many there were. */
static inline size_t
corpus_each(const char *file, void (*check)(const struct corpus_row *row))
{
    FILE *stream = fopen(file, "r");
    char *line = NULL;
    size_t size = 0, rows = 0;
    ssize_t length;

    if (stream == NULL || getline(&line, &size, stream) < 0)
        return 0;
    while ((length = getline(&line, &size, stream)) > 0) {
        struct slice rest = slice_make(line, (size_t)length), request;
        struct corpus_row row = { 0 };
        struct buffer raw = { 0 };

        if (!slice_take_part(&rest, '\t', &row.name) || !slice_take_part(&rest, '\t', &request) ||
            !slice_take_part(&rest, '\t', &row.expected))
            continue;
        corpus_unescape(request, &raw);
        corpus_expand(buffer_slice(&raw), &row.request);
        check(&row);
        buffer_clear(&raw);
        buffer_clear(&row.request);
        rows++;
    }
    free(line);
    fclose(stream);
    return rows;
}

#endif
