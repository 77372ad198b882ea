#!/bin/bash
# Fail the step as `fail-on` says. A check that did not say how it ended fails.
set -uo pipefail
code=${TIDEMARK_EXIT:-}
case $TIDEMARK_FAIL_ON in
any | regressed) ;;
*)
	echo "tidemark: fail-on: any or regressed was expected, not" \
		"\"${TIDEMARK_FAIL_ON//[^a-zA-Z0-9 ._-]/?}\"" >&2
	exit 2
	;;
esac
case $code in
0) exit 0 ;;
3 | 4)
	[ "$TIDEMARK_FAIL_ON" = regressed ] || exit "$code"
	echo "::warning title=tidemark::nothing was proven (exit $code), and" \
		"fail-on: regressed lets that pass"
	exit 0
	;;
[1-9] | [1-9][0-9] | [1-9][0-9][0-9]) exit "$code" ;;
*)
	echo "tidemark: the check did not come to its end" >&2
	exit 4
	;;
esac
