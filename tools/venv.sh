#!/bin/sh
# venv.sh FOLDER LOCK…: makes the virtual environment FOLDER and installs exactly what the lock files name.
# Nothing is resolved (--no-deps), so nothing that a lock does not name is ever downloaded.
# PYTHON chooses the interpreter. Exit 3 and one line when the machine lacks something.
set -eu
folder=$1
shift
python=${PYTHON:-python3}

lacks() {
    echo "vaultkit: $1" >&2
    exit 3
}

command -v "$python" >/dev/null 2>&1 || lacks "no '$python' found: install Python 3.11 or newer, or set PYTHON=/path/to/it"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    lacks "Python 3.11 or newer is needed, '$python' is $("$python" -V 2>&1): set PYTHON=/path/to/a/newer/one"
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "vaultkit: installing python3-venv" >&2
        apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        lacks "Python's venv module is incomplete: install it (Debian, Ubuntu: sudo apt-get install python3-venv)"
    fi
fi
if ! "$folder/bin/python" -c '' 2>/dev/null || [ ! -f "$folder/bin/pip" ]; then
    echo "vaultkit: making $folder" >&2
    "$python" -m venv --clear "$folder"
fi
for lock in "$@"; do
    echo "vaultkit: installing $lock into $folder" >&2
    hashes=--require-hashes
    grep -q -e '--hash=' "$lock" || hashes=
    "$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps $hashes -r "$lock" ||
        lacks "$lock could not be installed into $folder (see above)"
done
