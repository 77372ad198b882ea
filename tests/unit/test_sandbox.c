/* The sandbox, its rooms, and who may go without. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/sandbox.h"
#include "tests/support/git_fixture.h"

static const char *const env[] = {"PATH=/usr/bin:/bin", "HOME=/tmp", NULL};
static struct fixture fx;
static struct config_sandbox config;
static struct sandbox_order order;
static struct sandbox *sandbox;
static struct room *room;
static struct child_result result;

static void
setup(void)
{
	fixture_init(&fx);
	config = (struct config_sandbox){0};
	order = (struct sandbox_order){
	    .config = &config,
	    .objects = "/usr",
	    .disk = fx.root,
	};
}

static void
teardown(void)
{
	child_result_release(&result);
	room_close(room);
	sandbox_free(sandbox);
	fixture_release(&fx);
}

TestSuite(sandbox, .init = setup, .fini = teardown, .timeout = 60);

/* Enter a sandbox with the fixture's repository as the tree. Where the system
 * lets nobody make one, as in many containers, there is nothing to test. */
static void
enter(bool build)
{
	const struct sandbox_stay stay = {.tree = fx.repo, .build = build};

	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_OK));
	if (!sandbox_is_shut(sandbox))
		cr_skip_test("%s", sandbox_why_not(sandbox));
	cr_assert(eq(int, sandbox_give(sandbox, fx.repo), ERR_OK));
	cr_assert(eq(int, sandbox_enter(sandbox, &stay, &room), ERR_OK), "%s",
	    err_text());
}

static enum err
run_for(const char *command, int64_t timeout_ns)
{
	struct child_spec spec = {
	    .shell = command,
	    .cwd = fx.repo,
	    .env = env,
	    .timeout_ns = timeout_ns,
	};

	child_result_release(&result);
	sandbox_shut_in(sandbox, room, &spec);
	return child_run(&spec, &result);
}

static enum err
run(const char *command)
{
	return run_for(command, 30 * CLOCK_NS_PER_S);
}

static const char *
output(void)
{
	static struct buf out;

	buf_reset(&out);
	cr_assert(eq(int, capture_text(&result.out, &out), ERR_OK));
	return buf_text(&out);
}

static void
expect_output(const char *command, const char *expected)
{
	cr_assert(eq(int, run(command), ERR_OK), "%s", err_text());
	cr_expect(eq(str, (char *)output(), (char *)expected), "%s", command);
}

/* ---- what is seen ---- */

Test(sandbox, a_child_reads_and_writes_its_own_tree)
{
	enter(false);
	expect_output("echo x >made && cat made", "x\n");
	cr_expect(eq(int, result.exit_code, 0));
}

Test(sandbox, nothing_else_of_the_disk_is_there)
{
	char command[512];
	FILE *file;
	char path[256];

	snprintf(path, sizeof path, "%s/store.db", fx.root);
	file = fopen(path, "w");
	cr_assert(file != NULL);
	fclose(file);
	enter(false);
	snprintf(command, sizeof command,
	    "ls -A /root /home /var/lib %s/store.db 2>/dev/null; "
	    "ls /tmp %s | grep -c store.db",
	    fx.root, fx.root);
	expect_output(command, "0\n");
}

Test(sandbox, what_the_config_makes_visible_is_read_and_not_written)
{
	char folder[256];
	char *items[] = {folder};
	char command[1024];

	snprintf(folder, sizeof folder, "%s/seen", fx.root);
	cr_assert(eq(int, path_mkdirs(folder), ERR_OK));
	cr_assert(eq(int, chmod(folder, 0777), 0));
	config.visible = (struct config_texts){items, 1};
	enter(false);
	snprintf(command, sizeof command,
	    "[ -d %s ] && echo there; touch %s/x 2>/dev/null || echo refused",
	    folder, folder);
	expect_output(command, "there\nrefused\n");
}

Test(sandbox, what_is_to_be_visible_must_be_there)
{
	char *items[] = {"/nowhere/at/all"};

	config.visible = (struct config_texts){items, 1};
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_USAGE));
	expect_error("visible: /nowhere/at/all: no such file or folder");
}

Test(sandbox, the_system_is_read_only)
{
	enter(false);
	expect_output("touch /usr/x /etc/x 2>/dev/null; echo $?", "1\n");
}

Test(sandbox, a_temporary_folder_is_new_in_each_room)
{
	const struct sandbox_stay stay = {.tree = fx.repo};

	enter(false);
	expect_output("echo x >/tmp/left; cat /tmp/left", "x\n");
	room_close(room);
	room = NULL;
	cr_assert(eq(int, sandbox_enter(sandbox, &stay, &room), ERR_OK));
	expect_output("cat /tmp/left 2>/dev/null; echo $?", "1\n");
}

Test(sandbox, there_is_no_network)
{
	enter(true);
	expect_output("grep -v lo: /proc/net/dev | tail -n +3 | wc -l", "0\n");
}

Test(sandbox, a_build_may_be_given_the_network_and_a_benchmark_not)
{
	const struct sandbox_stay stay = {.tree = fx.repo};
	char name[32] = "";
	FILE *links = popen("sed 1,2d /proc/net/dev | wc -l", "r");

	cr_assert(links != NULL);
	cr_assert(fgets(name, sizeof name, links) != NULL);
	pclose(links);
	order.build_network = true;
	enter(true);
	expect_output("sed 1,2d /proc/net/dev | wc -l", name);
	room_close(room);
	cr_assert(eq(int, sandbox_enter(sandbox, &stay, &room), ERR_OK));
	expect_output("sed 1,2d /proc/net/dev | wc -l", "1\n");
}

/* ---- who they are ---- */

Test(sandbox, children_have_no_privilege_and_never_get_one)
{
	enter(false);
	expect_output("[ $(id -u) != 0 ] && grep -E '^(CapPrm|CapEff|CapAmb|"
		      "NoNewPrivs)' /proc/self/status | tr -s '\\t0' ' '",
	    "CapPrm: \nCapEff: \nCapAmb: \nNoNewPrivs: 1\n");
}

Test(sandbox, they_see_no_process_but_their_own)
{
	enter(false);
	expect_output(
	    "ls /proc | grep -cE '^[0-9]+$' | sed 's/^[1-6]$/few/'", "few\n");
}

Test(sandbox, they_can_neither_end_the_supervisor_nor_look_into_it)
{
	enter(false);
	expect_output("kill -9 1 2>/dev/null; kill -STOP 1 2>/dev/null; "
		      "ls /proc/1/fd /proc/1/mem 2>/dev/null | grep -c fd; "
		      "cat /proc/1/environ 2>/dev/null",
	    "0\n");
	expect_output("echo still there", "still there\n");
}

/* ---- how they end ---- */

Test(sandbox, how_a_child_ended_is_its_own_end)
{
	enter(false);
	cr_assert(eq(int, run("exit 7"), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_EXITED));
	cr_expect(eq(int, result.exit_code, 7));
	cr_assert(eq(int, run("kill -SEGV $$"), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_SIGNALLED));
	cr_expect(eq(int, result.signal, SIGSEGV));
}

/* A room costs milliseconds; what a child took is its own. */
Test(sandbox, nothing_of_the_room_is_in_a_childs_time_and_memory)
{
	enter(false);
	cr_assert(eq(int, run("exec true"), ERR_OK));
	cr_expect(lt(i64, result.max_rss_bytes, (int64_t)4 << 20));
	cr_expect(lt(i64, 0, result.wall_ns));
}

Test(sandbox, one_that_ignores_the_end_is_ended_with_all_that_it_started)
{
	enter(false);
	cr_assert(eq(int,
	    run_for("trap '' TERM; (trap '' TERM; setsid sleep 1000) & "
		    "sleep 1000",
		CLOCK_NS_PER_S / 10),
	    ERR_OK));
	cr_expect(eq(int, result.end, CHILD_TIMED_OUT));
	expect_output("cat /proc/[0-9]*/comm | grep -c sleep", "0\n");
}

Test(sandbox, a_daemon_is_gone_with_its_job)
{
	enter(false);
	cr_assert(eq(int, run("setsid sleep 1000 >/dev/null 2>&1 &"), ERR_OK));
	expect_output("cat /proc/[0-9]*/comm | grep -c sleep", "0\n");
}

Test(sandbox, limits_hold)
{
	config.file_bytes = 1 << 20;
	config.processes = 40;
	config.memory_bytes = (int64_t)64 << 20;
	enter(false);
	expect_output("head -c 2000000 /dev/zero >big 2>/dev/null; "
		      "wc -c <big",
	    "1048576\n");
	/* dash ends where it cannot fork. */
	expect_output("for i in $(seq 100); do sleep 5 & done 2>/dev/null; "
		      "echo all of them",
	    "");
	cr_expect(ne(int, result.exit_code, 0));
	cr_assert(eq(int,
	    run("head -c 200000000 /dev/zero | tail -n 1 >/dev/null"), ERR_OK));
	cr_expect(ne(int, result.exit_code, 0));
}

Test(sandbox, one_that_fills_the_disk_is_ended)
{
	struct child_spec spec = {
	    .shell = "sleep 1000",
	    .env = env,
	    .disk = fx.root,
	    .disk_bytes = UINT64_MAX, /* more than any disk has left */
	};

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(int, result.end, CHILD_FILLED_DISK));
}

/* ---- who may go without ---- */

/* Without a PATH to bwrap no room can be made. */
static void
without_bubblewrap(void)
{
	setenv("PATH", "/nowhere", 1);
}

Test(sandbox, auto_goes_without_one_and_says_why)
{
	without_bubblewrap();
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_OK));
	cr_expect(not(sandbox_is_shut(sandbox)));
	cr_expect(eq(str, (char *)sandbox_why_not(sandbox),
	    "bwrap: No such file or directory"));
}

Test(sandbox, one_that_was_asked_for_must_work)
{
	without_bubblewrap();
	config.mode = SANDBOX_BWRAP;
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_USAGE));
	expect_error("sandbox: bwrap does not work here: bwrap: No such file");
}

Test(sandbox, a_forks_commit_never_goes_without_one_in_silence)
{
	without_bubblewrap();
	order.foreign = true;
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_USAGE));
	expect_error("the commit comes from a fork, and no sandbox works here");
}

Test(sandbox, the_bases_config_lets_a_forks_commit_go_without)
{
	order.foreign = true;
	config.mode = SANDBOX_NONE;
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_OK));
	cr_expect(not(sandbox_is_shut(sandbox)));
	cr_expect(eq(ptr, (char *)sandbox_why_not(sandbox), NULL));
}

Test(sandbox, the_command_line_outweighs_the_config)
{
	const enum sandbox_mode none = SANDBOX_NONE;

	config.mode = SANDBOX_BWRAP;
	order.mode = &none;
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_OK));
	cr_expect(not(sandbox_is_shut(sandbox)));
}

Test(sandbox, a_forks_own_config_decides_nothing)
{
	order.foreign = true;
	order.config_foreign = true;
	config.mode = SANDBOX_NONE;
	cr_assert(eq(int, sandbox_new(&sandbox, &order), ERR_USAGE));
	expect_error("so does its config");
}
