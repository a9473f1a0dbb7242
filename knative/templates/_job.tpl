{{/* A pod that runs to its end, without a sidecar and without a way to the API server. Takes: name, arguments, env (YAML),
     trusts (whose authority it needs: postgres, kafka or none), root. */}}
{{- define "knative.job-pod" -}}
metadata:
  labels:
    {{- include "knative.labels" (dict "name" .name "component" "job" "root" .root) | nindent 4 }}
spec:
  restartPolicy: OnFailure
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  {{- with .root.Values.global.image.pullSecrets }}
  imagePullSecrets: {{ toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: job
      image: {{ include "knative.image" .root }}
      imagePullPolicy: {{ .root.Values.global.image.pullPolicy }}
      command: [python, -m, shared.jobs]
      args: {{ toJson .arguments }}
      env:
        {{- .env | nindent 8 }}
      resources:
        requests: {cpu: 50m, memory: 96Mi}
        limits: {cpu: 500m, memory: 256Mi}
      securityContext:
        {{- include "knative.security" .root | nindent 8 }}
      {{- $postgres := .root.Values.global.postgres.caConfigMap }}
      {{- $kafka := .root.Values.global.kafka.caSecret }}
      {{- if and (eq .trusts "postgres") $postgres.name }}
      volumeMounts:
        - {name: postgres-ca, mountPath: /etc/nudge/postgres, readOnly: true}
  volumes:
    - name: postgres-ca
      configMap: {name: {{ $postgres.name }}, items: [{key: {{ $postgres.key }}, path: ca.crt}]}
      {{- else if and (eq .trusts "kafka") $kafka.name }}
      volumeMounts:
        - {name: kafka-ca, mountPath: /etc/nudge/kafka, readOnly: true}
  volumes:
    - name: kafka-ca
      secret: {secretName: {{ $kafka.name }}, items: [{key: {{ $kafka.key }}, path: ca.crt}]}
      {{- end }}
{{- end -}}

{{- define "knative.hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}
