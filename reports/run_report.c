#include "reports/run_report.h"

#include <errno.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/text.h"

/* `shown` is what the summary calls it. */
static const struct {
	const char *name;
	const char *shown;
} statuses[RUN_STATUS_COUNT] = {
    [RUN_LEFT] = {"left", "left"},
    [RUN_MEASURED] = {"measured", "measured"},
    [RUN_SHARED] = {"shared", "shared"},
    [RUN_EXISTING] = {"existing", "skipped"},
    [RUN_FAILED] = {"failed", "failed"},
    [RUN_UNJUDGED] = {"unjudged", "not judged"},
};

/* As they are told: what was done, what was not. */
static const enum run_status order[] = {
    RUN_MEASURED, RUN_SHARED, RUN_EXISTING, RUN_FAILED, RUN_UNJUDGED, RUN_LEFT};

const char *
run_status_name(enum run_status status)
{
	return statuses[status].name;
}

size_t
run_report_count(const struct run_report *report, enum run_status status)
{
	size_t count = 0;

	for (size_t i = 0; i < report->count; i++)
		count += report->commits[i].status == status;
	return count;
}

/* ---- text ---- */

/* The first line; compilers and benchmarks may have written it. */
static void
put_first_line(const char *text, FILE *file)
{
	while (*text && *text != '\n') {
		size_t len = text_control_len(text, "");

		fputc(len ? '?' : *text, file);
		text += len ? len : 1;
	}
	fputc('\n', file);
}

enum err
run_report_text(const struct run_report *report, FILE *file)
{
	const char *comma = "";

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		size_t count = run_report_count(report, order[i]);

		if (!count && order[i] != RUN_MEASURED)
			continue;
		fprintf(
		    file, "%s%zu %s", comma, count, statuses[order[i]].shown);
		comma = ", ";
	}
	fputc('\n', file);
	for (size_t i = 0; i < report->count; i++) {
		const struct run_commit *commit = &report->commits[i];

		if (commit->status != RUN_FAILED &&
		    commit->status != RUN_UNJUDGED)
			continue;
		fprintf(file, "  %.10s  ", commit->oid);
		put_first_line(commit->error ? commit->error : "", file);
	}
	if (fflush(file) == EOF || ferror(file))
		return err_fail(ERR_IO, "%s", strerror(errno));
	return ERR_OK;
}

/* ---- JSON ---- */

static void
put_seconds(struct json_writer *writer, int64_t elapsed_ns)
{
	json_member_number(writer, "seconds", (double)elapsed_ns / 1e9);
}

static void
put_commit(struct json_writer *writer, const struct run_commit *commit)
{
	json_object_begin(writer);
	json_member_text(writer, "oid", commit->oid);
	json_member_text(writer, "subject", commit->subject);
	json_member_text(writer, "status", run_status_name(commit->status));
	json_member_text(writer, "shared_with",
	    *commit->shared_with ? commit->shared_with : NULL);
	json_member_int(writer, "series", (int64_t)commit->series);
	json_member_int(writer, "rounds", (int64_t)commit->rounds);
	put_seconds(writer, commit->elapsed_ns);
	json_member_text(writer, "error", commit->error);
	json_object_end(writer);
}

enum err
run_report_json(const struct run_report *report, FILE *file)
{
	struct json_writer writer;

	json_writer_init(&writer, file);
	json_object_begin(&writer);
	json_member_text(&writer, "schema", "tidemark.run/1");
	json_member_text(&writer, "version", report->version);
	json_member_text(&writer, "machine", report->machine_key);
	json_member_text(&writer, "config_from", report->config_from);
	put_seconds(&writer, report->elapsed_ns);
	json_key(&writer, "commits");
	json_array_begin(&writer);
	for (size_t i = 0; i < report->count; i++)
		put_commit(&writer, &report->commits[i]);
	json_array_end(&writer);
	json_object_end(&writer);
	return json_writer_end(&writer);
}
