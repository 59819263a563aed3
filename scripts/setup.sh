#!/usr/bin/env bash
# Installs the system packages the build needs, on Debian and Ubuntu, and fetches the one browser library.
# Says nothing and takes a blink when all is there; safe to repeat.
#
# usage: scripts/setup.sh [--tests]      with a browser, Korean letters, Java and PostgreSQL for the tests, too
set -euo pipefail

readonly minimum_swift=6.3
readonly packages=(
    ca-certificates curl git make pkg-config python3-venv # tools
    libarchive-dev libpq-dev libsqlite3-dev zlib1g-dev    # libraries the product links
    libcmark-gfm-dev libcmark-gfm-extensions-dev          # and those that render Markdown
    libedit-dev                                           # and the one that edits lines of chat
)
readonly test_packages=(chromium chromium-headless-shell default-jre-headless fonts-noto-cjk)
wanted=("${packages[@]}") for_tests=no
[[ ${1:-} == --tests ]] && wanted+=("${test_packages[@]}") for_tests=yes

fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

# The tests start a server of their own in a temporary folder. Any version from 15 on will do, so the system's own
# (15 in Debian 12) is installed only where there is none. A cluster the package makes for itself is not used.
has_postgres_server() {
    local -a found=(/usr/lib/postgresql/*/bin/initdb)
    [[ -x ${found[0]} ]] || command -v initdb >/dev/null
}

missing_packages() {
    local package
    for package in "${wanted[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || echo "$package"
    done
    [[ $for_tests == no ]] || has_postgres_server || echo postgresql
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root and there is no sudo; run as root: $*"
    fi
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -eq 0 ]] && return
    echo "==> installing: ${missing[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

check_swift() {
    local version
    command -v "${SWIFT:-swift}" >/dev/null || fail "Swift $minimum_swift or newer is missing.
  Install it with swiftly (https://www.swift.org/install/linux), or work inside the image swift:$minimum_swift."
    version=$("${SWIFT:-swift}" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
    [[ $(printf '%s\n' "$minimum_swift" "$version" | sort -V | head -n 1) == "$minimum_swift" ]] ||
        fail "Swift $version is too old; $minimum_swift or newer is needed (https://www.swift.org/install/linux)."
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    install_packages
else
    echo "setup: not Debian or Ubuntu; have these (or your system's names for them) installed: ${wanted[*]}" >&2
fi
check_swift
scripts/web-assets.sh
