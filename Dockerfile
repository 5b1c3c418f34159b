# One image for every process; which one it is, deploy/process is told.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/weft
COPY requirements.lock /tmp/requirements.lock
RUN /opt/weft/bin/pip install --require-hashes -r /tmp/requirements.lock

FROM python:3.11-slim-bookworm
ENV PATH=/opt/weft/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    WEFT_ENVIRONMENT=production WEFT_BIND=0.0.0.0 WEFT_MEDIA_ROOT=/srv/media
RUN useradd --system --uid 10001 --home-dir /srv/weft --shell /usr/sbin/nologin weft \
    && install -d -o weft -g weft /srv/media
COPY --from=build /opt/weft /opt/weft
WORKDIR /srv/weft
COPY manage.py Procfile ./
COPY config config
COPY deploy/process deploy/process
COPY forum forum
COPY realtime realtime
COPY templates templates
COPY static static
# Collecting files asks for settings but uses none of these.
RUN WEFT_SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ \
    WEFT_ALLOWED_HOSTS=build.invalid WEFT_DATABASE_URL=postgresql:///build \
    WEFT_REDIS_URL=redis://build.invalid WEFT_EMAIL_URL=console: \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q config forum realtime
USER weft
EXPOSE 8001 8002
HEALTHCHECK --interval=10s --timeout=6s --start-period=20s CMD ["python", "-m", "config.probe", "8001"]
CMD ["deploy/process", "web"]
