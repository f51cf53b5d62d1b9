#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds QtCore alone with ThreadSanitizer, from the distribution's own source package, once per version
# of Qt, and prints the directory to put into LD_LIBRARY_PATH.
#
# Why: ThreadSanitizer must see the mutexes, atomics and queued events of QtCore, or every signal that
# crosses a thread looks like a race. The other Qt libraries stay the distribution's: they reach other
# threads through QtCore.
#
# Called by `./dev test tsan`, which installs the packages that this needs.
set -euo pipefail

log() { printf '%s\n' "$*" >&2; }

version=$(dpkg-query -W -f='${source:Version}' qt6-base-dev)
arch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/parlor/qtcore-tsan
done_dir=$cache/${version//[^A-Za-z0-9.+-]/_}
if [[ -e $done_dir/libQt6Core.so.6 ]]; then
    echo "$done_dir"
    exit
fi

work=$cache/work
# A build that was interrupted goes on where it stopped.
if [[ $(cat "$work/version" 2>/dev/null) != "$version" ]]; then
    rm -rf "$work"
    mkdir -p "$work"/{parts,lists/partial,cache/archives/partial}

    log "Fetching the source of qt6-base $version"
    # The configured package sources, asked for source packages: in lists of our own, so that the system's stay as they are.
    for file in /etc/apt/sources.list.d/*.sources; do
        if [[ -e $file ]]; then sed -E 's/^Types:.*/Types: deb-src/' "$file" >"$work/parts/${file##*/}"; fi
    done
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        if [[ -e $file ]]; then sed -nE 's/^deb /deb-src /p' "$file" >>"$work/sources.list"; fi
    done
    apt_options=(
        -o "Dir::Etc::sourcelist=$work/sources.list" -o "Dir::Etc::sourceparts=$work/parts"
        -o "Dir::State::lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root
    )
    (
        cd "$work"
        apt-get "${apt_options[@]}" update -q
        apt-get "${apt_options[@]}" source -q "qt6-base=$version"
    ) >"$work/fetch.log" 2>&1 || {
        tail -n 20 "$work/fetch.log" >&2
        log "The source package could not be fetched (whole text: $work/fetch.log)"
        exit 1
    }
    echo "$version" >"$work/version"
fi
source_dir=$(find "$work" -maxdepth 1 -type d -name 'qt6-base-*' -print -quit)

log "Building QtCore with -fsanitize=thread (some minutes, once): $work/build.log"
# The features are those of debian/rules that QtCore sees: the library must fit the installed headers and libraries.
{
    cmake -S "$source_dir" -B "$work/build" -G Ninja \
        -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO='-O1 -g1' \
        -DCMAKE_C_FLAGS_RELWITHDEBINFO='-O1 -g1' -DFEATURE_sanitize_thread=ON \
        -DCMAKE_INSTALL_PREFIX=/usr -DINSTALL_BINDIR=lib/qt6/bin "-DINSTALL_LIBDIR=lib/$arch" \
        -DINSTALL_LIBEXECDIR=lib/qt6/libexec "-DINSTALL_ARCHDATADIR=lib/$arch/qt6" \
        -DINSTALL_DATADIR=share/qt6 -DINSTALL_SYSCONFDIR=/etc/xdg \
        "-DINSTALL_PLUGINDIR=lib/$arch/qt6/plugins" -DINSTALL_TRANSLATIONDIR=share/qt6/translations \
        -DQT_BUILD_TESTS=OFF -DQT_BUILD_EXAMPLES=OFF \
        -DFEATURE_gui=OFF -DFEATURE_widgets=OFF -DFEATURE_network=OFF -DFEATURE_sql=OFF -DFEATURE_dbus=OFF \
        -DFEATURE_xml=OFF -DFEATURE_testlib=OFF -DFEATURE_concurrent=OFF \
        -DFEATURE_mimetype_database=OFF -DFEATURE_glib=ON -DFEATURE_icu=ON -DFEATURE_system_pcre2=ON \
        -DFEATURE_system_zlib=ON -DFEATURE_system_doubleconversion=ON \
        -DFEATURE_rpath=OFF -DFEATURE_relocatable=OFF &&
        cmake --build "$work/build" --target Core ${PARLOR_JOBS:+-j "$PARLOR_JOBS"}
} >"$work/build.log" 2>&1 || {
    tail -n 30 "$work/build.log" >&2
    log "QtCore could not be built (whole text: $work/build.log)"
    exit 1
}

mkdir -p "$done_dir.new"
find "$work/build" -name 'libQt6Core.so*' -exec cp -P {} "$done_dir.new/" \;
[[ -e $done_dir.new/libQt6Core.so.6 ]] || {
    log "The build left no libQt6Core.so.6"
    exit 1
}
rm -rf "$done_dir"
mv "$done_dir.new" "$done_dir"
rm -rf "$work"
echo "$done_dir"
