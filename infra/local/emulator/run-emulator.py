"""Runs the emulator until its standard input closes. That also happens when the process that started it is killed.

The first argument is the port to listen at if no other process has it, and the others are those of hypercorn. The first
line on standard output is the port.
"""

import errno
import functools
import os
import shutil
import signal
import socket
import sys
import threading
import time

GRACE_SECONDS = 5


def listen(port):
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
        # Two sockets can be bound to one port until one of them listens.
        listening.listen(socket.SOMAXCONN)
        return listening
    except OSError as error:
        listening.close()
        if port == 0 or error.errno != errno.EADDRINUSE:
            raise
        return listen(0)


listening = listen(int(sys.argv[1]))
port = listening.getsockname()[1]
os.environ["GATEWAY_PORT"] = str(port)
print(port, flush=True)

# Both take a while, and the emulator reads its port from the environment.
from failed_changes import keep_failed_changes  # noqa: E402
from fair_queues import make_queues_fair  # noqa: E402
from hypercorn.__main__ import main  # noqa: E402
from ministack.services import cloudwatch, dynamodb, lambda_svc  # noqa: E402

make_queues_fair()
keep_failed_changes()

# A query compares each item with an expression, which the emulator would check and split anew for each item.
for parse in ("_condition_syntax_error", "_tokenize"):
    setattr(dynamodb, parse, functools.lru_cache(maxsize=4096)(getattr(dynamodb, parse)))

# The emulator counts those invocations alone that a client asks for, and `status` asks whether schedules run.
dispatch = lambda_svc._execute_function_dispatch


def dispatch_and_count(function, config, *others):
    name = {"FunctionName": config.get("FunctionName", "")}
    cloudwatch.record_metric("AWS/Lambda", "Invocations", 1, "Count", name)
    return dispatch(function, config, *others)


lambda_svc._execute_function_dispatch = dispatch_and_count

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
    status = main([*sys.argv[2:], "--bind", f"fd://{listening.detach()}"])
finally:
    # Usually the starter removes the folder that it made for this run.
    if starter_is_gone.is_set():
        shutil.rmtree(os.getcwd(), ignore_errors=True)
sys.exit(status)
