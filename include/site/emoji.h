/* emoji.h - emoji that authors write by their names, as GitHub knows them: `:tada:`. Pure. */
#ifndef SITE_EMOJI_H
#define SITE_EMOJI_H

#include "base/buffer.h"

/*
 * Appends TEXT, Markdown or HTML, with the usual names between colons as the characters themselves: not in code, nor in tags.
 * What is no name of a usual one stays as written. As many lines as before. Linear in TEXT but for HTML comments and the
 * like without an end, which reach to TEXT's end at once.
 */
void emoji_replace(struct slice text, bool is_markdown, struct buffer *out);

#endif
