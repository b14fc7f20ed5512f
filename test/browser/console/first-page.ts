import { afterAll, beforeAll, expect, it } from "@jest/globals"
import { casePath, comeAs } from "../console-visits.ts"
import { type ConsoleWorld, consoleWorld } from "../console-world.ts"
import { inBrowser } from "../in-browser.ts"
import { slowDown, visit } from "../open-browser.ts"
import { paintsOf } from "../paints.ts"

inBrowser("the first page of a visit on a slow connection", (browser) => {
  let hub: ConsoleWorld
  beforeAll(async () => {
    hub = await consoleWorld({ shipments: 12 })
  })
  afterAll(async () => {
    await hub.server.stop()
  })

  it("asks for the case of its address once, before the program that shows it is there", async () => {
    const officer = await comeAs(browser(), hub, "usr_avery", { path: "/desk/signed-in-again" })
    await slowDown(officer)
    const asked: string[] = []
    officer.page.on("request", (request) => asked.push(new URL(request.url()).pathname))
    await officer.page.goto(`${hub.server.origin}${casePath(hub, "leafline")}`)
    await officer.page.getByRole("heading", { level: 1 }).waitFor()
    const ofCase = asked.filter((path) => path === `/v1/cases/${hub.alias("leafline")}`)
    expect(ofCase).toHaveLength(1)
    expect(asked.indexOf(ofCase[0] ?? "")).toBeLessThan(asked.findIndex((path) => /application-/.test(path)))
    await officer.context.close()
  })

  it.each([
    ["desktop", { width: 1280, height: 720 }],
    ["phone", { width: 390, height: 844 }],
  ])("moves nothing that is there already, on a %s", async (_, size) => {
    const guest = await visit(browser(), size)
    await slowDown(guest)
    expect((await paintsOf(guest.page, `${hub.server.origin}/desk/`)).shift).toBeLessThan(0.1)
    await guest.context.close()
    const officer = await comeAs(browser(), hub, "usr_avery", { path: "/desk/signed-in-again", ...size })
    await slowDown(officer)
    for (const path of ["/desk/cases", casePath(hub, "leafline"), casePath(hub, "leafline", "exposures")]) {
      const { shift, largest } = await paintsOf(officer.page, `${hub.server.origin}${path}`)
      expect({ path, isSteady: shift < 0.1, isPainted: largest > 0, shift }).toMatchObject({
        isSteady: true,
        isPainted: true,
      })
    }
    await officer.context.close()
  })
})
