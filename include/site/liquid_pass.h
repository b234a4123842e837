/* liquid_pass.h - the state of one expansion, shared by liquid.c, which walks the text, and the handlers of tags. */
#ifndef SITE_LIQUID_PASS_H
#define SITE_LIQUID_PASS_H

#include "document/code.h"
#include "site/liquid.h"
#include "site/liquid_value.h"
#include "site/listing.h"

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

/* `x in LIST reversed limit:3 offset:1`: the list, the name, and what of the list is meant. */
struct liquid_plan {
    struct slice variable;
    const struct value_list *items; /* NULL: unknown */
    size_t first, count;
    bool reversed;
};

/* The rounds of a loop that runs. */
struct liquid_rounds {
    struct liquid_plan plan;
    struct liquid_round round; /* the one at hand */
    bool left;                 /* `break` has been met */
    size_t shown;              /* the last round whose item stands in a list of ours, plus one */
    struct value item;         /* what the variable stands for */
    struct value outer;        /* and what it stood for before */
    size_t outer_loop;         /* the pass's LOOP before */
    size_t body;               /* where the body begins in the source, and on which line */
    unsigned line;
};

struct liquid_frame {
    enum liquid_frame_kind kind;
    bool dead;  /* the branch at hand is not shown */
    bool lost;  /* FOR: what a loop would show, which we cannot */
    bool waits; /* FOR: PLAN is still to be shown, or noted, once the loop's body turns out to show something */
    const struct liquid_plan *plan;
    struct listing_style style;   /* of PLAN's list */
    struct liquid_rounds *rounds; /* FOR: NULL if the loop does not run */
    bool taken;                   /* some branch has been shown */
    bool doubtful;                /* nobody knows whether the branch is shown: it stays if it holds no Liquid */
    size_t start, seen;           /* DOUBTFUL, CAPTURE: length of the output, tags seen before */
    struct slice subject;         /* CASE: what is compared; CAPTURE: the name */
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
    size_t repeated;            /* bytes of loops that were walked again so far */
    size_t loop;                /* the innermost frame of a loop that runs, plus one; 0: none */
    size_t budget;
    bool inner;            /* ENTRY is quoted by another page */
    bool full;             /* the finding about it has been made */
    struct arena *arena;   /* where values live */
    struct map *variables; /* name -> struct value */
    struct map *lists;     /* lists that values have been made into */
    struct map *listed;    /* collections that this page lists */
    struct map *counters;  /* of `cycle` and the like, by what they say -> long */
};

/* The file that is being walked. */
struct liquid_source *liquid_source(struct liquid_pass *pass);

/* What names mean at the place at hand. */
struct scope liquid_scope(struct liquid_pass *pass);

/* Appends text that stands in the file at hand, or (GENERATED) for what stands there, unless the place is not shown. */
void liquid_emit(struct liquid_pass *pass, struct slice text);
void liquid_emit_generated(struct liquid_pass *pass, struct slice text);

/* Appends what the output WHOLE prints; of a list its items, which we part by commas. */
void liquid_emit_value(struct liquid_pass *pass, const struct value *value, struct slice whole);

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

/* Tags of plugins that embed what lies elsewhere: `{% gist ada/1 %}` and the like. */
void liquid_gist(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_twitter(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_youtube(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_vimeo(struct liquid_pass *pass, struct slice argument, struct slice whole);

/* Tags that count how often they have been met: `cycle`, `increment` and `decrement`. */
void liquid_cycle(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_increment(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_decrement(struct liquid_pass *pass, struct slice argument, struct slice whole);

/* Pushes a frame onto those that are open. */
struct liquid_frame *liquid_push_frame(struct liquid_pass *pass, enum liquid_frame_kind kind);

/* `for` and `tablerow`: a loop that runs, or a list that stands for it. */
void liquid_for(struct liquid_pass *pass, struct slice argument, struct slice whole);

/* At the end of the loop of the frame on top: true if another round has begun. */
bool liquid_next_round(struct liquid_pass *pass);

/* The loop of FRAME, which runs, is over. */
void liquid_end_rounds(struct liquid_pass *pass, struct liquid_frame *frame);

/* `else` in a loop: what follows is for a list without items. */
void liquid_for_else(struct liquid_pass *pass, struct liquid_frame *frame);

/* `break` and `continue`. */
void liquid_break(struct liquid_pass *pass, struct slice argument, struct slice whole);
void liquid_continue(struct liquid_pass *pass, struct slice argument, struct slice whole);

/* Something inside loops would be shown here: the lists that wait for that appear. */
void liquid_show_lists(struct liquid_pass *pass);

/*
 * The entry of a list of ours for what a part of a theme shows that prints one document, maybe that which PARAMETERS name.
 * False if there is none.
 */
bool liquid_show_entry(struct liquid_pass *pass, const struct map *parameters, const struct listing_style *style);

/*
 * The same, once per round, for the item of the loop at hand, which some part shows that we do not have. False if it is no
 * document.
 */
bool liquid_show_item(struct liquid_pass *pass);

#endif
