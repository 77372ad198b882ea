/* Removing what is old. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"

static char folder[] = "/tmp/tidemark-prune-XXXXXX";

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
	cr_expect(chdir("/") == 0);
	cr_expect(eq(int, path_remove(folder), ERR_OK), "%s", err_text());
}

TestSuite(path_prune, .init = enter, .fini = leave);

static void
file(const char *name, const char *content)
{
	cr_assert(eq(int, path_write(name, content, strlen(content)), ERR_OK));
}

static void
set_age(const char *name, int64_t age_s)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT},
	    {.tv_sec = (time_t)(clock_wall_s() - age_s)}};

	cr_assert(utimensat(AT_FDCWD, name, times, AT_SYMLINK_NOFOLLOW) == 0);
}

Test(path_prune, prune_removes_old_files_and_nothing_else)
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

Test(path_prune, prune_folders_removes_old_folders_of_the_name_and_nothing_else)
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

Test(path_prune, pruning_what_does_not_exist_is_fine)
{
	int64_t bytes = -1;

	cr_expect(
	    eq(int, path_prune_folders("nothing", "x", 1, &bytes), ERR_OK));
	cr_expect(eq(i64, bytes, 0));
	bytes = -1;

	cr_expect(eq(int, path_prune("nothing", 1, &bytes), ERR_OK));
	cr_expect(eq(i64, bytes, 0));
	file("file", "x");
	cr_expect(eq(int, path_prune("file", 1, &bytes), ERR_IO));
	cr_expect(ne(ptr, strstr(err_text(), "file"), NULL));
}
