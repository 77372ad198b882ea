/**
 * Judging what a result file says anew. Whoever measured could have written
 * anything into the file, so nothing of it counts but its samples: they go
 * through the same tracks, gates and judge() as when they were measured, under
 * the config that the caller trusts. Verdicts, tolerances, limits and
 * acknowledgements of the file are not looked at.
 *
 * What cannot be judged anew is never a pass: a comparison with a history or
 * with stored samples, one that measured nothing because base and head are
 * identical (unless the caller found the same), a benchmark or a metric of the
 * config that is not in the file.
 *
 * The samples themselves, and that they are of these commits, stay their
 * writer's claim.
 */
#ifndef RUNNER_REJUDGE_H
#define RUNNER_REJUDGE_H

#include "core/base/err.h"
#include "reports/report.h"
#include "runner/accept.h"
#include "runner/source.h"

struct rejudge_rules {
	const struct source *source;
	double tolerance; /**< in place of the rules'; 0: as they say */
	/** Acknowledgements that count; NULL: none. Against another base than
	 *  the first one's they do not count. */
	const struct accept *accept;
	/** Commit whose build has the same inputs as head's, as the caller
	 *  found out: against it nothing had to be measured. NULL: none. */
	const char *identical;
};

struct rejudgement;

/**
 * @param claimed borrowed, as the rules are, until rejudgement_free()
 * @return ERR_PARSE for samples that no measuring takes, such as one that is
 * not above 0 or a series that is there twice; ERR_NOMEM
 */
enum err rejudge(struct rejudgement **out, const struct report *claimed,
    const struct rejudge_rules *rules);

const struct report *rejudgement_report(const struct rejudgement *rejudgement);

/** Takes NULL. */
void rejudgement_free(struct rejudgement *rejudgement);

#endif
