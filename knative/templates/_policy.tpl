{{/* The head of a NetworkPolicy. Takes: name, root. */}}
{{- define "knative.policy" }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "knative.labels" (dict "name" .name "component" "policy" "root" .root) | nindent 4 }}
{{- end }}
{{- define "knative.ports" }}
{{- range . }}
        - {protocol: TCP, port: {{ . }}}
{{- end }}
{{- end }}
