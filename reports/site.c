#include "reports/site.h"

#include <string.h>

#include "reports/assets.h"
#include "reports/site_parts.h"

static const struct html_link nav[] = {
    {"index.html", "Overview"},
    {"alerts.html", "Alerts"},
    {"commits.html", "Commits"},
    {"comparisons.html", "Comparisons"},
    {"scaling.html", "Scaling"},
    {"machines.html", "Machines"},
};

void
site_begin(struct site_job *job, const char *title, const char *root,
    const char *current)
{
	const struct html_page page = {
	    .title = title,
	    .form = HTML_LINKED,
	    .root = root,
	    .nav = nav,
	    .nav_count = sizeof nav / sizeof *nav,
	    .current = current,
	    .data =
		strcmp(current, "index.html") == 0 ? "data/series.js" : NULL,
	};

	html_begin(&job->out, &page);
}

void
site_end(struct site_job *job)
{
	struct html_page page = {.form = HTML_LINKED};

	buf_reset(&job->text);
	buf_printf(&job->text, "tidemark %s", job->site->report->version);
	page.footer = buf_text(&job->text);
	html_end(&job->out, &page);
}

enum err
site_page(struct site_job *job, const char *path, const char *key,
    site_page_fn *make, const void *what)
{
	const struct site_writer *writer = job->writer;
	enum err err;

	if (!writer->wants(writer->ctx, path, key))
		return ERR_OK;
	buf_reset(&job->out);
	make(job, what);
	err = job->text.failed || job->path.failed
		  ? err_fail(ERR_NOMEM, "out of memory")
		  : buf_err(&job->out);
	if (!err)
		err = writer->write(
		    writer->ctx, path, key, buf_text(&job->out), job->out.len);
	return err;
}

static void
put_asset(struct site_job *job, const void *what)
{
	const struct asset *asset = what;

	buf_puts(&job->out, asset->text);
}

static enum err
put_assets(struct site_job *job)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < ASSET_COUNT; i++)
		err = site_page(job, assets[i].path, "", put_asset, &assets[i]);
	return err;
}

enum err
site_make(const struct site *site, const struct site_writer *writer)
{
	static enum err (*const parts[])(struct site_job *) = {put_assets,
	    site_overview, site_alerts, site_scaling, site_machines,
	    site_benchmarks, site_commits, site_comparisons, site_data};
	struct site_job job;
	enum err err = site_job_init(&job, site, writer);

	for (size_t i = 0; !err && i < sizeof parts / sizeof *parts; i++)
		err = parts[i](&job);
	site_job_release(&job);
	return err;
}
