#include "core/interval/isa.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/interval/interval.h"

static const char *const isa_names[] = {
    [INTERVAL_ISA_NONE] = NULL,
    [INTERVAL_ISA_GENERIC] = "generic",
    [INTERVAL_ISA_AVX2] = "avx2",
    [INTERVAL_ISA_AVX512] = "avx512",
};

#define ISA_CODES (sizeof isa_names / sizeof isa_names[0])

static bool
supported(size_t code)
{
	if (code == INTERVAL_ISA_GENERIC)
		return true;
#if defined(__x86_64__)
	if (code == INTERVAL_ISA_AVX2)
		return __builtin_cpu_supports("avx2") &&
		       __builtin_cpu_supports("bmi") &&
		       __builtin_cpu_supports("bmi2") &&
		       __builtin_cpu_supports("popcnt");
	if (code == INTERVAL_ISA_AVX512)
		return __builtin_cpu_supports("avx512f") &&
		       __builtin_cpu_supports("avx512dq") &&
		       __builtin_cpu_supports("avx512vl") &&
		       __builtin_cpu_supports("bmi") &&
		       __builtin_cpu_supports("bmi2") &&
		       __builtin_cpu_supports("popcnt");
#endif
	return false;
}

static enum interval_isa_code
choose(void)
{
	const char *wanted = getenv("INTERVAL_ISA");

	for (size_t code = ISA_CODES - 1; code > INTERVAL_ISA_NONE; code--) {
		if (wanted && *wanted && strcmp(wanted, isa_names[code]) != 0)
			continue;
		if (supported(code))
			return (enum interval_isa_code)code;
	}
	return INTERVAL_ISA_NONE;
}

enum interval_isa_code
interval_isa_get(void)
{
	/* Threads that meet here first all write the same. -1: not chosen. */
	static atomic_int chosen = -1;
	int code = atomic_load_explicit(&chosen, memory_order_relaxed);

	if (code < 0) {
		code = (int)choose();
		atomic_store_explicit(&chosen, code, memory_order_relaxed);
	}
	return (enum interval_isa_code)code;
}

const char *
interval_isa(void)
{
	return isa_names[interval_isa_get()];
}
