#include "ci/step_summary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/render.h"

enum err
step_summary_append(place_write_fn *write, void *ctx)
{
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	enum err err;
	FILE *file;

	if (!path || !*path)
		return ERR_OK;
	file = fopen(path, "ae"); /* other steps' words stay */
	if (!file)
		return err_fail(ERR_IO, "GITHUB_STEP_SUMMARY %s: %s", path,
		    strerror(errno));
	err = write(ctx, file);
	if (fclose(file) == EOF && !err)
		err = err_fail(ERR_IO, "GITHUB_STEP_SUMMARY %s: %s", path,
		    strerror(errno));
	return err;
}

static enum err
write_report(void *ctx, FILE *file)
{
	const struct render_options options = {0};

	return render_write(renderer_find("markdown"), ctx, &options, file);
}

enum err
step_summary_write(const struct report *report)
{
	return step_summary_append(write_report, (void *)report);
}
