#!/bin/bash
# Run the gate with the inputs of the action, which come as variables, and say in
# the step's outputs how it ended. Exits with 0: verdict.sh decides.
set -uo pipefail
folder=$RUNNER_TEMP/tidemark-report
mkdir -p "$folder"
arguments=(-C "$TIDEMARK_DIRECTORY")
[ -z "$TIDEMARK_CONFIG" ] || arguments+=("--config=$TIDEMARK_CONFIG")
arguments+=(check --output text "--output=json=$folder/result.json"
	"--output=html=$folder/report.html")
[ -z "$TIDEMARK_BASE" ] || arguments+=("--base=$TIDEMARK_BASE")
[ -z "$TIDEMARK_TOLERANCE" ] || arguments+=("--tolerance=$TIDEMARK_TOLERANCE")
[ -z "$TIDEMARK_BUDGET" ] || arguments+=("--budget=$TIDEMARK_BUDGET")
[ "$TIDEMARK_PUBLISH" != true ] || arguments+=(--publish)
[ -z "$TIDEMARK_HEAD" ] || arguments+=(-- "$TIDEMARK_HEAD")

# What an earlier check of the job left is not this one's.
rm -f "$folder/result.json" "$folder/report.html"
tidemark "${arguments[@]}" 2> >(tee "$folder/errors" >&2)
code=$?
wait
{
	echo "exit-code=$code"
	[ ! -s "$folder/result.json" ] || echo "json-path=$folder/result.json"
	[ ! -s "$folder/report.html" ] || echo "report-path=$folder/report.html"
} >>"$GITHUB_OUTPUT"

# Without a report there is no summary but this.
if [ ! -s "$folder/result.json" ]; then
	echo "verdict=error" >>"$GITHUB_OUTPUT"
	{
		printf '## tidemark: no verdict (exit %s)\n\n' "$code"
		tail -n 20 "$folder/errors" | sed 's/^/    /'
	} >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
fi
exit 0
