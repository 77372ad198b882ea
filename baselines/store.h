/**
 * The store: runs and their raw samples, in one SQLite file (WAL).
 *
 * A sample is never changed. All three writing steps of a run are idempotent by
 * content: repeated with the same content they do nothing; with other content
 * they are ERR_CONFLICT and change nothing. Each step is one transaction, so a
 * process killed at any moment leaves a store that opens and holds whole
 * rounds. Several processes may use one store; a writer waits up to 10 s. A
 * handle belongs to one thread at a time and does not outlive a fork.
 *
 * Errors unless said otherwise: ERR_IO (disk full, read only, damaged, locked;
 * names the file), ERR_NOMEM.
 */
#ifndef BASELINES_STORE_H
#define BASELINES_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/noise.h"
#include "baselines/series.h"
#include "core/base/err.h"

#define STORE_OID_SIZE 41 /**< 40 hex digits and the NUL */

struct store;

enum store_mode {
	STORE_READ, /**< must exist; nothing is written to it, not even
			 a migration. Needs no write permission. */
	STORE_READ_WRITE /**< made or migrated where needed; the folder must
			      exist */
};

/**
 * Open a store.
 *
 * @return also ERR_NOTFOUND for STORE_READ where there is none yet; ERR_USAGE
 *         for a file that is not a store, a store of a newer version, and with
 *         STORE_READ one of an older version
 */
enum err store_open(struct store **out, const char *path, enum store_mode mode);

/** Close a store; NULL is fine. */
void store_close(struct store *store);

/**
 * What was measured: one side of a run. A commit is its oid: the subject and
 * the date that the first run gave stay.
 */
struct store_arm {
	enum side side;
	const char *oid; /**< commit, 40 hex digits */
	const char *subject; /**< its first line */
	int64_t time_s; /**< its committer date */
	const char *build_key;
};

/** One session of measuring on one machine. */
struct store_run {
	const char *uid; /**< chosen by the measurer, unique: 32 hex digits */
	const char *kind; /**< "check", "compare", "run", or one that
			     another header names */
	const char *machine_key;
	const char *provenance; /**< JSON object: kernel, governor, load ... */
	const char *config_from; /**< commit the config came from, or "" */
	const char *version; /**< tidemark's */
	int64_t started_s;
	uint64_t seed;
	const struct store_arm *arms;
	size_t arm_count; /**< at most SIDE_COUNT, each side once */
};

enum store_run_status {
	STORE_RUN_OPEN, /**< under way, or killed */
	STORE_RUN_COMPLETE,
	STORE_RUN_INTERRUPTED, /**< a signal, or the budget; its rounds count */
	STORE_RUN_FAILED
};

/** Enter a run, as STORE_RUN_OPEN. */
enum err store_run_begin(struct store *store, const struct store_run *run);

/**
 * Add samples of one round of a run: all of them or none. A round may be put
 * in several calls, one for each setup; each call stands alone.
 *
 * @param round from 0
 * @param setup digest of the benchmark's command and settings: samples of
 *        different setups are different series
 * @return also ERR_NOTFOUND for an unknown run or a side it has not got;
 *         ERR_CONFLICT where a sample of that round, side and series is there
 *         with another value, or the run is finished and has not got it;
 *         ERR_PARSE for a value that is not finite and above 0; ERR_LIMIT for
 *         a benchmark name longer than BENCHMARK_NAME_MAX
 */
enum err store_round_put(struct store *store, const char *run_uid, size_t round,
    const char *setup, const struct sample *samples, size_t count);

/**
 * Finish a run, and make of its samples what store_history_read() and
 * store_controls() give; of a bisection's (store_bisect.h) nothing is made. A
 * finished status may only be repeated. O(n log n) in the run's samples, all of
 * which are in memory, 24 bytes each.
 *
 * @param status not STORE_RUN_OPEN
 * @return also ERR_NOTFOUND for an unknown run; ERR_CONFLICT where it is
 *         finished with another status
 */
enum err store_run_finish(
    struct store *store, const char *run_uid, enum store_run_status status);

/** A build that was made, for the cost of the next ones. */
struct store_build {
	const char *key;
	const char *oid;
	int64_t started_s;
	int64_t duration_ns;
	bool succeeded;
};

/** Add a build; the same content twice is one build. */
enum err store_build_put(struct store *store, const struct store_build *build);

/** Give the latest build of a key. @return also ERR_NOTFOUND. */
enum err store_build_latest(struct store *store, const char *key,
    int64_t *out_duration_ns, bool *out_succeeded);

/** Give the times of the last builds that succeeded, the last one first.
 *  @param[out] out_ns of *count, at most `cap`, builds */
enum err store_build_times(
    struct store *store, int64_t *out_ns, size_t cap, size_t *count);

/** One session's samples of one series and commit. Valid during the call. */
struct store_session {
	struct series_name series;
	const char *setup;
	const char *run_uid;
	int64_t started_s;
	const double *values; /**< in the order of rounds */
	size_t count;
};

typedef enum err store_session_fn(void *ctx, const struct store_session *s);

/**
 * Give all sessions of a commit that this machine key measured, runs that are
 * still open left out, ordered by benchmark, metric, setup, unit, direction,
 * start, run and side. The control's samples are not given: they are the
 * base's a second time. A run with the commit on both other sides gives two
 * sessions, the base's first. A shared run gives the samples that it shares.
 *
 * Everything is read before the first call, so `fn` may use the store.
 *
 * @return also what `fn` returned, if not ERR_OK; that ends the calls
 */
enum err store_sessions(struct store *store, const char *oid,
    const char *machine_key, store_session_fn *fn, void *ctx);

/** What the control says of one series in one run. Valid during the call. */
struct store_control {
	struct series_name series;
	const char *setup;
	/** Of ln(control/base), the other way round where bigger is better. */
	struct noise_session session;
	size_t rounds; /**< that have both sides: 1 to NOISE_ROUNDS_MAX, the
			    first ones */
};

typedef enum err store_control_fn(void *ctx, const struct store_control *c);

/**
 * Give the controls of complete runs on this machine key: of each base commit
 * the latest run, since its builds are the same in the next one, and of at most
 * `runs` commits. Ordered by benchmark, metric, setup, unit, direction and run;
 * of runs the one that was begun first comes first.
 *
 * Everything is read before the first call, so `fn` may use the store.
 *
 * @return also what `fn` returned, if not ERR_OK; that ends the calls
 */
enum err store_controls(struct store *store, const char *machine_key,
    size_t runs, store_control_fn *fn, void *ctx);

/** Whether complete runs of this commit, machine and setup have samples, of
 *  their own or shared ones; the control's do not count. */
enum err store_has(struct store *store, const char *oid,
    const char *machine_key, const char *setup, bool *out);

/** Rows in all, for `gc` and the tests. */
struct store_counts {
	int64_t runs;
	int64_t arms;
	int64_t series;
	int64_t samples;
};

enum err store_count(struct store *store, struct store_counts *out);

#endif
