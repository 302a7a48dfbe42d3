#!/bin/sh
# Makes the environments of the peers that `npm run bench` compares with, beside this file: Keras on TensorFlow and JAX (2 GB),
# PyTorch (7 GB: PyPI has only the build with CUDA) and TensorFlow.js (0.3 GB). Needs Python 3.11 or newer and npm.
#
#     sh bench/peers/setup.sh [keras] [torch] [tfjs]        all of them if none is named
set -e
cd "$(dirname "$0")"
# Some machines set these, and they slow NumPy down.
unset OPENBLAS_NUM_THREADS OPENBLAS_CORETYPE
for peer in ${*:-keras torch tfjs}; do
  echo "Installing $peer ..."
  case $peer in
    keras | torch)
      python3 -m venv ".venv-$peer"
      ".venv-$peer/bin/pip" install --quiet -r "requirements-$peer.txt"
      ;;
    tfjs) (cd tfjs && npm ci --no-audit --no-fund --ignore-scripts) ;;
    *) echo "Expected keras, torch or tfjs, got $peer." >&2; exit 2 ;;
  esac
done
