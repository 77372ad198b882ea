#!/bin/bash
# The commands around the gate: help, version, init; and the README's promises.
. "$(dirname "$0")/lib.sh"
exits '--version' 0 --version
shows 'the version is shown' '^tidemark [0-9]+\.[0-9]+\.[0-9]+$'
exits '--help' 0 --help
for command in init run compare check doctor gc; do
	shows "$command is in the help" "^  $command "
done
for command in init run compare check doctor gc; do
	exits "$command --help" 0 "$command" --help
	shows "$command --help shows its usage" "^usage: tidemark $command"
done
"$tidemark" --help >/dev/full 2>"$world/err"
status=$?
check 'output that cannot be written is an error' test "$status" -ne 0

# ---- the demo, whose verdicts are real times and so no test's business ----
check "the demo's slowdown still applies to the interval core" \
	git apply --check scripts/demo.d/slowdown.patch

# ---- init ----
repo=$world/repo
mkdir "$repo" && git -C "$repo" init -q -b main
cat >"$repo/Makefile" <<'END'
bench: bench.c
	$(CC) -o $@ $<
END
printf 'int main(void)\n{\n\treturn 0;\n}\n' >"$repo/bench.c"
commit "$repo" 'first'
exits 'init' 0 -C "$repo" init
check 'it found the Makefile' grep -q 'command: make' "$repo/tidemark.yml"
exits 'init a second time' 2 -C "$repo" init
says 'it says how to replace it' '--force'
exits 'init --force' 0 -C "$repo" init --force
commit "$repo" 'config'
echo '/* x */' >>"$repo/bench.c"
commit "$repo" 'comment'
exits 'the config of init works as it is' 0 -C "$repo" check
echo 'find_package(benchmark) target_link_libraries(b benchmark::benchmark)' \
	>"$repo/CMakeLists.txt"
exits 'init knows Google Benchmark' 0 -C "$repo" init --print
shows 'it reads its JSON' 'format: google'

# ---- publish is told ----
printf 'publish:\n  - to: github\n' >>"$repo/tidemark.yml"
printf 'int main(void)\n{\n\treturn 0 * 1 + 0;\n}\n' >"$repo/bench.c"
rm "$repo/CMakeLists.txt"
commit "$repo" 'publish'
run -C "$repo" --config "$repo/tidemark.yml" check
shows 'a publish list is no silent promise' 'publish'
finish
