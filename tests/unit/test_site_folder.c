#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/path.h"
#include "runner/site_folder.h"

static char *world;
static char *site;
static struct site_folder *folder;
static struct site_writer writer;
static struct site_counts counts;

static void
open_world(void)
{
	world = strdup("/tmp/tidemark-site-XXXXXX");
	cr_assert(ne(ptr, mkdtemp(world), NULL));
	cr_assert(eq(int, path_join(&site, world, "site"), ERR_OK));
}

static void
close_world(void)
{
	site_folder_free(folder);
	cr_expect(eq(int, path_remove(world), ERR_OK));
	free(site);
	free(world);
}

TestSuite(site_folder, .init = open_world, .fini = close_world);

static void
begin(void)
{
	site_folder_free(folder);
	folder = NULL;
	cr_assert(
	    eq(int, site_folder_open(&folder, site), ERR_OK), "%s", err_text());
	writer = site_folder_writer(folder);
}

static enum err
put(const char *path, const char *key, const char *text)
{
	if (!writer.wants(writer.ctx, path, key))
		return ERR_OK;
	return writer.write(writer.ctx, path, key, text, strlen(text));
}

static void
end(void)
{
	cr_assert(eq(int, site_folder_finish(folder, &counts), ERR_OK), "%s",
	    err_text());
}

static char *
path_of(const char *name)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, site, name), ERR_OK));
	return path;
}

static void
spoil(const char *name, const char *text)
{
	char *path = path_of(name);
	FILE *file = fopen(path, "w");

	cr_assert(ne(ptr, file, NULL));
	fputs(text, file);
	fclose(file);
	free(path);
}

static bool
holds(const char *name, const char *text)
{
	struct buf found = BUF_INIT;
	char *path = path_of(name);
	bool same = path_read(path, 4096, &found) == ERR_OK &&
		    strcmp(buf_text(&found), text) == 0;

	buf_release(&found);
	free(path);
	return same;
}

static void
expect_counts(size_t written, size_t kept, size_t removed)
{
	cr_expect(eq(sz, counts.written, written));
	cr_expect(eq(sz, counts.kept, kept));
	cr_expect(eq(sz, counts.removed, removed));
}

Test(site_folder, what_is_equal_is_not_written_again)
{
	begin();
	put("index.html", "", "a");
	put("commit/1.html", "ab", "b");
	end();
	expect_counts(2, 0, 0);
	begin();
	put("index.html", "", "a");
	put("commit/1.html", "ab", "b");
	end();
	expect_counts(0, 2, 0);
	begin();
	put("index.html", "", "other");
	put("commit/1.html", "ac", "b");
	end();
	expect_counts(1, 1, 0);
	cr_expect(holds("index.html", "other"));
}

Test(site_folder, a_page_whose_key_is_known_is_not_made)
{
	begin();
	put("commit/1.html", "ab", "b");
	end();
	begin();
	cr_expect(not(writer.wants(writer.ctx, "commit/1.html", "ab")));
	cr_expect(writer.wants(writer.ctx, "commit/1.html", "cd"));
	cr_expect(writer.wants(writer.ctx, "commit/2.html", "ab"));
}

Test(site_folder, a_file_that_somebody_changed_is_mended)
{
	begin();
	put("commit/1.html", "ab", "b");
	end();
	spoil("commit/1.html", "spoilt");
	begin();
	put("commit/1.html", "ab", "b");
	end();
	expect_counts(1, 0, 0);
	cr_expect(holds("commit/1.html", "b"));
}

Test(site_folder, a_file_that_is_missing_is_mended)
{
	char *path = path_of("commit/1.html");

	begin();
	put("commit/1.html", "ab", "b");
	end();
	cr_assert(eq(int, unlink(path), 0));
	free(path);
	begin();
	put("commit/1.html", "ab", "b");
	end();
	cr_expect(holds("commit/1.html", "b"));
}

Test(site_folder, only_what_it_wrote_is_removed)
{
	begin();
	put("index.html", "", "a");
	put("commit/1.html", "", "b");
	end();
	spoil("commit/mine.html", "c");
	begin();
	put("index.html", "", "a");
	end();
	expect_counts(0, 1, 1);
	cr_expect(not(holds("commit/1.html", "b")));
	cr_expect(holds("commit/mine.html", "c"));
}

Test(site_folder, a_foreign_file_is_not_written_over)
{
	begin();
	end();
	spoil("index.html", "mine");
	begin();
	cr_expect(eq(int, put("index.html", "", "a"), ERR_USAGE));
	cr_expect(holds("index.html", "mine"));
}

Test(site_folder, what_ended_early_is_taken_up)
{
	begin();
	put("index.html", "", "a");
	put("commit/1.html", "ab", "b");
	/* no end: as if it was killed */
	begin();
	put("index.html", "", "a");
	end();
	expect_counts(0, 1, 1);
	cr_expect(not(holds("commit/1.html", "b")));
}

/* Old and new files change places, which must not reach others: who has the old
 * page open reads it to its end, and what it is a link to stays. */
Test(site_folder, a_page_that_is_replaced_stays_whole_for_its_reader)
{
	char text[8] = "";
	char *path = path_of("index.html");
	char *copy = path_of("../copy");
	int fd;

	begin();
	put("index.html", "", "old");
	end();
	cr_assert(eq(int, link(path, copy), 0));
	fd = open(path, O_RDONLY | O_CLOEXEC);
	begin();
	put("index.html", "", "new");
	put("commits.html", "", "one more");
	end();
	cr_expect(eq(int, (int)read(fd, text, sizeof text - 1), 3));
	cr_expect(eq(str, text, "old"));
	cr_expect(holds("../copy", "old"));
	cr_expect(holds("index.html", "new"));
	close(fd);
	free(path);
	free(copy);
}

/* Exchanged, what the link points to would be taken for the site's. */
Test(site_folder, a_link_in_place_of_a_page_is_replaced)
{
	char *path = path_of("index.html");
	char *target = path_of("../mine");

	begin();
	put("index.html", "", "a");
	end();
	spoil("../mine", "mine");
	cr_assert(eq(int, unlink(path), 0));
	cr_assert(eq(int, symlink(target, path), 0));
	begin();
	put("index.html", "", "b");
	end();
	cr_expect(holds("index.html", "b"));
	cr_expect(holds("../mine", "mine"));
	free(path);
	free(target);
}

Test(site_folder, what_a_killed_process_left_is_removed)
{
	char *left = path_of(".tidemark-site.new");

	begin();
	end();
	site_folder_free(folder);
	folder = NULL;
	cr_assert(eq(int, path_mkdirs(left), ERR_OK));
	spoil(".tidemark-site.new/7", "half");
	begin();
	put("index.html", "", "a");
	end();
	site_folder_free(folder);
	folder = NULL;
	cr_expect(not(path_exists(left)));
	free(left);
}

Test(site_folder, a_folder_of_somebody_else_is_refused)
{
	cr_assert(eq(int, path_mkdirs(site), ERR_OK));
	spoil("photo.jpg", "mine");
	cr_expect(eq(int, site_folder_open(&folder, site), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "an empty one"), NULL));
	cr_expect(eq(ptr, folder, NULL));
}

Test(site_folder, a_folder_belongs_to_one_at_a_time)
{
	struct site_folder *other = NULL;

	begin();
	cr_expect(eq(int, site_folder_open(&other, site), ERR_USAGE));
	cr_expect(eq(ptr, other, NULL));
}

Test(site_folder, a_link_in_place_of_a_folder_is_refused)
{
	char *path = path_of("commit");

	begin();
	end();
	site_folder_free(folder);
	folder = NULL;
	cr_assert(eq(int, rmdir(path), 0));
	cr_assert(eq(int, symlink(world, path), 0));
	free(path);
	cr_expect(eq(int, site_folder_open(&folder, site), ERR_USAGE));
}

Test(site_folder, a_foreign_list_is_refused)
{
	begin();
	end();
	site_folder_free(folder);
	folder = NULL;
	spoil(".tidemark-site", "tidemark site 1\n- 0 0 ../../x\n");
	cr_expect(eq(int, site_folder_open(&folder, site), ERR_USAGE));
}

Test(site_folder, a_line_that_was_cut_off_is_mended)
{
	begin();
	put("index.html", "", "a");
	end();
	site_folder_free(folder);
	folder = NULL;
	spoil(".tidemark-site", "tidemark site 1\n- 0 0 index.html\n- 0 0 com");
	begin();
	put("index.html", "", "a");
	put("commit/1.html", "", "b");
	begin(); /* as if it was killed */
	put("index.html", "", "a");
	end();
	expect_counts(0, 1, 1);
}

Test(site_folder, a_path_that_is_none_of_a_site_is_refused)
{
	begin();
	cr_expect(eq(int, put("../x", "", "a"), ERR_USAGE));
}

Test(site_folder, a_picture_is_drawn_where_its_key_differs)
{
	begin();
	cr_assert(eq(int,
	    writer.draw(
		writer.ctx, "chart/a.svg", "ab", "plot [0:1] x\n", 300, 200),
	    ERR_OK));
	end();
	expect_counts(1, 0, 0);
	begin();
	cr_expect(not(writer.wants(writer.ctx, "chart/a.svg", "ab")));
	end();
	expect_counts(0, 1, 0);
}
