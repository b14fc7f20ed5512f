import { describe, expect, it } from "@jest/globals"
import { problemBody } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { breachDeskRoutes } from "../../../shared/desk/api/desk-routes.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { consoleHeader, sessionCookieName } from "../../../shared/parties/sessions/session.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { consoleSessions, people, userIdOf } from "../../browser/console-sessions.ts"
import { ownAffairs, withWebhook } from "../../browser/own-affairs.ts"
import { type BreachWorld, breachParties, partyIn, servedWorld } from "../../desk/breach-world.ts"
import { type DeskObjects, deskActions, methodOf } from "../../desk/desk-actions.ts"
import { caller } from "../../desk/desk-caller.ts"
import { takeOut } from "../../desk/take-out.ts"
import { memorySettings } from "../../parties/memory-stores.ts"

/** Every person of every party, and nobody, tries every call on the case of each party. */
type Visitor = (typeof people)[number] | { readonly login: "nobody"; readonly partyId: ""; readonly role: undefined }
const nobody: Visitor = { login: "nobody", partyId: "", role: undefined }
const visitors: readonly Visitor[] = [nobody, ...people]

/** What a person may not do, by role, party and kind of call: the status and code. Undefined: it comes to the desk. */
function refusalOf(visitor: Visitor, owner: string, isReading: boolean): readonly [number, string] | undefined {
  if (visitor.role === undefined) return [401, "unauthenticated"]
  if (!isReading && visitor.role === "reader") return [403, "readersMayNotChange"]
  return visitor.partyId === owner ? undefined : [404, "unknownCase"]
}

function objectsOf(world: BreachWorld, ownerId: string): DeskObjects {
  const own = partyIn(world, ownerId)
  const duty = world.rowsOf("duty").find((row) => row.duty.party === ownerId)?.duty
  return {
    caseAlias: own.alias,
    dutyId: duty === undefined ? "none" : dutyIdOf(own.alias, duty),
    restrictionId: world.restrictions.rows()[0]?.restrictionId ?? "",
    shipmentId: "s1",
    documentId: world.documents.rows()[0]?.documentId ?? "none",
  }
}

/** The API as the console calls it: with the hub's own sessions. */
async function openDesk() {
  const world = await servedWorld(3, { parties: breachParties.map(withWebhook) })
  const affairs = ownAffairs(world, memorySettings())
  await takeOut(world, caller(world), "leafline")
  const sessions = await consoleSessions(world)
  const {
    sealer,
    records,
    restrictions,
    decisionNotes,
    documents,
    evidenceFiles,
    streams,
    files: documentLinks,
  } = world
  const handler = checkedPipeline({
    routes: [
      ...breachDeskRoutes({
        ...world.desk,
        sealer,
        records,
        restrictions,
        decisionNotes,
        documents,
        evidenceFiles,
        streams,
        documentLinks,
      }),
      ...affairs.routes,
    ],
    authenticate: sessions.authenticate,
    telemetry: silentTelemetry,
    clock: world.clock,
  })
  let requests = 0
  const call = async (
    cookie: string | undefined,
    method: string,
    path: string,
    more: { body?: unknown; headers?: object } = {},
  ) => {
    requests += 1
    const [rawPath, rawQueryString = ""] = path.split("?")
    const answer = await handler({
      rawPath,
      rawQueryString,
      headers: {
        "content-type": "application/json",
        "idempotency-key": `key-${requests}`,
        [consoleHeader]: "1",
        ...more.headers,
      },
      cookies: cookie === undefined ? [] : [`${sessionCookieName}=${cookie}`],
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
      requestContext: { requestId: `request-${requests}`, http: { method, sourceIp: "203.0.113.7" } },
    })
    const problem = problemBody.safeParse(JSON.parse(answer.body.startsWith("{") ? answer.body : "{}"))
    return { status: answer.statusCode, code: problem.data?.code, text: answer.body }
  }
  /** All that a command can change. That it was sent is noted even if it is refused. */
  const state = () => JSON.stringify(world.cases.rows().filter(({ type }) => type !== "command"))
  return { world, affairs, sessions, call, state }
}

const actionsOn = (objects: DeskObjects) =>
  Object.entries(deskActions(objects)).flatMap(([route, actions]) =>
    route.includes("{caseAlias}") ? actions.map((action) => ({ ...action, route, method: methodOf(route) })) : [],
  )

describe("calls of the console on a case", () => {
  it.each(
    visitors.flatMap((visitor) => ["leafline", "northpost"].map((owner) => [visitor.login, owner, visitor] as const)),
  )("by %s on the case of %s are allowed to whom it is, and to nobody else", async (_, owner, visitor) => {
    const { world, sessions, call, state } = await openDesk()
    const cookie = visitor.role === undefined ? undefined : await sessions.begin(visitor)
    const before = state()
    let refused = 0
    for (const { route, method, path, body } of actionsOn(objectsOf(world, owner))) {
      const expected = refusalOf(visitor, owner, method === "GET")
      const answer = await call(cookie, method, path, { body })
      if (expected === undefined)
        expect([route, answer.status === 401 || answer.code === "unknownCase"]).toEqual([route, false])
      else {
        expect([route, answer.status, answer.code]).toEqual([route, ...expected])
        refused += 1
      }
    }
    if (visitor.partyId !== owner) expect([refused > 20, state()]).toEqual([true, before])
  })

  it("change nothing without the header that pages of other sites cannot send", async () => {
    const { world, sessions, call, state } = await openDesk()
    const [officer] = people
    if (officer === undefined) throw new Error("there is no officer")
    const cookie = await sessions.begin(officer)
    const before = state()
    for (const { route, method, path, body } of actionsOn(objectsOf(world, "leafline"))) {
      if (method === "GET") continue
      const { status, code } = await call(cookie, method, path, { body, headers: { [consoleHeader]: "" } })
      expect([route, status, code]).toEqual([route, 403, "noConsoleHeader"])
    }
    expect(state()).toBe(before)
  })
})

type OwnCall = {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly headers?: object
  /** What an officer of each party is answered, where that is not 2xx. */
  readonly answers?: Readonly<Record<string, number>>
}

type OwnObjects = { readonly attemptId: string; readonly erasureId: string }

/** Calls that belong to no case. The objects are leafline's own. */
const ownCalls = ({ attemptId, erasureId }: OwnObjects): readonly OwnCall[] => [
  { method: "GET", path: "/v1/settings" },
  {
    method: "PATCH",
    path: "/v1/settings",
    body: { escalationEmails: ["night@party.example"] },
    headers: { "if-match": '"0"' },
  },
  {
    method: "PATCH",
    path: "/v1/settings",
    body: { approvals: [] },
    headers: { "if-match": '"0"' },
    answers: { leafline: 403, northpost: 403 },
  },
  { method: "GET", path: "/v1/webhooks/attempts" },
  { method: "POST", path: `/v1/webhooks/attempts/${attemptId}/resend`, answers: { northpost: 404 } },
  {
    method: "POST",
    path: "/v1/webhooks/recoveries",
    body: { from: "2026-11-01T14:00:00Z", to: "2026-11-01T15:00:00Z", which: "all" },
  },
  { method: "GET", path: "/v1/erasures" },
  { method: "GET", path: `/v1/erasures/${erasureId}`, answers: { northpost: 404 } },
  // A carrier may send no such event.
  {
    method: "POST",
    path: "/v1/events",
    body: {
      events: [
        {
          detailType: "ShipmentErasureRequested",
          detail: {
            metadata: { id: "erase-1", occurredAt: "2026-11-01T14:03:00.000Z", correlationId: "erase-1", version: 1 },
            data: { shipmentId: "s1" },
          },
        },
      ],
    },
    answers: { northpost: 207 },
  },
]

describe("calls of the console that belong to no case", () => {
  async function openOwn() {
    const desk = await openDesk()
    const { affairs, world } = desk
    await affairs.notify("leafline")
    const [attempt] = await affairs.deliveries.attempts("leafline", { limit: 1 })
    const erasureId = await affairs.erase("leafline", "s3")
    const all = async () => ({
      desk: desk.state(),
      settings: affairs.settings.rows(),
      erasures: world.records.erasures.rows(),
      waits: await affairs.deliveries.due(new Date("2027-01-01"), 100, () => 100),
      published: world.pending.length,
    })
    return { ...desk, calls: ownCalls({ attemptId: attempt?.attemptId ?? "", erasureId }), all }
  }

  it.each(visitors.map((visitor) => [visitor.login, visitor] as const))(
    "by %s are allowed to officers, reading to readers, and always about their own party",
    async (_, visitor) => {
      const { sessions, call, calls, all } = await openOwn()
      const cookie = visitor.role === undefined ? undefined : await sessions.begin(visitor)
      const before = await all()
      for (const { method, path, body, headers, answers } of calls) {
        const answer = await call(cookie, method, path, { body, ...(headers === undefined ? {} : { headers }) })
        const refused = refusalOf(visitor, visitor.partyId, method === "GET")
        const named = `${method} ${path}`
        if (refused !== undefined) expect([named, answer.status, answer.code]).toEqual([named, ...refused])
        else {
          const expected = answers?.[visitor.partyId] ?? 200
          expect([named, expected === 200 ? Math.floor(answer.status / 100) : answer.status]).toEqual([
            named,
            expected === 200 ? 2 : expected,
          ])
          if (visitor.partyId !== "leafline") expect([named, answer.text]).not.toContain("leafline")
        }
      }
      if (visitor.role !== "officer") expect(await all()).toEqual(before)
    },
  )

  it("change nothing without the header that pages of other sites cannot send", async () => {
    const { sessions, call, calls, all } = await openOwn()
    const [officer] = people
    if (officer === undefined) throw new Error("there is no officer")
    const cookie = await sessions.begin(officer)
    const before = await all()
    for (const { method, path, body, headers } of calls) {
      if (method === "GET") continue
      const answer = await call(cookie, method, path, { body, headers: { ...headers, [consoleHeader]: "" } })
      expect([path, answer.status, answer.code]).toEqual([path, 403, "noConsoleHeader"])
    }
    expect(await all()).toEqual(before)
  })

  it("show an officer no secret of a vendor, and note the person who changed the settings", async () => {
    const { sessions, call } = await openOwn()
    const officer = people.find(({ login }) => login === "usr_sam")
    if (officer === undefined) throw new Error("there is no officer of the carrier")
    const cookie = await sessions.begin(officer)
    const secret = "a-secret-of-the-vendor"
    const body = { vendors: { easypost: { secret } } }
    const changed = await call(cookie, "PATCH", "/v1/settings", { body, headers: { "if-match": '"0"' } })
    const read = await call(cookie, "GET", "/v1/settings")
    expect([changed.status, read.status]).toEqual([200, 200])
    expect(`${changed.text}${read.text}`).not.toContain(secret)
    expect(read.text).toContain(`"credential":"${userIdOf(officer.login)}"`)
  })
})
