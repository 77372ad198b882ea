/* The keys of the config that decide over the sandbox. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "runner/config.h"
#include "tests/support/git_fixture.h"

#define SMALL                                                                  \
	"version: 1\n"                                                         \
	"benchmarks: [{name: a, command: b}]\n"

static struct config *config;

static enum err
parse(const char *text)
{
	config_free(config);
	config = NULL;
	return config_parse(&config, text, strlen(text), "t.yml");
}

static void
teardown(void)
{
	config_free(config);
}

TestSuite(config_sandbox, .fini = teardown);

Test(config_sandbox, without_a_key_it_is_auto_with_limits)
{
	cr_assert(eq(int, parse(SMALL), ERR_OK));
	cr_expect(eq(int, config->sandbox.mode, SANDBOX_AUTO));
	cr_expect(eq(sz, config->sandbox.visible.count, 0));
	cr_expect(eq(i64, config->sandbox.memory_bytes, 0));
	cr_expect(eq(i64, config->sandbox.file_bytes, (int64_t)16 << 30));
	cr_expect(eq(u64, config->sandbox.processes, 4096));
	cr_expect(eq(i64, config->sandbox.disk_bytes, (int64_t)1 << 30));
	cr_expect(not(config->measure.conditions.shut_in));
}

Test(config_sandbox, all_of_it_can_be_said)
{
	cr_assert(eq(int,
	    parse(SMALL "sandbox: bwrap\n"
			"visible: [~/.cargo, /srv/data]\n"
			"limits: {memory: 2GiB, file-size: none, "
			"processes: 100, disk-free: 5GiB}\n"),
	    ERR_OK));
	cr_expect(eq(int, config->sandbox.mode, SANDBOX_BWRAP));
	cr_assert(eq(sz, config->sandbox.visible.count, 2));
	cr_expect(
	    eq(str, (char *)config->sandbox.visible.items[0], "~/.cargo"));
	cr_expect(eq(i64, config->sandbox.memory_bytes, (int64_t)2 << 30));
	cr_expect(eq(i64, config->sandbox.file_bytes, 0));
	cr_expect(eq(u64, config->sandbox.processes, 100));
	cr_expect(eq(i64, config->sandbox.disk_bytes, (int64_t)5 << 30));
}

static void
refused(const char *line, const char *error)
{
	char text[256];

	snprintf(text, sizeof text, SMALL "%s\n", line);
	cr_expect(eq(int, parse(text), ERR_USAGE), "%s", line);
	expect_error(error);
}

Test(config_sandbox, what_is_wrong_is_named)
{
	refused("sandbox: docker",
	    "t.yml:3:1: sandbox: \"docker\", auto, bwrap or none");
	refused("visible: [data]", "visible[0]: \"data\": an absolute path");
	refused("visible: [~x/data]", "visible[0]: \"~x/data\"");
	refused("limits: {memory: much}", "limits.memory: \"much\"");
	refused("limits: {processes: 0}", "limits.processes: \"0\"");
	refused("limits: {disk: 1GiB}", "limits.disk: unknown key");
}
