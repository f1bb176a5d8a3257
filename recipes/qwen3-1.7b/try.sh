#!/bin/sh
# usage: sh recipes/qwen3-1.7b/try.sh TOKENIZER_FOLDER DATA_FOLDER [FOLDER]; EXTRACOT names the command where it is not on the path.
# The recipe's commands on random weights of Qwen3-1.7B's shape with one or two questions and a few tokens each: tries files, options, formats
# and memory, gives no result. DATA_FOLDER holds gsm8k/test.jsonl; about 11 GB of disk, 8 GB of memory. SHAPE takes another shape.
set -eu
tokenizer=$1 data=$2 out=${3:-runs/qwen3-try} shape=${SHAPE:-qwen3-1.7b}
extracot() { echo "+ extracot $*" >&2; ${EXTRACOT:-extracot} "$@"; }
mkdir -p "$out"
head -2 "$data/gsm8k/test.jsonl" > "$out/questions.jsonl"

# The weights: random ones in place of the published ones, then the control tokens as for those.
[ -f "$out/base/config.json" ] || extracot model init --shape "$shape" --tokenizer "$tokenizer" --out "$out/base"
[ -f "$out/comp/config.json" ] || extracot model convert "$out/base" --add-control-tokens --out "$out/comp"
rm -rf "$out/answers.jsonl" "$out/teacher" "$out/eval" "$out/rl"

# Stages 1 and 2: answers. Random weights answer nothing rightly, so the data sets stop here.
extracot generate --questions "$out/questions.jsonl" --engine "local:$out/comp" --temperature 0 --max-new-tokens 8 --out "$out/answers.jsonl"

# Stage 3: every rollout is wrong, which rl build has to say.
if extracot rl build --engine "local:$out/comp" --questions "$out/questions.jsonl" --samples 1 --max-new-tokens 4 --min-reference-tokens 1 --out "$out/teacher"; then
    echo "rl build took wrong rollouts for right ones" >&2
    exit 1
fi

# Evaluation, latency and report.
extracot eval --model "$out/comp" --base "$out/comp" --data gsm8k --data-dir "$data" --limit 1 --ratios 0.2,0.3,policy --temperature 0.7 --top-p 0.9 \
    --max-new-tokens 8 --out "$out/eval"
extracot eval latency --model "$out/comp" --base "$out/comp" --data gsm8k --data-dir "$data" --ratios 0.2 --requests 1 --concurrency 1 --max-new-tokens 8 --out "$out/eval"
extracot report "$out/eval"
