#!/bin/sh
# Debian and Ubuntu lack some libraries that Qt opens at run time, and a screen for the tests: install what is missing.
# `system-libraries.sh test` adds a virtual screen, its keyboards and the sources of locales. Elsewhere (macOS, Windows, other Linux) this does nothing.
set -eu
command -v dpkg-query >/dev/null 2>&1 || exit 0
wanted="libgl1 libegl1 libopengl0 libgl1-mesa-dri libglx-mesa0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0
 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 libdbus-1-3 libfontconfig1 fonts-dejavu-core"
[ "${1:-}" = test ] && wanted="$wanted xvfb xauth x11-xkb-utils libxtst6 locales"
missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" = 0 ]; then
    sudo=""
elif sudo -n true 2>/dev/null; then
    sudo="sudo"
else
    echo "Some system libraries are missing. Please run:  sudo apt-get install$missing" >&2
    exit 0
fi
echo "Installing system libraries:$missing"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
