#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/level.h"
#include "reports/baseline_report.h"
#include "reports/place.h"
#include "runner/baseline.h"
#include "runner/machine.h"

/* So many commits of the default branch are looked at for a measured one. */
#define LOOK_BACK_MAX 1000

/* ---- which commit ---- */

/* Where the clone ends, the looking ends. */
static enum err
find_measured(struct app *app, const char *branch, const char *machine_key,
    struct oid *out)
{
	struct commit commit;
	enum err err = repo_commit(app->repo, branch, &commit);

	for (int i = 0; !err && i < LOOK_BACK_MAX; i++) {
		size_t sessions = 0;

		err = store_history_sessions(
		    app->store, commit.oid.hex, machine_key, &sessions);
		if (!err && sessions)
			*out = commit.oid;
		if (err || sessions)
			return err;
		if (!commit.parent_count ||
		    repo_commit(app->repo, commit.parent.hex, &commit))
			break;
	}
	if (err)
		return err;
	return err_fail(ERR_UNJUDGED,
	    "none of the newest commits of %s has samples on this machine; "
	    "tidemark run %s measures one",
	    branch, branch);
}

static enum err
find_default(struct app *app, const char *machine_key, struct oid *out)
{
	char *branch = NULL;
	enum err err = repo_default_branch(app->repo, &branch);

	if (!err || err == ERR_NOTFOUND)
		err = find_measured(
		    app, branch ? branch : "HEAD", machine_key, out);
	free(branch);
	return err;
}

/* A pin comes before a branch or tag of the same name. */
static enum err
find_named(struct app *app, const char *name, struct oid *out)
{
	struct commit commit;
	enum err err = pin_find(app, name, out);

	if (err != ERR_NOTFOUND)
		return err;
	err = repo_commit(app->repo, name, &commit);
	if (!err)
		*out = commit.oid;
	return err;
}

/* ---- one commit ---- */

static enum err
write_baseline_json(void *ctx, FILE *file)
{
	return baseline_report_json(ctx, file);
}

static enum err
write_baseline(
    const struct baseline_options *options, struct baseline_report *report)
{
	enum err err = ERR_OK;

	if (options->json)
		err = place_write(options->json, write_baseline_json, report);
	if (!err && baseline_shows_text(options))
		err = baseline_report_text(report, stdout);
	return err;
}

static enum err
show_levels(const struct baseline_options *options,
    const struct store_history *history, const struct level *levels,
    size_t count)
{
	struct baseline_report report = {
	    .oid = history->commits[0].oid,
	    .subject = history->commits[0].subject,
	    .time_s = history->commits[0].time_s,
	    .machine_key = history->machines[0],
	    .count = count,
	};
	struct baseline_row *rows = calloc(count, sizeof *rows);
	enum err err;

	if (!rows)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct baseline_row){
		    .name = history->series[levels[i].series].name,
		    .setup = history->series[levels[i].series].setup,
		    .value = levels[i].value,
		    .spread = levels[i].spread,
		    .samples = levels[i].samples,
		    .sessions = levels[i].sessions,
		};
	report.rows = rows;
	err = write_baseline(options, &report);
	free(rows);
	return err;
}

static enum err
show_commit(
    struct app *app, const struct baseline_options *options, const char *name)
{
	struct oid oid = {""};
	const char *oids[] = {oid.hex};
	struct machine machine;
	struct store_history_query query = {
	    .machine_key = machine.key, .oids = oids, .oid_count = 1};
	struct store_history *history = NULL;
	struct level *levels = NULL;
	size_t count = 0;
	enum err err;

	machine_probe(&machine);
	err = name ? find_named(app, name, &oid)
		   : find_default(app, machine.key, &oid);
	if (!err)
		err = store_history_read(app->store, &query, &history);
	if (!err && !history->point_count)
		err = err_fail(ERR_UNJUDGED,
		    "%.10s has no samples on this machine; tidemark run %.10s "
		    "measures it",
		    oid.hex, oid.hex);
	if (!err)
		err = levels_of(history, &levels, &count);
	if (!err)
		err = show_levels(options, history, levels, count);
	free(levels);
	store_history_free(history);
	return err;
}

/* ---- the archive ---- */

static enum err
write_archive_json(void *ctx, FILE *file)
{
	return archive_report_json(ctx, file);
}

static enum err
write_archive(
    const struct baseline_options *options, struct archive_report *report)
{
	enum err err = ERR_OK;

	if (options->json)
		err = place_write(options->json, write_archive_json, report);
	if (!err && baseline_shows_text(options))
		err = archive_report_text(report, stdout);
	return err;
}

static struct archive_level
archive_level_of(const struct store_history *history, const struct level *level)
{
	const struct store_history_commit *commit =
	    &history->commits[level->commit];

	return (struct archive_level){
	    .oid = commit->oid,
	    .subject = commit->subject,
	    .time_s = commit->time_s,
	    .value = level->value,
	    .spread = level->spread,
	};
}

static enum err
show_records(const struct baseline_options *options,
    const struct store_history *history, const struct level_record *records,
    size_t count)
{
	struct archive_row *rows = calloc(count + 1, sizeof *rows);
	struct archive_report report = {rows, count};
	enum err err;

	if (!rows)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < count; i++) {
		const struct level_record *record = &records[i];
		const struct store_history_series *series =
		    &history->series[record->best->series];

		rows[i] = (struct archive_row){
		    .machine_key = history->machines[record->best->machine],
		    .name = series->name,
		    .setup = series->setup,
		    .best = archive_level_of(history, record->best),
		    .latest = archive_level_of(history, record->latest),
		    .ratio = record->ratio,
		    .commits = record->commits,
		};
	}
	err = write_archive(options, &report);
	free(rows);
	return err;
}

static enum err
show_archive(struct app *app, const struct baseline_options *options)
{
	static const struct store_history_query all = {NULL, NULL, 0};
	struct store_history *history = NULL;
	struct level_record *records = NULL;
	struct level *levels = NULL;
	size_t count = 0;
	enum err err = store_history_read(app->store, &all, &history);

	if (!err && !history->point_count)
		err = err_fail(ERR_UNJUDGED,
		    "%s: no samples of a finished run; tidemark run measures a "
		    "commit and keeps them",
		    app->places.store);
	if (!err)
		err = levels_of(history, &levels, &count);
	if (!err)
		err = levels_record(history, levels, count, &records, &count);
	if (!err)
		err = show_records(options, history, records, count);
	free(records);
	free(levels);
	store_history_free(history);
	return err;
}

enum err
baseline_show(struct app *app, const struct baseline_options *options, int argc,
    char **argv)
{
	enum err err;

	if (options->archive && argc)
		return err_fail(ERR_USAGE,
		    "--archive is of all commits: %s was not expected",
		    argv[0]);
	err = app_read_store(app);
	if (err)
		return err;
	return options->archive
		   ? show_archive(app, options)
		   : show_commit(app, options, argc ? argv[0] : NULL);
}
