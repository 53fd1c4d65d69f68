#!/bin/sh
# models.sh FOLDER WHEELS: the environment of the model backends. torch is the CPU build or nothing; llama.cpp is
# built once for any machine of this architecture and its wheel kept in WHEELS.
set -eu
folder=$1
wheels=$2
here=$(dirname "$0")

sh "$here/venv.sh" "$folder"
pip() {
    "$folder/bin/python" -m pip "$@" -qq --disable-pip-version-check --no-deps
}
if ! told=$(pip install -r requirements/torch.txt 2>&1); then
    case $told in
    *"No matching distribution"*) ;;
    *) echo "$told" >&2 ;;
    esac
    echo "vaultkit: pip knows no CPU build of $(sed -n 's/^\(torch==[0-9.]*\).*/\1/p' requirements/torch.txt | head -1):" \
        "set PIP_EXTRA_INDEX_URL to PyTorch's index of CPU builds, or PIP_FIND_LINKS to a folder that holds the wheel" >&2
    exit 3
fi
sh "$here/venv.sh" "$folder" requirements/build.txt requirements/models.txt

wanted=$(sed -n 's/^\(llama-cpp-python==[^ ;]*\).*/\1/p' requirements/llama.txt)
if ! pip install --no-index --find-links "$wheels" "$wanted" 2>/dev/null; then
    if ! command -v c++ >/dev/null 2>&1 && ! command -v g++ >/dev/null 2>&1 && ! command -v clang++ >/dev/null 2>&1; then
        echo "vaultkit: no C++ compiler to build llama.cpp with: install one (Debian: sudo apt-get install gcc g++)" >&2
        exit 3
    fi
    echo "vaultkit: building $wanted once, which takes minutes; its wheel stays in $wheels" >&2
    # Text only: without the multimodal library a third of the files need no compiling.
    CMAKE_ARGS="${CMAKE_ARGS:--DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF}" \
        pip wheel --no-build-isolation --require-hashes -r requirements/llama.txt --wheel-dir "$wheels"
    pip install --no-index --find-links "$wheels" "$wanted"
fi
"$folder/bin/python" "$here/link.py"
