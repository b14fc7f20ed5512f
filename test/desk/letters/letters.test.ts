import { describe, expect, it } from "@jest/globals"
import { accepted, declined, informed, type LetterWorld, letterWorld, logFile, swiftpostId } from "./letter-world.ts"

const typesOf = (entries: readonly { type: string }[]) => entries.map(({ type }) => type)

describe("a letter to a named counterparty", () => {
  it("goes by mail when the case opens, and no event and no other mail goes", async () => {
    const { world, timeline, letters } = await letterWorld()
    expect(world.letterMail.sent.map(({ address }) => address)).toEqual(["privacy@swiftpost.example"])
    expect(world.mail.sent.map(({ partyId }) => partyId)).toEqual(["leafline"])
    for (const partyId of ["leafline", swiftpostId])
      expect(timeline(partyId).map(({ type, data }) => [type, data["request"]])).toEqual([
        ["LetterSent", "tellWhatWasSeen"],
      ])
    expect(await letters()).toMatchObject([
      { state: "sent", to: swiftpostId, request: { kind: "tellWhatWasSeen" }, answerBy: "2026-11-02T14:10:00.000Z" },
    ])
  })

  it("names no party, no goods, no number and no case in its mail (promise: letter-mail-names-nothing)", async () => {
    const { world } = await letterWorld()
    const [{ mail } = { mail: undefined }] = world.letterMail.sent
    const text = JSON.stringify(mail).toLowerCase()
    for (const word of ["leafline", "swiftpost", "ontario", "orders privacy", "ws-", "shipment", "parcel"])
      expect(text).not.toContain(word)
  })

  it("is in the language of the counterparty", async () => {
    const { world } = await letterWorld({ counterparty: { language: "fr" } })
    expect(world.letterMail.sent[0]?.mail.subject).toMatch(/^\[Wayseal\] Une lettre/)
    expect(world.letterMail.sent[0]?.mail.text).toContain("/letter?lang=fr#")
  })

  it("asks for each duty that the retailer requests, and to stop the tool", async () => {
    const desk = await letterWorld()
    await desk.requestDuty()
    await desk.ask({ step: "ask", request: "stopTool" })
    const kinds = (await desk.letters()).map(({ request }) => Object(request).kind)
    expect(kinds.sort()).toEqual(["doDuty", "stopTool", "tellWhatWasSeen"])
    expect(new Set(desk.tokens()).size).toBe(3)
  })

  it("keeps only the hash of its token, and names no token in a log", async () => {
    const desk = await letterWorld()
    await desk.open(desk.lastToken())
    const { world } = desk
    const kept = JSON.stringify([world.cases.rows(), world.exchange.events, world.telemetry])
    expect(desk.lastToken()).toHaveLength(43)
    expect(kept).not.toContain(desk.lastToken())
  })

  it("that the mail system refuses is noted as not delivered, and has no term", async () => {
    const desk = await letterWorld()
    desk.world.letterMail.refuses("MessageRejected")
    await desk.ask({ step: "ask", request: "stopTool" })
    expect(desk.timeline("leafline").at(-1)).toMatchObject({
      type: "LetterNotDelivered",
      data: { request: "stopTool", refusedAs: "MessageRejected" },
    })
    await desk.passHours(25)
    const unanswered = (await desk.letters()).filter(({ unansweredAt }) => unansweredAt !== undefined)
    expect(unanswered.map(({ request }) => Object(request).kind)).toEqual(["tellWhatWasSeen"])
    expect(desk.world.telemetry.counts).toMatchObject({ MailRefused: 1 })
  })
})

describe("the mail to the retailer about its letter", () => {
  const mailsTo = (desk: LetterWorld) =>
    desk.world.mail.sent.filter(({ partyId }) => partyId === "leafline").map(({ mail }) => mail)

  it.each([
    [declined, /It declines: the information is not in its control\./],
    [informed, /It sent a file\./],
  ])("says what the carrier answered, and names neither", async (given, words) => {
    const desk = await letterWorld()
    const before = mailsTo(desk).length
    await desk.answer(desk.lastToken(), given)
    const [mail, ...others] = mailsTo(desk).slice(before)
    expect(others).toEqual([])
    expect(mail?.subject).toMatch(/The carrier answered your letter \(WS-/)
    expect(mail?.text).toContain("You asked it to: Tell us what was seen")
    expect(mail?.text).toMatch(words)
    expect(JSON.stringify(mail)).not.toMatch(/CANARY|swiftpost|Orders Privacy|"leafline"/i)
  })

  it("comes when the letter was not delivered, and when nobody answered in time, once each", async () => {
    const desk = await letterWorld()
    desk.world.letterMail.refuses("MessageRejected")
    await desk.ask({ step: "ask", request: "stopTool" })
    await desk.passHours(25)
    await desk.passHours(25)
    const subjects = mailsTo(desk).map(({ subject }) => subject)
    expect(subjects.filter((one) => one.includes("was not delivered"))).toHaveLength(1)
    expect(subjects.filter((one) => one.includes("has not answered your letter"))).toHaveLength(1)
  })

  it("is no second one where a duty is unanswered, which has its own", async () => {
    const desk = await letterWorld()
    await desk.answer(desk.lastToken(), declined)
    await desk.requestDuty()
    await desk.passHours(25)
    expect(mailsTo(desk).filter(({ subject }) => subject.includes("has not answered your letter"))).toEqual([])
  })
})

describe("the list of letters", () => {
  it("is as the document of the API says, before and after an answer", async () => {
    const desk = await letterWorld()
    await desk.requestDuty()
    const asked = await desk.ask({ step: "ask", request: "stopTool" })
    expect(asked.statusCode).toBe(200)
    const [first = ""] = desk.tokens()
    await desk.answer(first, informed)
    for (const list of ["/letters", "/evidence"])
      expect((await desk.call("leafline", "GET", desk.path(list))).statusCode).toBe(200)
  })
})

describe("the link of a letter", () => {
  it("opens it any number of times until it is answered, and each hour's first opening is in the timeline (promise: letter-is-revoked)", async () => {
    const desk = await letterWorld()
    const token = desk.lastToken()
    for (let times = 0; times < 3; times += 1) expect(await desk.open(token)).toBeDefined()
    expect(typesOf(desk.timeline("leafline"))).toEqual(["LetterSent", "LetterOpened"])
    desk.world.passSeconds(3_600)
    await desk.open(token)
    expect(typesOf(desk.timeline(swiftpostId))).toEqual(["LetterSent", "LetterOpened", "LetterOpened"])
    expect(await desk.answer(token, declined)).toBe("answered")
    expect(await desk.open(token)).toBeUndefined()
  })

  it("of another letter, of nothing, or one that ended opens nothing and changes nothing", async () => {
    const desk = await letterWorld()
    const before = desk.world.cases.rows().length
    expect(await desk.open("x".repeat(43))).toBeUndefined()
    expect(await desk.answer("x".repeat(43), declined)).toBe("closed")
    desk.world.passSeconds(31 * 86_400)
    expect(await desk.open(desk.lastToken())).toBeUndefined()
    expect(await desk.answer(desk.lastToken(), declined)).toBe("closed")
    expect(desk.world.cases.rows()).toHaveLength(before)
  })

  it("is replaced when the letter is sent again", async () => {
    const desk = await letterWorld()
    const [{ letterId } = { letterId: "" }] = await desk.letters()
    expect((await desk.ask({ step: "sendAgain", letterId })).statusCode).toBe(200)
    const [first = "", second = ""] = desk.tokens()
    expect(await desk.open(first)).toBeUndefined()
    expect(await desk.open(second)).toBeDefined()
    expect(typesOf(desk.timeline("leafline"))).toEqual(["LetterSent", "LetterSentAgain", "LetterSent", "LetterOpened"])
    expect(await desk.letters()).toMatchObject([{ state: "sent", answerBy: "2026-11-02T14:10:00.000Z" }])
  })

  it("ends when the retailer revokes it, and nobody else can do that (promise: letter-is-revoked)", async () => {
    const desk = await letterWorld()
    const [{ letterId } = { letterId: "" }] = await desk.letters()
    const elsewhere = await desk.call("maplebooks", "POST", desk.path("/letters"), { step: "revoke", letterId })
    expect(elsewhere.json["code"]).toBe("unknownCase")
    expect((await desk.ask({ step: "revoke", letterId: "none" })).json["code"]).toBe("unknownLetter")
    await desk.ask({ step: "revoke", letterId })
    expect(await desk.open(desk.lastToken())).toBeUndefined()
    expect(await desk.answer(desk.lastToken(), declined)).toBe("closed")
    expect((await desk.ask({ step: "sendAgain", letterId })).json["code"]).toBe("letterOver")
    expect(typesOf(desk.timeline(swiftpostId))).toEqual(["LetterSent", "LetterRevoked"])
  })

  it("shows the counterparty's own side alone (promise: letter-shows-its-side)", async () => {
    const desk = await letterWorld()
    const opened = await desk.open(desk.lastToken())
    expect(opened?.own.partyId).toBe(swiftpostId)
    expect(opened?.asker?.id).toBe("leafline")
    expect(opened?.party.named.by).toBe("leafline")
  })
})

describe("the answer to a letter", () => {
  it("acknowledges without using the link up", async () => {
    const desk = await letterWorld()
    const token = desk.lastToken()
    expect(await desk.answer(token, { kind: "acknowledge" })).toBe("acknowledged")
    expect(await desk.answer(token, { kind: "acknowledge" })).toBe("acknowledged")
    expect(typesOf(desk.timeline("leafline", /Acknowledged/))).toEqual([
      "LetterAcknowledged",
      "BreachAlertAcknowledged",
    ])
    expect(desk.timeline("leafline", /^BreachAlert/)[0]?.data).toMatchObject({
      via: "letter",
      letterSentAt: "2026-11-01T14:10:00.000Z",
    })
    expect(await desk.answer(token, informed)).toBe("answered")
  })

  it("accepts or declines a duty as any party does, and the retailer gets the same event", async () => {
    const desk = await letterWorld()
    await desk.requestDuty()
    expect(await desk.answer(desk.lastToken(), { answer: { kind: "accept", promisedBy: "2026-11-05" } })).toBe(
      "answered",
    )
    expect(desk.dutyState()).toBe("accepted")
    expect(desk.world.exchange.events.map((event) => event["detail-type"])).toContain("DutyAccepted")
    const entries = desk.timeline("leafline", /^(LetterAnswered|DutyAccepted)$/)
    expect(entries.map(({ type, data: { answer, promisedBy, via } }) => [type, answer, promisedBy, via])).toEqual([
      ["LetterAnswered", "accept", "2026-11-05", undefined],
      ["DutyAccepted", undefined, undefined, "letter"],
    ])
  })

  it("declines a duty with a reason, after which the retailer can take it over", async () => {
    const desk = await letterWorld()
    const dutyId = await desk.requestDuty()
    expect(await desk.answer(desk.lastToken(), declined)).toBe("answered")
    expect(desk.dutyState()).toBe("declined")
    const step = { operation: "takeOver" }
    expect((await desk.call("leafline", "POST", desk.path(`/duties/${dutyId}`), { step })).statusCode).toBe(200)
  })

  it("says that the tool is stopped, which is a measure of the carrier", async () => {
    const desk = await letterWorld()
    await desk.ask({ step: "ask", request: "stopTool" })
    expect(await desk.answer(desk.lastToken(), { answer: { kind: "stopped" } })).toBe("answered")
    expect(desk.world.rowsOf("measure")).toMatchObject([
      { by: swiftpostId, kind: "containment", code: "toolSuspended" },
    ])
    expect(desk.world.exchange.events.map((event) => event["detail-type"])).toContain("MeasureRecorded")
  })

  it("brings a file, which the retailer finds among its evidence and nobody else, hashed in both timelines", async () => {
    const desk = await letterWorld()
    expect(await desk.answer(desk.lastToken(), informed)).toBe("answered")
    const { evidence } = Object((await desk.call("leafline", "GET", desk.path("/evidence"))).json)
    expect(evidence).toMatchObject([{ name: logFile.name, state: "stored", letterId: expect.any(String) }])
    expect(desk.world.evidenceFiles.at(evidence[0].link.url)).toEqual(logFile.content)
    for (const partyId of ["leafline", swiftpostId])
      expect(desk.timeline(partyId, /^LetterAnswered$/)[0]?.data).toMatchObject({
        answer: "inform",
        file: { sha256: evidence[0].sha256, bytes: logFile.content.length },
      })
    const rows = JSON.stringify([desk.world.cases.rows(), desk.world.exchange.events])
    expect(rows).not.toMatch(/CANARY|Jane Doe/)
  })

  it("that does not fit the request is none", async () => {
    const desk = await letterWorld()
    const token = desk.lastToken()
    for (const given of [accepted, { answer: { kind: "inform" } }, { answer: { kind: "stopped" } }] as const)
      expect(await desk.answer(token, given)).toBe("misfit")
    expect(await desk.answer(token, { answer: { kind: "decline", reason: "noContactDetails" } })).toBe("misfit")
    expect(await desk.open(token)).toBeDefined()
  })

  it("does not offer to decline a record, which the law asks for of every breach", async () => {
    const desk = await letterWorld()
    await desk.requestDuty("keepRecord")
    expect(await desk.answer(desk.lastToken(), declined)).toBe("misfit")
    expect(await desk.answer(desk.lastToken(), accepted)).toBe("answered")
    expect(desk.dutyState("keepRecord")).toBe("accepted")
  })

  it("is taken once: the same again is the same answer, and another one is told that it came second (promise: letter-is-answered-once)", async () => {
    const desk = await letterWorld()
    const token = desk.lastToken()
    expect(await desk.answer(token, declined)).toBe("answered")
    expect(await desk.answer(token, declined)).toBe("answered")
    expect(await desk.answer(token, informed)).toBe("answeredBefore")
    expect(typesOf(desk.timeline("leafline", /^LetterAnswered$/))).toHaveLength(1)
    expect(desk.world.rowsOf("evidence")).toEqual([])
  })

  it("of two at once is one (promise: letter-is-answered-once)", async () => {
    const desk = await letterWorld()
    await desk.requestDuty()
    const token = desk.lastToken()
    const outcomes = await Promise.all([desk.answer(token, accepted), desk.answer(token, declined)])
    expect([...outcomes].sort()).toEqual(["answered", "answeredBefore"])
    expect(typesOf(desk.timeline(swiftpostId, /^(LetterAnswered|DutyAccepted|DutyDeclined)$/))).toHaveLength(2)
  })
})

describe("a letter that nobody answers", () => {
  it("is noted after its term, and opens the duty to be taken over (promise: letter-unanswered)", async () => {
    const desk = await letterWorld()
    const dutyId = await desk.requestDuty()
    await desk.passHours(25)
    await desk.passHours(0)
    const unanswered = desk.timeline("leafline", /Unanswered/).map(({ type, data }) => [type, data["request"]])
    expect(unanswered.sort()).toEqual([
      ["DutyUnanswered", undefined],
      ["LetterUnanswered", "doDuty"],
      ["LetterUnanswered", "tellWhatWasSeen"],
    ])
    const step = { operation: "takeOver" }
    expect((await desk.call("leafline", "POST", desk.path(`/duties/${dutyId}`), { step })).statusCode).toBe(200)
    expect(desk.dutyState()).toBe("takenOver")
  })

  it("can be answered late: the answer is recorded, and does not undo that the duty was taken over (promise: letter-answered-late)", async () => {
    const desk = await letterWorld()
    const dutyId = await desk.requestDuty()
    const token = desk.lastToken()
    await desk.passHours(25)
    await desk.call("leafline", "POST", desk.path(`/duties/${dutyId}`), { step: { operation: "takeOver" } })
    expect(await desk.answer(token, accepted)).toBe("late")
    expect(await desk.answer(token, accepted)).toBe("late")
    expect(desk.dutyState()).toBe("takenOver")
    expect(desk.timeline("leafline", /^LetterAnswered$/).map(({ data }) => data)).toMatchObject([
      { answer: "accept", afterTerm: true, late: "notInThisState" },
    ])
    expect(await desk.open(token)).toBeUndefined()
  })

  it("can be answered after the term as long as nobody took the duty over", async () => {
    const desk = await letterWorld()
    await desk.requestDuty()
    await desk.passHours(25)
    expect(await desk.answer(desk.lastToken(), accepted)).toBe("answered")
    expect(desk.dutyState()).toBe("accepted")
  })
})
