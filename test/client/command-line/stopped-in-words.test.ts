import { describe, expect, it } from "@jest/globals"
import { reasonInWords, stoppedInWords } from "../../../client/command-line/stopped-in-words.ts"

const fromAws = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: 400 } })

describe("why a command on a stage stopped", () => {
  it("names the denied action and all that it takes", () => {
    const message =
      "User: arn:aws:iam::111122223333:user/kim is not authorized to perform: sqs:StartMessageMoveTask on resource: arn:aws:sqs:ca-central-1:111122223333:q because no policy allows it"
    expect(stoppedInWords(fromAws("AccessDenied", message), ["sqs:StartMessageMoveTask", "kms:Decrypt"])).toBe(
      [
        "The credentials do not allow this: sqs:StartMessageMoveTask on arn:aws:sqs:ca-central-1:111122223333:q. It takes:",
        "  sqs:StartMessageMoveTask",
        "  kms:Decrypt",
      ].join("\n"),
    )
  })

  it.each(["KMS.AccessDeniedException", "KmsAccessDenied"])("knows that the key is denied by %s", (name) => {
    expect(stoppedInWords(fromAws(name, "no"), ["kms:Decrypt"])).toMatch(
      /do not allow this\. It takes:\n {2}kms:Decrypt/,
    )
  })

  it("is said without the permissions where a command goes on", () => {
    const message = "not authorized to perform: sqs:ReceiveMessage on resource: arn:aws:sqs:ca-central-1:1:q because"
    expect(reasonInWords(fromAws("AccessDenied", message))).toBe(
      "The credentials do not allow this: sqs:ReceiveMessage on arn:aws:sqs:ca-central-1:1:q.",
    )
  })

  it("keeps an error of ours, and repeats nothing that AWS wrote of a request", () => {
    expect(stoppedInWords(new Error("Nothing is running here."), [])).toBe("Nothing is running here.")
    expect(stoppedInWords(fromAws("InvalidParameterValue", "M5V 3L9"), [])).toBe(
      "AWS answered InvalidParameterValue (HTTP 400).",
    )
  })
})
