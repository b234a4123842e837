/* version.h - the version of the Markdown library that only this layer sees. */
#ifndef DOCUMENT_VERSION_H
#define DOCUMENT_VERSION_H

/* "0.30.2" of cmark, as found at run time. Static. */
const char *markdown_library_version(void);

#endif
