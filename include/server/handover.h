/* handover.h - the words that a role process gets from the master: the settings and a few facts, as one text. */
#ifndef SERVER_HANDOVER_H
#define SERVER_HANDOVER_H

#include "config/setting.h"

struct handover {
    char *site;              /* what the user calls the site; owned */
    char *protocols;         /* of the listeners, one letter each (listeners_letters); owned */
    size_t sites;            /* how many a worker serves: this one and further ones */
    struct text_list hidden; /* paths below the site's root that are never published; owned */
    struct text_list kept;   /* fence.h: what the process must not be able to read; owned */
    struct settings settings;
};

/* Appends the text. */
void handover_write(const struct handover *handover, struct buffer *out);

/* Reads such a text back. False with one line, which only a fault of this program can cause. */
bool handover_read(struct slice text, struct handover *handover, struct error *error)
    __attribute__((warn_unused_result));

/* Frees what handover_read has made. */
void handover_clear(struct handover *handover);

#endif
