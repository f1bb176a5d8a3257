#!/bin/sh
# usage: sh recipes/small-full/rl.sh SFT_FOLDER [FOLDER]; EXTRACOT names the command where it is not on the path.
# Stage 3 from one SFT model: teacher budgets once, every algorithm and ablation, all on the same held-out problems.
# SEEDS are those of the default, RIVALS those of everything else; TEACHER, PROBLEMS, BUILD, RL and EVAL (options of those verbs) shrink it
# to try the wiring.
set -eu
sft=$1 out=${2:-runs/small-full/rl}
base=${BASE:-small-base} teacher=${TEACHER:-400} problems=${PROBLEMS:-600} seeds=${SEEDS:-1 2 3} rivals=${RIVALS:-1}
extracot() { ${EXTRACOT:-extracot} "$@"; }

# A step that was begun is resumed; one that was not is begun.
again() { if [ -f "$1/options.yaml" ]; then echo --resume; fi; }

extracot rl build --engine "local:$sft" --questions "small-world:$teacher" --samples 4 --max-new-tokens 720 ${BUILD:-} --out "$out/teacher" $(again "$out/teacher")

evaluate() { # name, model, options of eval
    folder=$out/eval/$1 model=$2
    shift 2
    extracot eval --model "$model" --limit "$problems" ${EVAL:-} "$@" --out "$folder" $(again "$folder")
}
evaluate sft "$sft" --base "$base" --ratios 0.2,0.4,0.6,0.8,1.0,policy
evaluate sft-sampled "$sft" --ratios policy --temperature 1 --samples 2
runs="sft=$out/eval/sft sft=$out/eval/sft-sampled"

train() { # name, seed, mode of the evaluation, options of rl train
    name=$1 seed=$2 mode=$3
    shift 3
    extracot rl train --model "$sft" --data "$out/teacher/train.jsonl" --seed "$seed" ${RL:-} "$@" --out "$out/$name-$seed" $(again "$out/$name-$seed")
    evaluate "$name-$seed" "$out/$name-$seed" --ratios "0.2,0.4,$mode"
    evaluate "$name-$seed-sampled" "$out/$name-$seed" --ratios "$mode" --temperature 1 --samples 2
    runs="$runs $name=$out/eval/$name-$seed $name=$out/eval/$name-$seed-sampled"
}
for seed in $seeds; do train utility "$seed" policy; done
for seed in $rivals; do
    train head-only "$seed" policy --rounds 0
    train reconstructed "$seed" policy --preset reconstructed
    train without-ctrl "$seed" policy --preset reconstructed --without ctrl
    train without-mode-ctrl "$seed" policy --preset reconstructed --without mode,ctrl
    train grpo "$seed" policy --algorithm grpo
    train grpo-length "$seed" policy --algorithm grpo --length-weight 0.3
    train degrpo "$seed" short-or-full --algorithm degrpo
    train lcpo "$seed" policy --algorithm lcpo
done

# shellcheck disable=SC2086
extracot report $runs --teacher "$out/teacher/train.jsonl" --out "$out/report"
