import { describe, expect, it } from "@jest/globals"
import { answerTo, failureOf, unansweredInWords, unlessAbsent } from "../../../client/command-line/aws-failure.ts"

const failing = (name: string, fields: object = {}) => Object.assign(new Error("secret text"), { name, ...fields })

describe("why AWS did not answer", () => {
  it.each([
    ["CredentialsProviderError", {}, "noCredentials", /^There are no AWS credentials/],
    ["ExpiredTokenException", {}, "refused", /expired/],
    ["InvalidClientTokenId", {}, "refused", /does not know these credentials/],
    ["AccessDeniedException", {}, "denied", /do not allow/],
    ["AuthorizationErrorException", {}, "denied", /do not allow/],
    ["Error", { code: "ECONNREFUSED" }, "unreachable", /nothing listens there/],
    ["Error", { code: "ENOTFOUND" }, "unreachable", /its name is not known/],
    ["TimeoutError", {}, "unreachable", /did not answer in time/],
    ["Error", { code: "SELF_SIGNED_CERT_IN_CHAIN" }, "unreachable", /AWS_CA_BUNDLE/],
    ["TypeError", { cause: failing("Error", { code: "ECONNRESET" }) }, "unreachable", /was cut/],
    [
      "ThrottlingException",
      { $metadata: { httpStatusCode: 429 } },
      "other",
      /^AWS answered ThrottlingException \(HTTP 429\)$/,
    ],
    ["TypeError", { $metadata: { httpStatusCode: 200 } }, "other", /^its answer could not be read \(TypeError\)$/],
  ])("is said of %s %j in a sentence without the error's own text", (name, fields, kind, reason) => {
    const failure = failureOf(failing(name, fields))
    expect(failure.kind).toBe(kind)
    expect(failure.reason).toMatch(reason)
    expect(failure.reason).not.toContain("secret text")
  })

  it("is said of what is no error at all", () => {
    expect(failureOf(undefined)).toEqual({ kind: "other", reason: "its answer could not be read (Error)" })
  })
})

describe("an answer", () => {
  it("names the permission that is missing", async () => {
    const answer = await answerTo("ssm:GetParameter", () => Promise.reject(failing("AccessDenied")))
    if (!("failure" in answer)) throw new Error("it was answered")
    expect(unansweredInWords(answer)).toBe("could not be checked: needs ssm:GetParameter")
  })

  it("names the reason when no permission is missing", async () => {
    const answer = await answerTo("ssm:GetParameter", () =>
      Promise.reject(failing("InternalFailure", { $metadata: { httpStatusCode: 500 } })),
    )
    if (!("failure" in answer)) throw new Error("it was answered")
    expect(unansweredInWords(answer)).toBe(
      "could not be checked (ssm:GetParameter): AWS answered InternalFailure (HTTP 500)",
    )
  })

  it("is nothing for what is not there, and no other error is taken for that", async () => {
    expect(await unlessAbsent(() => Promise.reject(failing("ParameterNotFound")), "ParameterNotFound")).toBeUndefined()
    await expect(
      unlessAbsent(() => Promise.reject(failing("AccessDenied")), "ParameterNotFound"),
    ).rejects.toMatchObject({ name: "AccessDenied" })
  })
})
