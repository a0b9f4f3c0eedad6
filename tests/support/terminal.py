"""Runs a program on a pseudo terminal and types, as tests/support/terminal.ts asks."""

import json
import os
import pty
import select
import sys

asked = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(asked["command"][0], asked["command"])

shown = b""
seen = 0
typing = [(after.encode(), keys.encode("latin1")) for after, keys in asked["typing"]]
while True:
    ready, _, _ = select.select([terminal], [], [], 60)
    if not ready:
        break
    try:
        read = os.read(terminal, 65536)
    except OSError:
        break
    if not read:
        break
    shown += read
    while typing and typing[0][0] in shown[seen:]:
        _, keys = typing.pop(0)
        seen = len(shown)
        os.write(terminal, keys)
os.close(terminal)
_, status = os.waitpid(pid, 0)
print(json.dumps({"code": os.waitstatus_to_exitcode(status), "shown": shown.decode(errors="replace")}))
