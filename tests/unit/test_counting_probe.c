/* Where counts of instructions can come from. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "runner/counting_probe.h"
#include "tests/support/git_fixture.h"

Test(counting_probe, sources_have_names)
{
	expect_text(counting_source_name(COUNTING_NONE), "none");
	expect_text(counting_source_name(COUNTING_PERF), "perf");
	expect_text(counting_source_name(COUNTING_CALLGRIND), "callgrind");
}

Test(counting_probe, the_faster_source_goes_first)
{
	cr_expect(eq(int, counting_choose(0, true), COUNTING_PERF));
	cr_expect(eq(int, counting_choose(0, false), COUNTING_PERF));
	cr_expect(eq(int, counting_choose(EACCES, true), COUNTING_CALLGRIND));
	cr_expect(eq(int, counting_choose(ENODATA, false), COUNTING_NONE));
}

/* Whatever this machine has, the two ways of asking agree. */
Test(counting_probe, it_chooses_from_what_works_here)
{
	int error = counting_perf_errno();
	bool callgrind = counting_has_callgrind(getenv("PATH"));

	cr_expect(eq(int, counting_perf_errno(), error));
	cr_expect(eq(int, counting_probe(), counting_choose(error, callgrind)));
	unsetenv("PATH");
	cr_expect(eq(int, counting_probe(), counting_choose(error, false)));
}

Test(counting_probe, valgrind_is_a_program_in_a_folder_of_the_path)
{
	struct fixture fx;
	char *with;
	char *plain;
	char *folder;
	char *path;

	fixture_init(&fx);
	fixture_write(fx.root, "with/valgrind", "#!/bin/sh\n");
	fixture_write(fx.root, "plain/valgrind", "text\n");
	fixture_write(fx.root, "folder/valgrind/x", "text\n");
	with = fixture_path(&fx, "with");
	plain = fixture_path(&fx, "plain");
	folder = fixture_path(&fx, "folder");
	path = fixture_path(&fx, "with/valgrind");
	cr_assert(eq(int, chmod(path, 0755), 0));
	free(path);

	cr_assert(eq(int, path_format(&path, "%s:%s", plain, folder), ERR_OK));
	cr_expect(not(counting_has_callgrind(path)));
	free(path);
	cr_assert(eq(int, path_format(&path, "::%s:%s", plain, with), ERR_OK));
	cr_expect(counting_has_callgrind(path));
	free(path);
	cr_expect(not(counting_has_callgrind(NULL)));
	cr_expect(not(counting_has_callgrind("")));
	/* An empty entry means the current folder: it is not searched. */
	cr_assert(eq(int, chdir(with), 0));
	cr_expect(not(counting_has_callgrind(":")));
	free(with);
	free(plain);
	free(folder);
	fixture_release(&fx);
}
