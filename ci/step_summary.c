#include "ci/step_summary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
