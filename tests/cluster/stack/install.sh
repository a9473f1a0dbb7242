#!/usr/bin/env bash
# Makes of an empty cluster (kind with kind.yaml) one that Nudge can be installed on: Knative with Kourier, KEDA, Dapr, Kafka, Postgres with TLS, secrets.
# Needs kubectl, helm, curl, openssl and the internet. Can be repeated.
set -euo pipefail
cd "$(dirname "$0")"
namespace=${NAMESPACE:-nudge} domain=kn.test
knative=1.15.2 kourier=1.15.1 keda=2.20.2 dapr=1.18.2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { echo "$* …" >&2; }
apply() { kubectl apply --server-side --force-conflicts -f "$1" >/dev/null; }
setting() { kubectl -n knative-serving patch configmap "config-$1" --type merge -p "{\"data\": $2}" >/dev/null; }
available() { kubectl -n "$1" wait deployment --all --for=condition=Available --timeout=300s >/dev/null; }
secret() { kubectl -n "$namespace" create secret generic "$1" "--from-literal=${3:-$1}=$2" --dry-run=client -o yaml | apply -; }
made_up() { openssl rand -hex 24; }
# Made once: what is there already stays.
once() { kubectl -n "$namespace" get secret "$1" >/dev/null 2>&1 || secret "$1" "$(made_up)" "${2:-$1}"; }

say "Knative $knative"
apply "https://github.com/knative/serving/releases/download/knative-v$knative/serving-crds.yaml"
kubectl wait crd --all --for=condition=Established --timeout=60s >/dev/null
apply "https://github.com/knative/serving/releases/download/knative-v$knative/serving-core.yaml"
apply "https://github.com/knative-extensions/net-kourier/releases/download/knative-v$kourier/kourier.yaml"
setting network '{"ingress-class": "kourier.ingress.networking.knative.dev"}'
setting domain "{\"$domain\": \"\"}"
setting deployment '{"registries-skipping-tag-resolving": "index.docker.io,docker.io,localhost,kind.local"}'
kubectl -n kourier-system patch service kourier --type merge \
  -p '{"spec": {"type": "NodePort", "ports": [{"name": "http2", "port": 80, "targetPort": 8080, "nodePort": 31080}]}}' >/dev/null

say "KEDA $keda"
apply "https://github.com/kedacore/keda/releases/download/v$keda/keda-$keda.yaml"

say "Dapr $dapr"
curl -sSfL "https://github.com/dapr/dapr/archive/refs/tags/v$dapr.tar.gz" | tar xz -C "$work"
helm upgrade --install dapr "$work/dapr-$dapr/charts/dapr" --namespace dapr-system --create-namespace \
  --set "global.tag=$dapr" --set dapr_scheduler.cluster.inMemoryStorage=true --set dapr_operator.serviceReconciler.enabled=false >/dev/null

say "Kafka and Postgres"
for each in infra "$namespace"; do kubectl create namespace "$each" --dry-run=client -o yaml | apply -; done
kubectl label --overwrite namespace "$namespace" pod-security.kubernetes.io/enforce=restricted >/dev/null
if ! kubectl -n infra get secret postgres-tls >/dev/null 2>&1; then
  host=postgres.infra.svc.cluster.local
  new=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
  openssl req -x509 "${new[@]}" -days 30 -keyout "$work/ca.key" -out "$work/ca.crt" -subj /CN=ca 2>/dev/null
  openssl req "${new[@]}" -keyout "$work/tls.key" -out "$work/tls.csr" -subj "/CN=$host" 2>/dev/null
  openssl x509 -req -in "$work/tls.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -days 30 -out "$work/tls.crt" \
    -extfile <(echo "subjectAltName=DNS:$host") 2>/dev/null
  password=$(made_up)
  kubectl -n infra create secret tls postgres-tls --cert "$work/tls.crt" --key "$work/tls.key" >/dev/null
  kubectl -n infra create secret generic postgres "--from-literal=password=$password" >/dev/null
  kubectl -n "$namespace" create configmap postgres-ca "--from-file=$work/ca.crt" --dry-run=client -o yaml | apply -
  # KEDA asks the database from its own pod.
  kubectl -n keda create configmap postgres-ca "--from-file=$work/ca.crt" --dry-run=client -o yaml | apply -
  kubectl -n keda patch deployment keda-operator --patch-file ../../../deploy/keda-operator.yaml >/dev/null
  query='sslmode=verify-full&sslrootcert=/etc/nudge/postgres/ca.crt'
  secret database-url "postgresql://nudge:$password@$host:5432/nudge?$query"
  secret reading-url "postgresql://nudge_reading:$(made_up)@$host:5432/nudge?$query"
fi
apply kafka.yaml
apply postgres.yaml
once access-token && once app-token token && once link-key

for each in knative-serving kourier-system keda dapr-system infra; do
  say "Waiting for $each"
  available "$each"
done
