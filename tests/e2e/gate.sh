#!/bin/bash
# The gate on repositories that are not ours, built for real, with times whose
# truth is known.
. "$(dirname "$0")/lib.sh"
result=$world/result.json

verdict() { # NAME VERDICT...: one of these stands in the result file
	local name=$1
	shift
	check "$name" json "$result" "r['verdict'] in '$*'.split()"
}

# ---- CMake ----
repo=$world/cmake
synthetic_repo "$repo"
base=$(git -C "$repo" rev-parse HEAD)

# Each change grows from the base, as a pull request does.
change() { # BRANCH FACTOR
	git -C "$repo" checkout -q -b "$1" "$base"
	truth "$repo" "$2" "$1"
}
at() { # BRANCH CODE
	echo 0 >"$SYNTHETIC_COUNTER"
	exits "$1" "$2" -C "$repo" check "$1" --base main --seed 7 \
		--json "$result" --output text
}
change same 1.0000001
at same 0
verdict 'a change without an effect passes' pass
check 'its ratio is near 1' json "$result" \
	'abs(r["series"][0]["ratio"] - 1) < 0.02'
change five 1.05
at five 0
verdict '+5 % is within the tolerance' pass
change twelve 1.12
echo 0 >"$SYNTHETIC_COUNTER"
run -C "$repo" check twelve --base main --seed 7 --json "$result"
verdict '+12 % does not pass' regressed inconclusive
check '+12 % exits 1 or 3' test "$status" -eq 1 -o "$status" -eq 3
change fifteen 1.15
at fifteen 1
verdict '+15 % is regressed' regressed
change more 1.25
at more 1
verdict '+25 % is regressed' regressed
check 'its ratio is near 1.25' json "$result" \
	'1.23 < r["series"][0]["ratio"] < 1.27'
check 'its interval holds the truth' json "$result" \
	'r["series"][0]["ratio_low"] < 1.25 < r["series"][0]["ratio_high"]'
check 'all three sides have a sample a round' json "$result" \
	'all(len(r["series"][0]["samples"][s]) == r["series"][0]["rounds"]
	for s in ("base", "control", "head"))'
check 'the result is confirmed: at least 14 rounds' json "$result" \
	'r["series"][0]["rounds"] >= 14'
check 'the control is near 1' json "$result" \
	'abs(r["series"][0]["control_ratio"] - 1) < 0.02'
check 'cpu_time is shown and not judged' json "$result" \
	'len(r["series"]) == 1 and r["shown"][0]["metric"] == "cpu_time"'
change faster 0.80
at faster 0
verdict '-20 % is improved' improved
echo 0 >"$SYNTHETIC_COUNTER"
exits 'a wider tolerance' 0 -C "$repo" check more --base main --seed 7 \
	--tolerance 40%
echo 0 >"$SYNTHETIC_COUNTER"
exits 'few rounds' 3 -C "$repo" check twelve --base main --rounds 8 --seed 7
exits 'inconclusive as a failure' 1 -C "$repo" check twelve --base main \
	--rounds 8 --seed 7 --inconclusive fail
exits 'inconclusive as a pass' 0 -C "$repo" check twelve --base main \
	--rounds 8 --seed 7 --inconclusive pass

# ---- the detector: compare without a tolerance ----
detect() { # BRANCH CODE VERDICT
	echo 0 >"$SYNTHETIC_COUNTER"
	exits "compare with $1" "$2" -C "$repo" compare main "$1" --seed 7 \
		--json "$result"
	verdict "compare with $1: $3" "$3"
}
detect same 0 pass
check 'what was asked is in the result' json "$result" \
	'r["series"][0]["floor"] == 0.02 and r["series"][0]["effect"] == 0.05
	and r["series"][0]["tolerance"] is None'
detect twelve 1 regressed
detect faster 0 improved
check 'an improvement is confirmed: at least 14 rounds' json "$result" \
	'r["series"][0]["rounds"] >= 14'
echo 0 >"$SYNTHETIC_COUNTER"
exits 'compare within a tolerance' 0 -C "$repo" compare main five --seed 7 \
	--tolerance 10%
exits 'two questions at once' 2 -C "$repo" compare main five --sensitive \
	--tolerance 10%

# ---- the same samples and seed give the same report ----
for i in 1 2; do
	echo 0 >"$SYNTHETIC_COUNTER"
	run -C "$repo" check fifteen --base main --seed 7 --json "$world/r$i"
	sed -E -i '/"(measuring|builds|children|spent)_ns"|"load"|"psi_cpu"|"steal"/d' "$world/r$i"
done
check 'a run repeats byte for byte' cmp -s "$world/r1" "$world/r2"

# ---- identical ----
change comment 1.00
git -C "$repo" commit -q --amend --allow-empty -m 'nothing'
echo '/* a comment */' >>"$repo/src/bench.c"
commit "$repo" 'a comment'
before=$(cat "$SYNTHETIC_COUNTER")
at comment 0
verdict 'a comment builds the same artifact' identical
check 'nothing was run for it' test "$(cat "$SYNTHETIC_COUNTER")" = 0
echo "$before" >"$SYNTHETIC_COUNTER"
echo 'words' >"$repo/README"
commit "$repo" 'documentation'
run -C "$repo" check HEAD --base =HEAD~1 --json "$result"
verdict 'documentation alone is identical' identical
check 'nothing was built for it' test ! -s "$world/err"
echo 0 >"$SYNTHETIC_COUNTER"
run -C "$repo" check HEAD --base =HEAD~1 --no-identical --seed 7 \
	--json "$result"
verdict '--no-identical measures all the same' pass

# ---- a Makefile in a subfolder's project, timed by tidemark itself ----
repo=$world/make
mkdir -p "$repo/sub"
git -C "$repo" init -q -b main
cat >"$repo/Makefile" <<'END'
prog: prog.c
	$(CC) -O1 -o prog prog.c
END
echo 'int main(void) { return 0; }' >"$repo/prog.c"
cat >"$repo/tidemark.yml" <<'END'
version: 1
build:
  command: make
  artifacts: [prog]
benchmarks:
  - name: run
    command: ./prog
    format: command
    metrics: [max_rss]
END
echo x >"$repo/sub/file"
commit "$repo" 'small'
cat >"$repo/prog.c" <<'END'
#include <stdlib.h>
int main(void)
{
	volatile char *memory = malloc(32 << 20);
	for (long i = 0; i < 32 << 20; i += 4096)
		memory[i] = 1;
	return 0;
}
END
commit "$repo" 'large'
exits 'peak memory is judged, from a subfolder' 1 -C "$repo/sub" check \
	--json "$result"
# A child begins at the size of what forks it, which a sanitizer's own memory
# makes larger than a small program.
case $build in
*/asan) least=16e6 ;;
*) least=8e6 ;;
esac
check 'peak memory is the child'"'"'s own' json "$result" \
	'r["series"][0]["base_value"] < '"$least"' and r["series"][0]["head_value"] > 33e6
	and r["series"][0]["head_value"] < 48e6'
check 'the five metrics of a command are there' json "$result" \
	'len(r["series"]) + len(r["shown"]) >= 3'

# ---- a build that embeds its time and its path ----
repo=$world/embed
synthetic_repo "$repo"
cat >"$repo/tidemark.yml" <<'END'
version: 1
build:
  command: >-
    cc -O2 -DWHEN="\"$(date +%s%N) $PWD\"" -o bench src/bench.c src/when.c -lm
  artifacts: [bench]
benchmarks:
  - name: main
    command: ./bench
    format: google
environment: [SYNTHETIC_COUNTER]
END
echo 'const char *when = WHEN;' >"$repo/src/when.c"
commit "$repo" 'embed time and path'
git -C "$repo" commit -q --allow-empty -m 'nothing'
echo '/* comment */' >>"$repo/src/bench.c"
commit "$repo" 'a comment'
echo 0 >"$SYNTHETIC_COUNTER"
exits 'an embedded time is measured' 0 -C "$repo" check --base =HEAD~1 \
	--seed 7 --json "$result"
verdict 'it is not called identical' pass

# ---- an unlisted shared object ----
repo=$world/shared
synthetic_repo "$repo"
cat >"$repo/tidemark.yml" <<'END'
version: 1
build:
  command: >-
    cc -O2 -shared -fPIC -o libwork.so src/work.c &&
    cc -O2 -o bench src/bench.c -L. -lwork -lm -Wl,-rpath,'$ORIGIN'
  artifacts: [bench]
benchmarks:
  - name: main
    command: ./bench
    format: google
environment: [SYNTHETIC_COUNTER]
END
echo 'int work(void) { return 1; }' >"$repo/src/work.c"
commit "$repo" 'a library'
echo 'int work(void) { return 2; }' >"$repo/src/work.c"
commit "$repo" 'another library'
echo 0 >"$SYNTHETIC_COUNTER"
run -C "$repo" check --base =HEAD~1 --seed 7 --json "$result"
verdict 'a library that differs is measured' pass
finish
