#!/bin/bash
# The interval library by each instruction set that INTERVAL_ISA names: the same
# tests, on the paths that the processor would not choose by itself.
. "$(dirname "$0")/lib.sh"
export INTERVAL_MODEL_OPS=10000

processor_has() { # FLAG...
	local flag
	for flag in "$@"; do
		grep -qw "^flags.* $flag" /proc/cpuinfo || return 1
	done
}

# Criterion calls a test that the filter leaves out "ok" and skipped.
suites_pass() { # KIND
	INTERVAL_ISA=$isa "$build/test/$1" --quiet --filter 'interval_*/*' \
		--tap="$world/tap" >"$world/out" 2>"$world/err"
	status=$?
	sed -i '/# SKIP /d' "$world/tap"
	[ "$status" -eq 0 ] && grep -q '^ok ' "$world/tap" &&
		! grep '^not ok ' "$world/tap" >>"$world/err"
}

# Every set is refused, so whatever the processor has, no test of one passes.
every_set_is_refused() {
	INTERVAL_ISA=$isa "$build/test/unit" --quiet \
		--filter 'interval_cursor/*' --tap="$world/tap" \
		>"$world/out" 2>"$world/err"
	sed -i '/# SKIP /d' "$world/tap"
	grep -q '^not ok ' "$world/tap" && ! grep -q '^ok ' "$world/tap"
}

for isa in generic avx2 avx512; do
	case $isa in
	generic) needed='' ;;
	avx2) needed='avx2 bmi2 popcnt' ;;
	avx512) needed='avx512f avx512dq avx512vl bmi2 popcnt' ;;
	esac
	# shellcheck disable=SC2086 # a list of words
	if processor_has $needed; then
		check "$isa: the unit tests pass" suites_pass unit
		check "$isa: the models agree" suites_pass model
	else
		check "$isa, which this processor lacks, is refused" \
			every_set_is_refused
	fi
done
for isa in avx1024 AVX2 'avx2 '; do
	check "INTERVAL_ISA='$isa' is refused" every_set_is_refused
done
finish
