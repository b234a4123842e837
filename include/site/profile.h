/* profile.h - who the homepage is about: the author block of the configuration (jekyll.md 3.4, 8.8). */
#ifndef SITE_PROFILE_H
#define SITE_PROFILE_H

#include "base/arena.h"
#include "config/yaml.h"

struct profile_link {
    struct slice label, url;
};

/* Empty slices for what the site does not say. */
struct profile {
    struct slice name, pronouns, bio, location, avatar;
    struct slice employer; /* may hold a link, as HTML */
    struct slice address;  /* an e-mail address written so that only people understand it */
    struct profile_link *links;
    size_t link_count;
};

/* From CONFIG and SOCIALS (the tree of _data/socials.yml, or NULL); strings live in ARENA. */
void profile_read(const struct yaml *config, const struct yaml *socials, struct arena *arena, struct profile *profile);

/* Adds the page of the owner at some service, found elsewhere in the site, unless the service is there; URL is kept. */
void profile_add_account(struct profile *profile, struct slice url);

#endif
