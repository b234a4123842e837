/*
 * page.h - for unit tests of the writers: a document of lines made by hand. It answers the questions of document.h
 * itself, so a writer is tested without readers and layout. Included by one file per program.
 */
#ifndef TESTS_DOCUMENT_PAGE_H
#define TESTS_DOCUMENT_PAGE_H

#include "document/document.h"

struct document {
    struct slice title;
    const struct line *lines;
    size_t line_count;
    const struct link *links;
    size_t link_count;
    const struct link *foot;
    size_t foot_count;
};

struct slice
document_title(const struct document *document)
{
    return document->title;
}

size_t
document_line_count(const struct document *document)
{
    return document->line_count;
}

const struct line *
document_line(const struct document *document, size_t index)
{
    return &document->lines[index];
}

size_t
document_link_count(const struct document *document)
{
    return document->link_count;
}

const struct link *
document_link(const struct document *document, size_t index)
{
    return &document->links[index];
}

size_t
document_foot_count(const struct document *document)
{
    return document->foot_count;
}

const struct link *
document_foot(const struct document *document, size_t index)
{
    return &document->foot[index];
}

#define LINES(...)                                                                                                     \
    .lines = (const struct line[]){ __VA_ARGS__ },                                                                     \
    .line_count = sizeof((const struct line[]){ __VA_ARGS__ }) / sizeof(struct line)
#define LINKS(...)                                                                                                     \
    .links = (const struct link[]){ __VA_ARGS__ },                                                                     \
    .link_count = sizeof((const struct link[]){ __VA_ARGS__ }) / sizeof(struct link)
#define FOOT(...)                                                                                                      \
    .foot = (const struct link[]){ __VA_ARGS__ },                                                                      \
    .foot_count = sizeof((const struct link[]){ __VA_ARGS__ }) / sizeof(struct link)

#define MARKS(...)                                                                                                     \
    .marks = (const struct mark[]){ __VA_ARGS__ },                                                                     \
    .mark_count = sizeof((const struct mark[]){ __VA_ARGS__ }) / sizeof(struct mark)

#define LINE(KIND, LEVEL, TEXT)                                                                                        \
    {                                                                                                                  \
        .kind = LINE_##KIND, .level = LEVEL, .span = {.text = SLICE(TEXT) }                                            \
    }
#define BELOW(DEPTH, TEXT)                                                                                             \
    {                                                                                                                  \
        .kind = LINE_TEXT, .depth = DEPTH, .span = {.text = SLICE(TEXT) }                                              \
    }
#define MARKED(KIND, LEVEL, TEXT, ...)                                                                                 \
    {                                                                                                                  \
        .kind = LINE_##KIND, .level = LEVEL, .span = {.text = SLICE(TEXT), MARKS(__VA_ARGS__) }                        \
    }
#define LINK(INDEX)                                                                                                    \
    {                                                                                                                  \
        .kind = LINE_LINK, .link = INDEX                                                                               \
    }
#define BLANK                                                                                                          \
    {                                                                                                                  \
        .kind = LINE_BLANK                                                                                             \
    }

#define WEB(NUMBER, LABEL, URL)                                                                                        \
    {                                                                                                                  \
        .label = SLICE(LABEL), .target = { .kind = TARGET_WEB, .url = SLICE(URL) }, .in_text = true, .number = NUMBER  \
    }
#define APART(NUMBER, LABEL, URL)                                                                                      \
    {                                                                                                                  \
        .label = SLICE(LABEL), .target = { .kind = TARGET_WEB, .url = SLICE(URL) }, .number = NUMBER                   \
    }
#define TO(KIND, NUMBER, LABEL, URL)                                                                                   \
    {                                                                                                                  \
        .label = SLICE(LABEL), .target = { .kind = TARGET_##KIND, .url = SLICE(URL) }, .in_text = true,                \
        .number = NUMBER                                                                                               \
    }
#define OWN(KIND, ITEM, NUMBER, LABEL, SELECTOR)                                                                       \
    {                                                                                                                  \
        .label = SLICE(LABEL),                                                                                         \
        .target = { .kind = TARGET_##KIND, .url = SLICE(SELECTOR), .selector = SLICE(SELECTOR), .item = ITEM },        \
        .in_text = true, .number = NUMBER                                                                              \
    }

#endif
