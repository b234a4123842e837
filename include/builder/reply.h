/* reply.h - the replies of an image: headers, redirects, and the small texts that no page's author wrote. */
#ifndef BUILDER_REPLY_H
#define BUILDER_REPLY_H

#include "base/buffer.h"

/* "20 text/gemini; lang=en" and CRLF; LANG, which is left out if it is empty or no language tag (gemini.md 1.4). */
void reply_gemtext_header(struct buffer *out, struct slice lang);

/* "20 TYPE" and CRLF. */
void reply_file_header(struct buffer *out, const char *type);

/* "31 PATH" and CRLF; PATH is percent-encoded. */
void reply_redirect(struct buffer *out, struct slice path);

/* True for the schemes whose URLs a `URL:` page may lead to (gopher.md 3.4). */
bool reply_url_is_allowed(struct slice url);

/* The HTML page that sends a browser to URL, which appears only HTML-escaped. */
void reply_url_page(struct buffer *out, struct slice url);

/* For Gopher (gopher.md 2.6), CRLF lines. */
void reply_robots(struct buffer *out);
void reply_caps(struct buffer *out);

/*
 * The last resort for a page that could be shown in no other way: its TITLE, cleaned, and one sentence, as gemtext,
 * menu (without final `.` line) and text. Code that cannot fail: no parser, one pass over at most 200 bytes of TITLE.
 */
void reply_sorry(struct slice title, struct buffer *gemtext, struct buffer *menu, struct buffer *text);

#endif
