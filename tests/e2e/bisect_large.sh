#!/bin/bash
# A long history whose work is counted: one commit does 15 % more of it.
. "$(dirname "$0")/lib.sh"
result=$world/bisect.json
repo=$world/repo
mkdir "$repo" && git -C "$repo" init -q -b main

# 200 commits after the first one, three of which merge a branch of two; ten do
# not compile. The slow one is the 137th.
slow=137
python3 - "$tests/counted.c" "$slow" >"$world/stream" <<'END'
import sys
slow = int(sys.argv[2])
config = """version: 1
build:
  command: cc -O1 -o bench bench.c
  inputs: [bench.c, work.h]
benchmarks:
  - name: main
    command: ./bench
    metrics: [instructions]
"""
broken = {20, 21, 50, 90, 91, 92, 130, 135, 140, 180}
merges = {40, 100, 160}
marks = 0

def work(number):
    ns, steps = (115, 1150000) if number >= slow else (100, 1000000)
    text = f"/* {number} */\n#define NS \"{ns}\"\n#define WORK {steps}\n"
    if number in broken:
        text += f"#error commit {number} is broken\n"
    return text

def commit(branch, subject, files, parents):
    global marks
    marks += 1
    out(f"commit refs/heads/{branch}\nmark :{marks}\n")
    out(f"committer Test <test@example.org> {1700000000 + 60 * marks} +0000\n")
    data(subject)
    for i, parent in enumerate(parents):
        out(f"{'merge' if i else 'from'} :{parent}\n")
    for path, text in files.items():
        out(f"M 644 inline {path}\n")
        data(text)
    return marks

def data(text):
    out(f"data {len(text.encode())}\n{text}\n")

out = sys.stdout.write
last = commit("main", "first", {"bench.c": open(sys.argv[1]).read(),
    "tidemark.yml": config, ".gitignore": "bench\n", "work.h": work(0)}, [])
for number in range(1, 201):
    parents = [last]
    if number in merges:
        side = last
        for i in range(2):
            side = commit("side", f"beside {number}.{i}",
                {f"notes/{number}": f"{i}\n"}, [side])
        parents.append(side)
    last = commit("main", f"commit {number}", {"work.h": work(number)}, parents)
END
git -C "$repo" fast-import --quiet <"$world/stream"
git -C "$repo" checkout -q main
is 'the history is as long as it is said' \
	"$(git -C "$repo" rev-list --count --first-parent main)" 201
first=$(git -C "$repo" rev-list --first-parent main | tail -1)
oid=$(oid "$repo" "main~$((200 - slow))")

exits 'a dry run' 0 -C "$repo" bisect --dry-run "$first"
shows 'of all commits' '^200 commits, 200 of them can be guilty$'
exits 'among 200 commits' 0 -C "$repo" bisect "$first" --json "$result" \
	--output text
shows 'the one is named' "^found: ${oid:0:12} commit $slow$"
# Six instructions a step, and some .3 million for starting: .9 million more
# than 6.3 million are 14.3 %.
check 'by what it adds' json "$result" \
	"r['culprit']['oid'] == '$oid' and 1.13 < r['ratio'] < 1.15 and
	r['probability'] >= .95"
shows 'there are no rounds to it' \
	'^  main/instructions is 14\.[0-9] % worse \[.*\], counted$'
# Halving 200 commits takes 8 builds; one of the ends is another, and some of
# those that are tried are broken.
check 'by few builds' json "$result" "r['builds'] <= 14"

# ---- counts lead the times ----
sed 's/\[instructions\]/[real_time, instructions]/' "$repo/tidemark.yml" \
	>"$world/both.yml"
exits 'times beside counts' 0 -C "$repo" --config "$world/both.yml" bisect \
	"$first" --json "$result" --output text
check 'are both found' json "$result" \
	"[(a['metric'], a['culprit']['oid'] == '$oid', a['by_instructions'])
	for a in sorted(r['ranges'][0]['answers'], key=lambda a: a['metric'])]
	== [('instructions', True, False), ('real_time', True, True)]"
shows 'and it is said how' 'the step was found on instruction counts'
check 'by few new builds' json "$result" \
	"r['builds'] + r['reused_builds'] <= 14"
finish
