#!/bin/bash
# Stored samples of the base say how many rounds a check will take.
. "$(dirname "$0")/lib.sh"
repo=$world/repo
times_repo "$repo"
echo 'work 1000' >"$repo/times"
commit "$repo" 'base'
echo 'work 1001' >"$repo/times"
commit "$repo" 'head'
exits 'without them' 0 -C "$repo" check HEAD --base =HEAD~1 --rounds 8 \
	--store "$world/other/store.db"
check 'nothing is expected' test -z "$(grep 'stored samples' "$world/err")"
exits 'the base is measured' 0 -C "$repo" run HEAD~1
exits 'a quiet one' 0 -C "$repo" check HEAD --base =HEAD~1
says 'takes the first look' '^about 8 rounds, by stored samples of the base$'

# Noise of 30 % a run: 42 % a pair, of which 40 rounds find no 10 %.
echo .3 >"$repo/noise"
echo 'work 1000' >"$repo/times"
commit "$repo" 'noisy'
echo 'work 1001' >"$repo/times"
commit "$repo" 'noisy, too'
exits 'a noisy base is measured' 0 -C "$repo" run --rounds 20 HEAD~1
run -C "$repo" check HEAD --base =HEAD~1
says 'is told before it takes its time' \
	'noisy: work real_time would need [0-9]+ rounds, and the 40 .* a slowdown of [0-9]+ %'
finish
