#!/bin/sh
# browser.sh: sees to it that Chromium or Chrome and its driver are there, for the tests that look at pages.
# As root on Debian it installs them; otherwise one line says what to do. VAULTKIT_BROWSER=none skips those tests.
set -eu
[ "${VAULTKIT_BROWSER:-}" = none ] && exit 0
has() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}
ready() {
    has chromium chromium-browser google-chrome google-chrome-stable chrome && has chromedriver chromium.chromedriver
}
ready && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "vaultkit: installing chromium and chromium-driver" >&2
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium chromium-driver >/dev/null || true
    ready && exit 0
fi
echo "vaultkit: no Chromium or Chrome with its driver: install them (Debian: sudo apt-get install chromium" \
    "chromium-driver), or run 'make test VAULTKIT_BROWSER=none' to skip the tests that need them" >&2
exit 3
