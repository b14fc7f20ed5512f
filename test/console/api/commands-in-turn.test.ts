import { describe, expect, it } from "@jest/globals"
import type { CommandHeaders } from "../../../console/api/answered.ts"
import { ApiProblem } from "../../../console/api/api-problem.ts"
import { commandsInTurn } from "../../../console/api/commands-in-turn.ts"
import { InterruptedTurn, outcomesOf } from "../../../console/api/turn-outcome.ts"

const headers = { "idempotency-key": "press", "if-match": "state" }
const recorded = { outcome: "done" } as const
const asked = { outcome: "awaitsApproval" } as const

/** Sends three commands, of which each has the given answer, or a status that refuses it. */
async function send(...answers: readonly (typeof recorded | typeof asked | number | Error)[]) {
  const sent: CommandHeaders[] = []
  const turn = commandsInTurn([0, 1, 2], headers, async (item, of) => {
    sent.push(of)
    const answer = answers[item]
    if (answer instanceof Error) throw answer
    return typeof answer === "number"
      ? { error: { code: "refused" }, response: new Response(null, { status: answer }) }
      : { data: answer, response: new Response() }
  })
  const outcome = await turn.catch((problem: unknown) => problem)
  return { outcome, sent }
}

describe("several commands of one press", () => {
  it("answer for all of them, and each is a command of its own", async () => {
    const { outcome, sent } = await send(recorded, asked, recorded)
    expect(outcome).toMatchObject({ data: [recorded, asked, recorded] })
    expect(sent).toEqual([headers, { "idempotency-key": "press-0" }, { "idempotency-key": "press-1" }])
  })

  it("are refused as one command is, if the first is", async () => {
    const { outcome, sent } = await send(412)
    expect(outcome).toMatchObject({ error: { code: "refused" }, response: { status: 412 } })
    expect(sent).toHaveLength(1)
  })

  it.each([
    ["refused", 409, new ApiProblem(409, { code: "refused" })],
    ["lost", new TypeError("Failed to fetch"), new TypeError("Failed to fetch")],
  ])("say how many were done if a later one is %s", async (_, answer, problem) => {
    const { outcome, sent } = await send(recorded, answer)
    expect(outcome).toBeInstanceOf(InterruptedTurn)
    expect(outcome).toMatchObject({ done: 1, of: 3, problem })
    expect(sent).toHaveLength(2)
  })
})

it("counts what is recorded apart from what waits for a second person, whichever came last", () => {
  expect(outcomesOf(recorded)).toEqual({ recorded: 1, waiting: 0 })
  expect(outcomesOf(asked)).toEqual({ recorded: 0, waiting: 1 })
  expect(outcomesOf([asked, recorded, recorded])).toEqual({ recorded: 2, waiting: 1 })
})
