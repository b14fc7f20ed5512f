import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { describe, expect, it } from "@jest/globals"
import {
  emulatorAccount,
  emulatorClientSettings,
  emulatorRegion,
} from "../../infra/local/emulator/emulator-environment.ts"
import { keepMails } from "../../infra/local/keep-mails.ts"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import { alertTopicName } from "../../infra/party-names.ts"
import { localStage } from "../../infra/stages/stage-config.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** What is sent to the topic of a party becomes a file. */
export function keptMailsSuite(local: () => LocalExchange): void {
  describe("mails to parties on a developer's machine", () => {
    it("are kept as files, instead of those of an earlier run, and are told of by party and subject", async () => {
      const { exchange } = local()
      const folder = await mkdtemp(join(tmpdir(), "kept-mails-"))
      await writeFile(join(folder, "007-leafline.txt"), "of an earlier run")
      const said: string[] = []
      const stop = await keepMails({
        exchange,
        stage: localStage,
        folder,
        openAt: "http://127.0.0.1:8787",
        say: (line) => said.push(line),
      })
      const sns = new SNSClient(emulatorClientSettings(exchange.endpoint))
      try {
        const TopicArn = `arn:aws:sns:${emulatorRegion}:${emulatorAccount}:${alertTopicName(localStage, "maplebooks")}`
        await sns.send(
          new PublishCommand({
            TopicArn,
            Subject: "An alert",
            Message: `Ouvrez l’écran\nde votre dossier : ${exchange.apiUrl}/letter#x`,
          }),
        )
        const heard = () => Promise.resolve(said.find((line) => line.startsWith("Mail to maplebooks: An alert (")))
        await waitUntil("the mail", heard, { patienceSeconds: 60 })
        const names = (await readdir(folder)).filter((name) => name.endsWith("-maplebooks.txt"))
        const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")))
        expect(texts).toContain(
          "Subject: An alert\n\nOuvrez l’écran\nde votre dossier : http://127.0.0.1:8787/letter#x\n",
        )
        expect(await readdir(folder)).not.toContain("007-leafline.txt")
      } finally {
        sns.destroy()
        await stop()
        await rm(folder, { recursive: true })
      }
    })
  })
}
