import { describe, expect, it } from "@jest/globals"
import { explained } from "../../../client/commands/explain-dead-letters.ts"
import { undeliveredEvents } from "../../../client/events/undelivered-events.ts"

const deadLetter = (code: string) => ({
  ERROR_CODE: { DataType: "String", StringValue: code },
  ERROR_MESSAGE: { DataType: "String", StringValue: "Order MB1004230 was not delivered" },
  RULE_ARN: { DataType: "String", StringValue: "arn:aws:events:ca-central-1:111122223333:rule/outbox/ToHub" },
})

describe("dead letters of a connector", () => {
  it("are explained by cause, the most frequent first", () => {
    const causes = undeliveredEvents([
      deadLetter("NO_RESOURCE"),
      deadLetter("NO_PERMISSIONS"),
      deadLetter("NO_PERMISSIONS"),
    ])
    expect(causes.map(({ code, events }) => [code, events])).toEqual([
      ["NO_PERMISSIONS", 2],
      ["NO_RESOURCE", 1],
    ])
    const { text, status } = explained(causes)
    expect(text).toMatch(/^2 events, NO_PERMISSIONS: The hub's ingress bus does not accept your account/)
    expect(text).toMatch(/\n1 event, NO_RESOURCE: The hub's ingress bus does not exist.\n {2}Ask the hub's operator/)
    expect(status).toBe(1)
  })

  it("come from a bus that cannot use its key if they have no code", () => {
    const [cause, ...others] = undeliveredEvents([undefined, {}])
    expect({ cause, others }).toMatchObject({ cause: { code: "none", events: 2 }, others: [] })
    expect(cause?.cause).toContain("its key")
  })

  it("have an unknown cause otherwise, and nothing that AWS wrote is repeated", () => {
    const [fresh, odd] = undeliveredEvents([
      deadLetter("SOMETHING_NEW"),
      deadLetter("SOMETHING_NEW"),
      deadLetter("no code <b>"),
    ])
    expect(fresh).toMatchObject({ code: "SOMETHING_NEW", cause: "EventBridge gives no cause that is known here." })
    expect(odd?.code).toBe("UNKNOWN")
    expect(JSON.stringify([fresh, odd])).not.toContain("MB1004230")
  })

  it("are none in an empty queue", () => {
    expect(explained(undeliveredEvents([]))).toMatchObject({ text: "No dead letters.\n", status: 0 })
  })
})
