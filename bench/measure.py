#!/usr/bin/env python3
"""Runs a command and writes what it cost.

    measure.py FILE COMMAND [ARGUMENT...]

FILE gets one line: wall seconds, processor seconds (user and system), peak memory in MB, exit code. Peak memory is the largest resident set
of the command as the system counts it; nothing below that of this script itself, some 10 MB, can be told.
"""

import os
import sys
import time


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    start = time.monotonic()
    child = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        # ru_maxrss counts kibibytes on Linux.
        file.write(f"{wall:.3f} {usage.ru_utime + usage.ru_stime:.3f} {usage.ru_maxrss * 1024 / 1e6:.1f} {code}\n")


if __name__ == "__main__":
    main()
