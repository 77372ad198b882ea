#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "reports/result_file.h"
#include "runner/base.h"
#include "runner/command.h"
#include "runner/publishing.h"
#include "runner/rejudge.h"
#include "runner/same_inputs.h"

struct publish_options {
	struct publishing_options publishing;
	const char *pending;
	const char *commit;
	double tolerance;
};

#define FIELD(name) offsetof(struct publish_options, name)

static const struct option option_table[] = {
    {"to", 0, OPTION_LIST, FIELD(publishing.to), "NAME",
	"github, gitlab or gitea; may be repeated"},
    {"pending", 0, OPTION_TEXT, FIELD(pending), "OID",
	"say that this commit is being measured"},
    {"dry-run", 'n', OPTION_FLAG, FIELD(publishing.dry_run), NULL,
	"print what would be sent, a JSON object a line"},
    {"commit", 0, OPTION_TEXT, FIELD(commit), "OID",
	"refuse a result of any other commit"},
    {"tolerance", 't', OPTION_PERCENT, FIELD(tolerance), "PERCENT",
	"judge by it, as check --tolerance does"},
    {"untrusted", 0, OPTION_FLAG, FIELD(publishing.untrusted), NULL,
	"label it: a fork's own job measured it"},
    {"repository", 0, OPTION_TEXT, FIELD(publishing.repository), "OWNER/NAME",
	"where the commit is"},
    {"pull-request", 0, OPTION_NUMBER, FIELD(publishing.request), "N",
	"where the comment goes", 1, 1000000000},
    {"api-url", 0, OPTION_TEXT, FIELD(publishing.api), "URL",
	"the forge's API"},
    {"link", 0, OPTION_TEXT, FIELD(publishing.link), "URL",
	"where there is more to see; default: the CI job"},
    {"context", 0, OPTION_TEXT, FIELD(publishing.context), "NAME",
	"tells several checks of a commit apart; default: tidemark"},
    {"retry-for", 0, OPTION_DURATION, FIELD(publishing.retry_ns), "TIME",
	"for all tries of a request; default: 2m"},
    {"cacert", 0, OPTION_TEXT, FIELD(publishing.cacert), "FILE",
	"certificates to trust in place of the system's"},
    {"insecure-http", 0, OPTION_FLAG, FIELD(publishing.plain), NULL,
	"send the token over plain HTTP"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static bool
is_oid(const char *text)
{
	return strlen(text) == OID_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == OID_SIZE - 1;
}

static enum err
check_operands(const struct publish_options *own, int argc)
{
	if ((own->pending != NULL) == (argc == 1))
		return err_fail(
		    ERR_USAGE, "a result file was expected, or --pending OID");
	if (own->pending && !is_oid(own->pending))
		return err_fail(ERR_USAGE,
		    "--pending %s: 40 hex digits were expected", own->pending);
	if (own->commit && !is_oid(own->commit))
		return err_fail(ERR_USAGE,
		    "--commit %s: 40 hex digits were expected", own->commit);
	if (own->publishing.untrusted && !own->commit && !own->pending)
		return err_fail(ERR_USAGE,
		    "--untrusted: --commit OID was expected, too: the file "
		    "may say any");
	return ERR_OK;
}

/* In a pull request's own job the work tree is what the request makes of it; in
 * any other one it is what the job chose to check out. */
static enum err
find_source(struct app *app, struct source *out)
{
	const char *file = app->options.config;
	struct base_pair pair;
	struct event event;
	enum err err = event_read(&event);

	if (err)
		return err;
	if (!event.pull_request) {
		err = source_for_range(out, app->repo, file);
		out->trusted = !err;
		return err;
	}
	err = base_find(app->repo, NULL, NULL, &pair);
	return err ? err
		   : source_for_gate(out, app->repo, file, &pair.config_commit,
			 &pair.head.oid);
}

/* ---- which commit ---- */

static enum err
check_commit(const struct publish_options *own, const struct report *report)
{
	char expected[EVENT_NAME_SIZE];
	const char *from = "--commit";
	enum err err = ERR_OK;

	if (own->commit) {
		snprintf(expected, sizeof expected, "%s", own->commit);
	} else {
		from = "this job's event";
		err = publishing_event_commit(expected);
	}
	if (err || !*expected || strcmp(expected, report->head.oid) == 0)
		return err;
	return err_fail(ERR_USAGE,
	    "the result is of commit %.40s, %s is about %.40s: refused",
	    report->head.oid, from, expected);
}

static enum err
check_file(const struct report *report)
{
	if (!report->head.oid || !is_oid(report->head.oid))
		return err_fail(ERR_USAGE,
		    "the result's head is no commit: 40 hex digits were "
		    "expected");
	for (size_t i = 0; i < report->other_count; i++)
		if (!report->others[i]->head.oid ||
		    strcmp(report->others[i]->head.oid, report->head.oid) != 0)
			return err_fail(ERR_USAGE,
			    "the result is of several heads: one was expected");
	return ERR_OK;
}

/* ---- judging anew ---- */

/* What it is judged by lives as long as the verdict. */
struct anew {
	struct accept *accept;
	struct rejudge_rules rules;
	struct rejudgement *rejudgement;
};

static enum err
look_at_commits(struct app *app, const struct source *source,
    const struct base_pair *pair, const struct report *claimed,
    struct anew *anew)
{
	bool same = false;
	enum err err = accept_new(&anew->accept, app->repo, pair, false);

	if (!err && claimed->verdict == VERDICT_IDENTICAL)
		err = same_inputs(app, source, pair, &same);
	if (!err && same)
		anew->rules.identical = claimed->base.oid;
	anew->rules.accept = anew->accept;
	return err;
}

/* The commits may not be in this clone, as a fork's are not: then nothing is
 * acknowledged, and nothing identical, which only makes the verdict worse. */
static enum err
find_rules(struct app *app, const struct source *source,
    const struct report *claimed, struct anew *anew)
{
	char base[OID_SIZE + 1];
	struct base_pair pair;
	enum err err;

	if (!claimed->base.oid || !is_oid(claimed->base.oid))
		return ERR_OK;
	snprintf(base, sizeof base, "=%s", claimed->base.oid);
	err = base_find(app->repo, claimed->head.oid, base, &pair);
	if (!err)
		return look_at_commits(app, source, &pair, claimed, anew);
	if (err == ERR_NOMEM || err == ERR_INTERRUPTED)
		return err;
	progress_warn(
	    &app->progress, "no acknowledgement is applied: %s", err_text());
	return ERR_OK;
}

static enum err
judge_anew(struct app *app, const struct publish_options *own,
    const struct source *source, const struct report *claimed,
    struct anew *anew)
{
	enum err err;

	anew->rules = (struct rejudge_rules){
	    .source = source, .tolerance = own->tolerance};
	err = find_rules(app, source, claimed, anew);
	if (!err)
		err = rejudge(&anew->rejudgement, claimed, &anew->rules);
	return err;
}

static void
release_anew(struct anew *anew)
{
	rejudgement_free(anew->rejudgement);
	accept_free(anew->accept);
}

/* ---- sending ---- */

/* Publishing that failed is told apart from all that keeps it from being tried.
 */
static enum err
send(struct app *app, const struct publish_options *own,
    const struct source *source, const struct publication *what,
    enum exit_code *code)
{
	struct publishing *publishing = NULL;
	enum err err =
	    publishing_new(&publishing, app, &own->publishing, source);

	if (!err)
		err = publishing_send(publishing, what);
	publishing_free(publishing);
	if (err != ERR_IO && err != ERR_LIMIT)
		return err;
	progress_warn(&app->progress, "%s", err_text());
	*code = EXIT_CODE_UNPUBLISHED;
	return ERR_OK;
}

static enum err
send_result(struct app *app, const struct publish_options *own,
    const struct source *source, const struct report *claimed,
    enum exit_code *code)
{
	struct anew anew = {.accept = NULL};
	struct publication what = {.oid = claimed->head.oid};
	enum err err = check_file(claimed);

	if (!err)
		err = check_commit(own, claimed);
	if (!err)
		err = judge_anew(app, own, source, claimed, &anew);
	if (!err) {
		what.report = rejudgement_report(anew.rejudgement);
		what.state = publication_state(
		    verdict_exit_code(report_overall(what.report)));
		err = send(app, own, source, &what, code);
	}
	release_anew(&anew);
	return err;
}

static enum err
run_publish(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct publish_options *own = values;
	const struct publication pending = {
	    .state = PUBLICATION_PENDING, .oid = own->pending};
	struct result_file *file = NULL;
	struct source source = {0};
	enum err err = check_operands(own, argc);

	if (!err && argc)
		err = result_file_read(&file, argv[0]);
	if (err == ERR_LIMIT)
		err = err_fail(ERR_USAGE, "%s", err_text());
	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = find_source(app, &source);
	if (!err)
		err = file ? send_result(app, own, &source,
				 result_file_report(file), code)
			   : send(app, own, &source, &pending, code);
	source_release(&source);
	result_file_free(file);
	return err;
}

const struct command command_publish = {
    .name = "publish",
    .usage = "[options] RESULT | --pending OID",
    .summary = "tell the forge what a result file says",
    .details = "Judges the samples of RESULT (check --json) anew by the base's "
	       "config, "
	       "and sets\nthe commit's status, a check run and one comment in "
	       "the pull "
	       "request. Exits 5\nwhere a part could not be published.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 1,
    .run = run_publish,
};
