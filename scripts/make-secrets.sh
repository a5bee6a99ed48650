#!/bin/sh
# Makes what docker-compose.yml hands on as files: of each secret the value that .env has, which the
# database may know already, or else a random one. What is there stays as it is.
set -eu

mkdir -p secrets
chmod 0700 secrets
for name in JWT_SECRET DATABASE_PASSWORD APP_DATABASE_PASSWORD METRICS_TOKEN; do
  file=secrets/$(printf %s "$name" | tr '[:upper:]' '[:lower:]')
  if [ -s "$file" ]; then
    echo "$file is there, and stays."
    continue
  fi
  # One that was left empty may be closed to writing.
  rm -f "$file"
  value=''
  if [ -f .env ]; then
    # As Compose reads it: the last line counts, and quotes around the whole value are none of it.
    value=$(sed -n "s/^$name=//p" .env | tail -n 1 | tr -d '\r' | sed "s/^\(['\"]\)\(.*\)\1\$/\2/")
  fi
  if [ -n "$value" ]; then
    printf %s "$value" > "$file"
    echo "$file has the value of .env."
  else
    openssl rand -hex 32 > "$file"
    echo "$file has a random value."
  fi
done
# The programs in the containers are users of their own; the folder is closed to others.
chmod 0444 secrets/*
