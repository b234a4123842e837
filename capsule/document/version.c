/* version.c - the version of cmark. */
#include "document/version.h"

#include <cmark.h>

const char *
markdown_library_version(void)
{
    return cmark_version_string();
}
