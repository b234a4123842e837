/* check_report.c - the two forms of a report. */
#include "command/check_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/json.h"

#define PATH_COLUMN 40

struct counts {
    size_t pages, files, redirects;
};

static struct counts
count_rows(const struct build_report *report)
{
    struct counts counts = { 0 };

    for (size_t i = 0; i < build_report_count(report); i++) {
        enum entry_kind kind = build_report_row(report, i)->kind;

        counts.files += kind == ENTRY_FILE;
        counts.redirects += kind == ENTRY_REDIRECT;
        counts.pages += kind != ENTRY_FILE && kind != ENTRY_REDIRECT && kind != ENTRY_GENERATED;
    }
    return counts;
}

/* --- For people --- */

static void
add_text(struct paint *paint, const char *text)
{
    paint_add(paint, COLOUR_PLAIN, slice_of(text));
}

static void
add_row(struct paint *paint, const struct build_row *row)
{
    size_t wide = row->path.length < PATH_COLUMN ? PATH_COLUMN - row->path.length : 1;

    add_text(paint, "  ");
    paint_add(paint, COLOUR_PLAIN, row->path);
    buffer_add_times(&paint->text, ' ', wide);
    buffer_format(&paint->text, "%-10s", build_kind_name(row->kind));
    paint_add(paint, COLOUR_FAINT, row->source);
    if (row->target.length > 0) {
        add_text(paint, " -> ");
        paint_add(paint, COLOUR_PLAIN, row->target);
    }
    buffer_add_byte(&paint->text, '\n');
}

/* Files keep their paths, so that a list of them says nothing new. */
static void
add_pages(struct paint *paint, const struct build_report *report)
{
    for (size_t i = 0; i < build_report_count(report); i++)
        if (build_report_row(report, i)->kind != ENTRY_FILE)
            add_row(paint, build_report_row(report, i));
}

static void
add_finding(struct paint *paint, const struct finding *finding)
{
    static const enum colour colours[] = {
        [FINDING_NOTE] = COLOUR_CYAN, [FINDING_WARNING] = COLOUR_YELLOW, [FINDING_ERROR] = COLOUR_RED
    };
    struct buffer place = { 0 };

    if (finding->line > 0)
        buffer_format(&place, "line %u", finding->line);
    if (finding->line > 0 && finding->column > 0)
        buffer_format(&place, ":%u", finding->column);
    if (place.length > 0)
        buffer_add_text(&place, ": ");
    add_text(paint, "  ");
    paint_add(paint, COLOUR_PLAIN, buffer_slice(&place));
    paint_add(paint, colours[finding->severity], slice_of(finding_severity_name(finding->severity)));
    add_text(paint, ": ");
    add_text(paint, finding->message);
    paint_add(paint, COLOUR_PLAIN, slice_of(" "));
    paint_add(paint, COLOUR_FAINT, slice_of("["));
    paint_add(paint, COLOUR_FAINT, slice_of(finding->code));
    paint_add(paint, COLOUR_FAINT, slice_of("]"));
    buffer_add_byte(&paint->text, '\n');
    buffer_clear(&place);
}

static void
add_findings(struct paint *paint, const struct site_build *build)
{
    const char *file = NULL;

    for (size_t i = 0; i < findings_count(build->findings); i++) {
        const struct finding *finding = findings_at(build->findings, i);

        if (file == NULL || strcmp(file, finding->file) != 0) {
            file = finding->file;
            buffer_add_byte(&paint->text, '\n');
            paint_add(paint, COLOUR_BOLD, slice_of(*file != '\0' ? file : build->site));
            buffer_add_byte(&paint->text, '\n');
        }
        add_finding(paint, finding);
    }
}

void
check_report_text(const struct site_build *build, struct paint *paint)
{
    struct counts counts = count_rows(build->report);

    add_pages(paint, build->report);
    add_findings(paint, build);
    buffer_add_byte(&paint->text, '\n');
    paint_count(paint, COLOUR_BOLD, counts.pages, "page");
    add_text(paint, ", ");
    paint_count(paint, COLOUR_BOLD, counts.files, "file");
    add_text(paint, ", ");
    paint_count(paint, COLOUR_BOLD, counts.redirects, "redirect");
    add_text(paint, "; ");
    paint_count(paint, COLOUR_RED, site_build_found(build, FINDING_ERROR), "error");
    add_text(paint, ", ");
    paint_count(paint, COLOUR_YELLOW, site_build_found(build, FINDING_WARNING), "warning");
    add_text(paint, ", ");
    paint_count(paint, COLOUR_CYAN, site_build_found(build, FINDING_NOTE), "note");
    buffer_add_byte(&paint->text, '\n');
}

/* --- For programs --- */

static void
add_json_row(struct buffer *out, const struct build_row *row)
{
    buffer_add_text(out, "    { ");
    json_member(out, "path", row->path);
    buffer_add_text(out, ", ");
    json_member(out, "kind", slice_of(build_kind_name(row->kind)));
    buffer_add_text(out, ", ");
    json_member(out, "source", row->source);
    buffer_add_text(out, ", ");
    if (row->kind == ENTRY_REDIRECT) {
        json_member(out, "target", row->target);
        buffer_add_text(out, ", ");
    }
    json_member(out, "title", row->title);
    buffer_format(out, ", \"links\": %zu }", row->links);
}

static void
add_json_rows(struct buffer *out, const struct build_report *report)
{
    for (size_t i = 0; i < build_report_count(report); i++) {
        buffer_add_text(out, i > 0 ? ",\n" : "\n");
        add_json_row(out, build_report_row(report, i));
    }
}

static void
add_json_finding(struct buffer *out, const struct finding *finding)
{
    buffer_add_text(out, "    { ");
    json_member(out, "severity", slice_of(finding_severity_name(finding->severity)));
    buffer_add_text(out, ", ");
    json_member(out, "code", slice_of(finding->code));
    buffer_add_text(out, ", ");
    json_member(out, "file", slice_of(finding->file));
    buffer_format(out, ", \"line\": %u, \"column\": %u, ", finding->line, finding->column);
    json_member(out, "message", slice_of(finding->message));
    buffer_add_text(out, " }");
}

static void
add_json_findings(struct buffer *out, const struct findings *findings)
{
    for (size_t i = 0; i < findings_count(findings); i++) {
        buffer_add_text(out, i > 0 ? ",\n" : "\n");
        add_json_finding(out, findings_at(findings, i));
    }
}

void
check_report_json(const struct site_build *build, struct buffer *out)
{
    struct counts counts = count_rows(build->report);

    buffer_add_text(out, "{ ");
    json_member(out, "site", slice_of(build->site));
    buffer_add_text(out, ",\n  \"pages\": [");
    add_json_rows(out, build->report);
    buffer_add_text(out, " ],\n  \"findings\": [");
    add_json_findings(out, build->findings);
    buffer_format(out,
                  " ],\n  \"counts\": { \"pages\": %zu, \"files\": %zu, \"redirects\": %zu, \"errors\": %zu, "
                  "\"warnings\": %zu, \"notes\": %zu } }\n",
                  counts.pages, counts.files, counts.redirects, site_build_found(build, FINDING_ERROR),
                  site_build_found(build, FINDING_WARNING), site_build_found(build, FINDING_NOTE));
}
