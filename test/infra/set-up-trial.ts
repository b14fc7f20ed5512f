import { makePartyKey } from "../../infra/stages/make-party-key.ts"
import type { NewStage } from "../../infra/stages/new-stage.ts"

/** What somebody answers who sets up a trial. */
export const setUp: NewStage = {
  region: "ca-central-1",
  isTrial: true,
  alarmEmails: ["operations@hub.example"],
  country: "CA",
  timeZone: "America/Toronto",
  laws: ["ca-pipeda"],
  parties: [{ kind: "retailer", id: "maplebooks", alias: "Maple Books" }],
  publicKeys: { maplebooks: (await makePartyKey()).publicKey },
}
