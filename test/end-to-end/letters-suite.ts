import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import {
  emulatorAccount,
  emulatorClientSettings,
  emulatorRegion,
} from "../../infra/local/emulator/emulator-environment.ts"
import { deskOf } from "../../infra/local/example-2018/desk-client.ts"
import { keepMails } from "../../infra/local/keep-mails.ts"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import { alertTopicName } from "../../infra/party-names.ts"
import { localStage } from "../../infra/stages/stage-config.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"

/** A carrier of Leafline that takes no part, as the parties file names it. */
export const namedCarrier = {
  key: "grandpost",
  name: "Grand Post",
  privacyEmail: "privacy@grandpost.example",
  laws: ["ca-privacy-act"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
}

/** Mails, which a developer's machine keeps as files, and with them the letters to whom takes no part. */
export function lettersSuite(local: () => LocalExchange, send: () => Senders): void {
  describe("mails to parties on a developer's machine", () => {
    const said: string[] = []
    let folder: string
    let stopKeeping = async () => {}

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "kept-mails-"))
      await writeFile(join(folder, "007-leafline.txt"), "of an earlier run")
      stopKeeping = await keepMails({
        exchange: local().exchange,
        stage: localStage,
        folder,
        openAt: "http://127.0.0.1:8787",
        say: (line) => said.push(line),
      })
    })

    afterAll(async () => {
      await stopKeeping()
      await rm(folder, { recursive: true })
    })

    /** The mails to a receiver, once one was told of by these words. */
    async function mailsTo(receiver: string, subject: string): Promise<string[]> {
      const heard = () => Promise.resolve(said.find((line) => line.startsWith(`Mail to ${receiver}: ${subject}`)))
      await waitUntil("the mail", heard, { patienceSeconds: 60 })
      const names = (await readdir(folder)).filter((name) => name.endsWith(`-${receiver}.txt`))
      return Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))
    }

    it("are kept as files, instead of those of an earlier run, and are told of by party and subject", async () => {
      const { exchange } = local()
      const sns = new SNSClient(emulatorClientSettings(exchange.endpoint))
      const TopicArn = `arn:aws:sns:${emulatorRegion}:${emulatorAccount}:${alertTopicName(localStage, "maplebooks")}`
      await sns.send(
        new PublishCommand({
          TopicArn,
          Subject: "An alert",
          Message: `Ouvrez l’écran\nde votre dossier : ${exchange.apiUrl}/letter#x`,
        }),
      )
      sns.destroy()
      expect(await mailsTo("maplebooks", "An alert (")).toContain(
        "Subject: An alert\n\nOuvrez l’écran\nde votre dossier : http://127.0.0.1:8787/letter#x\n",
      )
      expect(await readdir(folder)).not.toContain("007-leafline.txt")
    })

    it("have a letter to a carrier that takes no part, which answers it without an account", async () => {
      const { exchange, sign, partiesPath } = local()
      const party = readParties(partiesPath).find(({ id }) => id === "leafline")
      if (party === undefined) throw new Error("there is no such party")
      const desk = deskOf({ exchange, sign }, party)
      const [first, last] = [send().parcel(1_350_001), send().parcel(1_350_009)]
      const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
      const { caseAlias } = await desk.open({
        finder: "finder",
        tool: `observed:leafline--${namedCarrier.key}`,
        receivedAt: hoursAgo(1),
        evidence: {
          kind: "referenceRange",
          firstReference: first.orderReference,
          lastReference: last.orderReference,
          since: hoursAgo(3),
          until: hoursAgo(2),
          fields: ["delivery-date", "postal-code"],
        },
      })
      const [letter = ""] = await mailsTo("counterparty", "")
      const [, token = ""] = /\/letter\?lang=en#([A-Za-z0-9_-]{43})/.exec(letter) ?? []
      const opened = await fetch(`${exchange.apiUrl}/letter`, { method: "POST", body: new URLSearchParams({ token }) })
      expect([opened.status, await opened.text()]).toEqual([200, expect.stringContaining("tell us what was seen")])
      const form = new FormData()
      for (const [name, value] of Object.entries({ token, answer: "inform" })) form.set(name, value)
      form.set("file", new Blob(["at,reference"]), "log.csv")
      const answered = await fetch(`${exchange.apiUrl}/letter/answers`, { method: "POST", body: form })
      expect([answered.status, await answered.text()]).toEqual([
        200,
        expect.stringContaining("Your answer is recorded"),
      ])
      const { entries } = await desk.timeline(caseAlias)
      const types = entries.flatMap((entry) => ("type" in entry ? [entry.type] : []))
      expect(types).toEqual(expect.arrayContaining(["LetterSent", "LetterOpened"]))
    })
  })
}
