#!/bin/sh
# usage: sh recipes/small-cpu/run.sh [FOLDER]; EXTRACOT names the command where it is not on the path.
set -eu
out=${1:-runs/small-cpu}
extracot() { ${EXTRACOT:-extracot} "$@"; }

# A stage that was begun is resumed; one that was not is begun.
again() { if [ -f "$1/options.yaml" ]; then echo --resume; fi; }

extracot quickstart --out "$out/quickstart" $(again "$out/quickstart")
extracot eval --model "$out/quickstart/chrpo" --base small-base --ratios 0.2,0.4,0.6,0.8,1.0,policy --out "$out/eval" $(again "$out/eval")
extracot eval latency --model "$out/quickstart/chrpo" --base small-base --ratios 0.2,0.4,0.6,0.8,1.0,policy --out "$out/eval"
extracot report "$out/eval"
