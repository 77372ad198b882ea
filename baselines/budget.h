/**
 * Which parts of a measuring get rounds while its budget cannot finish all.
 *
 * A part is what can be run on its own: a benchmark's command, or one name of
 * it where the command has a filter. Pure: from what each undecided series
 * likely needs and what a round costs to how many rounds each part gets.
 *
 * Planning by what was measured so far does not bias verdicts. A gate looks at
 * fixed numbers of its own rounds, and what it says at a look depends on those
 * rounds alone: a plan decides only whether that look is reached. The chance of
 * a wrong verdict at any of the looks bounds the chance at those that are.
 */
#ifndef BASELINES_BUDGET_H
#define BASELINES_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/** What one undecided series needs, see gate_outlook(). */
struct budget_need {
	size_t rounds; /**< would likely decide it; 0: none within its looks */
	size_t next_look; /**< more rounds until it looks; above 0 */
	bool candidate; /**< awaits the fresh rounds that confirm it */
};

struct budget_part {
	int64_t round_ns; /**< what a round of it costs, of all sides */
	const struct budget_need *needs; /**< borrowed */
	size_t need_count;
	size_t rounds; /**< the answer: so many more, 0 for none now */
};

/**
 * Give rounds to parts.
 *
 * Each part aims at the number of rounds that decides most of its series a
 * second. Parts in which a candidate would be decided come first, then those
 * that decide another series, most a second first, then those that merely reach
 * a next look, the cheapest first. In that order each part whose rounds fit
 * into what is left gets them. As long as the time suffices for all, all get
 * rounds; if it suffices for any aim, at least one part does. Called anew after
 * each pass, since estimates move.
 *
 * O(n log n) in the parts and linear in their needs.
 *
 * @param left_ns what is left of the budget
 * @return ERR_NOMEM
 */
enum err budget_plan(struct budget_part *parts, size_t count, int64_t left_ns);

#endif
