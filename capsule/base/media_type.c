/*
 * media_type.c - one row per file name extension. The item types follow what Gopher clients can open (gopher.md 0.9):
 * documents and video as '9', images as 'I', text of any kind as '0'; HTML counts as text because no client follows a
 * local 'h' item.
 */
#include "base/media_type.h"

#include <stdlib.h>

struct row {
    const char *extension;
    struct media_type type;
};

/* Sorted by extension. */
static const struct row rows[] = {
    { "7z", { "application/x-7z-compressed", '9' } },
    { "aac", { "audio/aac", '9' } },
    { "asc", { "text/plain", '0' } },
    { "atom", { "application/atom+xml", '0' } },
    { "avi", { "video/x-msvideo", '9' } },
    { "avif", { "image/avif", 'I' } },
    { "bib", { "text/x-bibtex", '0' } },
    { "bmp", { "image/bmp", 'I' } },
    { "bz2", { "application/x-bzip2", '9' } },
    { "c", { "text/x-c", '0' } },
    { "cc", { "text/x-c++", '0' } },
    { "cfg", { "text/plain", '0' } },
    { "conf", { "text/plain", '0' } },
    { "cpp", { "text/x-c++", '0' } },
    { "css", { "text/css", '0' } },
    { "csv", { "text/csv", '0' } },
    { "diff", { "text/x-diff", '0' } },
    { "djvu", { "image/vnd.djvu", '9' } },
    { "doc", { "application/msword", '9' } },
    { "docx", { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", '9' } },
    { "eot", { "application/vnd.ms-fontobject", '9' } },
    { "eps", { "application/postscript", '9' } },
    { "epub", { "application/epub+zip", '9' } },
    { "flac", { "audio/flac", '9' } },
    { "gemini", { "text/gemini", '0' } },
    { "gif", { "image/gif", 'g' } },
    { "gmi", { "text/gemini", '0' } },
    { "gz", { "application/gzip", '9' } },
    { "h", { "text/x-c", '0' } },
    { "heic", { "image/heic", 'I' } },
    { "hpp", { "text/x-c++", '0' } },
    { "htm", { "text/html", '0' } },
    { "html", { "text/html", '0' } },
    { "ico", { "image/vnd.microsoft.icon", 'I' } },
    { "ics", { "text/calendar", '0' } },
    { "ipynb", { "application/x-ipynb+json", '0' } },
    { "java", { "text/x-java", '0' } },
    { "jpeg", { "image/jpeg", 'I' } },
    { "jpg", { "image/jpeg", 'I' } },
    { "js", { "text/javascript", '0' } },
    { "json", { "application/json", '0' } },
    { "key", { "application/vnd.apple.keynote", '9' } },
    { "log", { "text/plain", '0' } },
    { "lua", { "text/x-lua", '0' } },
    { "m4a", { "audio/mp4", '9' } },
    { "m4v", { "video/mp4", '9' } },
    { "markdown", { "text/markdown", '0' } },
    { "md", { "text/markdown", '0' } },
    { "mid", { "audio/midi", '9' } },
    { "mjs", { "text/javascript", '0' } },
    { "mkv", { "video/x-matroska", '9' } },
    { "mov", { "video/quicktime", '9' } },
    { "mp3", { "audio/mpeg", '9' } },
    { "mp4", { "video/mp4", '9' } },
    { "mpeg", { "video/mpeg", '9' } },
    { "mpg", { "video/mpeg", '9' } },
    { "odp", { "application/vnd.oasis.opendocument.presentation", '9' } },
    { "ods", { "application/vnd.oasis.opendocument.spreadsheet", '9' } },
    { "odt", { "application/vnd.oasis.opendocument.text", '9' } },
    { "ogg", { "audio/ogg", '9' } },
    { "ogv", { "video/ogg", '9' } },
    { "opus", { "audio/ogg", '9' } },
    { "org", { "text/x-org", '0' } },
    { "otf", { "font/otf", '9' } },
    { "patch", { "text/x-diff", '0' } },
    { "pdf", { "application/pdf", '9' } },
    { "png", { "image/png", 'I' } },
    { "ppt", { "application/vnd.ms-powerpoint", '9' } },
    { "pptx", { "application/vnd.openxmlformats-officedocument.presentationml.presentation", '9' } },
    { "ps", { "application/postscript", '9' } },
    { "py", { "text/x-python", '0' } },
    { "r", { "text/x-r", '0' } },
    { "rb", { "text/x-ruby", '0' } },
    { "rs", { "text/x-rust", '0' } },
    { "rss", { "application/rss+xml", '0' } },
    { "rst", { "text/x-rst", '0' } },
    { "rtf", { "application/rtf", '9' } },
    { "sh", { "text/x-shellscript", '0' } },
    { "svg", { "image/svg+xml", 'I' } },
    { "tar", { "application/x-tar", '9' } },
    { "tex", { "text/x-tex", '0' } },
    { "tgz", { "application/gzip", '9' } },
    { "tif", { "image/tiff", 'I' } },
    { "tiff", { "image/tiff", 'I' } },
    { "toml", { "application/toml", '0' } },
    { "ttf", { "font/ttf", '9' } },
    { "txt", { "text/plain", '0' } },
    { "vcf", { "text/vcard", '0' } },
    { "wasm", { "application/wasm", '9' } },
    { "wav", { "audio/wav", '9' } },
    { "weba", { "audio/webm", '9' } },
    { "webm", { "video/webm", '9' } },
    { "webp", { "image/webp", 'I' } },
    { "woff", { "font/woff", '9' } },
    { "woff2", { "font/woff2", '9' } },
    { "xls", { "application/vnd.ms-excel", '9' } },
    { "xlsx", { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", '9' } },
    { "xml", { "application/xml", '0' } },
    { "xz", { "application/x-xz", '9' } },
    { "yaml", { "application/yaml", '0' } },
    { "yml", { "application/yaml", '0' } },
    { "zip", { "application/zip", '9' } },
    { "zst", { "application/zstd", '9' } },
};

static const struct media_type unknown = { "application/octet-stream", '9' };

struct key {
    char bytes[16]; /* longer than any extension of the table */
    size_t length;
};

static int
compare_row(const void *key, const void *row)
{
    const struct key *wanted = key;

    return slice_compare(slice_make(wanted->bytes, wanted->length), slice_of(((const struct row *)row)->extension));
}

/* What stands behind the last dot of the last segment; a dot at its very start makes a hidden file, no extension. */
static struct slice
extension_of(struct slice path)
{
    size_t slash = slice_find_last_byte(path, '/');
    struct slice name = slash == SLICE_NONE ? path : slice_from(path, slash + 1);
    size_t dot = slice_find_last_byte(name, '.');

    return dot == SLICE_NONE || dot == 0 ? slice_make(NULL, 0) : slice_from(name, dot + 1);
}

const struct media_type *
media_type_find(struct slice path)
{
    struct slice extension = extension_of(path);
    struct key key = { .length = extension.length };
    const struct row *row;

    if (extension.length == 0 || extension.length > sizeof(key.bytes))
        return &unknown;
    for (size_t i = 0; i < extension.length; i++)
        key.bytes[i] = byte_lower(extension.bytes[i]);
    row = bsearch(&key, rows, sizeof(rows) / sizeof(rows[0]), sizeof(rows[0]), compare_row);
    return row ? &row->type : &unknown;
}
