"""Runs the emulator until its standard input closes, which also happens when whoever started it was killed."""

import os
import signal
import sys
import threading
import time

from hypercorn.__main__ import main

GRACE_SECONDS = 5


def end_with_starter():
    while os.read(0, 1):
        pass
    group = os.getpgrp()
    os.killpg(group, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(group, signal.SIGKILL)


threading.Thread(target=end_with_starter, daemon=True).start()
sys.exit(main(sys.argv[1:]))
