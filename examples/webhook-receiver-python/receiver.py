"""Receives webhooks of the hub behind a Lambda function URL. Only verified ones go to the queue, to be worked on."""

import base64
import os

import boto3
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

secret, queue_url = (os.environ.get(name) for name in ("WAYSEAL_WEBHOOK_SECRET", "QUEUE_URL"))
if not secret or not queue_url:
    raise RuntimeError("Set WAYSEAL_WEBHOOK_SECRET and QUEUE_URL, as template.yaml does.")
webhook = Webhook(secret)
sqs = boto3.client("sqs")


def handler(request, _context):
    body = request.get("body", "")
    if request.get("isBase64Encoded"):
        body = base64.b64decode(body).decode()
    try:
        event = webhook.verify(body, request["headers"])
    except (WebhookVerificationError, ValueError):
        return {"statusCode": 401}
    # The work is for whoever reads the queue. An event can come twice: its id tells.
    attributes = {"eventId": {"DataType": "String", "StringValue": event["metadata"]["id"]}}
    sqs.send_message(QueueUrl=queue_url, MessageBody=body, MessageAttributes=attributes)
    return {"statusCode": 204}
