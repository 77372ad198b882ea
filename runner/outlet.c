#include "runner/outlet.h"

#include <string.h>

#include "ci/step_file.h"
#include "reports/gnuplot.h"
#include "reports/place.h"

struct writing {
	const struct app *app;
	const struct outlet *outlet;
	const struct target *target;
};

static enum err
write_summary(void *ctx, FILE *file)
{
	const struct outlet *outlet = ctx;
	const struct render_options options = {0};

	return outlet->render(outlet->report, "markdown", &options, file);
}

static enum err
write_report(void *ctx, FILE *file)
{
	const struct writing *writing = ctx;
	const struct outlet *outlet = writing->outlet;
	const struct target *target = writing->target;
	bool standard = strcmp(target->path, "-") == 0;
	const struct render_options options = {
	    .verbose = writing->app->options.verbose,
	    .colour = standard && app_colour(writing->app),
	    .width = standard ? app_width() : 0,
	};

	return outlet->render(outlet->report, target->format, &options, file);
}

static enum err
write_target(void *ctx, const struct target *target)
{
	struct writing *writing = ctx;

	writing->target = target;
	return place_write(target->path, write_report, writing);
}

static enum err
draw(struct app *app, const struct outlet *outlet)
{
	enum err err = outlet->draw(outlet->report, outlet->chart);

	if (err != ERR_UNJUDGED)
		return err;
	progress_warn(&app->progress, "no chart is drawn: %s", err_text());
	return ERR_OK;
}

enum err
outlet_check_chart(const char *path)
{
	if (!path || gnuplot_format(path))
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "--chart %s: a name that ends in .svg or .png was expected", path);
}

enum err
outlet_write(struct app *app, const struct outlet *outlet, bool *told)
{
	struct writing writing = {app, outlet, NULL};
	bool summarized;
	enum err err;

	progress_clear(&app->progress);
	summarized = !step_summary_append(write_summary, (void *)outlet);
	if (!summarized)
		progress_warn(&app->progress, "%s", err_text());
	err = targets_write(outlet->targets, write_target, &writing);
	if (!err && outlet->chart)
		err = draw(app, outlet);
	if (told)
		*told = summarized && !err;
	return err;
}
