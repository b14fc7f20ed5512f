"""Runs the emulator until its standard input closes. That also happens when the process that started it is killed."""

import os
import shutil
import signal
import sys
import threading
import time

from hypercorn.__main__ import main

GRACE_SECONDS = 5

starter_is_gone = threading.Event()


def end_with_starter():
    while os.read(0, 1):
        pass
    starter_is_gone.set()
    group = os.getpgrp()
    os.killpg(group, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(group, signal.SIGKILL)


threading.Thread(target=end_with_starter, daemon=True).start()
try:
    status = main(sys.argv[1:])
finally:
    # Usually the starter removes the folder that it made for this run.
    if starter_is_gone.is_set():
        shutil.rmtree(os.getcwd(), ignore_errors=True)
sys.exit(status)
