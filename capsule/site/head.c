/* head.c - what stands at the top of a source file. */
#include "site/head.h"

#include "config/toml.h"
#include "site/beneath.h"
#include "site/stamp.h"
#include "site/zone.h"

enum { FIRST_READ = 8192 };

/* Most files have no front matter, and most headers are short: only for a long one the file is read again. */
static bool
read_head(int root, struct slice path, enum front_matter_dialect dialect, struct buffer *text, struct rest *rest)
{
    struct slice header, body;
    unsigned line;

    if (!beneath_read_resting(root, path, FIRST_READ, text, rest))
        return false;
    if (text->length < FIRST_READ || front_matter_kind(buffer_slice(text), dialect) == FRONT_MATTER_NONE ||
        front_matter_split_any(buffer_slice(text), dialect, &header, &body, &line))
        return true;
    buffer_truncate(text, 0);
    return beneath_read_resting(root, path, HEAD_LIMIT, text, rest);
}

const struct yaml *
head_parse(enum front_matter_kind kind, struct slice header, struct arena *arena, struct error *error)
{
    if (kind == FRONT_MATTER_TOML)
        return toml_read(header, FRONT_MATTER_LINE, arena, error);
    return yaml_read(header, kind == FRONT_MATTER_YAML ? FRONT_MATTER_LINE : 1, arena, error);
}

static void
parse_header(struct slice path, enum front_matter_kind kind, struct slice header, struct arena *arena,
             struct findings *findings, struct head *head)
{
    struct error error;
    struct slice line = slice_of("line "), text;
    unsigned long number = 0;
    size_t colon;

    head->meta = head_parse(kind, header, arena, &error);
    head->is_broken = head->meta == NULL;
    if (!head->is_broken)
        return;
    /* The reader's own line is taken out of its sentence, since a finding carries it apart. */
    text = slice_of(error.text);
    colon = slice_find(text, ": ");
    if (slice_starts(text, line.bytes) && colon != SLICE_NONE &&
        slice_to_number(slice_range(text, line.length, colon), 1000000, &number))
        text = slice_from(text, colon + 2);
    findings_add(findings, FINDING_WARNING, kind == FRONT_MATTER_TOML ? "invalid-toml" : "invalid-yaml", path.bytes,
                 (unsigned)number, 0, "the front matter is ignored: %.*s", (int)text.length, text.bytes);
}

static void
report_open(struct slice path, enum front_matter_kind kind, struct findings *findings)
{
    findings_add(findings, FINDING_WARNING, "open-front-matter", path.bytes, 1, 0,
                 "the front matter has no closing line `%s`; the file is taken as text",
                 kind == FRONT_MATTER_TOML   ? "+++"
                 : kind == FRONT_MATTER_JSON ? "}"
                                             : "---");
}

/* The HEADER of TEXT is lent. */
static void
read_text(struct slice path, enum front_matter_kind kind, enum front_matter_dialect dialect, struct slice text,
          struct arena *arena, struct findings *findings, struct slice *header, struct head *head)
{
    struct slice body;

    if (front_matter_split_any(text, dialect, header, &body, &head->body_line)) {
        head->body_at = text.length - body.length;
        parse_header(path, kind, *header, arena, findings, head);
    } else if (head->begins) {
        head->is_broken = true;
        report_open(path, kind, findings);
    }
}

/* What has a fault is not noted: every build has to say so. */
static struct memo *
memo_head(const struct head *head, enum front_matter_kind kind, struct slice header, uint64_t stamp,
          struct memos *memos)
{
    struct memo memo = { .stamp = stamp, .kind = kind, .body_at = head->body_at, .body_line = head->body_line };

    if (memos == NULL || stamp == 0 || head->is_broken)
        return NULL;
    memo.header = header;
    return memos_add(memos, &memo);
}

bool
head_read(int root, struct slice path, enum front_matter_dialect dialect, struct arena *arena,
          struct findings *findings, struct memos *memos, struct head *head)
{
    struct buffer buffer = { 0 };
    struct slice text, header = { NULL, 0 };
    enum front_matter_kind kind;
    struct rest rest;

    *head = (struct head){ .body_line = 1 };
    if (!read_head(root, path, dialect, &buffer, &rest)) {
        buffer_clear(&buffer);
        return false;
    }
    text = buffer_slice(&buffer);
    kind = front_matter_kind(text, dialect);
    head->begins = kind != FRONT_MATTER_NONE;
    if (head->begins && text.length < FIRST_READ)
        text = head->whole = arena_copy(arena, text);
    read_text(path, kind, dialect, text, arena, findings, &header, head);
    if (head->begins && head->whole.length == 0)
        header = arena_copy(arena, header);
    head->memo = memo_head(head, kind, header, stamp_of_read(path, &rest), memos);
    buffer_clear(&buffer);
    return true;
}

void
head_recall(struct memo *memo, struct arena *arena, struct head *head)
{
    struct error error;

    *head = (struct head){
        .begins = memo->kind != FRONT_MATTER_NONE, .body_at = memo->body_at, .body_line = memo->body_line, .memo = memo
    };
    if (head->begins)
        head->meta = head_parse(memo->kind, memo->header, arena, &error);
}

bool
head_hides(const struct yaml *meta)
{
    const struct yaml *published = yaml_get(meta, "published");

    return published != NULL &&
           (yaml_kind(published) == YAML_NULL || (yaml_kind(published) == YAML_BOOLEAN && !yaml_bool(published, true)));
}

bool
head_node_date(const struct yaml *node, struct slice zone, struct date *date)
{
    time_t seconds;

    if (!date_parse(slice_trim(yaml_text(node)), date))
        return false;
    /* YAML reads its own date-times as UTC; one that only looks like it, such as `2024-05-07 10:00`, is local. */
    if (!date->has_offset && !(date->has_time && yaml_kind(node) == YAML_DATE))
        return true;
    seconds = date_seconds(date);
    date_from_seconds(seconds, zone_offset(zone, seconds), date);
    date->has_time = true;
    return true;
}

bool
head_date(const struct yaml *meta, struct slice zone, struct date *date)
{
    return head_node_date(yaml_get(meta, "date"), zone, date);
}

/* Moves a number of MINIMUM to MAXIMUM digits and the `-` behind it from *REST to *NUMBER. */
static bool
take_number(struct slice *rest, size_t minimum, size_t maximum, unsigned long *number)
{
    size_t dash = slice_find_byte(*rest, '-');

    if (dash == SLICE_NONE || dash < minimum || dash > maximum ||
        !slice_to_number(slice_range(*rest, 0, dash), 9999, number))
        return false;
    *rest = slice_from(*rest, dash + 1);
    return true;
}

bool
head_name_date(struct slice name, struct date *date, struct slice *slug)
{
    struct slice rest = name;
    unsigned long year, month, day;
    size_t dot = slice_find_last_byte(name, '.');
    struct buffer buffer = { 0 };
    bool fine;

    if (dot == SLICE_NONE || dot + 1 == name.length || !take_number(&rest, 2, 4, &year) ||
        !take_number(&rest, 1, 2, &month) || !take_number(&rest, 1, 2, &day))
        return false;
    if (dot < name.length - rest.length)
        return false;
    if (year < 100)
        year += year < 69 ? 2000 : 1900;
    buffer_format(&buffer, "%04lu-%lu-%lu", year, month, day);
    fine = date_parse(buffer_slice(&buffer), date);
    buffer_clear(&buffer);
    *slug = slice_range(rest, 0, rest.length - (name.length - dot));
    return fine;
}
