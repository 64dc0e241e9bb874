#!/usr/bin/env bash
# A real OpenSearch cluster on this machine: one process for each node, bound to 127.0.0.1.
#
#   cluster.sh up [NODES]      build if needed, start (3 by default), wait until all have joined
#   cluster.sh kill N          kill -9 node N: no goodbye, as when the power goes
#   cluster.sh stop N          end node N politely
#   cluster.sh start N         start node N again on the data it had
#   cluster.sh pause N         freeze it (SIGSTOP: alive, but silent); `resume N` lets it go on
#   cluster.sh status          processes, memory, health
#   cluster.sh down            end all nodes and delete their data
#
# CLUSTER_HOME  where it lives (default: .cluster/nodes in the project's folder)
# CLUSTER_BUILT where the server's jars are kept (default: .cluster/built)
# NODE_HEAP     heap of a node (default 256m)
# NODE_JAVA_OPTIONS  default -XX:TieredStopAtLevel=1, which halves the start; set it to "" to measure
# NODE_SETTINGS more settings for each node, as KEY=VALUE with blanks between
# Snapshots may be kept in $CLUSTER_HOME/snapshots, by the location of a repository of the type fs.
# After `up`: `. "$CLUSTER_HOME/env"` gives OPENSEARCH_URLS, a comma between two.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
CLUSTER_HOME=${CLUSTER_HOME:-$project/.cluster/nodes}
NODE_HEAP=${NODE_HEAP:-256m}

fail() { echo "cluster.sh: $*" >&2; exit 1; }

# The newest JDK of 21 or more: the one on the PATH, JAVA_HOME's, or one beside the default.
find_java() {
    local home best="" most=20 version
    for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || echo /nowhere/at/all)")")")" /usr/lib/jvm/*; do
        [ -x "$home/bin/javac" ] || continue
        version=$("$home/bin/javac" -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
        if [ "$version" -gt "$most" ]; then most=$version best=$home; fi
    done
    [ -n "$best" ] || fail "needs a JDK of version 21 or later; set JAVA_HOME"
    echo "$best"
}

build() {
    local java=$1 built=$2
    [ -f "$built/done" ] && return
    mkdir -p "$built/classes"
    (cd "$here" && JAVA_HOME=$java mvn -B -q dependency:copy-dependencies \
        -DoutputDirectory="$built/lib" -DincludeScope=runtime) >"$built/maven.log" 2>&1 \
        || { tail -5 "$built/maven.log" >&2; fail "Maven could not fetch the jars"; }
    "$java/bin/javac" -cp "$built/lib/*" -d "$built/classes" "$here/ClusterNode.java"
    cp "$here/log4j2.properties" "$built/classes/"
    touch "$built/done"
}

free_ports() {
    python3 - "$1" <<'P'
import socket, sys
held = [socket.socket() for _ in range(int(sys.argv[1]))]
for one in held:
    one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in held))
P
}

alive() { # not one that is dead and that nobody has taken note of
    [ -f "$CLUSTER_HOME/n$1/pid" ] &&
        grep -qs "^State:.[^ZX]" "/proc/$(cat "$CLUSTER_HOME/n$1/pid")/status"
}
get() { curl -sS --noproxy '*' --max-time 10 "$@"; }

start_node() {
    local n=$1 node=$CLUSTER_HOME/n$1
    alive "$n" && fail "node $n runs already"
    mkdir -p "$node/config"
    # shellcheck disable=SC2086
    # In a session of its own: it outlives whoever started it, also where that is ended as a group.
    setsid nohup "$JAVA/bin/java" -Xms"$NODE_HEAP" -Xmx"$NODE_HEAP" -XX:+UseSerialGC \
        -XX:MaxDirectMemorySize=128m ${NODE_JAVA_OPTIONS--XX:TieredStopAtLevel=1} \
        -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED \
        --add-modules=jdk.incubator.vector \
        -cp "$BUILT/classes:$BUILT/lib/*" ClusterNode \
        path.home="$node" node.name="n$n" cluster.name=archive-test \
        network.host=127.0.0.1 http.port="${HTTP[n]}" transport.port="${TRANSPORT[n]}" \
        discovery.seed_hosts="$SEEDS" cluster.initial_cluster_manager_nodes="$MANAGERS" \
        node.processors=2 path.repo="$CLUSTER_HOME/snapshots" cluster.routing.allocation.disk.threshold_enabled=false \
        ${NODE_SETTINGS:-} >>"$node/log" 2>&1 </dev/null &
    echo $! >"$node/pid"
}

wait_for() { # N nodes joined
    local n end=$((SECONDS + ${CLUSTER_PATIENCE:-180}))
    while [ $SECONDS -lt $end ]; do
        for n in $(seq 1 "$NODES"); do
            alive "$n" || continue
            if get "127.0.0.1:${HTTP[n]}/_cluster/health?filter_path=number_of_nodes" 2>/dev/null |
                grep -q "\"number_of_nodes\":$1}"; then return; fi
        done
        sleep 0.5
    done
    fail "not all nodes joined; see $CLUSTER_HOME/n*/log"
}

load() {
    [ -f "$CLUSTER_HOME/plan" ] || fail "no cluster is up"
    # shellcheck disable=SC1091
    . "$CLUSTER_HOME/plan"
}

case ${1:-} in
up)
    NODES=${2:-3}
    mkdir -p "$CLUSTER_HOME"
    [ -f "$CLUSTER_HOME/plan" ] && fail "a cluster lives in $CLUSTER_HOME already"
    JAVA=$(find_java)
    BUILT=${CLUSTER_BUILT:-$project/.cluster/built}
    build "$JAVA" "$BUILT"
    read -r -a ports <<<"$(free_ports $((2 * NODES)))"
    {
        echo "NODES=$NODES JAVA='$JAVA' BUILT='$BUILT'"
        echo "HTTP=(0 ${ports[*]:0:NODES}) TRANSPORT=(0 ${ports[*]:NODES})"
        echo "SEEDS=$(printf '127.0.0.1:%s,' "${ports[@]:NODES}" | sed 's/,$//')"
        echo "MANAGERS=$(seq -s, -f 'n%g' 1 "$NODES")"
    } >"$CLUSTER_HOME/plan"
    load
    echo "export OPENSEARCH_URLS=$(printf 'http://127.0.0.1:%s,' "${HTTP[@]:1}" | sed 's/,$//')" \
        >"$CLUSTER_HOME/env"
    for n in $(seq 1 "$NODES"); do start_node "$n"; done
    wait_for "$NODES"
    cat "$CLUSTER_HOME/env"
    ;;
start) load; start_node "$2" ;;
kill) load; kill -9 "$(cat "$CLUSTER_HOME/n$2/pid")" ;;
stop)
    load; pid=$(cat "$CLUSTER_HOME/n$2/pid"); kill "$pid"
    for _ in $(seq 1 100); do kill -0 "$pid" 2>/dev/null || exit 0; sleep 0.2; done
    fail "node $2 does not end"
    ;;
pause) load; kill -STOP "$(cat "$CLUSTER_HOME/n$2/pid")" ;;
resume) load; kill -CONT "$(cat "$CLUSTER_HOME/n$2/pid")" ;;
wait) load; wait_for "${2:-$NODES}" ;;
status)
    load
    for n in $(seq 1 "$NODES"); do
        if alive "$n"; then
            echo "n$n http ${HTTP[n]} $(awk '/VmRSS|VmHWM/ {printf "%s %d MB  ", $1, $2/1024}' "/proc/$(cat "$CLUSTER_HOME/n$n/pid")/status")"
        else echo "n$n is down"; fi
    done
    for n in $(seq 1 "$NODES"); do
        alive "$n" && get "127.0.0.1:${HTTP[n]}/_cat/health?h=status,node.total,shards,unassign" && break
    done
    ;;
down)
    load
    for n in $(seq 1 "$NODES"); do alive "$n" && { kill -CONT "$(cat "$CLUSTER_HOME/n$n/pid")"; kill -9 "$(cat "$CLUSTER_HOME/n$n/pid")"; } || true; done
    sleep 0.5
    rm -r "$CLUSTER_HOME"
    ;;
*) sed -n "2,18p" "$0" | sed 's/^# \{0,1\}//'; exit 2 ;;
esac
