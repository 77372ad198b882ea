#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/judgement.h"

void
judgement_init(struct judgement *judgement)
{
	*judgement = (struct judgement){
	    .report = {.verdict = VERDICT_PASS,
		.noise_floor = NAN,
		.version = TIDEMARK_VERSION},
	};
}

void
judgement_release(struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->text_count; i++)
		free(judgement->texts[i]);
	free(judgement->texts);
	free(judgement->series);
	free(judgement->unjudged);
	free(judgement->parts);
	free(judgement->warnings);
	*judgement = (struct judgement){0};
}

/* Own `text`, which is freed where that fails. */
static const char *
own(struct judgement *judgement, char *text)
{
	char **texts = realloc(
	    judgement->texts, (judgement->text_count + 1) * sizeof *texts);

	if (!texts) {
		free(text);
		return NULL;
	}
	judgement->texts = texts;
	texts[judgement->text_count++] = text;
	return text;
}

const char *
judgement_text(struct judgement *judgement, const char *fmt, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	return len < 0 ? NULL : own(judgement, text);
}

enum err
judgement_add_unjudged(struct judgement *judgement, const char *benchmark,
    const char *metric, enum verdict verdict, const char *reason)
{
	const char *copy = judgement_text(judgement, "%s", reason);
	struct report_unjudged *rows = realloc(judgement->unjudged,
	    (judgement->unjudged_count + 1) * sizeof *rows);

	if (rows)
		judgement->unjudged = rows;
	if (!rows || !copy)
		return err_fail(ERR_NOMEM, "out of memory");
	rows[judgement->unjudged_count++] = (struct report_unjudged){
	    .benchmark = benchmark,
	    .metric = metric,
	    .verdict = verdict,
	    .reason = copy,
	};
	return ERR_OK;
}

enum err
judgement_add_fault(struct judgement *judgement, const struct series_name *name,
    const struct terms *terms)
{
	struct buf reason = BUF_INIT;
	enum err err;

	terms_explain(terms, name, &reason);
	err = buf_err(&reason);
	if (!err)
		err = judgement_add_unjudged(judgement, name->benchmark,
		    name->metric, VERDICT_ERROR, buf_text(&reason));
	buf_release(&reason);
	return err;
}

enum err
judgement_warn(struct judgement *judgement, const char *fmt, ...)
{
	const char **rows = realloc(
	    judgement->warnings, (judgement->warning_count + 1) * sizeof *rows);
	const char *copy = NULL;
	va_list args;
	char *text;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len >= 0)
		copy = own(judgement, text);
	if (rows)
		judgement->warnings = rows;
	if (!rows || !copy)
		return err_fail(ERR_NOMEM, "out of memory");
	rows[judgement->warning_count++] = copy;
	return ERR_OK;
}

void
judgement_finish(struct judgement *judgement, bool identical)
{
	struct report *report = &judgement->report;
	enum verdict worst = VERDICT_IDENTICAL;
	size_t judged = 0;

	for (size_t i = 0; i < judgement->series_count; i++) {
		if (!judgement->series[i].judged)
			continue;
		judged++;
		worst = verdict_worse(worst, judgement->series[i].verdict);
	}
	for (size_t i = 0; i < judgement->unjudged_count; i++)
		worst = verdict_worse(worst, judgement->unjudged[i].verdict);
	/* Series that are only new are no judgement either: there was nothing
	 * to compare them with. */
	if (!judged && !identical) {
		worst = verdict_worse(worst, VERDICT_INCONCLUSIVE);
		if (!report->reason)
			report->reason = "no series could be compared";
	}
	report->verdict = worst;
	report->series = judgement->series;
	report->series_count = judgement->series_count;
	report->unjudged = judgement->unjudged;
	report->unjudged_count = judgement->unjudged_count;
	report->warnings = judgement->warnings;
	report->warning_count = judgement->warning_count;
}
