#include "baselines/verdict.h"

#include <string.h>

static const struct row {
	const char *name;
	enum exit_code exit_code;
} rows[VERDICT_COUNT] = {
    [VERDICT_REGRESSED] = {"regressed", EXIT_CODE_REGRESSED},
    [VERDICT_ERROR] = {"error", EXIT_CODE_FAILED},
    [VERDICT_MISSING] = {"missing", EXIT_CODE_UNJUDGED},
    [VERDICT_INCONCLUSIVE] = {"inconclusive", EXIT_CODE_UNJUDGED},
    [VERDICT_ACKNOWLEDGED] = {"acknowledged", EXIT_CODE_PASS},
    [VERDICT_IMPROVED] = {"improved", EXIT_CODE_PASS},
    [VERDICT_NEW] = {"new", EXIT_CODE_PASS},
    [VERDICT_PASS] = {"pass", EXIT_CODE_PASS},
    [VERDICT_IDENTICAL] = {"identical", EXIT_CODE_PASS},
};

const char *
verdict_name(enum verdict verdict)
{
	return rows[verdict].name;
}

int
verdict_parse(const char *name, enum verdict *out)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (strcmp(rows[i].name, name) != 0)
			continue;
		*out = (enum verdict)i;
		return 0;
	}
	return -1;
}

enum verdict
verdict_worse(enum verdict a, enum verdict b)
{
	return a < b ? a : b;
}

enum exit_code
verdict_exit_code(enum verdict verdict)
{
	return rows[verdict].exit_code;
}
