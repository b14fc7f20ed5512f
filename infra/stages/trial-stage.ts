import { join } from "node:path"
import type { NewStage } from "./new-stage.ts"
import { committedStages, StageUnknown, stageNames } from "./read-stage.ts"
import { stageConfig } from "./stage-config.ts"
import { filesOfStage, writeStageFiles } from "./stage-files.ts"

/** The stage that is deployed where nothing has been configured. */
export const trialStage = "trial"

/** Leaves out what costs money while nothing happens, and what one person who tries things has no use for. */
export const trialSettings = {
  parts: { proof: false, console: false, invitedParties: false, vendors: false },
  fewerKeys: true,
  alarms: false,
  dashboard: false,
}

/** The account and the region of the credentials in use, as the CDK names them. */
export type SignedInPlace = { readonly account: string | undefined; readonly region: string | undefined }

/**
 * The name of the trial, whose files are written if they are not there yet.
 *
 * @returns undefined where the folder has another stage of the operator's. A forgotten `-c stage=prod` must not deploy
 *   a trial there
 * @throws StageUnknown if nobody is signed in, or if Wayseal does not run in the region
 */
export async function trialOf(folder: string, place: SignedInPlace): Promise<string | undefined> {
  const own = stageNames(folder).filter((name) => !committedStages.includes(name))
  if (own.some((name) => name !== trialStage)) return undefined
  if (own.length === 0) writeStageFiles(join(folder, trialStage), await filesOfStage(trialIn(place)))
  return trialStage
}

/** Two parties that exist nowhere else, in the account of whoever tries Wayseal. */
function trialIn({ account, region }: SignedInPlace): Omit<NewStage, "publicKeys"> {
  if (account === undefined || region === undefined)
    throw new StageUnknown(
      "No stage was chosen, so this would deploy a trial, but there are no credentials or no region. " +
        "Sign in to AWS (AWS_PROFILE), and choose a region (AWS_REGION).",
    )
  const refused = stageConfig.shape.region.safeParse(region).error?.issues[0]?.message
  if (refused !== undefined)
    throw new StageUnknown(`A trial cannot be deployed in ${region}: ${refused}. Choose another one with AWS_REGION.`)
  return {
    account,
    region,
    isTrial: true,
    alarmEmails: [],
    country: "CA",
    timeZone: "America/Toronto",
    laws: ["ca-pipeda"],
    parties: [
      { kind: "retailer", id: "maplebooks", alias: "Maple Books" },
      { kind: "carrier", id: "northpost", alias: "Northpost" },
    ],
    settings: trialSettings,
  }
}
