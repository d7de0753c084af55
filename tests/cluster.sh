#!/usr/bin/env bash
# A cluster to try on one machine: Redis, PostgreSQL, two silos and two frontends on loopback, until Ctrl-C.
# Needs redis-server and PostgreSQL's server programs installed; everything lives in one temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "$1" >&2
  exit 1
}

postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -x "$postgres/initdb" ] || postgres=$(dirname "$(command -v initdb || true)")
[ -x "$postgres/initdb" ] || fail "PostgreSQL's server programs were not found (apt-get install postgresql)."
for program in curl dotnet redis-server; do
  command -v "$program" >/dev/null || fail "$program was not found (apt-get install curl redis-server; .NET from dotnet.microsoft.com)."
done

# Another cluster's Redis or PostgreSQL must not be taken for ours.
for port in 15432 16379 5081 5082 5091 5092 11111 11112 30001 30002; do
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || fail "Port $port is in use; is another cluster running?"
done

dotnet build src/Silo -v quiet
dotnet build src/WebFrontend -v quiet
bin=$PWD/artifacts/bin

folder=$(mktemp -d)
pids=() names=()
stop() {
  status=$?
  trap - EXIT
  trap '' HUP INT TERM # What is begun here is done to its end, however often Ctrl-C is pressed.
  [ ${#pids[@]} -eq 0 ] || echo "Stopping."
  # Frontends before silos, silos before what they need.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null && wait "${pids[i]}" 2>/dev/null || true
  done
  owner "$postgres/pg_ctl" stop -s -m fast -D "$folder/postgres" 2>/dev/null || true
  if [ "$status" -eq 0 ]; then rm -rf "$folder"; else echo "The logs are in $folder" >&2; fi
}
trap stop EXIT
trap 'exit 0' HUP INT TERM

# PostgreSQL refuses to be started by root.
owner() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
[ "$(id -u)" -ne 0 ] || chown postgres "$folder"

# In a process group of its own: Ctrl-C reaches this script alone, which knows the order in which to stop.
start() {
  names+=("$1")
  set -m
  "${@:2}" >"$folder/$1.log" 2>&1 </dev/null &
  set +m
  pids+=($!)
}

cd "$folder"
owner "$postgres/initdb" --no-sync -A trust -U shop -E UTF8 --locale=C -D "$folder/postgres" >/dev/null
owner "$postgres/pg_ctl" start -s -w -D "$folder/postgres" -l "$folder/postgres.log" \
  -o "-p 15432 -k $folder -c listen_addresses=127.0.0.1"
start redis redis-server --port 16379 --bind 127.0.0.1 --appendonly yes --dir "$folder"

export DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development
export ConnectionStrings__Redis=127.0.0.1:16379
export ConnectionStrings__Postgres="Host=127.0.0.1;Port=15432;Username=shop;Database=postgres"
export DataPlatform__File="$folder/payments.jsonl"

for i in 1 2; do
  start "silo$i" env urls=http://127.0.0.1:508$i Orleans__Endpoints__SiloPort=1111$i Orleans__Endpoints__GatewayPort=3000$i \
    dotnet "$bin/Silo/debug/ECommerce.Silo.dll"
done
for i in 1 2; do
  start "frontend$i" env urls=http://127.0.0.1:509$i dotnet "$bin/WebFrontend/debug/ECommerce.WebFrontend.dll"
done

echo "Starting; logs and payments are in $folder"
for port in 5081 5082 5091 5092; do
  for _ in $(seq 300); do
    curl -sf -o /dev/null "http://127.0.0.1:$port/readyz" && continue 2
    for i in "${!pids[@]}"; do
      kill -0 "${pids[i]}" 2>/dev/null || fail "${names[i]} ended: $(tail -n 3 "$folder/${names[i]}.log")"
    done
    sleep 0.2
  done
  fail "Nothing was ready on port $port within a minute."
done
echo "Ready: the shop is at http://127.0.0.1:5091 and http://127.0.0.1:5092; the silos' processes are ${pids[1]} and ${pids[2]}."
echo "Ctrl-C stops everything."
wait
