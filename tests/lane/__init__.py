"""The real lane: the product on real daprd, Kafka and Postgres with TLS, every function a process of its own.

`python -m tests.lane build` fetches and builds the programs, `python -m tests.lane up` runs the lane until Ctrl-C; tests open a `Lane`.
Nothing of functions/ or shared/ knows about it: what differs from a cluster is composed here.
"""
