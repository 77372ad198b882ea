/* valgrind's arguments and files; only the last test runs it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/counting_probe.h"
#include "runner/valgrind.h"
#include "tests/support/git_fixture.h"

static char below[] = "/tmp/valgrindXXXXXX";
static struct valgrind valgrind;
static struct child_result result;
static struct buf text;

static void
setup(void)
{
	cr_assert(ne(ptr, mkdtemp(below), NULL));
	cr_assert(
	    eq(int, valgrind_init(&valgrind, below, "./a --b 'c'"), ERR_OK));
}

static void
teardown(void)
{
	valgrind_release(&valgrind);
	buf_release(&text);
	path_remove(below);
}

TestSuite(valgrind, .init = setup, .fini = teardown, .timeout = 120);

static void
write_file(const char *name, const char *content)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, valgrind.folder, name), ERR_OK));
	cr_assert(eq(int, path_write(path, content, strlen(content)), ERR_OK));
	free(path);
}

static const char *
last_argument(void)
{
	const char *last = NULL;

	for (size_t i = 0; valgrind.argv[i]; i++)
		last = valgrind.argv[i];
	return last;
}

static bool
has_argument(const char *argument)
{
	for (size_t i = 0; valgrind.argv[i]; i++)
		if (strcmp(valgrind.argv[i], argument) == 0)
			return true;
	return false;
}

Test(valgrind, the_command_is_the_shells_and_no_settings_are_read)
{
	expect_text(valgrind.argv[0], "valgrind");
	expect_text(last_argument(), "./a --b 'c'");
	cr_expect(has_argument("--command-line-only=yes"));
	cr_expect(has_argument("--trace-children=yes"));
}

Test(valgrind, a_folder_with_a_percent_sign_is_not_expanded)
{
	char *odd = NULL;
	struct valgrind other;
	char doubled[] = "/50%%p/counting-";

	cr_assert(eq(int, path_join(&odd, below, "50%p"), ERR_OK));
	cr_assert(eq(int, path_mkdirs(odd), ERR_OK));
	cr_assert(eq(int, valgrind_init(&other, odd, ":"), ERR_OK));
	cr_expect(strstr(other.count_option, doubled) != NULL, "%s",
	    other.count_option);
	cr_expect(strstr(other.log_option, doubled) != NULL);
	valgrind_release(&other);
	free(odd);
}

Test(valgrind, its_folder_goes_with_it_and_a_place_must_be_there)
{
	char *folder = strdup(valgrind.folder);
	struct valgrind other;

	cr_expect(path_exists(folder));
	write_file("count.1", "summary: 1\n");
	valgrind_release(&valgrind);
	cr_expect(not(path_exists(folder)));
	free(folder);
	cr_expect(
	    eq(int, valgrind_init(&other, "/no/such/folder", ":"), ERR_IO));
}

Test(valgrind, counts_of_all_processes_are_added)
{
	uint64_t count = 7;

	write_file("count.1", "desc: x\nevents: Ir\nsummary: 300\n");
	write_file("count.23", "cmd: a\nsummary: 5\nb\nsummary: 4000000000\n");
	write_file("log.1", "summary: 1\n");
	cr_assert(eq(int, valgrind_count(&valgrind, &count), ERR_OK));
	cr_expect(eq(u64, count, UINT64_C(4000000300)));
}

Test(valgrind, a_count_that_is_not_whole_is_none)
{
	static const char *const broken[] = {"events: Ir\n", "summary: \n",
	    "summary: -1\n", "summary: 1e3\n", "summary: 0\n",
	    "summary: 99999999999999999999\n", ""};
	uint64_t count = 7;

	cr_expect(eq(int, valgrind_count(&valgrind, &count), ERR_PARSE));
	expect_text(err_text(), "valgrind counted no process");
	write_file("count.1", "summary: 300\n");
	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++) {
		write_file("count.2", broken[i]);
		cr_expect(eq(int, valgrind_count(&valgrind, &count), ERR_PARSE),
		    "%s", broken[i]);
	}
	cr_expect(eq(u64, count, 7));
}

static const char *
explained(enum child_end end, int signal, int exit_code)
{
	result.end = end;
	result.signal = signal;
	result.exit_code = exit_code;
	buf_reset(&text);
	cr_assert(eq(int, valgrind_explain(&valgrind, &result, &text), ERR_OK));
	return buf_text(&text);
}

Test(valgrind, an_unknown_instruction_is_explained)
{
	const char *hint = "; valgrind does not know an instruction of this";

	cr_expect(strstr(explained(CHILD_SIGNALLED, SIGILL, 0), hint) != NULL);
	cr_expect(
	    strstr(explained(CHILD_EXITED, 0, 128 + SIGILL), hint) != NULL);
	expect_text(explained(CHILD_SIGNALLED, SIGSEGV, 0), "");
	expect_text(explained(CHILD_EXITED, 0, 3), "");
	write_file("log.9", "==9== valgrind: Unrecognised instruction at "
			    "address 0x10912d.\n==9== more\n");
	cr_expect(strstr(explained(CHILD_EXITED, 0, 3), hint) != NULL);
	cr_expect(strstr(explained(CHILD_EXITED, 0, 3), "more") == NULL);
}

Test(valgrind, what_else_it_wrote_is_quoted)
{
	write_file("log.9", "valgrind: failed to start\n");
	expect_text(
	    explained(CHILD_EXITED, 0, 1), "\n| valgrind: failed to start");
}

/* 20,000 more turns of the shell's loop are the same number of instructions
 * wherever they are made, also by a process that the shell starts. */
Test(valgrind, work_is_counted_wherever_it_is_done)
{
	static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
	static const char *const work[] = {":",
	    "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done",
	    "sh -c 'i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done'; :"};
	struct child_spec spec = {.env = env};
	uint64_t counts[3] = {0};

	if (!counting_has_callgrind(getenv("PATH")))
		cr_skip_test("there is no valgrind");
	for (int i = 0; i < 3; i++) {
		struct valgrind run;

		cr_assert(eq(int, valgrind_init(&run, below, work[i]), ERR_OK));
		spec.argv = run.argv;
		cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
		cr_assert(child_ok(&result));
		child_result_release(&result);
		cr_assert(eq(int, valgrind_count(&run, &counts[i]), ERR_OK));
		valgrind_release(&run);
	}
	/* A turn takes hundreds of instructions, starting a shell 200,000. */
	cr_expect(lt(u64, counts[0] + 2000000, counts[1]));
	cr_expect(lt(u64, counts[1], counts[2]));
	cr_expect(lt(u64, counts[2], counts[1] + 2000000));
}
