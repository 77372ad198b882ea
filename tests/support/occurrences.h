/** How often a text holds another. */
#ifndef TESTS_SUPPORT_OCCURRENCES_H
#define TESTS_SUPPORT_OCCURRENCES_H

#include <stddef.h>

/** Those that do not overlap. `part` is not "". */
size_t occurrences(const char *text, const char *part);

#endif
