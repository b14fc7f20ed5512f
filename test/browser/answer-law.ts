import { expect } from "@jest/globals"
import * as z from "zod"
import { userIdOf } from "./console-sessions.ts"
import type { ConsoleWorld } from "./console-world.ts"

/** What a law asks, as the case shows it. */
const asked = z.array(z.object({ law: z.string(), test: z.string(), factors: z.array(z.object({ code: z.string() })) }))

/** A colleague answers the question of the retailer's law with yes, beside the console. */
export async function answerLaw(
  hub: ConsoleWorld,
  { explanation, confirmedBy }: { explanation?: string; confirmedBy?: string } = {},
): Promise<void> {
  const path = `/v1/cases/${hub.alias("leafline")}`
  const [question] = asked.parse((await hub.call("leafline", "GET", path)).json["questions"])
  if (question === undefined) throw new Error("the law asks a question")
  const { law, test, factors } = question
  const assessment = {
    ...{ law, test, met: "yes", reasons: ["realRisk"], explanation },
    factors: factors.map(({ code }) => ({ factor: code, level: "high" })),
    ...{ assessedBy: "privacy officer", assessedAt: hub.world.clock().toISOString() },
  }
  const { statusCode } = await hub.call(`leafline:${userIdOf("usr_jules")}`, "POST", `${path}/facts`, {
    assessment,
    confirmedBy,
  })
  expect(statusCode).toBe(200)
}
