# errata as a program: `docker build -t errata .`, then in a knowledge base
# `docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" errata build`.
FROM python:3.12-slim-bookworm AS build
RUN python -m venv /opt/errata
COPY requirements/run.txt /src/requirements/
RUN /opt/errata/bin/pip install --no-cache-dir --require-hashes -r /src/requirements/run.txt
COPY . /src
RUN /opt/errata/bin/pip install --no-cache-dir --no-deps --no-build-isolation /src \
    && /opt/errata/bin/pip uninstall --yes hatchling editables pip

FROM python:3.12-slim-bookworm
COPY --from=build /opt/errata /opt/errata
ENV PATH=/opt/errata/bin:$PATH \
    ERRATA_CACHE=/tmp/errata-cache \
    PYTHONDONTWRITEBYTECODE=1
# An id instead of a name: Kubernetes then sees that it is not root.
USER 10001:10001
WORKDIR /work
ENTRYPOINT ["errata"]
CMD ["--help"]
