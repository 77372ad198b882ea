#include "reports/gnuplot.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "reports/escape.h"
#include "reports/place.h"

#define TIMEOUT_NS (60 * CLOCK_NS_PER_S)
#define TIMEOUT_EACH_NS CLOCK_NS_PER_S
#define IMAGE_BYTES_MAX ((size_t)64 << 20)
#define NOTES_BYTES_MAX ((size_t)1 << 20)
#define LINES_SHOWN 6

/* Quotes are doubled in the text that is shown: term_text() makes none. */
void
gnuplot_quote(struct buf *out, const char *text)
{
	struct buf shown = BUF_INIT;

	term_text(&shown, text, ESCAPE_WHOLE);
	buf_putc(out, '\'');
	for (const char *c = buf_text(&shown); *c; c++) {
		if (*c == '\'')
			buf_putc(out, '\'');
		buf_putc(out, *c);
	}
	buf_putc(out, '\'');
	out->failed |= shown.failed;
	buf_release(&shown);
}

const char *
gnuplot_format(const char *path)
{
	static const char *const formats[] = {"svg", "png"};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof formats / sizeof formats[0]; i++)
		if (strcasecmp(dot + 1, formats[i]) == 0)
			return formats[i];
	return NULL;
}

/* ---- running ---- */

static enum err
fail_with_output(const char *what, const struct child_result *result)
{
	struct buf text = BUF_INIT;
	struct buf last = BUF_INIT;
	enum err err;

	term_text(&text, what, ESCAPE_WHOLE);
	buf_puts(&text, ": gnuplot: ");
	child_describe(result, &text);
	err = capture_text(&result->err, &last);
	capture_quote_last(&text, buf_text(&last), LINES_SHOWN);
	if (!err)
		err = buf_err(&text);
	if (!err)
		err = err_fail(ERR_CHILD, "%s", buf_text(&text));
	buf_release(&last);
	buf_release(&text);
	return err;
}

/* Fonts are looked for below HOME, too.
 * @param result as child_run()'s
 * @return ERR_NOTFOUND where the program cannot be started */
static enum err
run(const char *const *argv, const char *cwd, size_t charts,
    struct child_result *result)
{
	static const char path_default[] = "/usr/local/bin:/usr/bin:/bin";
	const char *path = getenv("PATH");
	const char *home = getenv("HOME");
	char *path_set = NULL;
	char *home_set = NULL;
	enum err err;

	err = path_format(&path_set, "PATH=%s", path ? path : path_default);
	if (!err)
		err = path_format(&home_set, "HOME=%s", home ? home : "/");
	if (!err) {
		const char *const env[] = {
		    path_set, home_set, "LC_ALL=C.UTF-8", NULL};
		const struct child_spec spec = {
		    .argv = argv,
		    .cwd = cwd,
		    .env = env,
		    .timeout_ns =
			TIMEOUT_NS + (int64_t)charts * TIMEOUT_EACH_NS,
		    .limits = {.file_bytes = IMAGE_BYTES_MAX},
		};

		err = child_run(&spec, result);
		if (err == ERR_CHILD)
			err = err_fail(
			    ERR_NOTFOUND, "%s cannot be started", argv[0]);
	}
	free(path_set);
	free(home_set);
	return err;
}

/* Without a font a PNG has no texts, and gnuplot says nothing. */
static enum err
check_font(void)
{
	const char *const argv[] = {"fc-match", "--format=%{file}", NULL};
	struct child_result result = {.end = CHILD_EXITED};
	struct buf font = BUF_INIT;
	enum err err = run(argv, NULL, 0, &result);
	bool missing = err == ERR_NOTFOUND;

	if (!err)
		err = capture_text(&result.out, &font);
	if (!err)
		missing = !child_ok(&result) || !path_exists(buf_text(&font));
	if (missing)
		err = err_fail(ERR_USAGE,
		    "a PNG needs a font: install fontconfig and "
		    "fonts-dejavu-core, or write an SVG");
	child_result_release(&result);
	buf_release(&font);
	return err;
}

/* ---- a folder of scripts and images, under names of our own ---- */

#define NAME_SIZE 40

/* Scripts run beside each other; each draws its jobs one after the other. */
struct batch {
	const struct gnuplot_job *jobs;
	size_t count;
	size_t scripts;
	char *folder;
};

static enum err
open_folder(struct batch *batch)
{
	const char *parent = getenv("TMPDIR");
	char *folder = NULL;
	enum err err = path_format(&folder, "%s/tidemark-gnuplot-XXXXXX",
	    parent && *parent == '/' ? parent : "/tmp");

	if (err)
		return err;
	if (!mkdtemp(folder)) {
		err = err_fail(ERR_IO, "%s: %s", folder, strerror(errno));
		free(folder);
		return err;
	}
	batch->folder = folder;
	return ERR_OK;
}

static void
close_folder(struct batch *batch)
{
	if (batch->folder)
		(void)path_remove(batch->folder);
	free(batch->folder);
}

static void
put_job(struct buf *out, const struct batch *batch, size_t i)
{
	const struct gnuplot_job *job = &batch->jobs[i];

	buf_printf(out,
	    "reset session\nset encoding utf8\n"
	    "set terminal %s noenhanced size %d,%d font 'sans,11' "
	    "background '#ffffff'\nset output '%zu.image'\n",
	    strcmp(gnuplot_format(job->path), "png") == 0 ? "pngcairo" : "svg",
	    job->width, job->height, i);
	buf_puts(out, job->script);
	/* Here alone it is known that the script was run to its end. */
	buf_printf(out,
	    "\nunset output\nset print '%zu.done' append\nprint 1\n"
	    "unset print\n",
	    i % batch->scripts);
}

static enum err
write_text(const struct batch *batch, const char *name, const struct buf *text)
{
	char *path = NULL;
	enum err err = buf_err(text);
	FILE *file;

	if (!err)
		err = path_join(&path, batch->folder, name);
	if (err)
		return err;
	file = fopen(path, "wex");
	if (!file || fwrite(text->data, 1, text->len, file) != text->len)
		err = err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	if (file && fclose(file) == EOF && !err)
		err = err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	free(path);
	return err;
}

static enum err
write_scripts(const struct batch *batch)
{
	struct buf text = BUF_INIT;
	struct buf list = BUF_INIT;
	enum err err = ERR_OK;

	for (size_t s = 0; !err && s < batch->scripts; s++) {
		char name[NAME_SIZE];

		buf_reset(&text);
		for (size_t i = s; i < batch->count; i += batch->scripts)
			put_job(&text, batch, i);
		snprintf(name, sizeof name, "%zu.script", s);
		buf_printf(&list, "%s\n", name);
		err = write_text(batch, name, &text);
	}
	if (!err)
		err = write_text(batch, "list", &list);
	buf_release(&text);
	buf_release(&list);
	return err;
}

static enum err
path_in(char **out, const struct batch *batch, size_t i, const char *end)
{
	return path_format(out, "%s/%zu.%s", batch->folder, i, end);
}

/* A script notes a line for each job that it did: with n lines of the script s
 * the job s + n * scripts is the first that it did not do. @param[out] out the
 * first of them; `count` where all were done */
static enum err
find_failed(const struct batch *batch, size_t *out)
{
	struct buf text = BUF_INIT;
	enum err err = ERR_OK;

	*out = batch->count;
	for (size_t s = 0; !err && s < batch->scripts; s++) {
		char *path = NULL;
		size_t job = s;

		buf_reset(&text);
		err = path_in(&path, batch, s, "done");
		if (!err && path_exists(path))
			err = path_read(path, NOTES_BYTES_MAX, &text);
		for (const char *c = buf_text(&text); *c; c++)
			job += *c == '\n' ? batch->scripts : 0;
		if (job < *out)
			*out = job;
		free(path);
	}
	buf_release(&text);
	return err;
}

#define EXIT_CODE_NOT_STARTED 127 /* what xargs says of its command */

static enum err
check_result(const struct batch *batch, const struct child_result *result)
{
	size_t failed;
	enum err err;

	if (result->end == CHILD_EXITED &&
	    result->exit_code == EXIT_CODE_NOT_STARTED)
		return ERR_NOTFOUND;
	err = find_failed(batch, &failed);
	if (err)
		return err;
	if (failed < batch->count)
		return fail_with_output(batch->jobs[failed].path, result);
	return ERR_OK;
}

/* Children are run one at a time (child.h), so several gnuplots are started by
 * xargs. -d: no settings of the user's. */
static enum err
run_scripts(const struct batch *batch)
{
	char processes[NAME_SIZE];
	const char *const one[] = {"gnuplot", "-d", "0.script", NULL};
	const char *const several[] = {"xargs", "-a", "list", "-P", processes,
	    "-n", "1", "gnuplot", "-d", NULL};
	struct child_result result = {.end = CHILD_EXITED};
	enum err err;

	snprintf(processes, sizeof processes, "%zu", batch->scripts);
	err = run(batch->scripts == 1 ? one : several, batch->folder,
	    batch->count, &result);
	if (!err)
		err = check_result(batch, &result);
	if (err == ERR_NOTFOUND)
		err = err_fail(ERR_USAGE,
		    "charts are drawn by gnuplot, which cannot be started: "
		    "install gnuplot-nox");
	child_result_release(&result);
	return err;
}

/* ---- images ---- */

static enum err
read_image(const struct batch *batch, size_t i, struct buf *image)
{
	char *path = NULL;
	enum err err = path_in(&path, batch, i, "image");

	if (!err)
		err = path_read(path, IMAGE_BYTES_MAX, image);
	free(path);
	return err;
}

static enum err
check_image(const struct batch *batch, size_t i)
{
	char *path = NULL;
	struct stat st;
	enum err err = path_in(&path, batch, i, "image");

	if (!err && (stat(path, &st) < 0 || !st.st_size))
		err = err_fail(ERR_CHILD, "%s: gnuplot: no image came of it",
		    batch->jobs[i].path);
	free(path);
	return err;
}

static enum err
take_images(const struct batch *batch, gnuplot_image_fn *take, void *ctx)
{
	struct buf image = BUF_INIT;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < batch->count; i++)
		err = check_image(batch, i);
	for (size_t i = 0; !err && i < batch->count; i++) {
		buf_reset(&image);
		err = read_image(batch, i, &image);
		if (!err)
			err = take(ctx, i, &image);
	}
	buf_release(&image);
	return err;
}

/* ---- drawing ---- */

static enum err
check_jobs(const struct gnuplot_job *jobs, size_t count)
{
	bool font = false;

	for (size_t i = 0; i < count; i++) {
		const char *format = gnuplot_format(jobs[i].path);

		if (!format)
			return err_fail(ERR_USAGE,
			    "%s: a name that ends in .svg or .png was expected",
			    jobs[i].path);
		font = font || strcmp(format, "png") == 0;
	}
	return font ? check_font() : ERR_OK;
}

enum err
gnuplot_images(const struct gnuplot_job *jobs, size_t count, size_t processes,
    gnuplot_image_fn *take, void *ctx)
{
	struct batch batch = {
	    jobs, count, count < processes ? count : processes, NULL};
	enum err err = check_jobs(jobs, count);

	assert(processes);
	if (err || !count)
		return err;
	err = open_folder(&batch);
	if (!err)
		err = write_scripts(&batch);
	if (!err)
		err = run_scripts(&batch);
	if (!err)
		err = take_images(&batch, take, ctx);
	close_folder(&batch);
	return err;
}

static enum err
write_image(void *ctx, FILE *file)
{
	const struct buf *image = ctx;

	if (fwrite(image->data, 1, image->len, file) != image->len ||
	    fflush(file) == EOF)
		return err_fail(ERR_IO, "the image cannot be written");
	return ERR_OK;
}

static enum err
place_image(void *ctx, size_t job, const struct buf *image)
{
	const struct gnuplot_job *jobs = ctx;

	return place_write_unsynced(jobs[job].path, write_image, (void *)image);
}

enum err
gnuplot_draw_all(const struct gnuplot_job *jobs, size_t count, size_t processes)
{
	return gnuplot_images(
	    jobs, count, processes, place_image, (void *)jobs);
}

enum err
gnuplot_draw(const char *script, int width, int height, const char *path)
{
	const struct gnuplot_job job = {script, width, height, path};

	return gnuplot_draw_all(&job, 1, 1);
}
