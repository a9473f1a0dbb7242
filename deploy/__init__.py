"""Installs the three charts on a Kubernetes cluster: what must be there is checked first, and it ends when everything is healthy."""
