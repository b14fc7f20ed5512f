"""Makes standard queues of the emulator fair by the groups of their messages, which it drops or does not look at.

Of the messages that wait it hands out those first whose group has the fewest in work. On AWS a group is late only once
it takes more than a tenth of the work (docs/decisions/0105).
"""

import collections
import json
import time

from ministack.services import eventbridge, sqs

collect_in_order = sqs._collect_msgs
dispatch_without_group = eventbridge._dispatch_to_sqs


def collect_fairly(queue, most, visibility_seconds):
    if queue["is_fifo"]:
        return collect_in_order(queue, most, visibility_seconds)
    now = time.time()
    in_work = collections.Counter(
        message.get("group_id")
        for message in queue["messages"]
        if message["visible_at"] > now and message["receive_count"] > 0
    )
    waiting = collections.defaultdict(collections.deque)
    for message in queue["messages"]:
        if message["visible_at"] <= now:
            # A message without a group is one of its own.
            waiting[message.get("group_id") or message["id"]].append(message)
    chosen = []
    while waiting and len(chosen) < most:
        # Of equal groups that whose message came first, because a dictionary keeps its order.
        group = min(waiting, key=lambda each: in_work[each])
        chosen.append(waiting[group].popleft())
        in_work[group] += 1
        if not waiting[group]:
            del waiting[group]
    return collect_in_order({**queue, "messages": chosen}, most, visibility_seconds)


def dispatch_with_group(spec, payload, sqs_parameters=None):
    dispatch_without_group(spec, payload, sqs_parameters)
    group = value_at((sqs_parameters or {}).get("MessageGroupId") or "", payload)
    queue = sqs._queue_by_arn(str(spec))
    if group == "" or not queue or queue["is_fifo"]:
        return
    for message in reversed(queue["messages"]):
        if message["body"] == payload and message.get("group_id") is None:
            message["group_id"] = group
            return


def value_at(path, payload):
    """What a path such as `$.detail.metadata.audience` leads to. A group that is no path stands for itself."""
    if not path.startswith("$."):
        return path
    value = json.loads(payload)
    for name in path[2:].split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""


def make_queues_fair():
    sqs._collect_msgs = collect_fairly
    eventbridge._dispatch_to_sqs = dispatch_with_group
