{{- define "keda.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/component: {{ .component }}
app.kubernetes.io/part-of: nudge
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{- define "keda.image" -}}
{{- with .Values.global.image }}{{ if .digest }}{{ .repository }}@{{ .digest }}{{ else }}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}{{ end -}}
{{- end -}}

{{- define "keda.security" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* Whether KEDA must show or know something to get to the brokers: yes, or nothing. */}}
{{- define "keda.guarded" -}}
{{- if or (ne .Values.global.kafka.auth "none") .Values.global.kafka.caSecret.name -}}yes{{- end -}}
{{- end -}}

{{/* The topics that a function's trigger consumes, as JSON: all but those that every replica wants for itself. */}}
{{- define "keda.topics" -}}
{{- $topics := list -}}
{{- range .subscribes -}}{{- if not .fanout -}}{{- $topics = append $topics .topic -}}{{- end -}}{{- end -}}
{{- toJson (dict "topics" $topics) -}}
{{- end -}}
