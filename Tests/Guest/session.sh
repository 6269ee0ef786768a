#!/bin/sh
# Sits at the guest's shell on COM1 and types: Ctrl-C, Ctrl-D, jobs, completion, history. Types before there is a shell, too.
#
#     Tests/Guest/session.sh MACHINE…        a command whose standard input and output are the serial line
set -eu
folder=$(mktemp -d)
said=$folder/said
mkfifo "$folder/keys"
"$@" <"$folder/keys" >"$said" 2>"$folder/errors" &
machine=$!
exec 3>"$folder/keys"
trap 'exec 3>&-; kill $machine 2>/dev/null || true; rm -rf "$folder"' EXIT

seen=0
# Waits until the guest has said something that it had not when the last one was found.
await() {
  tries=0
  while :; do
    place=$(tail -c "+$((seen + 1))" "$said" | grep -abo -m 1 -e "$1" | head -n 1 | cut -d : -f 1)
    [ -n "$place" ] && break
    tries=$((tries + 1))
    if [ "$tries" -gt 600 ] || ! kill -0 $machine 2>/dev/null; then
      echo "session: the guest does not say '$1'; since then it said:" >&2
      tail -c "+$((seen + 1))" "$said" >&2
      cat "$folder/errors" >&2
      exit 1
    fi
    sleep 0.1
  done
  seen=$((seen + place + ${#1}))
}
type() {
  # shellcheck disable=SC2059
  printf "$1" >&3
}

# The first bytes come before there is a shell. Not before the kernel's first words: turning the 16550's FIFO on empties it (its
# datasheet), and QEMU sends the next byte as soon as one was taken, so one may come in between.
await 'a kernel written in Swift'
type 'echo early-$((6 * 7))\r'
await 'early-42'

# What waits for a key and not for a time: on our machine a guest's thousand seconds pass at once.
type 'cat\r'
await 'cat'
sleep 1
type '\003'
type 'echo status-$?\r'
await 'status-130'

# At the prompt Ctrl-C drops the line and nothing else.
type 'echo not-this\003echo this-$((1 + 1))\r'
await 'this-2'

# Ctrl-D ends what cat reads; on an empty line at the prompt it ends the shell, and the next one starts.
type 'cat; echo cat-ended-$?\r'
await 'cat-ended'
type 'typed into cat\r'
await 'typed into cat'
await 'typed into cat'
type '\004'
await 'cat-ended-0'

# A job in the background does not get the Ctrl-C of the one in the foreground.
type 'sh -c "while true; do cat /dev/null; done" & cat\r'
await '& cat'
sleep 1
type '\003'
type 'kill -0 $! && echo job-runs-$((2 + 3))\r'
await 'job-runs-5'
type 'kill $!; wait $!; echo job-$?\r'
await 'job-143'

# History and completion.
type 'echo remem$((3 * 3))bered\r'
await 'remem9bered'
type '\033[A\r'
await 'remem9bered'
type 'echo /etc/wel\t\r'
await '/etc/welcome'

# A program that never reads and never waits.
type 'sh -c "while true; do cat /dev/null; done"\r'
await 'done'
sleep 1
type '\003'
type 'echo status-$?\r'
await 'status-130'

type '\004'
await 'shell: ended with status'
type 'echo next-shell-$((4 * 4))\r'
await 'next-shell-16'
type 'poweroff\r'
tries=0
while kill -0 $machine 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -gt 100 ]; then echo "session: poweroff does not end the machine" >&2; exit 1; fi
  sleep 0.1
done
echo "session: all is as it should be"
