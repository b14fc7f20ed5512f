import { expect, it } from "@jest/globals"
import { ApiProblem } from "../../../console/api/api-problem.ts"
import { isWorthAnotherTry } from "../../../console/api/turn-outcome.ts"

const refused = (status: number, code: string) => new ApiProblem(status, { code, detail: "Try again." })

it.each([
  ["a lost connection", new TypeError("Failed to fetch"), true],
  ["a busy hub", refused(503, "unavailable"), true],
  ["a request whose first sending is under way", refused(409, "requestInProgress"), true],
  ["a refusal", refused(409, "notEverybodyTold"), false],
])("%s is worth another try, or not, and no fourth one", (_, error, isWorth) => {
  expect([isWorthAnotherTry(0, error), isWorthAnotherTry(2, error)]).toEqual([isWorth, isWorth])
  expect(isWorthAnotherTry(3, error)).toBe(false)
})
