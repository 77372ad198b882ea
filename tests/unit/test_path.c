#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"

#define STRANGER 65534 /* a user that is not root */

static char folder[] = "/tmp/tidemark-path-XXXXXX";
static struct buf text = BUF_INIT;

/* Every test works inside a new folder, with relative names. */
static void
enter(void)
{
	cr_assert(mkdtemp(folder) != NULL);
	cr_assert(chdir(folder) == 0);
}

static void
leave(void)
{
	buf_release(&text);
	cr_expect(chdir("/") == 0);
	cr_expect(eq(int, path_remove(folder), ERR_OK), "%s", err_text());
}

TestSuite(path, .init = enter, .fini = leave);

static void
file(const char *name, const char *content)
{
	cr_assert(eq(int, path_write(name, content, strlen(content)), ERR_OK));
}

static void
folder_of_mode(const char *name, mode_t mode)
{
	cr_assert(mkdir(name, 0700) == 0 && chmod(name, mode) == 0);
}

static void
expect_content(const char *name, const char *want)
{
	buf_reset(&text);
	cr_assert(eq(int, path_read(name, 4096, &text), ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&text), (char *)want));
}

static void
expect_error(enum err got, enum err want, const char *named)
{
	cr_expect(eq(int, got, want), "%s", err_text());
	cr_expect(strstr(err_text(), named) != NULL, "%s", err_text());
}

static bool
is_folder(const char *name)
{
	struct stat st;

	return lstat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Permissions do not bind root: do the rest of the test as somebody else. */
static void
be_bound_by_permissions(void)
{
	if (geteuid() == 0)
		cr_assert(chown(".", STRANGER, STRANGER) == 0 &&
			  seteuid(STRANGER) == 0);
}

static void
be_root_again(void)
{
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
}

/* ---- names ---- */

Test(path, joined_and_formatted_names_are_the_callers)
{
	char *name = NULL;

	cr_assert(eq(int, path_join(&name, "a", "b/c"), ERR_OK));
	cr_expect(eq(str, name, "a/b/c"));
	free(name);
	cr_assert(eq(int, path_format(&name, "%s.%d", "a%sb", 7), ERR_OK));
	cr_expect(eq(str, name, "a%sb.7"));
	free(name);
}

Test(path, a_link_to_nothing_exists)
{
	cr_assert(symlink("nothing", "link") == 0);
	cr_expect(path_exists("link"));
	cr_expect(not(path_exists("nothing")));
}

/* ---- making folders ---- */

Test(path, mkdirs_makes_the_parents)
{
	static const char *const names[] = {
	    "a/b/c", "d/", "e//f", "./g/../g/h", "a/b"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		cr_expect(
		    eq(int, path_mkdirs(names[i]), ERR_OK), "%s", err_text());
		cr_expect(is_folder(names[i]), "%s", names[i]);
	}
	cr_expect(eq(int, path_mkdirs("/"), ERR_OK));
}

Test(path, mkdirs_takes_a_link_to_a_folder_for_a_folder)
{
	folder_of_mode("real", 0700);
	cr_assert(symlink("real", "link") == 0);
	cr_expect(eq(int, path_mkdirs("link"), ERR_OK));
	cr_expect(eq(int, path_mkdirs("link/a"), ERR_OK));
	cr_expect(is_folder("real/a"));
}

Test(path, mkdirs_names_a_file_that_is_in_the_way)
{
	file("file", "x");
	expect_error(path_mkdirs("file"), ERR_IO, "file");
	expect_error(path_mkdirs("file/a/b"), ERR_IO, "file");
	cr_assert(symlink("nothing", "link") == 0);
	expect_error(path_mkdirs("link"), ERR_IO, "link");
	expect_content("file", "x");
}

Test(path, mkdirs_of_no_name_is_an_error)
{
	cr_expect(eq(int, path_mkdirs(""), ERR_IO));
}

Test(path, mkdirs_needs_permission)
{
	folder_of_mode("closed", 0555);
	be_bound_by_permissions();
	expect_error(path_mkdirs("closed/a"), ERR_IO, "closed/a");
	be_root_again();
}

/* ---- removing ---- */

Test(path, removing_what_does_not_exist_is_fine)
{
	cr_expect(eq(int, path_remove("nothing"), ERR_OK));
	cr_expect(eq(int, path_remove("nothing/at/all"), ERR_OK));
}

Test(path, files_and_full_folders_are_removed)
{
	file("file", "x");
	cr_assert(eq(int, path_mkdirs("a/b/c"), ERR_OK));
	file("a/1", "x");
	file("a/b/.hidden", "x");
	file("a/b/c/ \n*", "x");
	cr_assert(mkfifo("a/pipe", 0600) == 0);
	cr_expect(eq(int, path_remove("file"), ERR_OK));
	cr_expect(eq(int, path_remove("a/"), ERR_OK));
	cr_expect(not(path_exists("file")));
	cr_expect(not(path_exists("a")));
}

Test(path, folders_without_permissions_are_removed)
{
	be_bound_by_permissions();
	cr_assert(eq(int, path_mkdirs("a/b/c"), ERR_OK));
	file("a/1", "x");
	file("a/b/2", "x");
	file("a/b/c/3", "x");
	cr_assert(chmod("a/b/2", 0) == 0);
	cr_assert(chmod("a/b/c", 0) == 0);
	cr_assert(chmod("a/b", 0555) == 0);
	cr_assert(chmod("a", 0111) == 0);
	cr_expect(eq(int, path_remove("a"), ERR_OK), "%s", err_text());
	cr_expect(not(path_exists("a")));
	be_root_again();
}

Test(path, many_files_and_deep_folders_are_removed)
{
	char name[32];

	cr_assert(mkdir("top", 0700) == 0 && chdir("top") == 0);
	for (int i = 0; i < 2000; i++) {
		snprintf(name, sizeof name, "%d", i);
		cr_assert(close(creat(name, 0600)) == 0);
	}
	for (int i = 0; i < 300; i++)
		cr_assert(mkdir("d", 0700) == 0 && chdir("d") == 0);
	cr_assert(chdir(folder) == 0);
	cr_expect(eq(int, path_remove("top"), ERR_OK), "%s", err_text());
	cr_expect(not(path_exists("top")));
}

Test(path, links_are_removed_and_never_followed)
{
	cr_assert(eq(int, path_mkdirs("outside/in"), ERR_OK));
	file("outside/in/kept", "kept");
	file("plain", "kept");
	folder_of_mode("a", 0700);
	cr_assert(symlink("../outside", "a/to_folder") == 0);
	cr_assert(symlink("../plain", "a/to_file") == 0);
	cr_assert(symlink("nothing", "a/to_nothing") == 0);
	cr_assert(symlink("..", "a/up") == 0);
	cr_assert(symlink("outside", "top") == 0);
	cr_expect(eq(int, path_remove("a"), ERR_OK));
	cr_expect(eq(int, path_remove("top"), ERR_OK));
	cr_expect(not(path_exists("a")));
	cr_expect(not(path_exists("top")));
	expect_content("outside/in/kept", "kept");
	expect_content("plain", "kept");
}

/* "link/" means the folder behind it to most system calls. */
Test(path, a_slash_behind_a_link_does_not_make_it_followed)
{
	folder_of_mode("outside", 0700);
	file("outside/kept", "kept");
	cr_assert(symlink("outside", "link") == 0);
	expect_error(path_remove("link/"), ERR_IO, "link/");
	expect_content("outside/kept", "kept");
}

Test(path, permissions_of_the_target_of_a_link_stay)
{
	struct stat st;

	folder_of_mode("outside", 0555);
	folder_of_mode("a", 0700);
	cr_assert(symlink("../outside", "a/link") == 0);
	cr_expect(eq(int, path_remove("a"), ERR_OK));
	cr_assert(stat("outside", &st) == 0);
	cr_expect(eq(int, st.st_mode & 0777, 0555));
}

Test(path, what_may_not_be_removed_is_named_with_the_reason)
{
	folder_of_mode("closed", 0755);
	file("closed/file", "x");
	cr_assert(chmod("closed", 0555) == 0);
	be_bound_by_permissions();
	expect_error(path_remove("closed/file"), ERR_IO,
	    "closed/file: Permission denied");
	be_root_again();
	expect_content("closed/file", "x");
}

/* ---- reading ---- */

Test(path, a_file_up_to_the_limit_is_read_whole)
{
	file("file", "0123456789");
	cr_assert(eq(int, path_read("file", 10, &text), ERR_OK));
	cr_expect(eq(str, text.data, "0123456789"));
	buf_reset(&text);
	file("file", "");
	cr_assert(eq(int, path_read("file", 0, &text), ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&text), ""));
}

Test(path, a_longer_file_is_refused_and_nothing_of_it_given)
{
	file("file", "0123456789");
	expect_error(path_read("file", 9, &text), ERR_LIMIT, "file: larger");
	cr_expect(eq(sz, text.len, 0));
	/* The limit is found in the second of the pieces it is read in. */
	expect_error(
	    path_read("/dev/zero", 100000, &text), ERR_LIMIT, "/dev/zero");
	cr_expect(eq(sz, text.len, 0));
}

Test(path, every_byte_of_a_large_file_is_read)
{
	size_t size = 1000003;
	char *data = malloc(size);

	for (size_t i = 0; i < size; i++)
		data[i] = (char)(i * 7 + i / 256);
	cr_assert(eq(int, path_write("file", data, size), ERR_OK));
	cr_assert(eq(int, path_read("file", size, &text), ERR_OK));
	cr_assert(eq(sz, text.len, size));
	cr_expect(memcmp(text.data, data, size) == 0);
	free(data);
}

Test(path, a_missing_file_is_told_from_other_errors)
{
	expect_error(path_read("nothing", 10, &text), ERR_NOTFOUND, "nothing");
	file("file", "x");
	expect_error(path_read("file/a", 10, &text), ERR_IO, "file/a");
	expect_error(path_read(".", 10, &text), ERR_IO, ".: ");
	cr_assert(chmod("file", 0) == 0);
	be_bound_by_permissions();
	expect_error(path_read("file", 10, &text), ERR_IO, "file: Permission");
	be_root_again();
}

/* ---- writing ---- */

/* Entries of the test's folder, to see temporaries that were left. */
static int
entries(void)
{
	DIR *dir = opendir(".");
	int n = -2; /* "." and ".." */

	cr_assert(dir != NULL);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

Test(path, writing_makes_a_file_or_replaces_its_content)
{
	file("file", "old and longer");
	file("file", "new");
	expect_content("file", "new");
	cr_expect(eq(int, entries(), 1));
}

Test(path, who_has_the_old_file_open_keeps_the_old_content)
{
	char got[8] = "";
	int fd;

	file("file", "old");
	fd = open("file", O_RDONLY);
	file("file", "new");
	cr_expect(eq(long, read(fd, got, sizeof got - 1), 3));
	cr_expect(eq(str, got, "old"));
	close(fd);
}

Test(path, a_write_that_fails_leaves_the_old_content)
{
	struct rlimit limit, old;
	char data[5000] = "";
	enum err err;

	file("file", "old");
	signal(SIGXFSZ, SIG_IGN);
	cr_assert(getrlimit(RLIMIT_FSIZE, &old) == 0);
	limit = old;
	limit.rlim_cur = 4096; /* the disk is full after so much */
	cr_assert(setrlimit(RLIMIT_FSIZE, &limit) == 0);
	err = path_write("file", data, sizeof data);
	cr_assert(setrlimit(RLIMIT_FSIZE, &old) == 0);
	expect_error(err, ERR_IO, "file: ");
	expect_content("file", "old");
	cr_expect(eq(int, entries(), 1));
}

Test(path, a_file_that_cannot_be_made_is_named)
{
	expect_error(path_write("no/file", "x", 1), ERR_IO, "no/file");
	folder_of_mode("folder", 0700);
	expect_error(path_write("folder", "x", 1), ERR_IO, "folder");
	cr_expect(eq(int, entries(), 1));
}

/* ---- pruning and measuring ---- */

static void
set_age(const char *name, int64_t age_s)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT},
	    {.tv_sec = (time_t)(clock_wall_s() - age_s)}};

	cr_assert(utimensat(AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW) == 0);
}

Test(path, prune_removes_old_files_and_nothing_else)
{
	int64_t bytes = -1;

	cr_assert(eq(int, path_mkdirs("logs/folder"), ERR_OK));
	file("logs/old", "12345");
	file("logs/.old", "123");
	file("logs/new", "1234567");
	file("logs/folder/old", "x");
	cr_assert(symlink("new", "logs/link") == 0);
	set_age("logs/old", 1100);
	set_age("logs/.old", 100000);
	set_age("logs/new", 900);
	set_age("logs/folder/old", 100000);
	set_age("logs/folder", 100000);
	set_age("logs/link", 100000);
	cr_assert(eq(int, path_prune("logs", 1000, &bytes), ERR_OK));
	cr_expect(eq(i64, bytes, 5 + 3));
	cr_expect(not(path_exists("logs/old")));
	cr_expect(not(path_exists("logs/.old")));
	cr_expect(path_exists("logs/new"));
	cr_expect(path_exists("logs/folder/old"));
	cr_expect(path_exists("logs/link"));
}

Test(path, prune_folders_removes_old_folders_of_the_name_and_nothing_else)
{
	static const char *const folders[] = {
	    "logs/count-old", "logs/count-new", "logs/other", "kept"};
	int64_t bytes = -1, taken = 0;

	for (size_t i = 0; i < 4; i++)
		cr_assert(eq(int, path_mkdirs(folders[i]), ERR_OK));
	cr_assert(eq(int, path_mkdirs("logs/count-old/deeper"), ERR_OK));
	file("logs/count-old/deeper/a", "12345");
	file("logs/count-file", "12345");
	file("kept/a", "12345");
	cr_assert(symlink("../kept", "logs/count-link") == 0);
	cr_assert(symlink("../../kept", "logs/count-old/link") == 0);
	set_age("logs/count-old", 1100);
	set_age("logs/count-new", 900);
	set_age("logs/other", 1100);
	set_age("logs/count-file", 1100);
	set_age("logs/count-link", 1100);
	set_age("kept", 1100);
	cr_assert(eq(int, path_disk_bytes("logs/count-old", &taken), ERR_OK));
	cr_assert(eq(
	    int, path_prune_folders("logs", "count-", 1000, &bytes), ERR_OK));
	cr_expect(eq(i64, bytes, taken));
	cr_expect(lt(i64, 0, bytes));
	cr_expect(not(path_exists("logs/count-old")));
	cr_expect(path_exists("logs/count-new"));
	cr_expect(path_exists("logs/other"));
	cr_expect(path_exists("logs/count-file"));
	cr_expect(path_exists("logs/count-link"));
	cr_expect(path_exists("kept/a"));
}

Test(path, pruning_what_does_not_exist_is_fine)
{
	int64_t bytes = -1;

	cr_expect(
	    eq(int, path_prune_folders("nothing", "x", 1, &bytes), ERR_OK));
	cr_expect(eq(i64, bytes, 0));
	bytes = -1;

	cr_expect(eq(int, path_prune("nothing", 1, &bytes), ERR_OK));
	cr_expect(eq(i64, bytes, 0));
	file("file", "x");
	expect_error(path_prune("file", 1, &bytes), ERR_IO, "file");
}

static int64_t
disk_bytes(const char *name)
{
	int64_t bytes = -1;

	cr_assert(eq(int, path_disk_bytes(name, &bytes), ERR_OK));
	return bytes;
}

Test(path, disk_bytes_are_those_that_are_taken)
{
	size_t size = 1 << 20;
	char *data = malloc(size);
	int64_t one;

	for (size_t i = 0; i < size; i++)
		data[i] = (char)(i * 31 + i / 256);
	cr_assert(eq(int, path_mkdirs("a/b"), ERR_OK));
	cr_assert(eq(int, path_write("a/one", data, size), ERR_OK));
	cr_assert(eq(int, path_write("a/b/two", data, size), ERR_OK));
	one = disk_bytes("a/one");
	cr_expect(ge(i64, one, (int64_t)size));
	cr_expect(lt(i64, one, (int64_t)size * 2));
	cr_expect(ge(i64, disk_bytes("a"), one + disk_bytes("a/b/two")));
	cr_assert(symlink("../a", "a/b/up") == 0);
	cr_assert(symlink("a/one", "link") == 0);
	cr_expect(lt(i64, disk_bytes("link"), (int64_t)size));
	cr_expect(lt(i64, disk_bytes("a"), (int64_t)size * 3));
	free(data);
}

Test(path, holes_take_no_disk_bytes)
{
	cr_assert(close(creat("hole", 0600)) == 0);
	cr_assert(truncate("hole", 1 << 30) == 0);
	cr_expect(lt(i64, disk_bytes("hole"), 1 << 20));
}

Test(path, free_bytes_are_told_where_the_path_exists)
{
	int64_t bytes = -7;

	expect_error(path_free_bytes("nothing", &bytes), ERR_IO, "nothing");
	cr_expect(eq(i64, bytes, -7));
	cr_expect(eq(int, path_free_bytes(".", &bytes), ERR_OK));
	cr_expect(lt(i64, 0, bytes));
}
