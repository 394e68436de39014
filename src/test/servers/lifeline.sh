#!/bin/sh
# Runs a server for as long as whoever started this script lives: lifeline.sh PROGRAM ARGUMENT...
#
# The starter holds the other end of standard input. However it ends, also by SIGKILL, that pipe closes, and the
# server gets SIGTERM. Ctrl-C is left to the starter, so that it can use its servers until it is done.
trap '' INT HUP

"$@" </dev/null &
server=$!

# A background command reads /dev/null unless its input is another descriptor.
exec 3<&0
{ read -r _ <&3; kill "$server"; } &
watcher=$!

wait "$server"
status=$?
kill "$watcher" 2>/dev/null
exit "$status"
