#include "ci/step_summary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/render.h"

enum err
step_summary_write(const struct report *report)
{
	const struct render_options options = {0};
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	enum err err;
	FILE *file;

	if (!path || !*path)
		return ERR_OK;
	file = fopen(path, "ae"); /* other steps' words stay */
	if (!file)
		return err_fail(ERR_IO, "GITHUB_STEP_SUMMARY %s: %s", path,
		    strerror(errno));
	err = renderer_find("markdown")->render(report, &options, file);
	if (fclose(file) == EOF && !err)
		err = err_fail(ERR_IO, "GITHUB_STEP_SUMMARY %s: %s", path,
		    strerror(errno));
	return err;
}
