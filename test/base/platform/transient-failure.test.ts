import {
  ConditionalCheckFailedException,
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb"
import { DependencyTimeoutException, KMSInternalException } from "@aws-sdk/client-kms"
import { S3ServiceException } from "@aws-sdk/client-s3"
import { describe, expect, it } from "@jest/globals"
import { BatchThrottled } from "../../../shared/base/platform/dynamo-batches.ts"
import { MessageUnreadable } from "../../../shared/base/platform/event-bridge-envelope.ts"
import { RowInvalid } from "../../../shared/base/platform/stream-pipeline.ts"
import { TookTooLong } from "../../../shared/base/platform/timers.ts"
import { isTransient } from "../../../shared/base/platform/transient-failure.ts"
import { CaseBusy } from "../../../shared/desk/cases/case-busy.ts"
import { RowUnwritable } from "../../../shared/intake/tracking/tracking-rows.ts"
import { PublishFailed } from "../../../shared/parties/channels/event-publisher.ts"

const of = (httpStatusCode: number) => ({ message: "", $metadata: { httpStatusCode } })
const cancelledFor = (...codes: string[]) =>
  new TransactionCanceledException({ ...of(400), CancellationReasons: codes.map((Code) => ({ Code })) })
const ofNode = (code: string) => Object.assign(new Error(code), { code, $metadata: { attempts: 4 } })
const named = (name: string, status: number) => Object.assign(new Error(name), { name, ...of(status) })

/** As the pages on errors of DynamoDB, EventBridge, KMS, S3, SES, SNS, SQS and Node.js document them. */
const causedByAws: [what: string, thrown: unknown][] = [
  ["DynamoDB: more than a partition takes", new ProvisionedThroughputExceededException(of(400))],
  ["DynamoDB: more than the account takes", named("RequestLimitExceeded", 400)],
  ["DynamoDB: control and data plane", named("ThrottlingException", 400)],
  ["DynamoDB: a fault of its own", new InternalServerError(of(500))],
  ["DynamoDB: another writer changes the row", new TransactionConflictException(of(400))],
  ["DynamoDB: a throttled row of a transaction", cancelledFor("None", "ThrottlingError")],
  ["DynamoDB: a row of a transaction beyond its partition", cancelledFor("ProvisionedThroughputExceeded")],
  ["a batch that stays incomplete", new BatchThrottled("Writes", "Disclosures")],
  ["a tracking row that is throttled", new RowUnwritable("ThrottlingError")],
  ["EventBridge: events that it takes later", new PublishFailed(2, 1, ["InternalFailure", "ThrottlingException"])],
  ["EventBridge: no answer for an event", new PublishFailed(1, 0, ["NoAnswer"])],
  ["KMS: a fault of its own", new KMSInternalException(of(500))],
  ["KMS: too late", new DependencyTimeoutException(of(503))],
  ["S3: slow down", new S3ServiceException({ name: "SlowDown", $fault: "server", ...of(503) })],
  ["SES and others: too many requests", named("TooManyRequestsException", 429)],
  ["SNS: throttled", named("ThrottledException", 429)],
  ["SQS: throttled", named("RequestThrottled", 403)],
  ["any service: unavailable", named("ServiceUnavailable", 503)],
  ["any service: what the SDK marks", Object.assign(new Error("?"), { $retryable: { throttling: false } })],
  ["the SDK: no answer in time", named("TimeoutError", 0)],
  ["Node.js: the connection was cut", ofNode("ECONNRESET")],
  ["Node.js: nobody listens", ofNode("ECONNREFUSED")],
  ["Node.js: no name server", ofNode("EAI_AGAIN")],
]

const notCausedByAws: [what: string, thrown: unknown][] = [
  ["a condition that does not hold", new ConditionalCheckFailedException(of(400))],
  ["a transaction with such a condition", cancelledFor("ThrottlingError", "ConditionalCheckFailed")],
  ["a transaction without reasons", cancelledFor()],
  ["a request that DynamoDB does not understand", named("ValidationException", 400)],
  ["a row that cannot be written", new RowUnwritable("ValidationException")],
  ["a missing right", named("AccessDeniedException", 400)],
  ["a missing table", named("ResourceNotFoundException", 400)],
  ["an event that is too large", new PublishFailed(1, 0, ["EntryTooLarge"])],
  [
    "one event that is too large among throttled ones",
    new PublishFailed(2, 0, ["EntryTooLarge", "ThrottlingException"]),
  ],
  ["what does not come to an end in this function", new TookTooLong()],
  ["a lost race", new CaseBusy()],
  ["a row that does not fit", new RowInvalid("count invalid_type")],
  ["a message that cannot be read", new MessageUnreadable()],
  ["a fault of the code", new TypeError("undefined is not a function")],
  ["what is no error", "throttled"],
  ["nothing", undefined],
]

describe("a failure", () => {
  it.each(causedByAws)("is of AWS: %s", (_, thrown) => {
    expect(isTransient(thrown)).toBe(true)
  })

  it.each(notCausedByAws)("is not of AWS: %s", (_, thrown) => {
    expect(isTransient(thrown)).toBe(false)
  })
})
