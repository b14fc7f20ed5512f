import { SQSServiceException } from "@aws-sdk/client-sqs"
import { describe, expect, it } from "@jest/globals"
import { failureInWords } from "../../../infra/local/try-failure.ts"

const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:9"), { code: "ECONNREFUSED" })

describe("a failed command against the running exchange", () => {
  it.each([
    ["a client that nobody answers", refused, "npm start first"],
    ["a request that nobody answers", new TypeError("fetch failed", { cause: refused }), "npm start first"],
    [
      "a queue of an unknown party",
      new SQSServiceException({ name: "QueueDoesNotExist", $fault: "client", $metadata: {} }),
      "id of a party",
    ],
    ["anything else", new Error("the bus did not take the event"), "the bus did not take the event"],
  ])("says why in one line: %s", (_, error, words) => {
    expect(failureInWords(error)).toContain(words)
    expect(failureInWords(error)).not.toContain("\n")
  })
})
