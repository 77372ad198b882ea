#include "baselines/detector.h"

#include <assert.h>
#include <math.h>

#define PASS 0.05
#define CANDIDATE 0.008
#define CONFIRM 0.05

const struct detector_limits detector_default = {.02, .05};
const struct detector_limits detector_sensitive = {.01, .03};

/* What 6 rounds can say: 6 on one side have p = 1/64 = .0156, which passes and
 * confirms but makes no candidate; 7 would, with 1/128 = .0078, and 8 are the
 * next look. Up to 25 fresh rounds in place of the gate's 20 raise the power at
 * +5 % from 58 to 62 % in simulated CI noise, for .4 rounds more. */
const struct rule detector_rule = {
    .main = {{6, PASS, CANDIDATE}, {8, PASS, CANDIDATE}, {10, PASS, CANDIDATE},
	{13, PASS, CANDIDATE}, {16, PASS, CANDIDATE}, {20, PASS, CANDIDATE},
	{25, PASS, CANDIDATE}, {30, PASS, CANDIDATE}, {40, PASS, CANDIDATE},
	{0, 0, 0}},
    .fresh = {{6, 0, CONFIRM}, {8, 0, CONFIRM}, {10, 0, CONFIRM},
	{13, 0, CONFIRM}, {16, 0, CONFIRM}, {20, 0, CONFIRM}, {25, 0, CONFIRM},
	{0, 0, 0}},
    /* P(Z < 1.6449) = .95, P(Z < 2.4089) = .992 */
    .z_pass = 1.6448536269514722,
    .z_candidate = 2.4089155458154612,
    .z_confirm = 1.6448536269514722,
};

struct question
detector_question(const struct detector_limits *limits, bool both)
{
	assert(limits->effect > 0);
	return (struct question){
	    .rule = &detector_rule,
	    .pass_log = log1p(limits->effect),
	    .candidate_log = log1p(limits->floor),
	    .both = both,
	};
}
