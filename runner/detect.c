#include "runner/detect.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/path.h"

#define BUILD_FILE_BYTES_MAX ((size_t)1 << 20)

/* The first file that exists decides; a project with both CMake and a Makefile
 * usually generates the latter. */
static const struct {
	const char *file;
	const char *build;
	const char *benchmark; /* where no harness is found */
} builds[] = {
    {"CMakeLists.txt",
	"cmake -S . -B build -DCMAKE_BUILD_TYPE=Release && "
	"cmake --build build -j2",
	"build/bench"},
    {"Cargo.toml", "cargo build --release", "target/release/bench"},
    {"go.mod", "go build -o build/bench .", "build/bench"},
    {"meson.build", "meson setup build --buildtype=release && ninja -C build",
	"build/bench"},
    {"package.json", "npm ci && npm run build --if-present", "node bench.js"},
    {"Makefile", "make -j2", "./bench"},
    {"makefile", "make -j2", "./bench"},
    {"GNUmakefile", "make -j2", "./bench"},
};

/* What a build file says when the project has a known harness. */
static const struct {
	const char *file;
	const char *word;
	const char *harness;
	const char *command;
	const char *format;
} harnesses[] = {
    {"CMakeLists.txt", "benchmark::benchmark", "Google Benchmark",
	"build/bench --benchmark_format=json --benchmark_repetitions=5",
	"google"},
    {"meson.build", "benchmark", "Google Benchmark",
	"build/bench --benchmark_format=json --benchmark_repetitions=5",
	"google"},
    {"Makefile", "-lbenchmark", "Google Benchmark",
	"./bench --benchmark_format=json --benchmark_repetitions=5", "google"},
};

static bool
has_file(const char *dir, const char *name)
{
	char *path = NULL;
	bool there = path_join(&path, dir, name) == ERR_OK && path_exists(path);

	free(path);
	return there;
}

static bool
mentions(const char *dir, const char *name, const char *word)
{
	struct buf text = BUF_INIT;
	char *path = NULL;
	bool found = path_join(&path, dir, name) == ERR_OK &&
		     path_read(path, BUILD_FILE_BYTES_MAX, &text) == ERR_OK &&
		     strstr(buf_text(&text), word) != NULL;

	buf_release(&text);
	free(path);
	return found;
}

static const char *
guess_artifact(const char *command)
{
	static const char *const known[] = {
	    "build/bench", "target/release/bench", "bench"};
	const char *program = command;

	if (strncmp(program, "./", 2) == 0)
		program += 2;
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		size_t len = strlen(known[i]);

		if (strncmp(program, known[i], len) == 0 &&
		    (program[len] == ' ' || program[len] == '\0'))
			return known[i];
	}
	return NULL;
}

void
detect(const char *dir, struct detected *out)
{
	*out = (struct detected){
	    .benchmark_command = "./bench", .format = "command"};
	for (size_t i = 0; i < sizeof builds / sizeof builds[0]; i++) {
		if (!has_file(dir, builds[i].file))
			continue;
		out->build_file = builds[i].file;
		out->build_command = builds[i].build;
		out->benchmark_command = builds[i].benchmark;
		break;
	}
	for (size_t i = 0; i < sizeof harnesses / sizeof harnesses[0]; i++) {
		if (!mentions(dir, harnesses[i].file, harnesses[i].word))
			continue;
		out->harness = harnesses[i].harness;
		out->benchmark_command = harnesses[i].command;
		out->format = harnesses[i].format;
		break;
	}
	out->artifact = guess_artifact(out->benchmark_command);
}
