#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"

static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
static struct child_result result;

static enum err
run_shell(const char *command)
{
	const struct child_spec spec = {.shell = command, .env = env};

	return child_run(&spec, &result);
}

static const char *
text(const struct capture *capture)
{
	static struct buf out;

	buf_reset(&out);
	cr_assert(eq(int, capture_text(capture, &out), ERR_OK));
	return buf_text(&out);
}

/* Whether `pid` is gone, given up to 5 s. */
static bool
goes_away(pid_t pid)
{
	for (int i = 0; i < 500; i++) {
		if (kill(pid, 0) < 0 && errno == ESRCH)
			return true;
		usleep(10000);
	}
	return false;
}

TestSuite(child, .timeout = 60);

Test(child, output_of_both_streams_and_exit_code_come_back)
{
	cr_assert(eq(int, run_shell("echo out; echo err >&2; exit 3"), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_EXITED));
	cr_expect(eq(int, result.exit_code, 3));
	cr_expect(eq(str, (char *)text(&result.out), "out\n"));
	cr_expect(eq(str, (char *)text(&result.err), "err\n"));
	cr_expect(not(child_ok(&result)));
	child_result_release(&result);
}

Test(child, merged_streams_keep_their_order)
{
	const struct child_spec spec = {.shell = "echo a; echo b >&2; echo c",
	    .env = env,
	    .merge_stderr = true};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(str, (char *)text(&result.out), "a\nb\nc\n"));
	child_result_release(&result);
}

Test(child, sees_only_the_environment_that_it_is_given)
{
	setenv("SECRET_TOKEN", "x", 1);
	cr_assert(eq(int, run_shell("env | grep -c TOKEN"), ERR_OK));
	cr_expect(eq(str, (char *)text(&result.out), "0\n"));
	child_result_release(&result);
}

Test(child, arguments_are_not_read_by_a_shell)
{
	const char *const argv[] = {"printf", "%s|", "$(id)", "a b", "", NULL};
	const struct child_spec spec = {.argv = argv, .env = env};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(str, (char *)text(&result.out), "$(id)|a b||"));
	child_result_release(&result);
}

Test(child, works_in_its_folder)
{
	const struct child_spec spec = {
	    .shell = "pwd", .cwd = "/usr", .env = env};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(str, (char *)text(&result.out), "/usr\n"));
	child_result_release(&result);
}

Test(child, a_program_that_does_not_exist_is_named)
{
	const char *const argv[] = {"no-such-program", NULL};
	const struct child_spec spec = {.argv = argv, .env = env};

	cr_assert(eq(int, child_run(&spec, &result), ERR_CHILD));
	cr_expect(strstr(err_text(), "no-such-program") != NULL);
	child_result_release(&result);
}

Test(child, a_folder_that_does_not_exist_is_named)
{
	const struct child_spec spec = {
	    .shell = "pwd", .cwd = "/no/such/folder", .env = env};

	cr_assert(eq(int, child_run(&spec, &result), ERR_CHILD));
	cr_expect(strstr(err_text(), "/no/such/folder") != NULL);
	child_result_release(&result);
}

Test(child, a_signal_is_told_from_an_exit)
{
	cr_assert(eq(int, run_shell("kill -SEGV $$"), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_SIGNALLED));
	cr_expect(eq(int, result.signal, SIGSEGV));
	child_result_release(&result);
}

Test(child, many_run_one_after_the_other)
{
	for (int i = 0; i < 50; i++) {
		cr_assert(eq(int, run_shell("echo x"), ERR_OK));
		cr_assert(eq(str, (char *)text(&result.out), "x\n"));
		child_result_release(&result);
	}
}

Test(child, time_out_ends_one_that_ignores_sigterm)
{
	const struct child_spec spec = {
	    .shell = "trap '' TERM; while :; do sleep 1; done",
	    .env = env,
	    .timeout_ns = 100 * CLOCK_NS_PER_MS};
	struct buf why = BUF_INIT;

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_TIMED_OUT));
	child_describe(&result, &why);
	cr_expect(strstr(buf_text(&why), "timed out after") != NULL);
	buf_release(&why);
	child_result_release(&result);
}

Test(child, time_out_comes_through_a_flood_of_output)
{
	const struct child_spec spec = {
	    .shell = "yes", .env = env, .timeout_ns = 300 * CLOCK_NS_PER_MS};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_TIMED_OUT));
	child_result_release(&result);
}

Test(child, a_daemon_in_its_own_session_ends_with_the_child)
{
	pid_t daemon;

	cr_assert(eq(int,
	    run_shell("setsid sh -c 'echo $$; exec sleep 1000' & sleep 0.3"),
	    ERR_OK));
	daemon = (pid_t)atol(text(&result.out));
	cr_assert(lt(int, 1, daemon));
	cr_expect(goes_away(daemon));
	child_result_release(&result);
}

Test(child, is_ended_when_the_parent_is_killed)
{
	int ends[2];
	char line[32] = "";
	pid_t parent;

	cr_assert(eq(int, pipe(ends), 0));
	parent = fork();
	if (parent == 0) {
		const struct child_spec spec = {
		    .shell = "echo $$ > /proc/$PPID/fd/1; sleep 1000",
		    .env = env};

		dup2(ends[1], STDOUT_FILENO);
		child_run(&spec, &result);
		_exit(0);
	}
	cr_assert(lt(long, 0, read(ends[0], line, sizeof line - 1)));
	kill(parent, SIGKILL);
	cr_expect(goes_away((pid_t)atol(line)));
}

Test(child, peak_memory_is_its_own_and_not_its_parents)
{
	size_t size = (size_t)256 << 20;
	char *ballast;

	cr_assert(eq(int, child_init(), ERR_OK));
	ballast = malloc(size);
	memset(ballast, 1, size);
	cr_assert(eq(int, run_shell("true"), ERR_OK));
	cr_expect(lt(i64, 0, result.max_rss_bytes));
	cr_expect(lt(i64, result.max_rss_bytes, (int64_t)64 << 20));
	child_result_release(&result);
	free(ballast);
}

Test(child, processor_time_is_its_own)
{
	cr_assert(eq(int,
	    run_shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"),
	    ERR_OK));
	cr_expect(lt(i64, CLOCK_NS_PER_MS, result.user_ns));
	cr_expect(ge(i64, result.wall_ns, 0));
	child_result_release(&result);
}

static enum err
refuse(void *ctx, const char *data, size_t len)
{
	(void)ctx;
	(void)data;
	(void)len;
	return err_fail(ERR_LIMIT, "enough");
}

Test(child, an_error_of_the_reader_ends_it)
{
	const struct child_spec spec = {
	    .shell = "echo x; sleep 1000", .env = env, .on_stdout = refuse};

	cr_assert(eq(int, child_run(&spec, &result), ERR_LIMIT));
	cr_expect(eq(str, (char *)err_text(), "enough"));
	child_result_release(&result);
}

Test(child, a_signal_to_us_ends_it)
{
	const struct child_spec spec = {
	    .shell = "kill -INT $TEST_PID; sleep 1000", .env = NULL};
	char parent[32];
	const char *with_pid[] = {parent, "PATH=/usr/bin:/bin", NULL};
	struct child_spec copy = spec;

	snprintf(parent, sizeof parent, "TEST_PID=%ld", (long)getpid());
	copy.env = with_pid;
	signal(SIGINT, SIG_DFL); /* the tests may run in the background */
	cr_assert(eq(int, interrupt_install(), ERR_OK));
	cr_assert(eq(int, child_run(&copy, &result), ERR_INTERRUPTED));
	cr_expect(eq(int, interrupt_signal(), SIGINT));
	child_result_release(&result);
}

Test(child, a_late_signal_is_not_taken_for_a_request)
{
	const struct child_spec spec = {.shell = "trap 'exit 5' TERM; sleep 5",
	    .env = env,
	    .timeout_ns = 50 * CLOCK_NS_PER_MS};

	for (int i = 0; i < 3; i++) {
		cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
		child_result_release(&result);
	}
	cr_assert(eq(int, run_shell("echo fine"), ERR_OK));
	cr_expect(eq(str, (char *)text(&result.out), "fine\n"));
	child_result_release(&result);
}

Test(child, a_file_size_limit_holds)
{
	const struct child_spec spec = {
	    .shell = "cd \"$(mktemp -d)\" && head -c 100000 /dev/zero > f; "
		     "wc -c < f; rm f; rmdir \"$PWD\"",
	    .env = env,
	    .limits = {.file_bytes = 4096}};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(str, (char *)text(&result.out), "4096\n"));
	child_result_release(&result);
}

/* As after `trap '' CHLD; exec tidemark`: the kernel then reaps children before
 * anybody can ask how they ended. */
Test(child, a_failure_is_seen_where_sigchld_is_ignored)
{
	signal(SIGCHLD, SIG_IGN);
	cr_assert(eq(int, run_shell("exit 3"), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_EXITED));
	cr_expect(eq(int, result.exit_code, 3));
	cr_expect(lt(i64, 0, result.max_rss_bytes));
	child_result_release(&result);
}

Test(child, real_time_signals_are_not_ignored_in_it)
{
	signal(SIGRTMAX, SIG_IGN);
	cr_assert(eq(int, run_shell("kill -64 $$"), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_SIGNALLED));
	cr_expect(eq(int, result.signal, SIGRTMAX));
	child_result_release(&result);
}

/* Output is "SUPERVISOR CHILD". */
static enum err
kill_supervisor(void *ctx, const char *data, size_t len)
{
	char line[64] = "";
	char *end;

	memcpy(line, data, len < sizeof line ? len : sizeof line - 1);
	kill((pid_t)strtol(line, &end, 10), SIGKILL);
	*(pid_t *)ctx = (pid_t)strtol(end, NULL, 10);
	return ERR_OK;
}

Test(child, is_ended_when_the_supervisor_is_killed)
{
	pid_t child = -1;
	int status = 0;
	const struct child_spec spec = {.shell = "echo $PPID $$; exec sleep 10",
	    .env = env,
	    .on_stdout = kill_supervisor,
	    .ctx = &child};

	/* Then the orphan is ours to wait for. */
	cr_assert(eq(int, prctl(PR_SET_CHILD_SUBREAPER, 1), 0));
	cr_assert(eq(int, child_run(&spec, &result), ERR_IO));
	cr_assert(lt(int, 1, child));
	cr_assert(eq(int, waitpid(child, &status, 0), child));
	cr_expect(eq(int, WIFSIGNALED(status) ? WTERMSIG(status) : 0, SIGKILL));
	child_result_release(&result);
}

/* As if this process were not run: the first output is looked at only when its
 * writer is gone, and each that follows takes its time. */
static enum err
read_slowly(void *ctx, const char *data, size_t len)
{
	pid_t *writer = ctx;

	if (!*writer) {
		*writer = (pid_t)atol(data);
		goes_away(*writer);
	}
	(void)len;
	poll(NULL, 0, 60);
	return ERR_OK;
}

/* A pipe of 1 MiB is more than one read, and 16 reads of 60 ms are longer than
 * what is waited for output after the end. */
Test(child, none_of_the_output_is_lost_to_a_slow_reader)
{
	pid_t writer = 0;
	const char *const argv[] = {"python3", "-c",
	    "import fcntl, os, sys\n"
	    "fcntl.fcntl(1, 1031, 1 << 20)\n" /* F_SETPIPE_SZ */
	    "os.write(1, b'%-1000000d' % os.getpid())\n",
	    NULL};
	const struct child_spec spec = {
	    .argv = argv, .env = env, .on_stdout = read_slowly, .ctx = &writer};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(int, result.exit_code, 0));
	cr_expect(eq(u64, result.out.total, 1000000));
	child_result_release(&result);
}

/* Take every descriptor that is free, up to `max`; returns how many. */
static size_t
take_descriptors(int *fds, size_t max)
{
	size_t count = 0;

	while (count < max && (fds[count] = dup(STDIN_FILENO)) >= 0)
		count++;
	return count;
}

Test(child, a_pipe_too_many_leaves_no_descriptor_open)
{
	const struct rlimit few = {64, 64};
	int fds[64];
	size_t count;

	cr_assert(eq(int, child_init(), ERR_OK));
	cr_assert(eq(int, setrlimit(RLIMIT_NOFILE, &few), 0));
	count = take_descriptors(fds, 64);
	cr_assert(ge(sz, count, 3));
	for (int i = 0; i < 3; i++) /* one pipe fits, a second does not */
		close(fds[--count]);
	cr_expect(eq(int, run_shell("true"), ERR_IO));
	cr_expect(eq(sz, take_descriptors(fds + count, 64 - count), 3));
	count += 3;
	while (count)
		close(fds[--count]);
	child_result_release(&result);
}
