#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/path.h"
#include "runner/command.h"
#include "runner/config.h"
#include "runner/detect.h"

struct init_options {
	bool force;
	bool print;
};

static const struct option option_table[] = {
    {"force", 'f', OPTION_FLAG, offsetof(struct init_options, force), NULL,
	"replace a file that is there"},
    {"print", 0, OPTION_FLAG, offsetof(struct init_options, print), NULL,
	"write to standard output instead"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static void
write_build(const struct detected *found, struct buf *out)
{
	if (found->build_file)
		buf_printf(out, "# Found %s.\n", found->build_file);
	else
		buf_puts(out, "# No build file is known: say how it is "
			      "built.\n");
	buf_printf(out,
	    "build:\n"
	    "  command: %s\n"
	    "  timeout: 10m\n"
	    "  # Only these paths decide what is built; without the list, "
	    "all do.\n"
	    "  # inputs: [src, CMakeLists.txt]\n",
	    found->build_command ? found->build_command : "make");
	buf_printf(out,
	    "  # What the benchmarks run. Where both commits build it bit for "
	    "bit the same,\n"
	    "  # nothing is measured.\n"
	    "%s  artifacts: [%s]\n\n",
	    found->artifact ? "" : "  # ",
	    found->artifact ? found->artifact : "build/bench");
}

static void
write_benchmarks(const struct detected *found, struct buf *out)
{
	buf_puts(out, "benchmarks:\n");
	if (found->harness)
		buf_printf(out, "  # Found %s.\n", found->harness);
	else
		buf_puts(out,
		    "  # No harness is known: the command itself is timed. "
		    "Put yours here.\n");
	buf_printf(out,
	    "  - name: main\n"
	    "    command: %s\n"
	    "    format: %s\n"
	    "    # The benchmark's own code: a change of it is never called "
	    "a regression.\n"
	    "    # sources: [bench]\n"
	    "    # Judged metrics; the others are shown.\n"
	    "    metrics: [real_time]\n"
	    "    timeout: 5m\n\n",
	    found->benchmark_command, found->format);
}

static void
write_rest(struct buf *out)
{
	buf_puts(out,
	    "# The first rule that matches benchmark/metric decides.\n"
	    "rules:\n"
	    "  - match: \"*\"\n"
	    "    tolerance: 10%\n\n"
	    "measure:\n"
	    "  # Time for measuring a pair of commits; builds are not "
	    "counted.\n"
	    "  budget: 10m\n"
	    "  # The base is measured a second time, to know the noise.\n"
	    "  control: true\n");
}

static enum err
write_config(const char *dir, struct buf *out)
{
	struct config *config = NULL;
	struct detected found;
	enum err err;

	detect(dir, &found);
	buf_puts(out, "# Benchmarks that tidemark compares between commits. "
		      "See tidemark.yml(5).\n"
		      "version: 1\n\n");
	write_build(&found, out);
	write_benchmarks(&found, out);
	write_rest(out);
	err = buf_err(out);
	if (!err)
		err =
		    config_parse(&config, buf_text(out), out->len, CONFIG_FILE);
	config_free(config);
	return err;
}

static enum err
place(const struct app *app, const struct init_options *options,
    const struct buf *text)
{
	char *path = NULL;
	enum err err;

	if (options->print) {
		fputs(buf_text(text), stdout);
		return ERR_OK;
	}
	err = path_join(&path, repo_workdir(app->repo), CONFIG_FILE);
	if (err)
		return err;
	if (path_exists(path) && !options->force)
		err = err_fail(ERR_USAGE,
		    "%s is there already; --force replaces it", path);
	else
		err = path_write(path, buf_text(text), text->len);
	if (!err)
		printf("wrote %s: look it over, then commit it and run "
		       "tidemark check\n",
		    path);
	free(path);
	return err;
}

static enum err
run_init(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	struct buf text = BUF_INIT;
	enum err err = app_open_repo(app);

	(void)argc;
	(void)argv;
	(void)code;
	if (!err && !repo_workdir(app->repo))
		err = err_fail(ERR_USAGE,
		    "a bare repository has no work tree to write %s to",
		    CONFIG_FILE);
	if (!err)
		err = write_config(repo_workdir(app->repo), &text);
	if (!err)
		err = place(app, values, &text);
	buf_release(&text);
	return err;
}

const struct command command_init = {
    .name = "init",
    .usage = "[options]",
    .summary = "look at the repository and write a commented tidemark.yml",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 0,
    .run = run_init,
};
