"""The same on real daprd, Kafka and Postgres with TLS: `make bench LANE=real`."""
