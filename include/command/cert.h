/* cert.h - `capsule cert show | new | renew`: the certificate folder, seen and kept by its owner. */
#ifndef COMMAND_CERT_H
#define COMMAND_CERT_H

#include "config/option.h"

extern const struct option_row cert_options[];

/* Runs the command on its WORDS (COUNT of them, behind `cert`) and returns the process's exit status. */
int cert_run(int count, char *const *words);

#endif
