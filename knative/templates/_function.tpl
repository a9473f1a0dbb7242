{{- define "knative.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: nudge
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{- define "knative.image" -}}
{{- $image := .Values.global.image -}}
{{- if $image.digest -}}{{ $image.repository }}@{{ $image.digest }}{{- else -}}{{ $image.repository }}:{{ $image.tag | default .Chart.AppVersion }}{{- end -}}
{{- end -}}

{{- define "knative.security" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "knative.function-address" -}}
{{ ternary "https" "http" .Values.global.internalTls }}://{function}.{{ .Release.Namespace }}.svc.{{ .Values.global.clusterDomain }}
{{- end -}}

{{/* Of the function's own sidecar, which calls out; only where every replica wants every event does it also take in. Takes: name, function, root. */}}
{{- define "knative.sidecar" -}}
{{- $fanout := false -}}{{- range .function.subscribes -}}{{- if .fanout -}}{{- $fanout = true -}}{{- end -}}{{- end -}}
{{- toYaml .root.Values.global.sidecar.annotations }}
dapr.io/app-id: {{ .name }}-function
{{- if $fanout }}
dapr.io/app-port: "8080"
{{- end }}
{{- if .root.Values.global.postgres.caConfigMap.name }}
dapr.io/volume-mounts: postgres-ca:/etc/nudge/postgres
{{- end }}
{{- end -}}

{{- define "knative.environment" -}}
- {name: APP_API_TOKEN, valueFrom: {secretKeyRef: {name: app-token, key: token}}}
- {name: NUDGE_PUBLIC_URL, value: {{ .Values.global.publicUrl | quote }}}
- {name: NUDGE_FUNCTION_ADDRESS, value: {{ include "knative.function-address" . | quote }}}
- {name: NUDGE_DATABASE_POOL, value: {{ .Values.databasePool | quote }}}
- {name: NUDGE_STREAM_SECONDS, value: {{ .Values.streamSeconds | quote }}}
- {name: NUDGE_LOG_LEVEL, value: {{ .Values.global.logLevel }}}
{{- range $name, $value := .Values.environment }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- with .Values.global.traces }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ . | quote }}}
{{- end }}
{{- end -}}

{{/* The pod of a function, as far as Knative Services and Deployments have it in common. Takes: name, function, root. */}}
{{- define "knative.pod" -}}
serviceAccountName: {{ .name }}
enableServiceLinks: false
{{- with .root.Values.global.image.pullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: function
    image: {{ include "knative.image" .root }}
    imagePullPolicy: {{ .root.Values.global.image.pullPolicy }}
    args: [{{ .name }}]
    ports:
      - containerPort: 8080
    env:
      {{- include "knative.environment" .root | nindent 6 }}
      {{- with .function.wakes }}
      {{- $addresses := list }}{{ range . }}{{ $addresses = append $addresses (replace "{function}" . (include "knative.function-address" $.root)) }}{{ end }}
      - {name: NUDGE_WAKES, value: {{ join " " $addresses | quote }}}
      {{- end }}
      {{- if .function.public }}
      - {name: NUDGE_ALLOWED_HOSTS, value: {{ prepend .root.Values.gateway.allowedHosts (printf "%s.%s.svc.%s" .name .root.Release.Namespace .root.Values.global.clusterDomain) | join "," | quote }}}
      - {name: NUDGE_TRUSTED_PROXIES, value: {{ .root.Values.gateway.trustedProxies | quote }}}
      - {name: NUDGE_RATE_LIMIT, value: {{ .root.Values.gateway.rateLimit | quote }}}
      {{- end }}
    resources:
      requests: {{ toJson (merge (deepCopy .root.Values.requests) .function.resources.requests) }}
      limits: {{ toJson .function.resources.limits }}
    startupProbe:
      httpGet: {path: /live, port: 8080}
      periodSeconds: 1
      failureThreshold: 90
    readinessProbe:
      # Not Knative's quick probe (a period of 0), which waits 100 ms only: while the database hangs /ready takes longer and is still well.
      httpGet: {path: /ready, port: 8080}
      periodSeconds: 1
      timeoutSeconds: 3
    livenessProbe:
      httpGet: {path: /live, port: 8080}
      periodSeconds: 10
      timeoutSeconds: 3
      failureThreshold: 6
    securityContext:
      {{- include "knative.security" .root | nindent 6 }}
    {{- if .root.Values.global.postgres.caConfigMap.name }}
    volumeMounts:
      - {name: postgres-ca, mountPath: /etc/nudge/postgres, readOnly: true}
    {{- end }}
{{- with .root.Values.global.postgres.caConfigMap }}
{{- if .name }}
volumes:
  - name: postgres-ca
    configMap: {name: {{ .name }}, items: [{key: {{ .key }}, path: ca.crt}]}
{{- end }}
{{- end }}
{{- end -}}
