#!/usr/bin/env bash
# A real PostgreSQL server on this machine, in a folder of its own, bound to 127.0.0.1.
#
#   postgres.sh up       make and start it
#   postgres.sh crash    end it as a power cut would (immediate shutdown), then start it again
#   postgres.sh kill     end all its processes at once (kill -9), then start it again
#   postgres.sh restart  end it politely (fast shutdown), then start it again
#   postgres.sh pause    freeze all its processes; `resume` lets them go on
#   postgres.sh stop     end it politely; `start` starts it again on the data it had
#   postgres.sh down     end it and delete its data
#
# POSTGRES_HOME  where it is remembered (default: .cluster/postgres in the project's folder)
# POSTGRES_SETTINGS  default -c fsync=off: its processes are killed, the machine under it is not; set
#                to "" to measure
# After `up`: `. "$POSTGRES_HOME/env"` gives POSTGRES_URL.
# It needs initdb: Debian's package postgresql, or one on the PATH. A server refuses to run as root,
# so root runs it as the user postgres, which that package makes; hence its data lie in TMPDIR.
set -euo pipefail
project=$(cd "$(dirname "$0")/../.." && pwd)
POSTGRES_HOME=${POSTGRES_HOME:-$project/.cluster/postgres}

fail() { echo "postgres.sh: $*" >&2; exit 1; }

find_bin() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [ -x "$newest/initdb" ] || newest=$(dirname "$(command -v initdb || fail "install postgresql first")")
    echo "$newest"
}

as_server() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

data() { cat "$POSTGRES_HOME/data" 2>/dev/null || fail "no server is up"; }

start() {
    # -k: the socket lies in its own folder (Debian's default, /var/run/postgresql, is not ours).
    as_server "$bin/pg_ctl" -D "$1/data" -l "$1/log" -w -t 300 -s \
        -o "-p $(cat "$1/port") -k $1 -c listen_addresses=127.0.0.1 ${POSTGRES_SETTINGS--c fsync=off}" start \
        || { tail -n 3 "$1/log" >&2; fail "the server does not start"; }
}

up() {
    [ ! -e "$POSTGRES_HOME/data" ] || fail "a server lives in $(data) already"
    local home port
    home=$(mktemp -d "${TMPDIR:-/tmp}/postgres.XXXXXX")
    port=$(free_port)
    echo "$port" >"$home/port"
    if [ "$(id -u)" = 0 ]; then chown -R postgres "$home"; fi
    as_server "$bin/initdb" -D "$home/data" -U archive -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$home.log" 2>&1 || { tail -n 3 "$home.log" >&2; fail "initdb failed"; }
    rm "$home.log"
    mkdir -p "$POSTGRES_HOME"
    echo "$home" >"$POSTGRES_HOME/data"
    echo "export POSTGRES_URL=postgresql://archive@127.0.0.1:$port/archive" >"$POSTGRES_HOME/env"
    start "$home"
    "$bin/createdb" -h 127.0.0.1 -p "$port" -U archive archive
}

its() { # processes; the first of them makes no more while they are named
    local first
    first=$(head -n 1 "$(data)/data/postmaster.pid")
    kill -STOP "$first"
    ps -A -o pid=,ppid= | awk -v first="$first" '$1 == first || $2 == first { print $1 }'
}

kill_all() {
    local pids
    pids=$(its)
    # shellcheck disable=SC2086
    kill -KILL $pids
    # Till the system has forgotten them too: a server takes one that is there for its lock's owner.
    for _ in $(seq 1 300); do ps -p "${pids//$'\n'/,}" >/dev/null || return 0; sleep 0.1; done
    fail "its processes do not end"
}

bin=$(find_bin)
case ${1:-} in
up) up ;;
start) start "$(data)" ;;
stop) as_server "$bin/pg_ctl" -D "$(data)/data" -m fast -w -s stop ;;
kill) kill_all; start "$(data)" ;;
restart) as_server "$bin/pg_ctl" -D "$(data)/data" -m fast -w -s stop; start "$(data)" ;;
# shellcheck disable=SC2046
pause) kill -STOP $(its) ;;
# shellcheck disable=SC2046
resume) kill -CONT $(its) ;;
crash) as_server "$bin/pg_ctl" -D "$(data)/data" -m immediate -w -s stop; start "$(data)" ;;
down)
    as_server "$bin/pg_ctl" -D "$(data)/data" -m immediate -w -s stop || true
    rm -r "$(data)"
    rm -r "$POSTGRES_HOME"
    ;;
*) sed -n '2,16p' "$0" | sed 's/^# \{0,1\}//'; exit 2 ;;
esac
