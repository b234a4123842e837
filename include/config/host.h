/* host.h - the public name of a server: a host name in the letters of DNS, or an IP address. */
#ifndef CONFIG_HOST_H
#define CONFIG_HOST_H

#include "config/setting.h"

/*
 * Appends NAME in lower case, without the brackets that an IPv6 address may stand in. False, with nothing appended, if it
 * is neither a host name of at most 253 letters, digits, `-`, `.` and `_`, nor an IP address.
 */
bool host_read(struct slice name, struct buffer *out) __attribute__((warn_unused_result));

/*
 * Reads `NAME[,NAME]...=SITE`: adds the NAMEs to HOSTS, in lower case and each once; *SITE is what stands behind, lent.
 * False if a NAME is no host, or there is no SITE; HOSTS may then have grown.
 */
bool host_read_site(struct slice text, struct text_list *hosts, struct slice *site) __attribute__((warn_unused_result));

/*
 * Appends NAME as DNS knows it if it is a host name but for letters beyond ASCII (RFC 5891): `xn--bcher-kva.example` for
 * `bücher.example`. Capital letters become small ones as far as Latin-1 goes. False, with nothing appended, for others.
 */
bool host_to_ascii(struct slice name, struct buffer *out) __attribute__((warn_unused_result));

#endif
