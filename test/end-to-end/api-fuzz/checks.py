"""Checks beside those of Schemathesis.

Its own checks take what `default` declares for declared, and every 400 alike.
"""

import schemathesis

# Headers that any answer over HTTP can have, those that the hub gives each of its own, and that of API Gateway.
OF_EVERY_ANSWER = {
    "connection",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "transfer-encoding",
    "cache-control",
    "x-content-type-options",
    "apigw-requestid",
}

# Rules that depend on more than the request, so that no schema can state them.
BEYOND_SCHEMAS = {
    "inFuture",
    "unknownReference",
    "unknownParty",
    "notYours",
    "notAllowed",
    "notOpaque",
    "conflict",
    "limit",
    "unavailable",
}

# Fields whose rule the document states only in words, each with the reason.
STATED_IN_WORDS = {
    # A time must not be in the future, not in the past, or not before another one.
    "body.receivedAt",
    "body.at",
    "body.until",
    "body.evidence.until",
    "body.to",
    # The host has a public name, and is not the hub's own.
    "body.webhookUrl",
    # JSON Schema has no format for a network in CIDR notation.
    "body.heavyReaders[].networks[]",
    # The document leaves out the long expressions by which the hub knows addresses that it cannot mail to.
    "body.emails[]",
    "body.escalationEmails[]",
    "body.party.channels.emails[]",
    "body.party.documents.contact.email",
    "body.party.channels.escalationEmails[]",
    # Schemathesis takes some code points that Unicode has not assigned, such as U+20F8, for marks (\p{M}).
    "body.trackingSite.site",
    "body.trackingSite.entry.en",
    "body.trackingSite.entry.fr",
    # A page has fewer shipments as JSON than as CSV.
    "query.limit",
    # A retailer's shipment id or a carrier's tracking number, by who calls.
    "path.shipmentId",
    # Which documents there are depends on the case. A list of its own names them.
    "body.document",
    # A lookup names a shipment in one of several ways, and each way has its own proofs.
    "body.retailer",
    "body.carrier",
    "body.orderReference",
    "body.trackingNumber",
    "body.linkToken",
    "body.postalCode",
    # The document leaves out that an integer is one that a number of JavaScript holds exactly.
    "body.head.seq",
    "body.timeline[].seq",
    "body.receivedHeads[].seq",
}


def is_of_operation(case):
    """Whether the operation answered: not if another method was tried at its path."""
    return case.method.lower() == case.operation.method.lower()


@schemathesis.check
def status_declared_by_itself(ctx, response, case):
    declared = case.operation.definition.raw["responses"]
    if is_of_operation(case) and str(response.status_code) not in declared:
        raise AssertionError(f"The document does not declare the status {response.status_code}")


@schemathesis.check
def only_declared_headers(ctx, response, case):
    if not is_of_operation(case):
        return
    declared = case.operation.responses.find_by_status_code(response.status_code)
    names = {name.lower() for name, _ in declared.headers.items()} if declared else set()
    undeclared = {name.lower() for name in response.headers} - names - OF_EVERY_ANSWER
    if undeclared:
        raise AssertionError(f"The document does not declare the headers {', '.join(sorted(undeclared))}")


@schemathesis.check
def fitting_data_refused_for_a_reason(ctx, response, case):
    """A 400 to data that fits the document names a rule that the document cannot state."""
    fits = case.meta is not None and case.meta.generation.mode.is_positive
    # Which schema an event has depends on its type. The AsyncAPI document has all of them.
    if response.status_code != 400 or not fits or case.operation.label == "POST /v1/events":
        return
    problem = response.json()
    if problem["code"] != "invalid":
        return
    for each in problem["problems"]:
        if each["rule"] not in BEYOND_SCHEMAS and each["path"] not in STATED_IN_WORDS:
            raise AssertionError(f"The document does not state the rule {each['rule']} of {each['path']}")
