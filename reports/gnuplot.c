#include "reports/gnuplot.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "reports/escape.h"
#include "reports/place.h"

#define TIMEOUT_NS (60 * CLOCK_NS_PER_S)
#define IMAGE_BYTES_MAX ((size_t)64 << 20)
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
take_image(void *ctx, const char *data, size_t len)
{
	struct buf *image = ctx;

	if (image->len + len > IMAGE_BYTES_MAX)
		return err_fail(ERR_LIMIT, "the image is above 64 MiB");
	buf_append(image, data, len);
	return buf_err(image);
}

static enum err
fail_with_output(const char *program, const struct child_result *result)
{
	struct buf text = BUF_INIT;
	struct buf last = BUF_INIT;
	enum err err;

	buf_printf(&text, "%s: ", program);
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

/* Fonts are looked for below HOME, too. */
static enum err
run(const char *const *argv, struct buf *output)
{
	static const char path_default[] = "/usr/local/bin:/usr/bin:/bin";
	const char *path = getenv("PATH");
	const char *home = getenv("HOME");
	char *path_set = NULL;
	char *home_set = NULL;
	struct child_result result;
	enum err err;

	err = path_format(&path_set, "PATH=%s", path ? path : path_default);
	if (!err)
		err = path_format(&home_set, "HOME=%s", home ? home : "/");
	if (!err) {
		const char *const env[] = {
		    path_set, home_set, "LC_ALL=C.UTF-8", NULL};
		const struct child_spec spec = {
		    .argv = argv,
		    .env = env,
		    .timeout_ns = TIMEOUT_NS,
		    .on_stdout = take_image,
		    .ctx = output,
		};

		err = child_run(&spec, &result);
		if (!err && !child_ok(&result))
			err = fail_with_output(argv[0], &result);
		else if (err == ERR_CHILD)
			err = err_fail(
			    ERR_NOTFOUND, "%s cannot be started", argv[0]);
		child_result_release(&result);
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
	struct buf font = BUF_INIT;
	enum err err = run(argv, &font);

	if (err == ERR_NOTFOUND || err == ERR_CHILD ||
	    (!err && !path_exists(buf_text(&font))))
		err = err_fail(ERR_USAGE,
		    "a PNG needs a font: install fontconfig and "
		    "fonts-dejavu-core, or write an SVG");
	buf_release(&font);
	return err;
}

/* Write all of `text` to a new file in the folder of temporary files.
 * @param[out] path unlink() and free() it */
static enum err
write_temporary(const struct buf *text, char **path)
{
	const char *folder = getenv("TMPDIR");
	enum err err = path_format(path, "%s/tidemark-gnuplot-XXXXXX",
	    folder && *folder == '/' ? folder : "/tmp");
	FILE *file;
	int fd;

	if (err)
		return err;
	fd = mkostemp(*path, 0);
	file = fd < 0 ? NULL : fdopen(fd, "w");
	if (!file || fwrite(text->data, 1, text->len, file) != text->len)
		err = err_fail(ERR_IO, "%s: %s", *path, strerror(errno));
	if (file && fclose(file) == EOF && !err)
		err = err_fail(ERR_IO, "%s: %s", *path, strerror(errno));
	if (err && fd >= 0)
		unlink(*path);
	if (!err)
		return ERR_OK;
	free(*path);
	*path = NULL;
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
draw(const struct buf *script, struct buf *image)
{
	char *path = NULL;
	enum err err = write_temporary(script, &path);

	if (err)
		return err;
	/* -d: no settings of the user's */
	err = run((const char *const[]){"gnuplot", "-d", path, NULL}, image);
	unlink(path);
	free(path);
	if (err == ERR_NOTFOUND)
		return err_fail(ERR_USAGE,
		    "charts are drawn by gnuplot, which cannot be started: "
		    "install gnuplot-nox");
	if (!err && !image->len)
		return err_fail(ERR_CHILD, "gnuplot: no image came of it");
	return err;
}

enum err
gnuplot_draw(const char *script, int width, int height, const char *path)
{
	const char *format = gnuplot_format(path);
	struct buf text = BUF_INIT;
	struct buf image = BUF_INIT;
	enum err err = ERR_OK;

	if (!format)
		return err_fail(ERR_USAGE,
		    "%s: a name that ends in .svg or .png was expected", path);
	if (strcmp(format, "png") == 0)
		err = check_font();
	buf_printf(&text,
	    "set encoding utf8\nset terminal %s noenhanced size %d,%d "
	    "font 'sans,11' background '#ffffff'\n",
	    strcmp(format, "png") == 0 ? "pngcairo" : "svg", width, height);
	buf_puts(&text, script);
	if (!err)
		err = buf_err(&text);
	if (!err)
		err = draw(&text, &image);
	if (!err)
		err = place_write(path, write_image, &image);
	buf_release(&text);
	buf_release(&image);
	return err;
}
