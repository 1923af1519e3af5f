#!/bin/sh
# Everything that needs a GPU, in one go, on a machine that has one: what is found, every operation and program against the
# CPU, NVIDIA's checks of memory and races, then the measurements, beside PyTorch's where python3 has it. Uses no network;
# the project must be built (./rl cuda info builds it). Results lie in the folder that the first argument names.
#
#   cuda/gpu-check.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
out=${1:-gpu-check-$(date +%Y%m%d-%H%M%S)}
mkdir -p "$out"
failed=0

step() { # NAME COMMAND...: runs it, keeps its output, goes on
    name=$1
    shift
    echo "== $name: $*"
    if "$@" > "$out/$name.txt" 2>&1; then
        tail -n 3 "$out/$name.txt"
    else
        failed=$((failed + 1))
        echo "FAILED, see $out/$name.txt"
        tail -n 12 "$out/$name.txt"
    fi
}

if [ -z "$(ldconfig -p 2>/dev/null | grep 'libcublas\.so\.12')" ] && ldconfig -p 2>/dev/null | grep -q 'libcublas\.so\.13'; then
    step forwarding cuda/forwarding/build.sh
fi
step info ./rl cuda info
step check ./rl cuda check
if command -v compute-sanitizer >/dev/null; then
    # Children too: ./rl is a script that becomes java.
    step memcheck compute-sanitizer --tool memcheck --target-processes all --error-exitcode 9 ./rl cuda check --no-training
    step racecheck compute-sanitizer --tool racecheck --target-processes all --error-exitcode 9 ./rl cuda check --no-training
else
    echo "== memcheck, racecheck: no compute-sanitizer on the path, left out"
fi
step tapes ./rl cuda check --no-kernels --no-training --tapes 10000
step bench ./rl cuda bench
if command -v nvcc >/dev/null; then
    step gemm-build nvcc -O2 -o "$out/gemm" cuda/bench/gemm.cu -lcublas
    step gemm-from-c "$out/gemm"
fi
if python3 -c 'import torch, sys; sys.exit(not torch.cuda.is_available())' 2>/dev/null; then
    step pytorch python3 cuda/bench/pytorch_update.py
else
    echo "== pytorch: python3 has no PyTorch that sees the GPU, left out"
fi
echo "== $failed steps failed; everything is in $out"
[ "$failed" -eq 0 ]
