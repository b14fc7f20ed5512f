import { maximumDeliveries, visibilitySeconds } from "../../../shared/base/platform/deliveries-of-a-message.ts"
import type { Minutes, Recorded } from "./evaluate-alarm.ts"
import { type Handling, minutesUntilReported, simulateQueue } from "./simulated-queue.ts"

/** What a stage records from some time before a fault on. */
export type Fault = { readonly fault: string; readonly recorded: Recorded }

/** The minute in which a fault begins, and how long it is looked at. */
export const faultAt = 3 * 24 * 60
const minutes = faultAt + 48 * 60

const before = (minute: number) => minute < faultAt
const each = (of: (minute: number) => number | undefined): Minutes => Array.from({ length: minutes }, (_, at) => of(at))
const since = (of: (minute: number) => number | undefined, earlier?: number): Minutes =>
  each((minute) => (before(minute) ? earlier : of(minute - faultAt)))
/** Something that a function counts once. */
const once = since((minute) => (minute === 0 ? 1 : undefined))

/** AWS Backup reports every five minutes. */
const afterFive = since((minute) => (minute === 5 ? 1 : undefined))

/** The night of a queue to which few events come, behind which something breaks. */
function brokenQueue(breaks: Handling, timeoutSeconds: number): Recorded {
  const queue = simulateQueue({
    minutes,
    // The fault is there when the next event comes.
    arriving: (minute) => (minute === 100 || minute === faultAt ? 1 : 0),
    handling: (minute) => (before(minute) ? "handles" : breaks),
    capacity: 600,
    visibilitySeconds: visibilitySeconds(timeoutSeconds),
    deliveries: maximumDeliveries,
  })
  return {
    "AWS/SQS ApproximateAgeOfOldestMessage": queue.age,
    "AWS/SQS ApproximateNumberOfMessagesVisible": queue.deadLetters,
    "AWS/Lambda Errors": queue.errors,
    "Wayseal MessageFailed": queue.failed,
  }
}

/** The same by day, when many events come. */
function busyQueue(breaks: Handling): Recorded {
  const { errors, failed, age } = simulateQueue({
    minutes: faultAt + 120,
    arriving: () => 60,
    handling: (minute) => (before(minute) ? "handles" : breaks),
    capacity: 600,
    visibilitySeconds: visibilitySeconds(30),
    deliveries: maximumDeliveries,
  })
  return {
    "AWS/Lambda Errors": errors,
    "Wayseal MessageFailed": failed,
    "AWS/SQS ApproximateAgeOfOldestMessage": age,
  }
}

const counted = (metric: string, fault: string): readonly Fault[] => [
  { fault, recorded: { [`Wayseal ${metric}`]: once } },
]
const aDeadLetter = (fault: string): readonly Fault[] => [
  {
    fault,
    recorded: {
      "AWS/SQS ApproximateNumberOfMessagesVisible": since((at) => (at >= minutesUntilReported ? 1 : undefined)),
    },
  },
]

/** Every run of a schedule, until it is switched off. */
const silentFrom = (everyMinutes: number): Minutes =>
  each((minute) => (before(minute) && minute % everyMinutes === 3 % everyMinutes ? 1 : undefined))

const everyFive = (value: number) => (minute: number) => (minute % 5 === 2 ? value : undefined)

/** The faults at which each alarm of a kind has to be raised that watches what the fault shows. */
export const faults: Readonly<Record<string, readonly Fault[]>> = {
  "alert-delay": [
    {
      fault: "an alert leaves after 150 seconds",
      recorded: { "Wayseal AlertDelay": since((minute) => (minute === 0 ? 150_000 : undefined)) },
    },
  ],
  "api-server-errors": [
    {
      fault: "every lookup of a night fails, one in three minutes",
      recorded: {
        "AWS/ApiGateway Count": each((minute) => (minute % 3 === 0 ? 1 : undefined)),
        "AWS/ApiGateway 5xx": since((minute) => (minute % 3 === 0 ? 1 : undefined)),
      },
    },
    {
      fault: "one in a hundred requests of a busy day fails",
      recorded: {
        "AWS/ApiGateway Count": each(() => 12_000),
        "AWS/ApiGateway 5xx": since(() => 120),
      },
    },
  ],
  "bus-dead-letters": aDeadLetter("a bus cannot encrypt one event"),
  "claim-contested": counted("ClaimContested", "two retailers claim a parcel"),
  "connector-dead-letters": aDeadLetter("the hub does not take one event of a party"),
  "contact-unconfirmed": counted("ContactUnconfirmed", "a contact does not confirm"),
  "document-failed": counted("DocumentFailed", "a document is not drawn"),
  "function-errors": [
    { fault: "every message fails, and one comes", recorded: brokenQueue("fails", 60) },
    { fault: "every invocation crashes, and one message comes", recorded: brokenQueue("crashes", 60) },
    { fault: "every invocation takes too long, two minutes each", recorded: brokenQueue("crashes", 120) },
    { fault: "every message of a busy day fails", recorded: busyQueue("fails") },
    {
      fault: "every request of a night ends an invocation with an error, one in four minutes",
      recorded: { "AWS/Lambda Errors": each((minute) => (minute % 4 > 0 ? undefined : before(minute) ? 0 : 1)) },
    },
  ],
  "mail-refused": counted("MailRefused", "SES refuses a mail"),
  "mail-undelivered": ["Bounce", "Complaint"].map((metric) => ({
    fault: `one mail: ${metric}`,
    recorded: { [`AWS/SES ${metric}`]: once },
  })),
  "party-dead-letters": aDeadLetter("one event cannot be delivered to a party"),
  "queue-dead-letters": aDeadLetter("one message is given up"),
  "queue-waiting": [
    { fault: "the trigger is off, and one message comes", recorded: brokenQueue("off", 60) },
    { fault: "the trigger is off by day", recorded: busyQueue("off") },
    {
      fault: "a table fails, so one message is sent again each minute",
      recorded: { "Wayseal WaitedForAws": since((minute) => minute * 60_000) },
    },
  ],
  "register-not-copied": [{ fault: "one copy fails", recorded: { "AWS/Backup NumberOfBackupJobsFailed": afterFive } }],
  "reporting-interrupted": counted("ReportingInterrupted", "a tool falls silent"),
  "schedule-dead-letters": aDeadLetter("one run fails three times"),
  "schedule-silent": [1, 5, 10, 15].map((every) => ({
    fault: `a schedule of every ${every} minute${every === 1 ? "" : "s"} is off`,
    recorded: { "AWS/Lambda Invocations": silentFrom(every) },
  })),
  "spoofed-event": counted("SpoofedEvent", "somebody else uses a party's name"),
  "statement-missing": [
    {
      fault: "no statement comes any more",
      recorded: {
        "AWS/Events Invocations": each((minute) => (before(minute) && minute % 1_440 === 1_439 ? 1 : undefined)),
      },
    },
  ],
  "statement-not-made": counted("StatementNotMade", "one statement fails"),
  "stream-gave-up": [
    {
      fault: "a record is in the failures bucket",
      recorded: { "Wayseal StreamGaveUp": each((minute) => everyFive(before(minute) ? 0 : 1)(minute)) },
    },
  ],
  "stream-lag": [
    {
      fault: "every batch fails",
      recorded: { "AWS/Lambda IteratorAge": since((minute) => minute * 60_000, 200) },
    },
  ],
  throttled: ["AWS/Lambda Throttles", "Wayseal TableThrottled"].map((metric) => ({
    fault: `throttling goes on: ${metric}`,
    recorded: { [metric]: since(() => 40) },
  })),
  "triggers-off": [
    {
      fault: "one trigger is off",
      recorded: { "Wayseal TriggersOff": each((minute) => everyFive(before(minute) ? 0 : 1)(minute)) },
    },
    {
      fault: "nobody looks",
      recorded: { "Wayseal TriggersOff": each((minute) => (before(minute) ? everyFive(0)(minute) : undefined)) },
    },
  ],
  "vendor-payload-unreadable": counted("VendorPayloadUnreadable", "one payload cannot be read"),
  "webhook-dead-letters": aDeadLetter("one event for a webhook is given up"),
  "webhook-disabled": counted("WebhookDisabled", "a webhook is disabled"),
  "webhook-failing": counted("WebhookFailing", "a webhook fails"),
}
