/* configuration.h - the settings of a site: from its _config.yml, from --config FILE, and from flags, the later the
 * stronger. */
#ifndef SERVER_CONFIGURATION_H
#define SERVER_CONFIGURATION_H

#include "config/setting.h"

/*
 * Reads them into SETTINGS, which settings_clear ends. ROOT is the site's folder; FILE may be NULL; FLAGS are
 * "key=value". Without a host it is localhost, which always brings 127.0.0.1 and ::1 with it. False with one line that
 * names file and line; then nothing is left to clear.
 */
bool configuration_read(int root, const char *file, const struct text_list *flags, struct settings *settings,
                        struct error *error) __attribute__((warn_unused_result));

/*
 * The same for a further site, which is for HOSTS: the settings of its own _config.yml but for its names and ports, which
 * are not its own to say. FIRST are those of the first site.
 */
bool configuration_read_further(int root, const struct text_list *hosts, const struct settings *first,
                                struct settings *settings, struct error *error) __attribute__((warn_unused_result));

/* Whether each of FLAGS is a setting with a fitting value; false with one line: wrong usage. */
bool configuration_check_flags(const struct text_list *flags, struct error *error) __attribute__((warn_unused_result));

#endif
