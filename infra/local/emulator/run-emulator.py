"""Runs the emulator until its standard input closes. That also happens when the process that started it is killed."""

import functools
import os
import shutil
import signal
import sys
import threading
import time

from hypercorn.__main__ import main
from ministack.services import dynamodb

GRACE_SECONDS = 5

# A query compares each item with an expression, which the emulator would check and split anew for each item.
for parse in ("_condition_syntax_error", "_tokenize"):
    setattr(dynamodb, parse, functools.lru_cache(maxsize=4096)(getattr(dynamodb, parse)))

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
