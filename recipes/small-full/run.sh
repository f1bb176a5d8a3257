#!/bin/sh
# usage: sh recipes/small-full/run.sh [FOLDER]; EXTRACOT names the command where it is not on the path.
# SOURCE, PROBLEMS and QUICKSTART (options of that verb) shrink it to try the wiring, and so do the variables of rl.sh.
set -eu
out=${1:-runs/small-full}
source=${SOURCE:-6000} problems=${PROBLEMS:-400}
base=small-base
extracot() { ${EXTRACOT:-extracot} "$@"; }

# A step that was begun is resumed; one that was not is begun.
again() { if [ -f "$1/options.yaml" ]; then echo --resume; fi; }
tokenizer=${TOKENIZER:-models/$base}

mkdir -p "$out"

# Raw material: the base model's thoughts, one sample a question.
[ -f "$out/questions.jsonl" ] || extracot data small-world --problems "$source" --part source --out "$out/questions.jsonl"
[ -f "$out/answers.jsonl" ] || extracot generate --questions "$out/questions.jsonl" --engine "local:$base" --temperature 0.7 --max-new-tokens 720 \
    --out "$out/answers.jsonl" $(if [ -f "$out/answers.jsonl.partial" ]; then echo --resume; fi)

# Stage 2 with the scorers that are controls: the same questions, mix and training.
controls=""
for scorer in rules random truncate; do
    extracot sft build --in "$out/answers.jsonl" --tokenizer "$tokenizer" --options recipes/small-full/sft-build.yaml --scorer "$scorer" \
        --out "$out/data/$scorer" $(again "$out/data/$scorer")
    extracot sft train --model "$base" --data "$out/data/$scorer/train.jsonl" --options recipes/sft-small.yaml --out "$out/sft/$scorer" $(again "$out/sft/$scorer")
    extracot eval --model "$out/sft/$scorer" --base "$base" --ratios 0.2,0.4,0.6,0.8,1.0 --limit "$problems" --out "$out/eval/$scorer" $(again "$out/eval/$scorer")
    controls="$controls $scorer=$out/eval/$scorer"
done

# The three stages, and the contrast whose formulas were cut apart.
extracot quickstart --out "$out/quickstart" ${QUICKSTART:-} $(again "$out/quickstart")
for model in sft chrpo; do
    extracot eval --model "$out/quickstart/$model" --base "$base" --ratios 0.2,0.4,0.6,0.8,1.0,policy --limit "$problems" --out "$out/eval/$model" $(again "$out/eval/$model")
done
extracot eval --model "$out/quickstart/naive" --base "$base" --ratios 0.2 --limit "$problems" --out "$out/eval/formulas-broken" $(again "$out/eval/formulas-broken")

# Stage 3's table from the same SFT model.
sh "$(dirname "$0")/rl.sh" "$out/quickstart/sft" "$out/rl"

extracot eval latency --model "$out/quickstart/chrpo" --base "$base" --ratios 0.2,0.4,0.6,0.8,1.0,policy --out "$out/eval/chrpo"
extracot report "$out/eval/chrpo" "sft=$out/eval/sft" "formulas-broken=$out/eval/formulas-broken" $controls --out "$out/report"
extracot report --compare "$out/eval/sft" "$out/eval/chrpo"
for name in without-ctrl without-mode-ctrl grpo degrpo lcpo; do extracot report --compare "$out/rl/eval/reconstructed-1" "$out/rl/eval/$name-1"; done
