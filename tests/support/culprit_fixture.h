/** One range of commits and one culprit, and what tests do with them. */
#ifndef TESTS_SUPPORT_CULPRIT_FIXTURE_H
#define TESTS_SUPPORT_CULPRIT_FIXTURE_H

#include "baselines/culprit.h"

#define STEP .0953 /* ln 1.1 */

extern struct culprit_range range;
extern struct culprit *culprit;

/** Make both. @param weights NULL: all alike */
void culprit_start(const double *weights, size_t count);
void culprit_stop(void);

/** Add one value. */
void culprit_give(size_t place, double value);

/** Add pairs of values, by turns .01 and .02 to either side of a level. */
void culprit_give_around(size_t place, double level, size_t pairs);

/** Four such pairs around 0 at the first place, around STEP at the last. */
void culprit_give_ends(void);

/** Update; it must succeed. */
void culprit_settle(void);

/** That each answer is a number, and each probability one. */
void culprit_expect_numbers(void);

#endif
