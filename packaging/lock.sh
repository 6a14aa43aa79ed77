#!/usr/bin/env bash
# Write the hashed requirements anew from pyproject.toml (needs uv, from PyPI).
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --no-header -q "$@"; }
lock -o packaging/requirements.txt
lock --extra dev --extra raw -o packaging/requirements-dev.txt
