#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a command against a real Secret Service of its own: a private session bus and an unlocked, empty gnome-keyring.
#   with_keyring.sh COMMAND [ARGUMENT...]
set -eu
for tool in dbus-run-session gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || { echo "with_keyring.sh: $tool is not installed" >&2; exit 1; }
done
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir -m 700 "$home/run" "$home/data"
export HOME="$home" XDG_DATA_HOME="$home/data" XDG_RUNTIME_DIR="$home/run"
# The daemon ends with the bus.
dbus-run-session -- sh -c \
    'printf parlor | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null; "$@"' sh "$@"
