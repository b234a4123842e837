/* account.h - the services at which people have a page: how themes name them, and the page of a handle (jekyll.md 3.4). */
#ifndef SITE_ACCOUNT_H
#define SITE_ACCOUNT_H

#include "base/arena.h"

#include <stdbool.h>

/* Services have indices below the count, in the order in which a profile shows them. */
size_t account_count(void);
struct slice account_label(size_t index);

/*
 * The service that a key of a configuration means, whatever the theme puts behind its name ("github", "github_username",
 * "research_gate_profile"), or SLICE_NONE. *IS_PLAIN: it is the name alone, which a site may also use for itself.
 */
size_t account_find(struct slice key, bool *is_plain);

/* The link of VALUE, a handle or a URL, at a service; empty if it makes none. Lent from VALUE or ARENA. */
struct slice account_url(size_t index, struct slice value, struct arena *arena);

/* The service whose page of one person URL is (`https://github.com/ada`, but not what lies below it), or SLICE_NONE. */
size_t account_of_url(struct slice url);

/* True for an e-mail address that a program understands; one that hides behind "(at)" is none. */
bool account_is_address(struct slice text);

#endif
