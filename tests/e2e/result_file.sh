#!/bin/bash
# The result file of a real check is read back whole, and its page in HTML says
# the same, whatever the benchmarks are called.
. "$(dirname "$0")/lib.sh"
root=$(cd "$tests/../.." && pwd)
result=$world/result.json
page=$world/page.html

# Names that would be elements, attributes, an end of the page.
repo=$world/hostile
script_repo "$repo" <<'END'
python3 -c 'import json, random
names = ["plain/1", "plain/2", "<script>alert(1)</script>/1",
    "\"><img src=x onerror=alert(1)>", "</td></table></main></html>",
    "<!-- ", "</style></script>", "a&lt;b&amp;c", "\x1b[31mred", "größe/1"]
slow = float(open("slow").read())
rows = [{"name": n, "time_unit": "ns", "real_time":
    100 * (slow if n == "plain/2" else 1) * random.uniform(.999, 1.001)}
    for n in names]
print(json.dumps({"benchmarks": rows}))'
END
echo 1 >"$repo/slow"
commit "$repo" 'as it was'
echo 1.5 >"$repo/slow"
commit "$repo" '<b>one</b> is slower"'
exits 'one of them is slower' 1 -C "$repo" check --base =HEAD~1 --no-control \
	--json "$result" --output "html=$page" --output text
shows 'they have a mean' '^geomean plain/… '

came_back() {
	(cd "$root" && RESULT_FILE=$result "$build/test/unit" \
		--filter result_file/a_written_file_comes_back) \
		>"$world/out" 2>"$world/err"
}
check 'the result file comes back to the byte' came_back
check 'it conforms to its schema' conforms "$result" \
	"$root/reports/result.schema.json"

# Elements and attributes are ours alone, nothing is fetched, and the values of
# the rows are those of the result file.
page_is_clean() { # PAGE [RESULT]
	python3 - "$@" >"$world/out" 2>"$world/err" <<-'END'
		import json, sys
		from html.parser import HTMLParser
		tags = set("""html head meta title style script body a header main
		    h1 h2 h3 dl dt dd span div table caption thead tbody tr th td p
		    svg text circle polyline details summary pre ul li
		    footer""".split())
		names = set("""lang charset http-equiv content name class href id
		    tabindex role aria-label aria-hidden scope viewbox points
		    preserveaspectratio cx cy r x y""".split())
		empty = {"meta"}
		class Page(HTMLParser):
		    def __init__(self):
		        super().__init__()
		        self.open, self.rows, self.cell = [], [], None
		    def handle_starttag(self, tag, attrs):
		        assert tag in tags, tag
		        for name, value in attrs:
		            assert name in names or name.startswith("data-"), name
		            assert name != "href" or value == "#main", value
		        if tag not in empty:
		            self.open.append(tag)
		        if tag == "tr":
		            self.rows.append([])
		        if tag == "td":
		            self.cell = [dict(attrs).get("data-sort"), ""]
		            self.rows[-1].append(self.cell)
		    def handle_startendtag(self, tag, attrs):
		        self.handle_starttag(tag, attrs)
		        self.handle_endtag(tag)
		    def handle_endtag(self, tag):
		        assert self.open.pop() == tag, tag
		        if tag == "td":
		            self.cell = None
		    def handle_data(self, data):
		        if self.cell:
		            self.cell[1] += data
		    def handle_comment(self, data):
		        assert False, "a comment"
		text = open(sys.argv[1], encoding="utf-8").read()
		page = Page()
		page.feed(text)
		page.close()
		assert page.open == [], page.open
		assert len(text) < 2 << 20
		assert "://" not in text.split("<body>")[1].split("<script>")[0]
		if len(sys.argv) > 2:
		    series = json.load(open(sys.argv[2]))["series"]
		    rows = [r for r in page.rows if len(r) == 10]
		    assert len(rows) == len(series) == 10, len(rows)
		    for row, one in zip(rows, series):
		        want = [one[k] for k in ("base_value", "head_value", "ratio",
		            "ratio_low", "tolerance", "rounds", "q_value")]
		        got = [float(c[0]) if c[0] else None for c in row[1:8]]
		        assert got == want, (got, want)
		        assert row[8][1] == one["verdict"]
		        name = one["benchmark"] + "/" + one["metric"]
		        assert row[0][1] == name.replace("\x1b", "\\x1b"), row[0]
	END
}
check 'the page has its own elements alone, and the values' \
	page_is_clean "$page" "$result"

# The same of a history.
printf '%s\n' 'commit,<script>alert(1)</script>,"""><img src=x>"' \
	>"$world/times.csv"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	echo "c$i,$((i > 6 ? 200 : 100)).$i,5$i" >>"$world/times.csv"
done
run trend --input "$world/times.csv" --output "html=$world/trend.html"
check 'a history has a page' test -s "$world/trend.html"
check 'which is clean, too' page_is_clean "$world/trend.html"
finish
