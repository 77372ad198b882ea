/* detect: what a project's files tell of how it is built and measured. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "runner/adapter.h"
#include "runner/detect.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct detected found;

static void
setup(void)
{
	fixture_init(&fx);
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(detect, .init = setup, .fini = teardown);

/* Look at the repository after writing a file. */
static void
with(const char *name, const char *text)
{
	fixture_write(fx.repo, name, text);
	memset(&found, 'x', sizeof found);
	detect(fx.repo, &found);
	cr_expect(ne(ptr, (void *)adapter_find(found.format), NULL));
}

static void
builds_with(const char *file, const char *artifact)
{
	expect_text(found.build_file, file);
	cr_expect(ne(ptr, (void *)found.build_command, NULL));
	if (artifact)
		expect_text(found.artifact, artifact);
	else
		cr_expect(eq(ptr, (void *)found.artifact, NULL));
}

Test(detect, an_unknown_project_gets_a_guess)
{
	with("README", "hello");
	cr_expect(eq(ptr, (void *)found.build_file, NULL));
	cr_expect(eq(ptr, (void *)found.build_command, NULL));
	cr_expect(eq(ptr, (void *)found.harness, NULL));
	expect_text(found.benchmark_command, "./bench");
	expect_text(found.format, "command");
	expect_text(found.artifact, "bench");
}

Test(detect, build_files_name_their_tool)
{
	with("Makefile", "all:\n");
	builds_with("Makefile", "bench");
	with("package.json", "{}");
	builds_with("package.json", NULL);
	with("meson.build", "project('x')");
	builds_with("meson.build", "build/bench");
	with("go.mod", "module x");
	builds_with("go.mod", "build/bench");
	with("Cargo.toml", "[package]");
	builds_with("Cargo.toml", "target/release/bench");
	with("CMakeLists.txt", "project(x)");
	builds_with("CMakeLists.txt", "build/bench");
	expect_text(found.format, "command");
}

Test(detect, cmake_outweighs_the_makefile_that_it_may_have_made)
{
	with("Makefile", "all:\n");
	with("CMakeLists.txt", "project(x)");
	builds_with("CMakeLists.txt", "build/bench");
}

Test(detect, google_benchmark_is_known_by_its_name)
{
	with("Makefile", "bench: b.cc\n\tc++ b.cc -lbenchmark\n");
	expect_text(found.harness, "Google Benchmark");
	expect_text(found.format, "google");
	expect_text(found.artifact, "bench");
	cr_expect(ne(ptr,
	    strstr(found.benchmark_command, "--benchmark_format=json"), NULL));
	with("CMakeLists.txt", "target_link_libraries(b benchmark::benchmark)");
	expect_text(found.harness, "Google Benchmark");
	expect_text(found.artifact, "build/bench");
}

Test(detect, a_folder_that_is_not_there_gets_the_guess_too)
{
	detect("/no/such/folder", &found);
	cr_expect(eq(ptr, (void *)found.build_file, NULL));
	expect_text(found.benchmark_command, "./bench");
}
