# The pages, then the program, then an image with only that. `docker build -t striate .`

FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web ./
RUN npm run build

FROM rust:1.95-slim-bookworm AS program
WORKDIR /src
COPY . .
# Newer than its sources, so that the build asks for no npm here.
COPY --from=web /src/web/dist web/dist
RUN find web/dist -exec touch {} + && cargo build --profile dist --locked --package striate

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends tzdata && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 7878 --no-create-home --shell /usr/sbin/nologin striate && install -d -o striate -g striate -m 700 /data
COPY --from=program /src/target/dist/striate /usr/local/bin/striate
USER striate
# Memory of requests that are over goes to the next ones instead of lying about, one heap for each thread.
ENV STRIATE_DATABASE=sqlite:/data/striate.db MALLOC_ARENA_MAX=2
VOLUME /data
EXPOSE 7878
HEALTHCHECK --interval=30s --timeout=5s CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/7878 && printf 'GET /health HTTP/1.0\\r\\nHost: 127.0.0.1\\r\\n\\r\\n' >&3 && grep -q '\"status\":\"ok\"' <&3"]
ENTRYPOINT ["striate"]
CMD ["serve", "--address", "0.0.0.0"]
