# Sourced by ./run and ./test. Finds the .NET 10 SDK or installs it, and sets $dotnet to its full path.
# Nothing here asks questions; what is installed and where is said on stderr.

sdk_folder="${XDG_DATA_HOME:-${HOME:?HOME is not set}/.local/share}/orientir/dotnet"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# apt_install PACKAGE…: only as root, and only quietly.
apt_install() {
    [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null || return 1
    say "Устанавливаю из хранилища системы (apt): $*"
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; then
        apt-get update -qq >/dev/null 2>&1
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    fi
}

# ICU carries the cultures .NET sorts and formats by; without it even the SDK does not start.
ensure_icu() {
    [[ ${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-} == 1 ]] && unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT
    compgen -G '/usr/lib*/*/libicuuc.so.*' >/dev/null && return
    compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null && return
    [[ $(id -u) == 0 ]] && apt-get update -qq >/dev/null 2>&1
    local package
    package=$(apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | awk '{print $1}' | sort -V | tail -n 1)
    apt_install "${package:-libicu-dev}" ||
        fail "Не хватает библиотеки ICU. Установите её и повторите: sudo apt-get install ${package:-libicu-dev}"
}

has_sdk_10() { [[ -x $1 ]] && "$1" --list-sdks 2>/dev/null | grep -q '^10\.0\.'; }

find_dotnet() {
    local candidate
    for candidate in ${DOTNET_ROOT:+"$DOTNET_ROOT/dotnet"} "$(command -v dotnet || true)" "$HOME/.dotnet/dotnet" "$sdk_folder/dotnet"; do
        if [[ -n $candidate ]] && has_sdk_10 "$candidate"; then
            dotnet=$(readlink -f -- "$candidate")
            return 0
        fi
    done
    return 1
}

install_dotnet() {
    if [[ $(id -u) == 0 ]] && apt-cache show dotnet-sdk-10.0 >/dev/null 2>&1 && apt_install dotnet-sdk-10.0 && find_dotnet; then
        return
    fi
    say "Не нашёл .NET 10 SDK. Устанавливаю его в $sdk_folder (около 250 МБ; системные папки не меняются)."
    command -v curl >/dev/null || fail "Нужен curl: sudo apt-get install curl"
    local script
    script=$(mktemp)
    curl -fsSL --retry 3 -o "$script" https://dot.net/v1/dotnet-install.sh ||
        fail "Не удалось скачать программу установки с https://dot.net. Проверьте сеть или установите .NET 10 SDK сами."
    bash "$script" --channel 10.0 --install-dir "$sdk_folder" --no-path >&2 ||
        fail "Установка .NET 10 SDK не удалась; сообщения — выше."
    rm -f -- "$script"
    find_dotnet || fail "Установленный .NET 10 SDK не запускается из $sdk_folder."
}

ensure_dotnet() {
    ensure_icu
    find_dotnet || install_dotnet
    DOTNET_ROOT=$(dirname -- "$dotnet")
    export DOTNET_ROOT
}
