# The production image: web, worker, beat and migrations are one image with different commands (docker-compose.yml).
# Nothing secret is needed to build it, and nothing secret is in it.

# --- stylesheet, script, icons
FROM node:22-bookworm-slim AS front_end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tools/build_static.mjs tools/
COPY static/src static/src
RUN npm run build

# --- Python packages: those of requirements.txt, each checked by its hash; no embedded server, nothing for development
FROM python:3.11-slim-bookworm AS packages
RUN python -m venv /opt/onroll
COPY requirements.txt .
RUN /opt/onroll/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement requirements.txt

# --- what runs
FROM python:3.11-slim-bookworm
# WeasyPrint's libraries and the fonts of letters (names in other scripts among them).
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-noto-core \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 onroll \
    && useradd --system --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin onroll \
    && install --directory --owner onroll --group onroll --mode 0700 \
        /var/lib/onroll /var/lib/onroll/files /var/lib/onroll/beat /var/lib/onroll/heartbeats

ENV PATH=/opt/onroll/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    DATA_DIR=/var/lib/onroll \
    FILES_DIR=/var/lib/onroll/files \
    XDG_CACHE_HOME=/tmp/cache

COPY --from=packages /opt/onroll /opt/onroll
WORKDIR /srv/onroll
# Owned by root: the process that answers requests cannot change its own code.
COPY . .
COPY --from=front_end /build/static/built static/built
RUN DJANGO_SETTINGS_MODULE=config.settings.image python manage.py collectstatic --no-input \
    && python -m compileall -q . \
    && chmod -R a+rX /srv/onroll /var/lib/onroll/static \
    && chown onroll:onroll /var/lib/onroll

USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["python", "-m", "config.probe", "web"]
CMD ["gunicorn", "--config", "python:config.web_server", "--bind", "0.0.0.0:8000", "config.wsgi:application"]
