#!/bin/bash
# The site and the reports of a repository with a history, in a browser.
. "$(dirname "$0")/../e2e/lib.sh"
repo=$world/repo
times_repo "$repo"
hostile='"><script>alert(1)</script>'
for i in $(seq 0 29); do
	awk -v i="$i" -v hostile="$hostile" 'BEGIN {
		printf "steps %.3f\n", 1000 * (i >= 18 ? 1.15 : 1)
		printf "better %.3f\n", (i >= 20 ? 880 : 1000)
		printf "drift %.3f\n", 1000 * 1.004 ^ i
		print "flat/64 1000"
		print "flat/128 2000"
		print "<script>alert(1)</script> 1000"
	}' >"$repo/times"
	echo "$i" >"$repo/count"
	commit "$repo" "commit $i $hostile"
done
exits 'the history is measured' 0 -C "$repo" run --last 30 --rounds 3
exits 'the site is made' 0 -C "$repo" report --site "$world/site"
run -C "$repo" check --rounds 8 --base =HEAD~20 \
	--output "html=$world/check.html"
check 'the report is written' test -s "$world/check.html"
run -C "$repo" trend --no-record --output "html=$world/trend.html"
check 'the trend is written' test -s "$world/trend.html"
browser=$(dirname "${BASH_SOURCE[0]}")
node "$browser/site.mjs" "$world/site" 2>"$world/err" ||
	not_ok 'the site is driven'
node "$browser/report.mjs" "$world" check.html trend.html 2>"$world/err" ||
	not_ok 'the reports are driven'
finish
