# One image for all functions; the argument names the function: docker run nudge create-task. The gateway finds the page in it.
# Build with SOURCE_DATE_EPOCH and --timestamp (buildah) or rewrite-timestamp (BuildKit) for the same bytes from the same sources: make image.

FROM node:20-slim AS page
ENV npm_config_cache=/var/cache/npm
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN --mount=type=cache,target=/var/cache/npm npm ci --omit=dev --silent
COPY web ./
RUN npm run --silent build

FROM python:3.11-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_CACHE_DIR=/var/cache/pip
RUN python -m venv --without-pip /opt/venv
COPY requirements/image.txt ./
# Only what was built by its maintainers, with the hash that is written down; http-ece, which is Python alone, is published as source only.
RUN --mount=type=cache,target=/var/cache/pip \
    pip --python /opt/venv/bin/python install --quiet --no-compile --only-binary :all: --no-binary http-ece --require-hashes -r image.txt
COPY functions /opt/nudge/functions
COPY shared /opt/nudge/shared
COPY --from=page /web/out /opt/nudge/web/out
# Compiled here, as nothing can be written later; by content, so that the same sources give the same bytes.
RUN /opt/venv/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/venv/lib /opt/nudge

FROM python:3.11-slim
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Nudge" \
      org.opencontainers.image.description="A todo assistant that you talk to: all functions in one image" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=packages /opt /opt
WORKDIR /opt/nudge
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PYTHONFAULTHANDLER=1
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["python", "-m", "shared.start"]
