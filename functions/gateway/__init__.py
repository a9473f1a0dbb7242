"""gateway: every request from outside → checks → the function of the route, or the page → audit.request_refused (audit-events)."""
