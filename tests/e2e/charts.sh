#!/bin/bash
# Charts of a check and of a history: real runs, real images, and names that try
# to be commands.
. "$(dirname "$0")/lib.sh"
repo=$world/repo
times_repo "$repo"
cd "$world" || exit 1
hostile="\`touch\${IFS}ran\`\$(id)'%d%s@x"
write_times() { # FACTOR
	awk -v name="$hostile" -v factor="$1" 'BEGIN {
		printf "steps %.2f\n%s %.2f\nflat 1000\n",
			1000 * factor, name, 500 * factor
	}' >"$repo/times"
}
# The chart's markup, read: "&amp;" is "&", and a text stands in one element.
text_of() { # FILE
	python3 -c 'import sys, xml.etree.ElementTree as tree
for e in tree.parse(sys.argv[1]).iter():
    if e.text and e.text.strip(): print(e.text.strip())' "$1"
}
contains() { # FILE TEXT
	text_of "$1" >"$world/texts" && grep -Fq -- "$2" "$world/texts"
}
draws() { # NAME FILE TEXT
	check "$1" contains "$2" "$3"
}
is_svg() {
	xmllint --noout "$1" 2>>"$world/err" && [ -s "$1" ]
}

# ---- a check ----
write_times 1
commit "$repo" 'even'
write_times 1.5
commit "$repo" 'slow'
exits 'a slowdown' 1 -C "$repo" check --base =HEAD~1 --chart "$world/check.svg"
check 'its chart is XML' is_svg "$world/check.svg"
draws 'the changes are there' "$world/check.svg" 'Changes from '
draws 'with a verdict' "$world/check.svg" regressed
draws 'the noise' "$world/check.svg" 'Noise: the base against itself'
draws 'the samples' "$world/check.svg" 'share of the samples'
draws 'a hostile name is a text' "$world/check.svg" "$hostile/real_time"
check 'which nothing ran' test ! -e "$world/ran" -a ! -e "$repo/ran"
exits 'a comparison' 1 -C "$repo" compare --chart "$world/compare.png" \
	HEAD~1 HEAD
check 'draws a PNG' test "$(head -c 4 "$world/compare.png" | tail -c 3)" = PNG

# ---- a history ----
rm "$repo/times"
for i in $(seq 20); do
	write_times "$([ "$i" -le 10 ] && echo 1 || echo 1.3)"
	echo "$i" >"$repo/count"
	commit "$repo" "commit $i"
	[ "$i" -ne 5 ] || git -C "$repo" tag "v1\$(id)"
done
exits 'it is measured' 0 -C "$repo" run --last 20 --rounds 5
exits 'what changed' 1 -C "$repo" trend --no-record --last 20 \
	--chart "$world/trend.svg"
check 'is drawn as XML' is_svg "$world/trend.svg"
draws 'the series' "$world/trend.svg" steps/real_time
draws 'the hostile one' "$world/trend.svg" "$hostile/real_time"
draws 'what is worse' "$world/trend.svg" worse
draws 'its tolerance' "$world/trend.svg" 'tolerance, 10 %'
draws 'the release' "$world/trend.svg" "v1\$(id)"
exits 'what did not change' 0 -C "$repo" trend --no-record --match 'flat/*' \
	--last 20 --chart "$world/flat.svg"
check 'is a map' is_svg "$world/flat.svg"
draws 'of all series' "$world/flat.svg" 'Change against the start'
check 'nothing was run' test ! -e "$world/ran" -a ! -e "$repo/ran"

# ---- what cannot be drawn ----
exits 'a name of no format' 2 -C "$repo" trend --chart chart.pdf
says 'says which there are' 'chart.pdf: a name that ends in .svg or .png'
exits 'also of a check' 2 -C "$repo" check --chart chart.pdf
exits 'without a measurement' 0 -C "$repo" check --base =HEAD \
	--chart "$world/none.svg" HEAD
says 'no chart is drawn' 'no chart is drawn: .*nothing was measured'
check 'and no file is left' test ! -e "$world/none.svg"
exits 'a folder that is not there hides no regression' 1 -C "$repo" trend --no-record \
	--last 20 --chart "$world/folder/is/missing.svg"
says 'but is said' 'missing.svg'
finish
