import { expect, it } from "@jest/globals"
import { aliasIn, servedWorld, soleCase } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { caller } from "../desk-caller.ts"

const now = "2026-11-01T14:10:00.000Z"
const recipients = { kind: "shipmentIds", shipmentIds: ["s1", "s2"] }
const direct = { method: "email", notifiedAt: now, recipients }
const acts = [
  ["of people who were notified", "receipts", direct, "IndividualsNotified"],
  ["of a public notice", "receipts", publicNotice(), "IndividualsNotified"],
  ["of notices that came back", "returned-notices", { returnedAt: now, recipients }, "NoticesReturned"],
] as const

function publicNotice() {
  const recipients = { kind: "public", shipments: 3 }
  return { method: "publicNotice", notifiedAt: now, recipients, publicNoticeGround: "noContactDetails" }
}

it.each(acts)("a record %s goes on in a case that was closed after its first effect", async (_of, path, body, type) => {
  const answers: (string | number)[] = []
  for (let crashAt = 1, wasHit = true; wasHit; crashAt += 1) {
    let left = Number.POSITIVE_INFINITY
    const interrupt = async () => {
      left -= 1
      if (left === 0) throw new Error("crash")
    }
    const world = await servedWorld(3, { interrupt })
    const at = `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}`
    if (path !== "receipts") await caller(world)("leafline", "POST", `${at}/receipts`, direct)
    const send = () => caller(world, { "idempotency-key": "the-act" })("leafline", "POST", `${at}/${path}`, body)
    const begun = () => world.rowsOf("marker").filter(({ sk }) => sk.includes("leafline") && sk.endsWith("#begun"))
    const before = begun().length
    left = crashAt
    await send().catch(() => undefined)
    wasHit = left <= 0
    left = Number.POSITIVE_INFINITY
    const hasBegun = begun().length > before
    await world.settle()
    await changeOpenCase(world.desk, soleCase(world).caseId, (current) => ({ case: { ...current, state: "closed" } }))
    world.passSeconds(60)
    const { statusCode } = await send()
    answers.push(statusCode)
    expect([crashAt, statusCode]).toEqual([crashAt, hasBegun ? 200 : 409])
    const noted = world.rowsOf("timeline").filter(({ entry }) => entry.type === type)
    expect([crashAt, noted.length]).toEqual([crashAt, hasBegun ? 1 : 0])
  }
  expect(new Set(answers)).toEqual(new Set([200, 409]))
})
