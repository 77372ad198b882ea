/**
 * Acknowledgements: slowdowns that somebody has accepted, reviewed as the code
 * is (DESIGN, rule 10).
 *
 * For a check: accept_new() reads and checks the files of both commits and says
 * which entries count; judge_accept() applies them. For a history:
 * accept_covers().
 *
 * Errors unless said otherwise: ERR_USAGE, ERR_IO, ERR_NOMEM.
 */
#ifndef RUNNER_ACCEPT_H
#define RUNNER_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "core/base/err.h"
#include "runner/base.h"
#include "runner/config_accept.h"
#include "runner/repo/repo.h"

/** An entry of the trusted commit's file, one that head's file adds, or one
 *  that is in neither, but in that of the branch to merge into. */
struct accept_row {
	const struct config_accept_entry *entry;
	char *name; /**< ".tidemark-accept.yml accept[2]" */
	bool added; /**< head's, and not equal to any of the trusted commit's */
	bool counts;
	bool told; /**< why it does not count is worth a warning */
	char *why_not; /**< "is new in head and ..."; NULL: it counts, or is of
			  no use here */
};

struct accept {
	struct config_accept *trusted; /**< NULL: there is no file */
	struct config_accept *proposed; /**< head's; NULL: no file */
	/** That of the branch to merge into; NULL: no file, or one that cannot
	 *  be read, or head is merged. Its entries never count. */
	struct config_accept *target;
	char target_name[BASE_NAME_SIZE];
	struct accept_row *rows; /**< trusted, added, then the target's */
	size_t count;
};

/**
 * Read the files of a check's commits and say which entries count.
 *
 * An entry counts if it stands in the file of pair->config_commit or, with
 * `allow_added`, in head's; if it has not expired at head's commit date, or at
 * the base's where that is later, since nobody may turn back the clock by the
 * date of a commit; and if its range can hold a change between base and head,
 * accept_scope_of_pair(). What is not known does not count.
 *
 * An expired entry that base and head have alike merely does not count where
 * its range can hold no change between them any more: nobody is stopped by what
 * another's branch brought long ago.
 *
 * @param[out] out the caller's: accept_free()
 * @return ERR_USAGE, naming the commit, where a file of the two does not parse,
 *         or where head's has another entry that has expired, or one that lasts
 *         too long or whose range is none
 */
enum err accept_new(struct accept **out, struct repo *repo,
    const struct base_pair *pair, bool allow_added);
void accept_free(struct accept *accept);

/** Whether the entry is about the series: its glob matches the benchmark's
 *  whole name and the metric is equal. */
bool accept_matches(
    const struct config_accept_entry *entry, const struct series_name *name);

/**
 * The level that the entry accepts, in the unit of the series.
 * @return false where it accepts none, or its unit is of another kind
 */
bool accept_level(const struct config_accept_entry *entry,
    const struct series_name *name, double *out);

/** A lasting change of a series in a history. */
struct accept_change {
	struct series_name name;
	struct oid before; /**< last measured one of the old level */
	struct oid commit; /**< first measured one of the new level */
	double ratio_low; /**< of new to old level, above 1 is worse; lower end
			       of its interval, or NaN */
	double value; /**< the new level, in the series' unit; or NaN */
};

/**
 * Find an entry that covers a change of the first-parent history of `tip`: it
 * is about the series, has not expired at the tip's commit date, its range can
 * hold the change (accept_scope_of_change()), and its factor is at least
 * ratio_low, or the new level no worse than its level. NaN is never covered.
 *
 * @param file the tip's, accept_file_of_commit()
 * @param[out] out the first such entry, of `file`; NULL where there is none
 */
enum err accept_covers(struct repo *repo, const struct config_accept *file,
    const struct commit *tip, const struct accept_change *change,
    const struct config_accept_entry **out);

#endif
