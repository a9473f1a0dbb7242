{{/* A resource from a file of this folder, with the labels of this release. Takes: file content, root. */}}
{{- define "dapr.resource" -}}
{{- $resource := fromYaml .content -}}
{{- $labels := dict "app.kubernetes.io/name" $resource.metadata.name "app.kubernetes.io/part-of" "nudge" "app.kubernetes.io/managed-by" .root.Release.Service -}}
{{- $metadata := merge $resource.metadata (dict "namespace" .root.Release.Namespace "labels" $labels) -}}
{{- toYaml (set $resource "metadata" $metadata) -}}
{{- end -}}

{{/* App-ids of sidecars, as JSON: of all functions (what: all), of those that use a building block (invocation, state, cache),
     that publish (publishing), consume (pubsub), or consume as every replica (broadcast). */}}
{{- define "dapr.apps" -}}
{{- $apps := list -}}
{{- range $name, $function := .root.Values.global.functions -}}
  {{- $shared := false -}}{{- $fanout := false -}}
  {{- range $function.subscribes -}}{{- if .fanout -}}{{- $fanout = true -}}{{- else -}}{{- $shared = true -}}{{- end -}}{{- end -}}
  {{- if or (eq $.what "all") (has $.what ($function.uses | default list)) (and (eq $.what "publishing") $function.publishes) (and (eq $.what "broadcast") $fanout) -}}
    {{- $apps = append $apps (printf "%s-function" $name) -}}
  {{- end -}}
  {{- if and (eq $.what "pubsub") $shared -}}{{- $apps = append $apps (printf "%s-trigger" $name) -}}{{- end -}}
{{- end -}}
{{- toJson (dict "apps" $apps) -}}
{{- end -}}

{{/* A component for those that use it, its addresses put in. Takes: file, what, root. */}}
{{- define "dapr.component" -}}
{{- $component := fromYaml (include "dapr.resource" (dict "content" (.root.Files.Get .file) "root" .root)) -}}
{{- $metadata := list -}}
{{- range $component.spec.metadata -}}
  {{- if eq (.envRef | default "") "NUDGE_KAFKA_BROKERS" -}}
    {{- $metadata = append $metadata (dict "name" .name "value" $.root.Values.global.kafka.brokers) -}}
  {{- else if eq (.envRef | default "") "NUDGE_REDIS_HOST" -}}
    {{- $metadata = append $metadata (dict "name" .name "value" $.root.Values.taskCache.redisHost) -}}
  {{- else if eq (.envRef | default "") "AWS_REGION" -}}
    {{- $metadata = append $metadata (dict "name" .name "value" $.root.Values.global.region) -}}
  {{- else if not (and (eq .name "authType") (hasPrefix "pubsub." $component.spec.type)) -}}
    {{- $metadata = append $metadata . -}}
  {{- end -}}
{{- end -}}
{{- if hasPrefix "pubsub." $component.spec.type -}}
  {{- $metadata = concat $metadata (fromYaml (include "dapr.kafka-access" .root)).metadata -}}
  {{- if or (eq .root.Values.global.kafka.auth "password") .root.Values.global.kafka.caSecret.name -}}{{- $_ := set $component "auth" (dict "secretStore" "kubernetes") -}}{{- end -}}
{{- end -}}
{{- /* The password of a cache is no function's to read: Dapr's operator puts it in. */ -}}
{{- if hasPrefix "state.redis" $component.spec.type -}}{{- $_ := set $component "auth" (dict "secretStore" "kubernetes") -}}{{- end -}}
{{- $_ := set $component.spec "metadata" $metadata -}}
{{- toYaml (set $component "scopes" (fromJson (include "dapr.apps" .)).apps) -}}
{{- end -}}

{{- define "dapr.kafka-access" -}}
{{- $kafka := .Values.global.kafka -}}
metadata:
  - {name: authType, value: {{ ternary "certificate" $kafka.auth (and (eq $kafka.auth "none") $kafka.tls) }}}
{{- if eq $kafka.auth "password" }}
  - {name: saslMechanism, value: {{ $kafka.mechanism | replace "SCRAM-" "" | replace "PLAIN" "PLAINTEXT" | quote }}}
  - {name: saslUsername, secretKeyRef: {name: kafka-username, key: kafka-username}}
  - {name: saslPassword, secretKeyRef: {name: kafka-password, key: kafka-password}}
  - {name: disableTls, value: {{ not $kafka.tls | quote }}}
{{- end }}
{{- if eq $kafka.auth "awsiam" }}
  - {name: region, value: {{ .Values.global.region | quote }}}
{{- end }}
{{- with $kafka.caSecret }}
{{- if .name }}
  - {name: caCert, secretKeyRef: {name: {{ .name }}, key: {{ .key }}}}
{{- end }}
{{- end }}
{{- end -}}
