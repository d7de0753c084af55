#!/usr/bin/env bash
# A cluster to try on one machine: Redis, PostgreSQL, two silos and two frontends on loopback, until Ctrl-C.
# Needs redis-server and PostgreSQL's server programs installed; everything lives in one temporary folder.
set -euo pipefail
cd "$(dirname "$0")/.."

postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -x "$postgres/initdb" ] || postgres=$(dirname "$(command -v initdb || true)")
[ -x "$postgres/initdb" ] || { echo "PostgreSQL's server programs were not found (apt-get install postgresql)." >&2; exit 1; }
command -v redis-server >/dev/null || { echo "redis-server was not found (apt-get install redis-server)." >&2; exit 1; }

dotnet build src/Silo -p:Engine=Orleans -v quiet
dotnet build src/WebFrontend -p:Engine=Orleans -v quiet
bin=$PWD/artifacts/Orleans/bin

# PostgreSQL refuses to be started by root.
folder=$(mktemp -d)
as=()
if [ "$(id -u)" -eq 0 ]; then
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi

pids=()
stop() {
  trap - EXIT INT TERM
  # Frontends before silos, silos before what they need.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill "${pids[i]}" 2>/dev/null && wait "${pids[i]}" 2>/dev/null || true
  done
  "${as[@]}" "$postgres/pg_ctl" stop -s -m fast -D "$folder/postgres" || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 0' INT TERM

cd "$folder"
"${as[@]}" "$postgres/initdb" --no-sync -A trust -U shop -E UTF8 --locale=C -D "$folder/postgres" >/dev/null
"${as[@]}" "$postgres/pg_ctl" start -s -w -D "$folder/postgres" -l "$folder/postgres.log" \
  -o "-p 15432 -k $folder -c listen_addresses=127.0.0.1"
redis-server --port 16379 --bind 127.0.0.1 --appendonly yes --dir "$folder" >"$folder/redis.log" &
pids+=($!)

export DOTNET_ENVIRONMENT=Development ASPNETCORE_ENVIRONMENT=Development
export ConnectionStrings__Redis=127.0.0.1:16379
export ConnectionStrings__Postgres="Host=127.0.0.1;Port=15432;Username=shop;Database=postgres"
export DataPlatform__File="$folder/payments.jsonl"

for i in 1 2; do
  urls=http://127.0.0.1:508$i Orleans__SiloPort=1111$i Orleans__GatewayPort=3000$i \
    dotnet "$bin/Silo/debug/ECommerce.Silo.dll" >"$folder/silo$i.log" 2>&1 &
  pids+=($!)
done
for i in 1 2; do
  urls=http://127.0.0.1:509$i dotnet "$bin/WebFrontend/debug/ECommerce.WebFrontend.dll" >"$folder/frontend$i.log" 2>&1 &
  pids+=($!)
done

echo "Starting; logs and payments are in $folder"
for port in 5081 5082 5091 5092; do
  for _ in $(seq 300); do
    curl -sf -o /dev/null "http://127.0.0.1:$port/readyz" && continue 2
    sleep 0.2
  done
  echo "Nothing ready on port $port; see $folder" >&2
  trap - EXIT
  exit 1
done
echo "Ready: the shop is at http://127.0.0.1:5091 and http://127.0.0.1:5092 (silos: 5081, 5082). Ctrl-C stops everything."
wait
