/* liquid_pass.h - the state of one expansion, shared by liquid.c, which walks the text, and the handlers of tags. */
#ifndef SITE_LIQUID_PASS_H
#define SITE_LIQUID_PASS_H

#include "document/code.h"
#include "site/liquid.h"
#include "site/liquid_value.h"

/* A file whose text is being walked. */
struct liquid_source {
    struct slice file, text;
    size_t at;
    unsigned line;
    bool markdown;
    bool raw;               /* behind `raw`, before `endraw` */
    struct map *parameters; /* own; of the include */
    size_t frames;          /* frames that were open before it */
    struct code_spans spans;
    bool no_tag_end, no_output_end, no_comment_end, no_block_end; /* none is left in TEXT */
};

enum liquid_frame_kind { LIQUID_IF, LIQUID_CASE, LIQUID_FOR, LIQUID_CAPTURE };

struct liquid_frame {
    enum liquid_frame_kind kind;
    bool dead;  /* the branch at hand is not shown */
    bool lost;  /* FOR: what a loop would show, which we cannot */
    bool waits; /* FOR: LIST is still to be shown, once the loop's body turns out to show something */
    struct value list;
    bool taken;           /* some branch has been shown */
    bool doubtful;        /* nobody knows whether the branch is shown: it stays if it holds no Liquid */
    size_t start, seen;   /* DOUBTFUL, CAPTURE: length of the output, tags seen before */
    struct slice subject; /* CASE: what is compared; CAPTURE: the name */
};

struct liquid_pass {
    struct library *library;
    const struct entry *entry;
    struct findings *findings;
    struct spliced *out;
    struct liquid_source sources[LIQUID_DEPTH + 1];
    size_t depth; /* sources in use */
    struct liquid_frame *frames;
    size_t frame_count, frame_capacity;
    size_t dead, lost, waiting; /* frames that are, or that have a list that waits */
    size_t seen;                /* tags and outputs so far */
    size_t work;                /* bytes of includes so far */
    size_t emitted;             /* bytes so far, also those that were taken back */
    size_t budget;
    bool full;             /* the finding about it has been made */
    struct map *variables; /* name -> struct value */
    struct map *listed;    /* collections that this page lists */
};

/* The file that is being walked. */
struct liquid_source *liquid_source(struct liquid_pass *pass);

/* What names mean at the place at hand. */
struct scope liquid_scope(struct liquid_pass *pass);

/* Appends text that stands in the file at hand, or (GENERATED) for what stands there, unless the place is not shown. */
void liquid_emit(struct liquid_pass *pass, struct slice text);
void liquid_emit_generated(struct liquid_pass *pass, struct slice text);

/* Begins to walk INCLUDED at the place at hand; takes over PARAMETERS. */
void liquid_splice(struct liquid_pass *pass, const struct included *included, struct map *parameters);

/* Ends the frames above COUNT. */
void liquid_close_frames(struct liquid_pass *pass, size_t count);

/* A note that TAG, which has been dropped, would have shown something. */
void liquid_report(struct liquid_pass *pass, struct slice tag);

/* The tag NAME with its ARGUMENT, which spans WHOLE; unknown ones are reported. */
void liquid_tag(struct liquid_pass *pass, struct slice name, struct slice argument, struct slice whole);

/* `include` and `include_relative`. */
void liquid_include(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_include_relative(struct liquid_pass *pass, struct slice argument, struct slice whole);

/* Something inside loops would be shown here: the lists that wait for that appear. */
void liquid_show_lists(struct liquid_pass *pass);

#endif
