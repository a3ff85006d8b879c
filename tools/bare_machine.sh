#!/bin/bash
# Proves `./run` and `./run test` on a bare Debian: python3, git and certificates, nothing else.
#
#   tools/bare_machine.sh [--release NAME] [--as root|sudo|prepared] [--keep] [-- ARGUMENTS OF ./run test]
#
# Makes a small Debian with debootstrap, goes into it by pivot_root in mount, pid and ipc namespaces of its own (a plain
# chroot refuses user namespaces, which PostgreSQL under root needs), and runs both commands on the files git knows.
#   root      as root
#   sudo      as an ordinary user who may use sudo
#   prepared  as an ordinary user who may not; root has typed the line that ./run printed
# How this machine reaches its package servers (apt, pip, npm, certificates) is copied in from where it is set up here;
# nothing of it is written into the project. Needs root, debootstrap, and about 3 GB under ${TMPDIR:-/var/tmp}.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
release=bookworm
as=root
keep=
while [ $# -gt 0 ]; do
    case $1 in
        --release) release=$2; shift 2 ;;
        --as) as=$2; shift 2 ;;
        --keep) keep=yes; shift ;;
        --) shift; break ;;
        *) sed -n '2,13s/^# \{0,1\}//p' "$0"; exit 2 ;;
    esac
done
case $as in root | sudo | prepared) ;; *) echo "--as takes root, sudo or prepared" >&2; exit 2 ;; esac
[ "$(id -u)" = 0 ] || { echo "This needs root, for namespaces and debootstrap." >&2; exit 1; }

root=$(mktemp -d "${TMPDIR:-/var/tmp}/onroll-bare-XXXXXX")
chmod 755 "$root"
clean_up() { [ -n "$keep" ] && echo "Kept: $root" || rm -rf --one-file-system "$root"; }
trap clean_up EXIT

# --- the machine
mirror=$(sed -nE 's/^URIs: *([^ ]+).*/\1/p; s/^deb (\[[^]]*\] )?([^ ]+) .*/\2/p' \
    /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null | grep -v security | head -n 1 || true)
[ -n "$mirror" ] || { echo "No package server was found in /etc/apt." >&2; exit 1; }
packages=python3,git,ca-certificates
[ "$as" = sudo ] && packages=$packages,sudo
echo "== a bare Debian ($release) with $packages"
debootstrap --variant=minbase --include="$packages" "$release" "$root" "$mirror" >"$root.log" 2>&1 \
    || { tail -n 20 "$root.log"; exit 1; }
rm -f "$root.log"

# --- how this machine reaches its package servers
for path in /etc/resolv.conf /etc/hosts /etc/pip.conf /etc/npmrc /etc/apt/apt.conf.d /etc/ssl/certs/ca-certificates.crt; do
    [ -e "$path" ] && mkdir -p "$root$(dirname "$path")" && cp -rLT "$path" "$root$path"
done
rm -f "$root"/etc/apt/apt.conf.d/docker-*
carried=$(env | grep -E '^(PIP_|UV_|npm_config_|NODE_EXTRA|SSL_CERT|REQUESTS_CA|CURL_CA|[a-zA-Z]+_(proxy|PROXY)=)' || true)
for name in .npmrc .config/pip .config/uv; do
    [ -e "$HOME/$name" ] || continue
    mkdir -p "$root/root/$(dirname "$name")" && cp -rLT "$HOME/$name" "$root/root/$name"
done

# --- the project: what git knows and what is new, nothing that was built
home=/root
[ "$as" = root ] || home=/home/officer
mkdir -p "$root$home/onroll"
(cd "$project" && git ls-files -co --exclude-standard -z | tar --null --ignore-failed-read -T - -cf -) \
    | tar -xf - -C "$root$home/onroll"

# --- what is done in it
printf '%s\n' "$carried" >"$root/etc/onroll-environment"
cat >"$root/both-commands.sh" <<'INSIDE'
#!/bin/bash
# Both commands, as whoever runs this.
set -euo pipefail
set -a; . /etc/onroll-environment; set +a
cd "$HOME/onroll"
echo "== ./run as $(id -un)"
begun=$(date +%s)
./run >/tmp/run.out 2>&1 &
run=$!
until grep -q '^OnRoll is ready at' /tmp/run.out; do
    kill -0 "$run" 2>/dev/null || { cat /tmp/run.out; echo "It ended before it was ready."; exit 1; }
    sleep 0.2
done
echo "== ready after $(($(date +%s) - begun)) s"
cat /tmp/run.out
address=$(sed -n 's/^OnRoll is ready at //p' /tmp/run.out)
python3 - "$address" <<'ASK'
import sys, urllib.request
for path in ("/healthz", "/"):
    answer = urllib.request.urlopen(sys.argv[1] + path)
    print(path, answer.status, answer.geturl())
ASK
begun=$(date +%s)
kill -TERM "$run"
wait "$run"
echo "== stopped after $(($(date +%s) - begun)) s"
# The brackets keep the search from finding itself.
left=$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ' | grep -oE '.{0,40}([g]unicorn|[c]elery|[p]ostgres|[v]alkey).{0,40}' || true)
[ -z "$left" ] || { echo "Something is left: $left"; exit 1; }
begun=$(date +%s)
echo "== ./run test $*"
REQUIRE_BROWSER=1 ./run test "$@"
echo "== tested after $(($(date +%s) - begun)) s"
INSIDE
cat >"$root/inside.sh" <<'INSIDE'
#!/bin/bash
# Root's part inside.
set -euo pipefail
as=$1; shift
set -a; . /etc/onroll-environment; set +a
if [ "$as" = root ]; then exec bash /both-commands.sh "$@"; fi
useradd --create-home --shell /bin/bash officer
chown -R officer: /home/officer
chmod -R a+rX /etc/ssl/certs /etc/onroll-environment
for name in .npmrc .config; do [ -e "/root/$name" ] && cp -r "/root/$name" /home/officer/ && chown -R officer: "/home/officer/$name"; done
if [ "$as" = sudo ]; then
    echo 'officer ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/officer
    exec runuser -u officer -- env HOME=/home/officer bash /both-commands.sh "$@"
fi
echo "== an ordinary user is told what to type"
for command in run "run test"; do
    said=$(runuser -u officer -- env HOME=/home/officer bash -c "cd && cd onroll && ./$command" 2>&1) \
        && { echo "It did not stop."; exit 1; }
    echo "$said"
    eval "$(echo "$said" | sed -n 's/^  sudo apt-get/apt-get/p' | sed 's/&& sudo/\&\&/g')" >/dev/null
    [ "$command" = run ] || break
done
exec runuser -u officer -- env HOME=/home/officer bash /both-commands.sh "$@"
INSIDE

unshare --mount --pid --ipc --fork --kill-child bash -euc '
    root=$1; shift
    mount --make-rprivate /
    mount --bind "$root" "$root"
    cd "$root"
    mount -t proc proc proc
    mount --rbind /sys sys
    mount -t tmpfs -o mode=755 tmpfs dev
    mkdir dev/pts dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
    mount -t tmpfs tmpfs dev/shm
    for node in null zero full random urandom tty; do touch dev/$node; mount --bind /dev/$node dev/$node; done
    ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd; ln -s fd/0 dev/stdin; ln -s fd/1 dev/stdout; ln -s fd/2 dev/stderr
    mkdir -p old
    pivot_root . old
    umount -l /old
    exec env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
        bash /inside.sh "$@"
' bare "$root" "$as" "$@"
echo "== proved on bare Debian $release as $as"
