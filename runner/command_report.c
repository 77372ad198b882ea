#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "core/base/path.h"
#include "reports/result_file.h"
#include "reports/site.h"
#include "reports/site_names.h"
#include "runner/command.h"
#include "runner/repo/remote.h"
#include "runner/site_folder.h"
#include "runner/site_machines.h"
#include "runner/site_samples.h"
#include "runner/trending.h"

#define SITE_DEFAULT "tidemark-site"

struct report_options {
	struct trending_options trending;
	const char *site;
	const char *commit_url;
	struct option_list results;
};

#define FIELD(name) offsetof(struct report_options, name)

static const struct option option_table[] = {
    {"site", 0, OPTION_TEXT, FIELD(site), "DIR",
	"folder of the site; default tidemark-site"},
    {"commit-url", 0, OPTION_TEXT, FIELD(commit_url), "PATTERN",
	"address of a commit, with {oid} in it; default by origin"},
    {"result", 0, OPTION_LIST, FIELD(results), "FILE",
	"a page of this result file; may be given again"},
    {"last", 0, OPTION_NUMBER, FIELD(trending.last), "N",
	"the N newest commits alone", 1, 1000000},
    {"match", 0, OPTION_TEXT, FIELD(trending.match), "GLOB",
	"only series whose benchmark/metric matches"},
    {"machine", 0, OPTION_TEXT, FIELD(trending.machine_key), "KEY",
	"only what was measured on this machine key"},
    {"all-metrics", 0, OPTION_FLAG, FIELD(trending.all_metrics), NULL,
	"also metrics that no benchmark is judged by"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* What a site is made from. */
struct sources {
	struct trending *trending;
	struct site_machines *machines;
	struct site_samples *samples;
	struct result_file *results[OPTION_LIST_MAX];
	const struct report *comparisons[OPTION_LIST_MAX];
	size_t comparison_count;
	char *remote;
	struct buf pattern; /* of commits' addresses */
	char salt[HASH_HEX_SIZE];
};

static enum err
check_options(const struct report_options *options)
{
	const char *url = options->commit_url;

	if (url &&
	    (!strstr(url, "{oid}") || (strncmp(url, "https://", 8) != 0 &&
					  strncmp(url, "http://", 7) != 0)))
		return err_fail(ERR_USAGE,
		    "--commit-url %s: an address such as "
		    "https://example.org/p/commit/{oid} was expected",
		    url);
	return ERR_OK;
}

/* A repository without a remote has no addresses. */
static enum err
find_pattern(struct sources *sources, struct app *app, const char *given)
{
	enum err err;

	if (given) {
		buf_puts(&sources->pattern, given);
		return buf_err(&sources->pattern);
	}
	err = repo_remote_url(app->repo, "origin", &sources->remote);
	if (err)
		return err == ERR_NOTFOUND ? ERR_OK : err;
	site_forge_pattern(&sources->pattern, sources->remote);
	return buf_err(&sources->pattern);
}

static enum err
read_results(struct sources *sources, const struct option_list *files)
{
	for (size_t i = 0; i < files->count; i++) {
		enum err err =
		    result_file_read(&sources->results[i], files->items[i]);

		if (err)
			return err == ERR_NOTFOUND ? ERR_USAGE : err;
		sources->comparisons[i] =
		    result_file_report(sources->results[i]);
		sources->comparison_count++;
	}
	return ERR_OK;
}

static enum err
gather(struct sources *sources, struct app *app,
    const struct report_options *options, const char *revision)
{
	struct trending_options wanted = options->trending;
	enum err err;

	wanted.revision = revision;
	wanted.method = change_option_sets;
	err = read_results(sources, &options->results);
	if (err)
		return err;
	progress_phase(&app->progress, "reading the history");
	err = trending_of_branch(&sources->trending, app, &wanted);
	if (!err)
		err = site_machines_read(&sources->machines, app->store);
	if (!err)
		err = site_samples_read(&sources->samples, app->store,
		    trending_report(sources->trending));
	if (!err)
		err = find_pattern(sources, app, options->commit_url);
	/* Another program may make other pages of the same figures. */
	if (!err)
		err = hash_file("/proc/self/exe", sources->salt);
	return err;
}

static void
sources_release(struct sources *sources)
{
	for (size_t i = 0; i < sources->comparison_count; i++)
		result_file_free(sources->results[i]);
	site_samples_free(sources->samples);
	site_machines_free(sources->machines);
	trending_free(sources->trending);
	free(sources->remote);
	buf_release(&sources->pattern);
}

/* ---- writing ---- */

struct telling {
	struct progress *progress;
	struct site_writer folder;
};

static bool
wants(void *ctx, const char *path, const char *key)
{
	const struct telling *telling = ctx;

	return telling->folder.wants(telling->folder.ctx, path, key);
}

static enum err
write_page(
    void *ctx, const char *path, const char *key, const char *data, size_t len)
{
	const struct telling *telling = ctx;

	return telling->folder.write(telling->folder.ctx, path, key, data, len);
}

static enum err
draw(void *ctx, const char *path, const char *key, const char *script,
    int width, int height)
{
	const struct telling *telling = ctx;

	return telling->folder.draw(
	    telling->folder.ctx, path, key, script, width, height);
}

static void
step(void *ctx, size_t done, size_t total)
{
	const struct telling *telling = ctx;

	progress_step(telling->progress, done, total, "pages", -1);
}

static enum err
make(struct app *app, const struct sources *sources, struct site_folder *folder)
{
	const char *workdir = repo_workdir(app->repo);
	const char *name = workdir ? workdir : repo_common_dir(app->repo);
	const char *slash = strrchr(name, '/');
	struct telling telling = {&app->progress, site_folder_writer(folder)};
	const struct site_writer writer = {
	    .wants = wants,
	    .write = write_page,
	    .draw = draw,
	    .step = step,
	    .ctx = &telling,
	};
	struct site site = {
	    .project = slash && slash[1] ? slash + 1 : name,
	    .report = trending_report(sources->trending),
	    .comparisons = sources->comparisons,
	    .comparison_count = sources->comparison_count,
	    .commit_url =
		sources->pattern.len ? buf_text(&sources->pattern) : NULL,
	    .samples = site_samples_of,
	    .samples_ctx = sources->samples,
	    .salt = sources->salt,
	};

	site.machines =
	    site_machines_all(sources->machines, &site.machine_count);
	return site_make(&site, &writer);
}

static enum err
run_report(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct report_options *options = values;
	const char *path = options->site ? options->site : SITE_DEFAULT;
	struct sources sources = {.pattern = BUF_INIT};
	struct site_folder *folder = NULL;
	struct site_counts counts;
	enum err err = check_options(options);

	(void)code;
	if (!err)
		err = gather(&sources, app, options, argc ? argv[0] : NULL);
	if (!err)
		err = site_folder_open(&folder, path);
	if (!err) {
		progress_phase(&app->progress, "writing the site");
		err = make(app, &sources, folder);
	}
	if (!err)
		err = site_folder_finish(folder, &counts);
	progress_clear(&app->progress);
	if (!err)
		printf("%s/index.html: %zu files written, %zu kept, %zu "
		       "removed\n",
		    path, counts.written, counts.kept, counts.removed);
	site_folder_free(folder);
	sources_release(&sources);
	return err;
}

const struct command command_report = {
    .name = "report",
    .usage = "[options] [REV]",
    .summary = "write a static site of the stored history",
    .details =
	"Makes pages of the first-parent history of REV (default: HEAD): "
	"series,\ncommits, alerts, machines. Nothing is measured. What did not "
	"change since\nthe last time is kept as it is. Exits 3 where nothing "
	"is stored.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 1,
    .run = run_report,
};
