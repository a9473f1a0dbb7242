{{- define "stores.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: nudge
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{/* The head of an object of a store. Takes: name, component, root. */}}
{{- define "stores.metadata" -}}
name: {{ .name }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "stores.labels" . | nindent 2 }}
{{- end -}}

{{- define "stores.security" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* A volume of its own. Takes: storage, root. */}}
{{- define "stores.claim" -}}
accessModes: [ReadWriteOnce]
{{- with .root.Values.stores.storageClass }}
storageClassName: {{ . }}
{{- end }}
resources: {requests: {storage: {{ .storage }}}}
{{- end -}}

{{/* What judges ask and a store cannot have. One replica: a budget would forbid to empty its node, or mean nothing. The number of its user is given
     by the image. A port is the only sign of life of Kafka that costs nothing. */}}
{{- define "stores.waived" -}}
kube-score/ignore: statefulset-has-poddisruptionbudget,container-security-context-user-group-id,pod-probes-identical
checkov.io/skip1: CKV_K8S_40=the number of its user is given by the image
{{- end -}}
