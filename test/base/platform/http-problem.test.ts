import { describe, expect, it } from "@jest/globals"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"

type Reason = "caseClosed" | "caseBusy"

describe("the reason of a problem", () => {
  it("is one of the list that the refusal names", () => {
    expect(new HttpProblem<Reason>("conflict", { reason: "caseClosed" }).body().code).toBe("caseClosed")
    // @ts-expect-error not in the list
    expect(new HttpProblem<Reason>("conflict", { reason: "caseShut" }).status).toBe(409)
  })

  it("needs a list", () => {
    // @ts-expect-error a refusal that names no list has no reason
    expect(new HttpProblem("conflict", { reason: "caseClosed" }).status).toBe(409)
    expect(new HttpProblem("conflict").body().code).toBe("conflict")
  })
})

describe("the answer to a refusal", () => {
  it("has a type that leads to its most precise code", () => {
    expect(new HttpProblem<Reason>("conflict", { reason: "caseClosed" }).body().type).toBe("/v1/problems#caseclosed")
    expect(new HttpProblem("tooLarge").body().type).toBe("/v1/problems#toolarge")
  })

  it("says in words what is wrong where nobody said more", () => {
    const problems = [{ path: "query.after", rule: "unknownReference" }] as const
    expect(new HttpProblem("invalid", { problems }).body().detail).toMatch(/^query\.after: the sender has no .+\.$/)
    expect(new HttpProblem("invalid", { problems, detail: "Begin anew." }).body().detail).toBe("Begin anew.")
    expect(new HttpProblem("invalid").body().detail).toBeUndefined()
  })

  it.each([
    ["unauthenticated", "www-authenticate"],
    ["tooManyRequests", "retry-after"],
    ["unavailable", "retry-after"],
  ] as const)("has a header that says how to go on: %s", (code, header) => {
    expect(new HttpProblem(code).headers).toHaveProperty([header])
    expect(new HttpProblem(code, { headers: { [header]: "30" } }).headers).toEqual({ [header]: "30" })
  })
})
