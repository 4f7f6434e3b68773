# Sourced by the scripts that run tests.

# Installs Debian packages, or says that they are missing where Debian is not at hand.
install_with_apt() { # packages
    if ! command -v apt-get >/dev/null; then
        echo "$0: please install $* and start again" >&2
        exit 1
    fi
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" apt-get install -y -qq "$@"
}
