import { expect, it } from "@jest/globals"
import { ship } from "./shipping-world.ts"

it("ship-accesses reports the phase alone where the guard before the tool said so, also beside details in the same second", async () => {
  const line = (more: object) =>
    JSON.stringify({
      time: "2026-11-01T14:10:00+00:00",
      remote_addr: "198.51.100.23",
      request: "GET /track/NP4021887304CA HTTP/1.1",
      status: "200",
      ...more,
    })
  const lines = [line({ wayseal_shown: "phase" }), line({ wayseal_shown: "" }), line({})]
  const { accesses } = await ship(lines.join("\n"), { fields: "existence,phase,postal-code" })
  const shown = new Map(accesses().map(({ accessId, fields }) => [accessId, fields]))
  expect([...shown.values()]).toEqual([
    ["existence", "phase"],
    ["existence", "phase", "postal-code"],
  ])
})
