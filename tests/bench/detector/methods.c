#include "tests/bench/detector/methods.h"

#include <string.h>

#define TOLERANCE .10

const struct method methods[] = {
    {"detector", true, &detector_default, false, 0,
	"floor 2 %, effect 5 %, with a control"},
    {"detector-pairs", false, &detector_default, false, 0,
	"the same without a control"},
    {"detector-both", true, &detector_default, true, 0,
	"floor 2 %, effect 5 %, improvements too, with a control"},
    {"detector-both-pairs", false, &detector_default, true, 0,
	"the same without a control"},
    {"detector-sensitive", true, &detector_sensitive, false, 0,
	"floor 1 %, effect 3 %, with a control"},
    {"detector-sensitive-pairs", false, &detector_sensitive, false, 0,
	"the same without a control"},
    {"gate", true, NULL, false, TOLERANCE, "tolerance 10 %, with a control"},
    {"gate-pairs", false, NULL, false, TOLERANCE, "the same without a control"},
    {"fixed", true, NULL, false, 0, "--runs rounds and an interval"},
    {"fixed-pairs", false, NULL, false, 0, "the same without a control"},
    {NULL, false, NULL, false, 0, NULL},
};

const struct method *
method_named(const char *name)
{
	for (const struct method *row = methods; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

bool
method_is_sequential(const struct method *method)
{
	return method->limits || method->tolerance > 0;
}

void
method_start(const struct method *method, struct gate *gate)
{
	if (method->limits) {
		const struct question question =
		    detector_question(method->limits, method->both);

		gate_init_question(gate, &question);
	} else {
		gate_init(gate, method->tolerance);
	}
}
