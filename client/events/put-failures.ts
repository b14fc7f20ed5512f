import type { NotAccepted } from "./transport.ts"

type Failure = Pick<NotAccepted, "outcome" | "sentence">

const again = "Send it again under the same id."

/** What EventBridge answers for an entry, or a whole call, that it did not take. The hub never sees these events. */
const failures: Readonly<Record<string, Failure>> = {
  InternalFailure: { outcome: "failed", sentence: `EventBridge failed. ${again}` },
  InternalException: { outcome: "failed", sentence: `EventBridge failed. ${again}` },
  ThrottlingException: { outcome: "failed", sentence: `EventBridge takes no more events at the moment. ${again}` },
  MalformedDetail: {
    outcome: "rejected",
    sentence: "Detail is not a JSON object. NaN, Infinity and undefined are not JSON. Build the event with buildEvent.",
  },
  NotAuthorizedForDetailTypeException: notAllowed("detail-type"),
  NotAuthorizedForSourceException: notAllowed("source"),
  AccessDeniedException: {
    outcome: "refused",
    sentence: "These AWS credentials may not put events on this bus. They need events:PutEvents on it.",
  },
  ResourceNotFoundException: {
    outcome: "refused",
    sentence: "There is no bus of this name in this account and region. Give its ARN as busName.",
  },
}

function notAllowed(field: string): Failure {
  return {
    outcome: "refused",
    sentence: `The bus does not take this ${field} from this account. Compare it with what the hub set up for you.`,
  }
}

/**
 * What to do about an entry that EventBridge did not take.
 *
 * @param code `ErrorCode` of the entry, or the name of the error of the whole call
 */
export function putFailure(code: string): NotAccepted {
  const name = /^[A-Za-z]{1,60}$/.test(code) ? code : "unknown"
  const known = failures[name]
  return { code: name, ...(known ?? { outcome: "failed", sentence: `EventBridge answered ${name}. ${again}` }) }
}
