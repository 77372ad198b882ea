#!/bin/bash
# A static site of a history with a step, an improvement and hostile names: that
# it is whole, safe, and written again only where it differs.
. "$(dirname "$0")/lib.sh"
repo=$world/repo
site=$world/site
hostile='"><script>alert(1)</script>'
times_repo "$repo"
git -C "$repo" remote add origin 'https://user:secret@gitlab.com/own/proj.git'
grow() { # FIRST LAST: commits, the step at the 9th
	local i
	for i in $(seq "$1" "$2"); do
		timed "$repo" "commit $i $hostile" \
			steps "$((i > 8 ? 1300 : 1000))" \
			"flat</script><b>&" 50 '../../../etc/passwd' 7 \
			'.' 8 '<img/src=x>' 9
	done
}
grow 1 14

exits 'nothing is stored yet' 3 -C "$repo" report --site "$site"
check 'and no folder is made' test ! -e "$site"
exits 'the history is measured' 0 -C "$repo" run --last 14 --rounds 5
exits 'it is told' 1 -C "$repo" trend
exits 'the site is written' 0 -C "$repo" report --site "$site"
shows 'it says where it is' "^$site/index.html: [0-9]+ files written, 0 kept"
check 'nothing but the site is in the folder' test -z "$(find "$site" \
	-maxdepth 1 ! -path "$site" ! -name '*.html' ! -name .tidemark-site \
	! -name assets ! -name benchmark ! -name chart ! -name commit \
	! -name data ! -name series ! -name comparison ! -name feed.atom ! -name badge.svg \
	! -name metrics.txt)"

# ---- it is whole ----
# Each page is balanced, names its charset first, runs no script of its own, and
# all that it links to is there or is the forge's.
cat >"$world/look.py" <<'END'
import html.parser, os, sys, urllib.parse
void = {"meta", "link", "img", "input", "br", "polyline", "circle"}
wrong = []
class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.stack, self.links, self.ids = path, [], [], set()
        self.first = None
    def bad(self, what):
        wrong.append(f"{self.path}:{self.getpos()[0]}: {what}")
    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if self.stack[-1:] == ["head"] and self.first is None:
            self.first = values
        if tag == "script" and "src" not in values \
                and values.get("type") != "application/json":
            self.bad("a script of its own")
        if any(name.startswith("on") for name in values):
            self.bad("an event handler")
        for name in ("href", "src"):
            if name in values:
                self.links.append(values[name])
        if "id" in values:
            if values["id"] in self.ids:
                self.bad(f"{values['id']} twice")
            self.ids.add(values["id"])
        if tag not in void:
            self.stack.append(tag)
    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in void:
            self.stack.pop()
    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            self.bad(f"{tag} is not balanced")
root = os.path.realpath(sys.argv[1])
pages = {}
for folder, _, names in os.walk(root):
    for name in names:
        path = os.path.join(folder, name)
        if os.path.getsize(path) > 2 << 20:
            wrong.append(f"{path}: above 2 MiB")
        if name.endswith(".html"):
            page = pages[path] = Page(path)
            page.feed(open(path, encoding="utf-8").read())
            page.close()
            if page.stack:
                page.bad(f"{page.stack} left open")
            if page.first != {"charset": "utf-8"}:
                page.bad("the charset is not first")
for path, page in pages.items():
    for link in page.links:
        url = urllib.parse.urlsplit(link)
        if link.startswith("https://gitlab.com/own/proj/-/commit/"):
            continue
        if url.scheme or url.netloc or url.path.startswith("/"):
            wrong.append(f"{path}: {link} leads elsewhere")
            continue
        to = os.path.normpath(os.path.join(os.path.dirname(path), url.path)) \
            if url.path else path
        if not to.startswith(root + "/") or not os.path.isfile(to):
            wrong.append(f"{path}: {link} leads nowhere")
        elif url.fragment and url.fragment not in pages[to].ids:
            wrong.append(f"{path}: {link}: no such place")
print(len(pages), "pages")
print("\n".join(wrong), file=sys.stderr)
sys.exit(1 if wrong or len(pages) < 20 else 0)
END
look() { # NAME
	python3 "$world/look.py" "$site" >"$world/out" 2>"$world/err"
	status=$?
	check "$1" test "$status" -eq 0
}
look 'all pages are whole, and all links lead somewhere'
holds() { # NAME FILE TEXT
	check "$1" grep -Fq -- "$3" "$site/$2"
}
holds 'the worst series is told' index.html '1 <span class="mark bad">open<'
holds 'the step is on the alerts page' alerts.html 'steps/real_time'
holds 'a page of families says that there is none' scaling.html \
	'There is no family to fit'
holds 'the machine is there' machines.html '<dt>kernel</dt>'
check 'each measured commit has its page' test 14 -eq \
	"$(find "$site/commit" -name '*.html' | wc -l)"
check 'each series has its chart' test 5 -eq \
	"$(find "$site/chart" -name '*.svg' ! -name heat.svg | wc -l)"
check 'and all of them one' grep -Fq 'src="chart/heat.svg"' "$site/index.html"
check 'the samples are shown' grep -Fq 'class="strip"' \
	"$site"/benchmark/steps-*.html
check 'the formats of trend are there' test -s "$site/feed.atom" \
	-a -s "$site/metrics.txt" -a -s "$site/badge.svg"
check 'no password is published' test -z "$(grep -rl secret "$site")"
python3 -c 'import glob, json, sys
commits = json.load(open(sys.argv[1] + "/data/commits.json"))["commits"]
names = set()
for path in glob.glob(sys.argv[1] + "/data/*-*.json"):
    series = json.load(open(path))
    names.add(series["benchmark"])
    assert all(0 <= p[0] < len(commits) for p in series["points"])
assert names >= {"steps", "../../../etc/passwd", "<img/src=x>"}, names' \
	"$site" >"$world/out" 2>"$world/err"
status=$?
check 'the data can be read' test "$status" -eq 0

# ---- it is written where it differs ----
state() { (cd "$site" && find . -type f ! -name .tidemark-site \
	-printf '%p %T@\n' | sort); }
state >"$world/before"
exits 'a second time' 0 -C "$repo" report --site "$site"
shows 'nothing is written' ': 0 files written, [0-9]+ kept, 0 removed'
is 'nothing is touched' "$(state | diff - "$world/before" | wc -l)" 0
grow 15 15
exits 'one commit more' 0 -C "$repo" run --rounds 5
exits 'is written' 0 -C "$repo" report --site "$site"
is 'no older commit is touched' "$(state | grep /commit/ |
	diff - <(grep /commit/ "$world/before") | grep -c '^[<>]')" 1
look 'it is whole'

# ---- what is no more ----
echo mine >"$site/benchmark/mine.txt"
exits 'a site of less' 0 -C "$repo" report --site "$site" --match 'steps/*'
check 'has no other pages' test 1 -eq \
	"$(find "$site/benchmark" -name '*.html' | wc -l)"
check 'and no other charts' test 1 -eq \
	"$(find "$site/chart" -name '*.svg' ! -name heat.svg | wc -l)"
check 'a foreign file stays' grep -q mine "$site/benchmark/mine.txt"
exits 'all of it again' 0 -C "$repo" report --site "$site"
rm "$site"/chart/steps-*.svg "$site/index.html"
exits 'what was removed' 0 -C "$repo" report --site "$site"
shows 'is mended' ': 2 files written'
look 'it is whole again'

# ---- folders ----
mkdir "$world/full"
echo mine >"$world/full/index.html"
exits 'a folder of somebody else' 2 -C "$repo" report --site "$world/full"
says 'is refused' 'files which are not of a site'
check 'and as it was' grep -q mine "$world/full/index.html"
mkdir "$world/empty"
exits 'an empty folder' 0 -C "$repo" report --site "$world/empty"
exits 'an address without a place for the id' 2 -C "$repo" report \
	--site "$site" --commit-url 'https://example.org/'
exits 'an address of one'"'"'s own' 0 -C "$repo" report --site "$world/empty" \
	--commit-url 'https://example.org/c?id={oid}&x=1'
check 'is in the pages' grep -rFq \
	"https://example.org/c?id=$(oid "$repo" HEAD)&amp;x=1" "$world/empty"

# ---- result files ----
result=$world/result.json
exits 'a check fails' 1 -C "$repo" check --base =HEAD~8 --json "$result"
exits 'its result becomes a page' 0 -C "$repo" report --site "$site" \
	--result "$result" --result "$result"
check 'each of them' test 2 -eq \
	"$(find "$site/comparison" -name '*.html' | wc -l)"
holds 'the verdict is told' comparisons.html '>regressed<'
look 'it is whole with results'
echo '{"schema": "tidemark.result/1"' >"$world/bad.json"
exits 'a result that is none' 2 -C "$repo" report --site "$site" \
	--result "$world/bad.json"
exits 'a result that is not there' 2 -C "$repo" report --site "$site" \
	--result "$world/no.json"
exits 'without results' 0 -C "$repo" report --site "$site"
check 'their pages go' test -z "$(find "$site/comparison" -type f)"

# ---- killed on the way ----
# It is killed as soon as it has begun a site, wherever that is.
killed=$world/killed
for i in 1 2 3 4 5; do
	"$tidemark" -C "$repo" report --site "$killed" >/dev/null 2>&1 &
	child=$!
	until [ -e "$killed/commit" ] || ! kill -0 $child 2>/dev/null; do :; done
	kill -KILL $child 2>/dev/null
	wait $child 2>/dev/null
	[ "$i" -eq 5 ] || rm -rf "$killed"/assets/tidemark.js
done
exits 'a site that was killed goes on' 0 -C "$repo" report --site "$killed"
is 'it is what another one is' "$(diff -r -x .tidemark-site -x mine.txt \
	"$site" "$killed" | wc -l)" 0
finish
