#include <stdlib.h>
#include <string.h>

#include "baselines/budget.h"
#include "runner/measure_parts.h"
#include "runner/narrow.h"

/* What can be run on its own: a benchmark, or a name of one with a filter. */
struct group {
	struct measure_benchmark *benchmark;
	size_t first; /* of its tracks in the pass's order */
	size_t count;
};

/* Tracks, needs and groups of all benchmarks that may be due, each benchmark's
 * together. A group and its part have the same index. */
struct pass {
	const struct measuring *s;
	struct track **order;
	size_t track_count;
	struct budget_need *needs;
	size_t need_count;
	struct group *groups;
	struct budget_part *parts;
	size_t group_count;
};

static void
pass_release(struct pass *pass)
{
	free(pass->order);
	free(pass->needs);
	free(pass->groups);
	free(pass->parts);
}

static enum err
pass_init(struct pass *pass, const struct measuring *s)
{
	size_t count = tracks_count(s->tracks) + s->benchmark_count;

	*pass = (struct pass){.s = s};
	pass->order = calloc(count, sizeof *pass->order);
	pass->needs = calloc(count, sizeof *pass->needs);
	pass->groups = calloc(count, sizeof *pass->groups);
	pass->parts = calloc(count, sizeof *pass->parts);
	if (pass->order && pass->needs && pass->groups && pass->parts)
		return ERR_OK;
	pass_release(pass);
	return err_fail(ERR_NOMEM, "out of memory");
}

/* ---- groups ---- */

static int
compare(const void *left, const void *right)
{
	const struct track *a = *(const struct track *const *)left;
	const struct track *b = *(const struct track *const *)right;
	int order = strcmp(a->name.benchmark, b->name.benchmark);

	return order ? order : strcmp(a->name.metric, b->name.metric);
}

static bool
same_name(const struct track *a, const struct track *b)
{
	return strcmp(a->name.benchmark, b->name.benchmark) == 0;
}

static bool
wants_rounds(const struct pass *pass, const struct track *track)
{
	return track_can_be_judged(track) && !gate_decided(&track->gate) &&
	       track->rounds < pass->s->plan->rounds;
}

/* The median is the centre here: the Hodges-Lehmann estimate of 10,000 series
 * would take a second. */
static void
add_need(struct pass *pass, const struct track *track)
{
	const struct gate *gate = &track->gate;
	size_t room = pass->s->plan->rounds - track->rounds;
	struct gate_outlook outlook;
	double d[RULE_ROUNDS_MAX];
	size_t rounds = 0;

	memcpy(d, gate->d, gate->n * sizeof *d);
	outlook = gate_outlook(gate, median_in_place(d, gate->n));
	if (outlook.reachable && outlook.rounds <= (double)room)
		rounds = (size_t)outlook.rounds;
	pass->needs[pass->need_count++] = (struct budget_need){
	    .rounds = rounds,
	    .next_look = outlook.next_look < room ? outlook.next_look : room,
	    .candidate = gate->state == GATE_CANDIDATE,
	};
}

static void
add_group(struct pass *pass, const struct group *group, int64_t round_ns)
{
	struct budget_part *part = &pass->parts[pass->group_count];
	size_t first = pass->need_count;

	for (size_t i = 0; i < group->count; i++) {
		const struct track *track = pass->order[group->first + i];

		if (wants_rounds(pass, track))
			add_need(pass, track);
	}
	*part = (struct budget_part){
	    .round_ns = round_ns,
	    .needs = pass->needs + first,
	    .need_count = pass->need_count - first,
	};
	pass->groups[pass->group_count++] = *group;
}

/* Whether its undecided names fit into a command line. */
static bool
can_narrow(const struct pass *pass, const struct group *all)
{
	const struct measure_benchmark *benchmark = all->benchmark;
	const char *option = benchmark->config->filter;
	size_t bytes;

	if (!option || benchmark->filter_error)
		return false;
	bytes = narrow_frame_bytes(benchmark->config->command, option);
	for (size_t i = 0; i < all->count; i++) {
		const struct track *track = pass->order[all->first + i];

		if (wants_rounds(pass, track))
			bytes += narrow_name_bytes(track->name.benchmark);
	}
	return bytes <= NARROW_BYTES_MAX;
}

/* Names are taken to cost alike: what a round of those that were run last took,
 * over their number. */
static void
add_names(struct pass *pass, const struct group *all)
{
	struct measure_benchmark *benchmark = all->benchmark;
	size_t end = all->first + all->count;
	size_t names = 1;
	int64_t name_ns;

	for (size_t i = all->first + 1; i < end; i++)
		names += !same_name(pass->order[i - 1], pass->order[i]);
	if (benchmark->timed_names)
		names = benchmark->timed_names;
	name_ns = benchmark->block_ns / (int64_t)names;
	for (size_t i = all->first; i < end;) {
		struct group group = {benchmark, i, 0};

		while (i < end &&
		       same_name(pass->order[group.first], pass->order[i]))
			i++;
		group.count = i - group.first;
		add_group(pass, &group, name_ns);
	}
}

static void
add_benchmark(struct pass *pass, size_t owner)
{
	struct measure_benchmark *benchmark = &pass->s->plan->benchmarks[owner];
	struct group all = {benchmark, pass->track_count, 0};
	const size_t *owned = tracks_owned(pass->s->tracks, owner, &all.count);

	if (!all.count)
		return; /* it printed nothing: nothing is undecided */
	for (size_t i = 0; i < all.count; i++)
		pass->order[pass->track_count++] =
		    tracks_at(pass->s->tracks, owned[i]);
	if (!can_narrow(pass, &all)) {
		add_group(pass, &all, benchmark->whole_ns);
		return;
	}
	qsort(
	    pass->order + all.first, all.count, sizeof(*pass->order), compare);
	add_names(pass, &all);
}

/* ---- what is due ---- */

static void
run_whole(struct measure_benchmark *benchmark)
{
	free(benchmark->command);
	benchmark->command = NULL;
	benchmark->names = 0;
}

/* The command for `names` names of the groups that got rounds. One that stays
 * the same needs no new proof. */
static enum err
narrow(const struct pass *pass, size_t first, size_t end, size_t names)
{
	struct measure_benchmark *benchmark = pass->groups[first].benchmark;
	const char **list = calloc(names, sizeof *list);
	char *command = NULL;
	size_t count = 0;
	enum err err;

	if (!list)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = first; i < end; i++)
		if (pass->parts[i].rounds)
			list[count++] =
			    pass->order[pass->groups[i].first]->name.benchmark;
	err = narrow_command(&command, benchmark->config->command,
	    benchmark->config->filter, list, count);
	free(list);
	if (err)
		return err;
	if (!benchmark->command || strcmp(benchmark->command, command) != 0)
		benchmark->proven = false;
	free(benchmark->command);
	benchmark->command = command;
	benchmark->names = names;
	return ERR_OK;
}

static void
set_idle(const struct pass *pass, size_t group)
{
	bool idle = !pass->parts[group].rounds;

	for (size_t i = 0; i < pass->groups[group].count; i++)
		pass->order[pass->groups[group].first + i]->idle = idle;
}

/* One benchmark's groups, from `first` on. */
static enum err
take_groups(const struct pass *pass, size_t first, size_t end)
{
	struct measure_benchmark *benchmark = pass->groups[first].benchmark;
	size_t chosen = 0;

	benchmark->expect_ns = 0;
	for (size_t i = first; i < end; i++) {
		if (!pass->parts[i].rounds)
			continue;
		chosen++;
		benchmark->expect_ns += pass->parts[i].round_ns;
	}
	benchmark->due = chosen > 0;
	if (!chosen)
		return ERR_OK;
	if (chosen == end - first) {
		benchmark->expect_ns = benchmark->whole_ns;
		run_whole(benchmark);
		return ERR_OK;
	}
	for (size_t i = first; i < end; i++)
		set_idle(pass, i);
	return narrow(pass, first, end, chosen);
}

static enum err
take_plan(const struct pass *pass)
{
	enum err err = ERR_OK;

	for (size_t first = 0, end; !err && first < pass->group_count;
	     first = end) {
		for (end = first + 1; end < pass->group_count; end++)
			if (pass->groups[end].benchmark !=
			    pass->groups[first].benchmark)
				break;
		err = take_groups(pass, first, end);
	}
	return err;
}

/* Before the first look there is nothing to plan by: every benchmark gets its
 * rounds. Without a base, and for a question of the caller's that only wants
 * rounds, there is none at all. */
static bool
is_owed(const struct measuring *s, const struct measure_benchmark *benchmark)
{
	return !measure_paired(s->plan) || s->plan->question ||
	       benchmark->rounds < GATE_ROUNDS_FIRST;
}

enum err
measure_schedule(struct measuring *s, int64_t left_ns)
{
	struct pass pass;
	enum err err = pass_init(&pass, s);

	if (err)
		return err;
	for (size_t i = 0; i < s->benchmark_count; i++) {
		struct measure_benchmark *benchmark = &s->plan->benchmarks[i];

		benchmark->due = !benchmark->done && is_owed(s, benchmark);
		if (benchmark->done)
			continue;
		if (!benchmark->due) {
			add_benchmark(&pass, i);
			continue;
		}
		benchmark->expect_ns = benchmark->whole_ns;
		left_ns -= benchmark->whole_ns;
	}
	err = budget_plan(pass.parts, pass.group_count, left_ns);
	if (!err)
		err = take_plan(&pass);
	pass_release(&pass);
	return err;
}
