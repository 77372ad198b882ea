#include <math.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "reports/trend_report.h"
#include "reports/trend_rows.h"

/* "" is a text that is not known. */
static void
put_known(struct json_writer *json, const char *key, const char *text)
{
	json_member_text(json, key, *text ? text : NULL);
}

static void
put_found(struct json_writer *json, int64_t found_s)
{
	char date[CLOCK_DATE_SIZE];

	clock_date(found_s, date);
	json_member_text(json, "found", found_s ? date : NULL);
}

static const struct trend_commit *
commit_of(const struct trend_report *report, const struct history_line *line,
    size_t index)
{
	return &report->commits[line->points[index].commit];
}

static void
put_culprit(struct json_writer *json, const struct trend_culprit *culprit)
{
	const struct trend_commit *commit = culprit ? culprit->commit : NULL;

	json_key(json, "bisect");
	if (!culprit) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	json_member_text(json, "status", bisect_status_name(culprit->status));
	json_member_text(json, "oid", commit ? commit->oid : NULL);
	json_member_text(json, "subject", commit ? commit->subject : NULL);
	json_member_number(
	    json, "probability", commit ? culprit->probability : NAN);
	json_object_end(json);
}

static void
put_change(struct json_writer *json, const struct trend_report *report,
    const struct trend_series *series, size_t i)
{
	const struct trend_change *change = &series->trend->changes[i];
	const struct trend_alert *alert = &series->alerts[i];
	const struct history_line *line = series->line;
	const struct trend_commit *commit =
	    commit_of(report, line, change->index);
	const struct trend_commit *before =
	    commit_of(report, line, change->index - 1);

	json_object_begin(json);
	json_member_count(json, "index", change->index);
	put_known(json, "oid", commit->oid);
	put_known(json, "before_oid", before->oid);
	json_member_text(
	    json, "subject", report->is_file ? NULL : commit->subject);
	json_member_count(json, "candidates",
	    line->points[change->index].commit -
		line->points[change->index - 1].commit);
	json_member_number(json, "ratio", change->ratio);
	json_member_number(json, "ratio_low", change->ratio_low);
	json_member_number(json, "ratio_high", change->ratio_high);
	json_member_text(json, "kind",
	    trend_change_is_worse(change) ? "regression" : "improvement");
	json_member_text(json, "state", trend_state_name(alert->state));
	json_member_bool(json, "in_drift", change->in_drift);
	put_known(json, "id", alert->id);
	put_found(json, alert->found_s);
	json_member_text(json, "note", alert->note);
	put_culprit(json, alert->culprit);
	json_object_end(json);
}

static void
put_drift(struct json_writer *json, const struct trend_series *series)
{
	const struct trend_drift *drift = &series->trend->drift;
	bool found = drift->found;

	json_key(json, "drift");
	json_object_begin(json);
	json_member_bool(json, "found", found);
	json_member_count(json, "points", drift->points);
	json_member_number(json, "ratio", drift->ratio);
	json_member_number(json, "ratio_low", drift->ratio_low);
	json_member_number(json, "ratio_high", drift->ratio_high);
	json_member_text(json, "state",
	    found ? trend_state_name(series->drift.state) : NULL);
	put_known(json, "id", found ? series->drift.id : "");
	json_object_end(json);
}

static void
put_suspects(struct json_writer *json, const struct trend_series *series)
{
	const struct trend *trend = series->trend;

	json_key(json, "suspects");
	json_object_begin(json);
	json_member_count(json, "count", trend->suspects);
	json_member_number(
	    json, "ratio", trend->suspects ? trend->suspect_ratio : NAN);
	json_member_text(json, "confirmed", series->confirmed);
	json_object_end(json);
}

static void
put_noise(struct json_writer *json, const struct trend_series *series)
{
	const struct trend_spread *spread = &series->trend->spread;

	json_key(json, "noise_change");
	json_object_begin(json);
	json_member_bool(json, "found", spread->found);
	json_member_count(json, "index", spread->found ? spread->index : 0);
	json_member_number(json, "ratio", spread->found ? spread->ratio : NAN);
	json_object_end(json);
}

static void
put_epochs(struct json_writer *json, const struct history_line *line)
{
	json_key(json, "epochs");
	json_array_begin(json);
	for (size_t i = 0; i < line->epoch_count; i++) {
		const struct history_epoch *epoch = &line->epochs[i];

		json_object_begin(json);
		json_member_count(json, "index", epoch->first);
		json_member_count(json, "points", epoch->count);
		json_member_text(
		    json, "cause", history_cause_name(epoch->cause));
		put_known(json, "machine", epoch->machine_key);
		json_member_text(json, "unit", epoch->name.unit);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
put_points(struct json_writer *json, const struct trend_report *report,
    const struct history_line *line)
{
	json_key(json, "points");
	json_array_begin_flat(json);
	for (size_t i = 0; i < line->point_count; i++)
		json_put_number(json, line->points[i].value);
	json_array_end(json);
	if (report->is_file)
		return;
	json_key(json, "oids");
	json_array_begin_flat(json);
	for (size_t i = 0; i < line->point_count; i++)
		json_put_text(json, commit_of(report, line, i)->oid);
	json_array_end(json);
}

static void
put_pins(struct json_writer *json, const struct trend_series *series)
{
	json_key(json, "pins");
	json_array_begin(json);
	for (size_t i = 0; i < series->pin_count; i++) {
		json_object_begin(json);
		json_member_text(json, "name", series->pins[i].name);
		json_member_number(json, "ratio", series->pins[i].ratio);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
put_series(struct json_writer *json, const struct trend_report *report,
    const struct trend_series *series)
{
	const struct history_line *line = series->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	struct buf name = BUF_INIT;

	trend_name(&name, line);
	json_object_begin(json);
	json_member_text(json, "name", buf_text(&name));
	json_member_text(json, "benchmark", line->benchmark);
	put_known(json, "metric", line->metric);
	json_member_text(json, "unit", last->name.unit);
	json_member_text(
	    json, "direction", direction_name(last->name.direction));
	json_member_number(json, "level", series->trend->level);
	json_member_count(json, "level_from", series->trend->level_from);
	put_points(json, report, line);
	put_epochs(json, line);
	json_key(json, "change_points");
	json_array_begin(json);
	for (size_t i = 0; i < series->trend->count; i++)
		put_change(json, report, series, i);
	json_array_end(json);
	put_drift(json, series);
	put_suspects(json, series);
	put_noise(json, series);
	put_pins(json, series);
	json_object_end(json);
	if (name.failed)
		json->err = ERR_NOMEM;
	buf_release(&name);
}

enum err
trend_render_json(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct json_writer json;

	(void)options;
	json_writer_init(&json, file);
	json_object_begin(&json);
	json_member_text(&json, "schema", "tidemark.trend/1");
	json_member_text(&json, "version", report->version);
	json_member_text(&json, "source", report->source);
	json_member_text(&json, "method", report->method);
	json_member_count(
	    &json, "commits", report->is_file ? 0 : report->commit_count);
	json_member_bool(&json, "alarm", trend_report_alarms(report));
	json_key(&json, "series");
	json_array_begin(&json);
	for (size_t i = 0; i < report->series_count; i++)
		put_series(&json, report, &report->series[i]);
	json_array_end(&json);
	json_key(&json, "warnings");
	json_array_begin(&json);
	for (size_t i = 0; i < report->warning_count; i++)
		json_put_text(&json, report->warnings[i]);
	json_array_end(&json);
	json_object_end(&json);
	return json_writer_end(&json);
}
