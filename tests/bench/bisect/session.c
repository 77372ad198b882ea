#include "tests/bench/bisect/session.h"

#include <math.h>
#include <stdlib.h>

#include "core/base/clock.h"

struct session {
	struct bisect *bisect;
	struct simulated_range range;
	size_t series;
	bool *built;
	struct session_outcome *outcome;
};

static enum err
init(struct session *session, const struct range_plan *plan,
    const struct bisect_options *options, uint64_t seed)
{
	enum err err = simulated_range_init(&session->range, plan, seed);
	size_t count = session->range.count;

	if (err)
		return err;
	session->built = calloc(count, sizeof *session->built);
	if (!session->built)
		return err_fail(ERR_NOMEM, "out of memory");
	err = bisect_new(&session->bisect, options, NULL, count);
	if (err)
		return err;
	return bisect_add_series(
	    session->bisect, DIRECTION_SMALLER, false, 0, &session->series);
}

static void
release(struct session *session)
{
	bisect_free(session->bisect);
	free(session->built);
	simulated_range_release(&session->range);
}

/* ---- work ---- */

/* @return false where it cannot be built */
static bool
build(struct session *session, size_t place)
{
	if (session->built[place])
		return true;
	session->outcome->builds++;
	if (session->range.broken[place]) {
		bisect_take_broken(session->bisect, place);
		return false;
	}
	session->built[place] = true;
	bisect_take_built(session->bisect, place);
	return true;
}

static double
run(struct session *session, size_t place)
{
	session->outcome->runs++;
	return simulated_range_run(&session->range, place);
}

static enum err
run_round(struct session *session, const struct bisect_task *task)
{
	double low = run(session, task->low);
	double high = run(session, task->place);

	return bisect_take_round(session->bisect, session->series, task->low,
	    task->place, low, high);
}

static enum err
work(struct session *session, const struct bisect_task *task)
{
	bool pair = task->work == BISECT_PAIR;
	enum err err = ERR_OK;

	if (pair && !build(session, task->low))
		return ERR_OK;
	if (!build(session, task->place))
		return ERR_OK;
	for (size_t i = 0; !err && i < task->rounds; i++)
		err = pair ? run_round(session, task)
			   : bisect_take_run(session->bisect, session->series,
				 task->place, run(session, task->place));
	return err;
}

/* ---- what comes of it ---- */

static void
stop(struct session *session, const struct bisect_task *task)
{
	struct session_outcome *outcome = session->outcome;
	struct bisect_finding finding;

	if (outcome->stopped)
		return;
	outcome->stop_runs = outcome->runs;
	outcome->stop_builds = outcome->builds;
	bisect_finding(session->bisect, 0, &finding);
	if (task->phase != BISECT_CONFIRM || finding.phase != BISECT_CONFIRM)
		return;
	outcome->stopped = true;
	outcome->right_at_stop =
	    simulated_range_has(&session->range, finding.first, finding.last);
}

static void
judge(struct session *session)
{
	struct session_outcome *outcome = session->outcome;
	size_t count = bisect_finding_count(session->bisect);

	for (size_t i = 0; i < count; i++) {
		struct bisect_finding finding;
		bool has;

		bisect_finding(session->bisect, i, &finding);
		has = simulated_range_has(
		    &session->range, finding.first, finding.last);
		if (i == 0)
			outcome->status = finding.status;
		outcome->named += finding.status == BISECT_FOUND && has;
		outcome->wrong += finding.status == BISECT_FOUND && !has;
		outcome->within += finding.status == BISECT_UNRESOLVED && has;
		outcome->reverted |= finding.reverted;
	}
	outcome->paired = bisect_is_paired(session->bisect);
}

static enum err
next(struct session *session, struct bisect_task *task)
{
	int64_t began = clock_monotonic_ns();
	enum err err = bisect_next(session->bisect, task);
	double ms = (double)(clock_monotonic_ns() - began) / CLOCK_NS_PER_MS;

	session->outcome->steps++;
	session->outcome->step_ms += ms;
	session->outcome->step_ms_max = fmax(session->outcome->step_ms_max, ms);
	return err;
}

static enum err
run_all(struct session *session, const struct session_watch *watch)
{
	struct bisect_task task;
	enum err err;

	for (;;) {
		err = next(session, &task);
		if (err)
			return err;
		stop(session, &task);
		if (watch && !watch->step(watch->context, session->bisect,
				 &task, &session->range))
			return ERR_OK;
		if (task.work == BISECT_DONE)
			break;
		err = work(session, &task);
		if (err)
			return err;
		if (session->outcome->runs <= SESSION_RUNS_MAX)
			continue;
		session->outcome->endless = true;
		bisect_close(session->bisect);
	}
	judge(session);
	return ERR_OK;
}

enum err
session_run(const struct range_plan *plan, const struct bisect_options *options,
    uint64_t seed, const struct session_watch *watch,
    struct session_outcome *out)
{
	struct session session = {.outcome = out};
	enum err err = init(&session, plan, options, seed);

	*out = (struct session_outcome){0};
	if (!err) {
		build(&session, 0);
		build(&session, session.range.count - 1);
		err = run_all(&session, watch);
	}
	release(&session);
	return err;
}
