#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/hash.h"
#include "runner/build.h"
#include "runner/setup.h"

/* Changes when what a build is changes: keys made before then no longer
 * match. */
#define KEY_VERSION "tidemark build 1"

/* Programs whose exchange makes other builds. Those that are not there do not
 * count; what a build uses besides is the machine's and part of no key. */
static const char *const tools[] = {"cc", "gcc", "g++", "clang", "clang++",
    "c++", "ld", "make", "cmake", "ninja", "meson", "rustc", "cargo", "go",
    "node", "java", "javac", "python3", "zig"};

static void
add_tool(struct hash *hash, const char *folder, size_t len, const char *tool)
{
	char path[4096];
	struct stat st;

	if ((size_t)snprintf(path, sizeof path, "%.*s/%s", (int)len, folder,
		tool) >= sizeof path ||
	    stat(path, &st) < 0)
		return;
	hash_add_text(hash, path);
	hash_add(hash, &st.st_size, sizeof st.st_size);
	hash_add(hash, &st.st_mtim.tv_sec, sizeof st.st_mtim.tv_sec);
}

/* Every place in PATH: the first one that has a tool is used, but which one a
 * build script asks for is not ours to know. */
static void
add_toolchain(struct hash *hash)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		size_t len = strcspn(path, ":");

		for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++)
			add_tool(hash, path, len, tools[i]);
		path += len + (path[len] == ':');
	}
}

/* Submodules are in the ids: a tree names the commits of those below it.
 * .gitmodules only says where to fetch them. */
static enum err
add_inputs(struct hash *hash, const struct builder *builder,
    const struct build_order *order)
{
	static char root[] = ".";
	static char *const all[] = {root};
	const struct config *config = order->config;
	const struct config_texts whole = {all, 1};
	const struct config_texts *inputs =
	    config->build.inputs.count ? &config->build.inputs : &whole;
	const struct oid *commit = &order->commit.oid;
	enum err err = setup_hash_paths(hash, builder->repo, inputs, commit);

	for (size_t i = 0; !err && i < config->benchmark_count; i++) {
		const struct oid *from =
		    order->bench_from ? order->bench_from : commit;

		hash_add_text(hash, order->bench_from ? "overlay" : "own");
		err = setup_hash_paths(
		    hash, builder->repo, &config->benchmarks[i].sources, from);
	}
	return err;
}

enum err
build_key(const struct builder *builder, const struct build_order *order,
    char out[BUILD_KEY_SIZE])
{
	const struct config_texts *artifacts = &order->config->build.artifacts;
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];
	enum err err;

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	hash_add_text(hash, KEY_VERSION);
	err = add_inputs(hash, builder, order);
	hash_add_text(hash, order->command ? order->command : "");
	for (size_t i = 0; i < artifacts->count; i++)
		hash_add_text(hash, artifacts->items[i]);
	environment_hash(builder->environment, hash);
	/* A cache may be restored on a CPU that has not what -march=native
	 * found on the last one. */
	hash_add_text(hash, builder->machine_key ? builder->machine_key : "");
	add_toolchain(hash);
	hash_add_text(hash, order->salt);
	hash_end(hash, hex);
	hash_free(hash);
	if (!err)
		snprintf(out, BUILD_KEY_SIZE, "%.32s", hex);
	return err;
}
