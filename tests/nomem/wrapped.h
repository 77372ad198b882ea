/**
 * The allocations of the objects under test, made to fail: the program is
 * linked with --wrap of malloc, calloc, realloc and strdup. What shared
 * libraries allocate for themselves does not come here.
 */
#ifndef TESTS_NOMEM_WRAPPED_H
#define TESTS_NOMEM_WRAPPED_H

#include <stdbool.h>
#include <stddef.h>

/** From here on the n-th allocation (from 1) gives nothing, once. */
void wrapped_fail_at(size_t n);

/** Let all pass again. @return whether one failed since wrapped_fail_at() */
bool wrapped_end(void);

#endif
