#include "runner/valgrind.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/number.h"
#include "core/base/path.h"

#define COUNT_PREFIX "count."
#define LOG_PREFIX "log."
#define SUMMARY "summary: "
#define LOG_BYTES_MAX ((size_t)1 << 20)
#define LOG_LINES_SHOWN 6

/* "--option=FOLDER/prefix%p"; valgrind expands what follows a percent sign. */
static enum err
file_option(
    const char *option, const char *folder, const char *prefix, char **out)
{
	struct buf text = BUF_INIT;

	buf_puts(&text, option);
	for (const char *c = folder; *c; c++)
		buf_puts(&text, *c == '%' ? "%%" : (char[]){*c, '\0'});
	buf_printf(&text, "/%s%%p", prefix);
	return buf_steal(&text, out);
}

static void
set_arguments(struct valgrind *valgrind, const char *command)
{
	const char *const argv[] = {
	    "valgrind",
	    "--command-line-only=yes", /* no .valgrindrc of the tree */
	    "--quiet",
	    "--sigill-diagnostics=yes",
	    "--vgdb=no",
	    "--trace-children=yes",
	    "--tool=cachegrind",
	    "--cache-sim=no",
	    "--branch-sim=no",
	    "--I1=32768,8,64", /* else it warns of caches that it cannot have */
	    "--D1=32768,8,64",
	    "--LL=8388608,16,64",
	    valgrind->count_option,
	    valgrind->log_option,
	    "/bin/sh",
	    "-c",
	    command,
	    NULL,
	};

	static_assert(
	    sizeof argv <= sizeof valgrind->argv, "too many arguments");
	memcpy(valgrind->argv, argv, sizeof argv);
}

enum err
valgrind_init(struct valgrind *valgrind, const char *below, const char *command)
{
	struct valgrind made = {0};
	enum err err = path_format(
	    &made.folder, "%s/" VALGRIND_FOLDER_PREFIX "XXXXXX", below);

	if (err)
		return err;
	if (!mkdtemp(made.folder)) {
		err = err_fail(ERR_IO, "%s: a temporary folder: %s", below,
		    strerror(errno));
		free(made.folder);
		return err;
	}
	err = file_option("--cachegrind-out-file=", made.folder, COUNT_PREFIX,
	    &made.count_option);
	if (!err)
		err = file_option(
		    "--log-file=", made.folder, LOG_PREFIX, &made.log_option);
	if (err) {
		valgrind_release(&made);
		return err;
	}
	*valgrind = made;
	set_arguments(valgrind, command);
	return ERR_OK;
}

/* A folder that stays is no reason to lose a count. */
void
valgrind_release(struct valgrind *valgrind)
{
	if (valgrind->folder)
		(void)path_remove(valgrind->folder);
	free(valgrind->folder);
	free(valgrind->count_option);
	free(valgrind->log_option);
	*valgrind = (struct valgrind){0};
}

/* ---- files of the folder ---- */

typedef enum err file_fn(void *ctx, const char *path);

static enum err
each_file(const struct valgrind *valgrind, const char *prefix, file_fn *take,
    void *ctx)
{
	DIR *folder = opendir(valgrind->folder);
	const struct dirent *entry;
	enum err err = ERR_OK;

	if (!folder)
		return err_fail(
		    ERR_IO, "%s: %s", valgrind->folder, strerror(errno));
	while (!err && (entry = readdir(folder))) {
		char *path = NULL;

		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		err = path_join(&path, valgrind->folder, entry->d_name);
		if (!err)
			err = take(ctx, path);
		free(path);
	}
	closedir(folder);
	return err;
}

/* The summary is the last line: "summary: 300124720". A file without one is of
 * a process that was killed while it wrote. */
static enum err
add_count(void *ctx, const char *path)
{
	uint64_t *sum = ctx;
	uint64_t count = 0;
	bool found = false;
	char *line = NULL;
	size_t size = 0;
	FILE *file = fopen(path, "re");

	if (!file)
		return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	while (getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, SUMMARY, strlen(SUMMARY)) == 0)
			found = number_parse_whole(line + strlen(SUMMARY), 1,
				    INT64_MAX, &count) == ERR_OK;
	}
	free(line);
	fclose(file);
	if (!found)
		return err_fail(
		    ERR_PARSE, "valgrind's count of a process has no summary");
	*sum += count;
	return ERR_OK;
}

/* A process has a log from its start on and a count at its end. One that was
 * killed has none, and its work would be missing from the sum. */
static enum err
check_counted(void *ctx, const char *log_path)
{
	const char *folder = ctx;
	const char *pid = strrchr(log_path, '/') + 1 + strlen(LOG_PREFIX);
	char *path = NULL;
	enum err err = path_format(&path, "%s/%s%s", folder, COUNT_PREFIX, pid);

	if (!err && access(path, F_OK) != 0)
		err = err_fail(ERR_PARSE,
		    "a process of the benchmark was killed before valgrind "
		    "could say its count");
	free(path);
	return err;
}

enum err
valgrind_count(const struct valgrind *valgrind, uint64_t *out)
{
	uint64_t sum = 0;
	enum err err =
	    each_file(valgrind, LOG_PREFIX, check_counted, valgrind->folder);

	if (!err)
		err = each_file(valgrind, COUNT_PREFIX, add_count, &sum);
	if (err)
		return err;
	if (!sum)
		return err_fail(ERR_PARSE, "valgrind counted no process");
	*out = sum;
	return ERR_OK;
}

static enum err
add_log(void *ctx, const char *path)
{
	enum err err = path_read(path, LOG_BYTES_MAX, ctx);

	return err == ERR_LIMIT ? ERR_OK : err;
}

/* The program itself, or the shell that says how a program of it ended. */
static bool
ended_by_illegal_instruction(const struct child_result *result)
{
	return (result->end == CHILD_SIGNALLED && result->signal == SIGILL) ||
	       (result->end == CHILD_EXITED &&
		   result->exit_code == 128 + SIGILL);
}

enum err
valgrind_explain(const struct valgrind *valgrind,
    const struct child_result *result, struct buf *out)
{
	struct buf log = BUF_INIT;
	enum err err = each_file(valgrind, LOG_PREFIX, add_log, &log);

	if (!err)
		err = buf_err(&log);
	if (err)
		goto out;
	if (ended_by_illegal_instruction(result) ||
	    strstr(buf_text(&log), "Unrecognised instruction"))
		buf_puts(out,
		    "; valgrind does not know an instruction of this program "
		    "(it knows none of AVX-512): have it choose them at run "
		    "time or build it without, or take instructions out of "
		    "the benchmark's metrics");
	else if (log.len)
		capture_quote_last(out, buf_text(&log), LOG_LINES_SHOWN);
out:
	buf_release(&log);
	return err ? err : buf_err(out);
}
