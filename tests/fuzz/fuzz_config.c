/* Any bytes as tidemark.yml: parsed or refused with a text, never worse. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runner/adapter.h"
#include "baselines/gate.h"
#include "runner/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool fact)
{
	if (!fact)
		abort();
}

/* What the rest of the program takes for granted. */
static void
check(const struct config *config)
{
	require(config->benchmark_count > 0);
	for (size_t i = 0; i < config->benchmark_count; i++) {
		const struct config_benchmark *benchmark =
		    &config->benchmarks[i];

		require(*benchmark->name && *benchmark->command);
		require(adapter_find(benchmark->format) != NULL);
		require(benchmark->metrics.count > 0);
		require(benchmark->timeout_ns > 0);
		require(benchmark->repetitions > 0);
	}
	for (size_t i = 0; i < config->rule_count; i++) {
		struct band_rule band = config_band(config, &config->rules[i]);

		require(config->rules[i].tolerance >= 0);
		require(band.window > 0 && band.least >= BAND_COUNT_LEAST);
	}
	require(config->measure.budget_ns > 0);
	require(config->measure.rounds >= GATE_ROUNDS_FIRST &&
		config->measure.rounds <= RULE_ROUNDS_MAX);
	require(config->baselines.count <= CONFIG_BASELINES_MAX);
	require(config->cache_bytes >= 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *config = NULL;
	enum err err =
	    config_parse(&config, (const char *)data, size, "fuzz.yml");

	if (err) {
		require(!config);
		require(err == ERR_USAGE);
		require(strncmp(err_text(), "fuzz.yml:", 9) == 0);
		return 0;
	}
	check(config);
	config_free(config);
	return 0;
}
