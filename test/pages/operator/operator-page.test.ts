import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import type { StageSource } from "../../../shared/pages/operator/stage-now.ts"
import type { Browser } from "../sign-in/sign-in-world.ts"
import { failingSource } from "./failing-source.ts"
import { operatorWorld } from "./operator-world.ts"
import { aBus, aQueue, aStage, healthy, ill } from "./stage-source.ts"

let world: Awaited<ReturnType<typeof operatorWorld>>
let browser: Browser
beforeAll(async () => {
  world = await operatorWorld()
  browser = await world.operator()
})
afterAll(() => world.stop())

async function open(source: Partial<StageSource>, query = "") {
  world.given.source = { ...healthy, ...source }
  return world.call(browser, { path: `/hub${query}` })
}

/** What each part says, without tags, by its heading. */
function partsIn(body: string): Readonly<Record<string, { state: string; text: string }>> {
  const found = [...body.matchAll(/<section class="(\w+)"[^>]*>\s*<h2[^>]*>([^<]*)<\/h2>([\s\S]*?)<\/section>/g)]
  return Object.fromEntries(
    found.map(([, state = "", name = "", rest = ""]) => [
      name,
      {
        state,
        text: rest
          .replace(/<[^>]+>/g, " ")
          .replace(/\s+/g, " ")
          .trim(),
      },
    ]),
  )
}

const statesIn = (body: string) =>
  Object.fromEntries(Object.entries(partsIn(body)).map(([name, { state }]) => [name, state]))
const textIn = (body: string, name: string) => partsIn(body)[name]?.text

describe("the operator's page", () => {
  it("shows a healthy stage, part by part", async () => {
    const { statusCode, body } = await open({})
    expect(statusCode).toBe(200)
    expect(body).toContain("<h1>Stage prod</h1>\n<p>Nothing needs a person.</p>")
    expect(new Set(Object.values(statesIn(body)))).toEqual(new Set(["ok"]))
    expect(Object.keys(partsIn(body))).toHaveLength(15)
    expect(textIn(body, "Queues")).toBe("OK 1 queue, all empty")
    expect(textIn(body, "Buses")).toBe("OK wayseal-prod-ingress")
    expect(textIn(body, "Lookups")).toBe("OK 1.3 a minute on average in 15 minutes, and at most 7 in one minute")
    expect(textIn(body, "Restrictions in force")).toBe(
      "OK 6 restrictions Single visitors 3 Networks 2 Neighbourhoods of numbers 1 Code blocks 0 Of these, by the word of northpost 2",
    )
    expect(textIn(body, "Breach desk")).toContain("1 open case, 2 open duties, 1 due within a day, 0 overdue")
    expect(textIn(body, "Breach desk")).toContain("For 1 to 7 days 1")
  })

  it("shows what needs a person, and how much", async () => {
    const { body } = await open(ill)
    expect(body).toContain("<p>12 parts need a person.</p>")
    expect(textIn(body, "Queues")).toMatch(
      /^To do 2 queues, 12 messages Wayseal-prod-Functions-RecordShipment: 3 messages, the oldest for 20 min\. \(since /,
    )
    expect(textIn(body, "Queues")).toMatch(
      /wayseal-prod-leafline: 9 messages for the party to read, the oldest for 25 h$/,
    )
    expect(textIn(body, "Dead letters")).toContain("RecordShipmentDeadLetters: 4 messages")
    expect(textIn(body, "Changes given up")).toContain("npx wayseal redrive --stage prod failures")
    expect(textIn(body, "Schedules")).toContain("watch-duties did not run for half an hour")
    expect(textIn(body, "Channels of parties")).toContain("leafline: its webhook never accepted anything")
    expect(textIn(body, "Channels of parties")).toContain("npx wayseal drill --stage prod --party northpost")
    expect(textIn(body, "Dead letters")).toContain("npx wayseal redrive --stage prod")
    expect(textIn(body, "Triggers and rules")).toContain("record-shipment takes nothing: its trigger is Disabled")
    expect(textIn(body, "Triggers and rules")).toContain("FromHub hands on nothing: the rule is DISABLED")
    expect(textIn(body, "Triggers and rules")).toContain("relay-tracking: 2 h behind")
    expect(textIn(body, "Alarms")).toBe(
      "To do Not raised: 1 Parcels are stuck. Runbook: docs/runbooks/stream-lag.md " +
        "Documents are late. (since 2026-11-27 09:00 UTC) Runbook: docs/runbooks/document-failed.md " +
        "1 alarm is without data. Nobody knows whether something is wrong there.",
    )
    expect(textIn(body, "Contacts")).toContain("wayseal-prod-alerts-leafline: not confirmed by 2 contacts")
    expect(textIn(body, "Invited parties")).toContain("2 invitations wait for your approval.")
    expect(textIn(body, "Breach desk")).toContain("2 overdue")
    expect(textIn(body, "Stacks")).toContain("Wayseal-prod-Data: UPDATE_FAILED")
    expect(textIn(body, "Buses")).toContain("The stacks have no event bus.")
  })

  it("tells of a stack within another only while that is not finished", async () => {
    const [outer] = aStage().stacks
    if (outer === undefined) throw new Error("there is no stack")
    const inner = (name: string, status: string) => ({ ...outer, name, status, isWithinAnother: true as const })
    const stacks = [outer, inner("Watch", "UPDATE_ROLLBACK_COMPLETE"), inner("Desk", "UPDATE_ROLLBACK_FAILED")]
    const { body } = await open({ stage: async () => ({ stage: "prod", stacks }) })
    expect(textIn(body, "Stacks")).toContain("Desk: UPDATE_ROLLBACK_FAILED")
    expect(textIn(body, "Stacks")).not.toContain("Watch")
  })

  it("says what nobody looked at, cannot know yet or took away", async () => {
    const party = { acknowledgedDrill: true } as const
    const { body } = await open({
      alarms: async () => [{ name: "one", description: "", state: "absent" }],
      schedules: async () => [{ functionName: "watch-duties", state: "new" }],
      contacts: async () => [{ topic: "wayseal-prod-alarms", confirmed: 0, pending: 0 }],
      parties: async () => ({
        parties: [
          { ...party, partyId: "leafline", webhook: "disabled" },
          { ...party, partyId: "northpost", webhook: "refused" },
        ],
        areAll: false,
      }),
    })
    expect(textIn(body, "Alarms")).toBe("To do Not raised: 0 one: somebody deleted this alarm. Deploy again.")
    expect(textIn(body, "Schedules")).toBe(
      "OK Ran in the last half hour: 0 1 function did not run yet: a stack has just changed",
    )
    expect(textIn(body, "Contacts")).toBe("OK 0 confirmed wayseal-prod-alarms: nobody gets its e-mails")
    expect(textIn(body, "Channels of parties")).toBe(
      "To do Reached through a channel: 0 leafline: its webhook is disabled, and is sent nothing. " +
        "Runbook: docs/runbooks/webhook-disabled.md " +
        "northpost: its webhook refused what it was sent to verify it. " +
        "npx wayseal drill --stage prod --party northpost Nobody looked at more than these: 2 parties",
    )
  })

  it("leads from an alarm to its runbook where the documentation is served", async () => {
    Object.assign(world.tools.place, { documentationUrl: "https://hub.example/docs" })
    const { body } = await open(ill)
    Object.assign(world.tools.place, { documentationUrl: undefined })
    expect(body).toContain('<a href="https://hub.example/docs/runbooks/stream-lag.html">Runbook: stream-lag</a>')
  })

  it("shows a stage without stacks, queues, alarms and parties", async () => {
    const nothing = async () => []
    const { body } = await open({
      stage: async () => ({ stage: "prod", stacks: [] }),
      ...{ queues: nothing, triggers: nothing, schedules: nothing, alarms: nothing, contacts: nothing },
    })
    expect(textIn(body, "Stacks")).toContain("To do There is no stack of this stage.")
    expect(textIn(body, "Queues")).toBe("OK 0 queues, all empty")
    expect(textIn(body, "Alarms")).toBe("OK The stage has no alarm. Nobody is told when something breaks.")
  })

  it.each([
    ["queues", ["Queues", "Dead letters"]],
    ["triggers", ["Triggers and rules"]],
    ["schedules", ["Schedules"]],
    ["givenUp", ["Changes given up"]],
    ["parties", ["Channels of parties"]],
    ["alarms", ["Alarms"]],
    ["contacts", ["Contacts"]],
    ["lookups", ["Lookups"]],
    ["restrictions", ["Restrictions in force"]],
    ["cases", ["Breach desk"]],
    ["answered", ["Invited parties"]],
    ["settings", ["Settings that parties changed"]],
    [
      "stage",
      [
        ...["Alarms", "Buses", "Changes given up", "Contacts", "Dead letters", "Lookups", "Queues", "Schedules"],
        ...["Stacks", "Triggers and rules"],
      ],
    ],
  ] as const)("says that %s could not be read, and shows the rest", async (part, names) => {
    world.lines.length = 0
    const { statusCode, body } = await open(failingSource(part))
    expect(statusCode).toBe(200)
    const unread = Object.entries(statesIn(body)).filter(([, state]) => state === "unread")
    expect(unread.map(([name]) => name).sort()).toEqual([...names].sort())
    expect(body).toMatch(/<p>\d+ parts? could not be read\.<\/p>/)
    expect(body).not.toContain("AKIA-canary")
    expect(world.lines.join()).toContain("Part not read")
    expect(world.lines.join()).not.toContain("AKIA-canary")
  })

  it("names which settings parties changed, and none of their values (promise: operator-page-names-settings)", async () => {
    const { body } = await open({
      settings: async () => [
        {
          partyId: "leafline",
          version: 2,
          changedAt: "2026-11-01T10:00:00.000Z",
          settings: { emails: ["canary-person@leafline.example"], webhookUrl: "https://hooks.example/canary-secret" },
        },
        { partyId: "northpost", version: 1, changedAt: "2026-11-02T10:00:00.000Z", settings: {} },
      ],
    })
    expect(textIn(body, "Settings that parties changed")).toBe(
      "OK 2 parties leafline: emails, webhookUrl; 2 changes, the last on 2026-11-01 10:00 UTC " +
        "northpost: nothing of its own any more; 1 change, the last on 2026-11-02 10:00 UTC",
    )
    expect(body).not.toContain("canary")
  })

  it("shows hostile names as text", async () => {
    const hostile = `<script>alert(1)</script>"'\u202E`
    const { body } = await open({
      stage: async () => aStage([{ ...aBus, physicalId: hostile }]),
      queues: async () => [aQueue({ name: hostile, messages: 1 })],
      alarms: async () => [{ name: hostile, description: `${hostile} Runbook: javascript:alert(1)`, state: "ALARM" }],
      contacts: async () => [{ topic: hostile, confirmed: 0, pending: 1 }],
      triggers: async () => [{ kind: "stream", name: hostile, state: hostile, lagSeconds: 1 }],
    })
    expect(body).not.toMatch(/<script|\u202E/)
    expect(body).not.toContain('href="javascript')
    expect(body.match(/&lt;script&gt;/g)).toHaveLength(6)
  })

  it("speaks French where the browser or the operator asks for it", async () => {
    for (const answer of [
      await open(ill, "?lang=fr"),
      await world.call(browser, { path: "/hub", headers: { "accept-language": "fr-CA" } }),
    ]) {
      expect(answer.headers["content-language"]).toBe("fr")
      expect(answer.body).toContain("<h1>Environnement prod</h1>\n<p>12 parties à traiter.</p>")
      expect(textIn(answer.body, "Files d’attente")).toContain("le plus ancien depuis 20 min")
    }
  })

  it("reads itself again each minute only when asked to", async () => {
    expect((await open({})).body).not.toContain("http-equiv")
    const { body } = await open({}, "?refresh=minute&lang=en&utm_source=mail")
    expect(body).toContain('<meta http-equiv="refresh" content="60">')
    expect(body).toContain('href="/hub?lang=fr&amp;refresh=minute"')
  })

  it("comes with headers that let it load nothing else, be in no frame and be kept nowhere", async () => {
    const { headers, body } = await open({})
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    })
    for (const rule of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"])
      expect(headers["content-security-policy"]).toContain(rule)
    expect(body).not.toMatch(/<script|style=|onclick/)
    expect(body).toContain('href="/hub/style.css"')
    const style = await world.call(browser, { path: "/hub/style.css" })
    expect([style.statusCode, style.headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"])
  })

  it("answers what it cannot read with a page", async () => {
    const { statusCode, body } = await world.call(browser, { path: "/hub/nothing" })
    expect(statusCode).toBe(404)
    expect(body).toContain("<h1>Something went wrong</h1>")
  })
})
