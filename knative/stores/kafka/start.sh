# Kafka wants key and certificate in one file, and its first user when it makes its folder. Later starts leave the folder as it is.
set -eu
umask 077
cat /etc/nudge/tls/tls.key /etc/nudge/tls/tls.crt > /tmp/keystore.pem
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --cluster-id bnVkZ2Utb25lLWJyb2tlcg --config /etc/nudge/kafka/server.properties \
  --add-scram "$KAFKA_MECHANISM=[name=$KAFKA_USERNAME,password=$KAFKA_PASSWORD]"
exec /opt/kafka/bin/kafka-server-start.sh /etc/nudge/kafka/server.properties
