#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/path.h"
#include "reports/place.h"
#include "reports/render.h"

static char folder[] = "/tmp/tidemark-render-XXXXXX";
static char *path; /* folder/out */
static const struct report report = {.command = "check"};
static const struct render_options options = {.width = 0};

static void
open_folder(void)
{
	cr_assert(mkdtemp(folder) != NULL);
	cr_assert(eq(int, path_join(&path, folder, "out"), ERR_OK));
}

static void
close_folder(void)
{
	path_remove(folder);
	free(path);
}

static enum err
write_report(void *ctx, FILE *file)
{
	return render_write(ctx, &report, &options, file);
}

/* As every command writes its report. */
static enum err
render_to(const struct renderer *renderer, const char *to)
{
	return place_write(to, write_report, (void *)renderer);
}

TestSuite(render_to, .init = open_folder, .fini = close_folder);

static enum err
write_new(
    const struct report *from, const struct render_options *how, FILE *file)
{
	(void)from;
	(void)how;
	fputs("new", file);
	return ERR_OK;
}

static enum err
write_half(
    const struct report *from, const struct render_options *how, FILE *file)
{
	(void)from;
	(void)how;
	fputs("half", file);
	return err_fail(ERR_NOMEM, "out of memory");
}

static enum err
write_much(
    const struct report *from, const struct render_options *how, FILE *file)
{
	(void)from;
	(void)how;
	fputs("much", file);
	return fflush(file) ? err_fail(ERR_IO, "cannot write") : ERR_OK;
}

static const struct renderer whole = {"whole", "", false, write_new};
static const struct renderer half = {"half", "", false, write_half};
static const struct renderer much = {"much", "", false, write_much};

static void
expect_content(const char *where, const char *want)
{
	struct buf got = BUF_INIT;

	cr_assert(eq(int, path_read(where, 4096, &got), ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&got), (char *)want));
	buf_release(&got);
}

static bool
temporary_is_left(void)
{
	char *name = NULL;
	bool left;

	cr_assert(eq(int,
	    path_format(&name, "%s.%ld.tmp", path, (long)getpid()), ERR_OK));
	left = path_exists(name);
	free(name);
	return left;
}

Test(render_to, a_file_is_made)
{
	cr_assert(eq(int, render_to(&whole, path), ERR_OK));
	expect_content(path, "new");
	cr_expect(not(temporary_is_left()));
}

Test(render_to, a_file_is_replaced_and_keeps_its_mode)
{
	struct stat st;

	cr_assert(eq(int, path_write(path, "a longer text", 13), ERR_OK));
	cr_assert(eq(int, chmod(path, 0600), 0));
	cr_assert(eq(int, render_to(&whole, path), ERR_OK));
	expect_content(path, "new");
	cr_assert(eq(int, stat(path, &st), 0));
	cr_expect(eq(int, (int)(st.st_mode & 0777), 0600));
}

Test(render_to, a_failure_leaves_the_old_file)
{
	cr_assert(eq(int, path_write(path, "old", 3), ERR_OK));
	cr_expect(eq(int, render_to(&half, path), ERR_NOMEM));
	expect_content(path, "old");
	cr_expect(not(temporary_is_left()));
}

Test(render_to, a_link_stays_and_its_target_is_replaced)
{
	struct stat st;
	char *link = NULL;

	cr_assert(eq(int, path_join(&link, folder, "link"), ERR_OK));
	cr_assert(eq(int, path_write(path, "old", 3), ERR_OK));
	cr_assert(eq(int, symlink("out", link), 0));
	cr_assert(eq(int, render_to(&whole, link), ERR_OK));
	expect_content(path, "new");
	cr_assert(eq(int, lstat(link, &st), 0));
	cr_expect(eq(int, S_ISLNK(st.st_mode), 1));
	free(link);
}

Test(render_to, a_pipe_is_written_directly)
{
	char got[8] = "";
	struct stat st;
	int fd;

	cr_assert(eq(int, mkfifo(path, 0600), 0));
	fd = open(path, O_RDWR); /* so that neither side has to wait */
	cr_assert(ge(int, fd, 0));
	cr_assert(eq(int, render_to(&whole, path), ERR_OK));
	cr_expect(eq(int, (int)read(fd, got, sizeof got - 1), 3));
	cr_expect(eq(str, got, (char *)"new"));
	cr_assert(eq(int, lstat(path, &st), 0));
	cr_expect(eq(int, S_ISFIFO(st.st_mode), 1));
	close(fd);
}

/* Standard output may be a file that the shell opened: what is in it stays. */
Test(render_to, an_open_file_of_the_process_is_appended_to)
{
	char *name = NULL;
	int fd;

	cr_assert(eq(int, path_write(path, "log,", 4), ERR_OK));
	fd = open(path, O_WRONLY);
	cr_assert(ge(int, fd, 0));
	cr_assert(eq(int, path_format(&name, "/dev/fd/%d", fd), ERR_OK));
	cr_assert(eq(int, render_to(&whole, name), ERR_OK));
	expect_content(path, "log,new");
	close(fd);
	free(name);
}

Test(render_to, errors_name_the_path)
{
	static const char missing[] = "/nonexistent-folder/out";

	cr_expect(eq(int, render_to(&whole, missing), ERR_IO));
	cr_expect(strstr(err_text(), missing) != NULL, "%s", err_text());
	cr_expect(eq(int, render_to(&whole, folder), ERR_IO));
	cr_expect(strstr(err_text(), folder) != NULL, "%s", err_text());
	cr_expect(eq(int, render_to(&much, "/dev/full"), ERR_IO));
	cr_expect(strstr(err_text(), "/dev/full: No space") != NULL, "%s",
	    err_text());
}

Test(render_to, every_renderer_says_when_the_disk_is_full)
{
	for (const struct renderer *row = renderers; row->name; row++)
		cr_expect(eq(int, render_to(row, "/dev/full"), ERR_IO));
}

Test(renderers, are_found_by_name)
{
	cr_expect(renderer_find("json") != NULL);
	cr_expect(eq(int, strcmp(renderer_find("text")->name, "text"), 0));
	cr_expect(renderer_find("pdf") == NULL);
}
