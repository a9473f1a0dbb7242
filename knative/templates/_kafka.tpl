{{- define "knative.kafka-environment" -}}
{{- $kafka := .Values.global.kafka -}}
- {name: NUDGE_KAFKA_BROKERS, value: {{ $kafka.brokers | quote }}}
- {name: NUDGE_KAFKA_REPLICAS, value: {{ $kafka.replicas | quote }}}
- {name: NUDGE_KAFKA_TLS, value: {{ $kafka.tls | quote }}}
{{- if eq $kafka.auth "password" }}
- {name: NUDGE_KAFKA_MECHANISM, value: {{ $kafka.mechanism }}}
- {name: NUDGE_SECRET_KAFKA_USERNAME, valueFrom: {secretKeyRef: {name: kafka-username, key: kafka-username}}}
- {name: NUDGE_SECRET_KAFKA_PASSWORD, valueFrom: {secretKeyRef: {name: kafka-password, key: kafka-password}}}
{{- end }}
{{- if $kafka.caSecret.name }}
- {name: NUDGE_KAFKA_CA, value: /etc/nudge/kafka/ca.crt}
{{- end }}
{{- if eq $kafka.auth "awsiam" }}
- {name: NUDGE_KAFKA_MECHANISM, value: AWS_MSK_IAM}
{{- end }}
{{- end -}}
