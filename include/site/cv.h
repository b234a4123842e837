/* cv.h - a curriculum vitae that stands in data files, where the theme's layout is all that shows it (al-folio's `cv`). */
#ifndef SITE_CV_H
#define SITE_CV_H

#include "base/buffer.h"
#include "config/yaml.h"

/*
 * Appends the sections of DATA as HTML: headings, and lists of what they hold. DATA is a list of sections with `title` and
 * `contents` (al-folio), a map with `cv: sections:` (RenderCV) or JSON Resume; of that only the sections that ORDER, a
 * list, names, if it is one. Nothing for anything else, and at most 10,000 items.
 */
void cv_add(const struct yaml *data, const struct yaml *order, struct buffer *html);

#endif
