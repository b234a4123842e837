/* url_key.h - under which Gopher key the redirect page of an absolute URL stands (gopher.md 3.4). */
#ifndef IMAGE_URL_KEY_H
#define IMAGE_URL_KEY_H

#include "base/buffer.h"

/*
 * Appends "URL:" and URL in the form in which URLs are compared: percent-decoded, again and again until nothing is left
 * to decode, and cut at the first '#'. Clients send a URL as it stands in the menu, or decoded once (lynx), with or
 * without its fragment; all of these give one key. Builder and request parser both call this, so that they agree.
 */
void url_key(struct slice url, struct buffer *key);

#endif
