/* data_file.h - the data of a site: files, and folders of them, below `_data` (jekyll.md 3.5, 4). */
#ifndef SITE_DATA_FILE_H
#define SITE_DATA_FILE_H

#include "site/library.h"

/*
 * The tree of `_data/NAME.yml`, .yaml, .json, .csv or .tsv, the first that is there; of a folder NAME a map of its files.
 * NULL if there is none, or it is broken. Reads each time: library_data keeps it.
 */
const struct yaml *data_file_read(struct library *library, struct slice name);

#endif
