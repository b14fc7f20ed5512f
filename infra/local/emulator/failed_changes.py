"""Lets changes of a table come again of which a function said that they failed. The emulator would go on after them.

The whole batch comes again, after a second. AWS leaves out what was handled before the first failure.
"""

from ministack.services import lambda_svc

execute = lambda_svc._execute_function


def execute_and_keep_failed(function, event):
    result = execute(function, event)
    if result.get("error") or not is_batch_of_changes(event) or not says_failed(result.get("body")):
        return result
    body = {"errorType": "BatchItemFailures", "errorMessage": "The function said that changes failed"}
    return {**result, "error": True, "body": body}


def is_batch_of_changes(event):
    records = event.get("Records") if isinstance(event, dict) else None
    return bool(records) and isinstance(records[0], dict) and records[0].get("eventSource") == "aws:dynamodb"


def says_failed(body):
    return isinstance(body, dict) and bool(body.get("batchItemFailures"))


def keep_failed_changes():
    lambda_svc._execute_function = execute_and_keep_failed
