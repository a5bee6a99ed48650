# The product as an image. Configuration comes from the environment: see .env.example.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ormconfig.ts openapi.json ./
COPY scripts scripts
COPY migrations migrations
COPY src src
COPY dashboard dashboard
RUN npm run build

FROM node:24-bookworm-slim AS product
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
# Authorities that DATABASE_CA may name: of a database whose certificate is from a public one.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
# Lets `npm run migration:run` and the like work here: it finds no sources and builds nothing.
COPY scripts/build-if-needed.mjs scripts/
COPY --from=build /app/dist dist
COPY docs/app-rights.sql docs/
COPY --from=build /app/dashboard/dist dashboard/dist
# The embedded database, where DATABASE_URL names no other.
RUN mkdir data && chown node:node data
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready') \
    .then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"
CMD ["node", "--enable-source-maps", "dist/main.js"]

# With the programs that copy a server database: `docker build --target operations .`
FROM product AS operations
USER root
RUN apt-get update && apt-get install --yes --no-install-recommends mariadb-client \
  && rm -rf /var/lib/apt/lists/* && mkdir /backups && chown node:node /backups
USER node
HEALTHCHECK NONE
ENTRYPOINT ["node", "--enable-source-maps", "dist/cli.js"]

# What is served is smaller without them.
FROM product
