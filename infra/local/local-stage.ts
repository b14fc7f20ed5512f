import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as z from "zod"
import { stageFileName } from "../stages/read-stage.ts"
import { localStage, type StageSettings } from "../stages/stage-config.ts"
import { projectFolder } from "./host-environment.ts"

/** What this reads of the stage's file. The version that is deployed checks the whole of it. */
const stageFile = z.looseObject({ operators: z.looseObject({}).optional() })

/** What a start of this machine changes in the stage's file. */
export type StageChanges = { readonly parts?: Partial<StageSettings["parts"]>; readonly withoutOperators?: true }

/**
 * Copies the committed stage of this machine into a folder of this start, with the provider that runs now, at which
 * its operators sign in.
 *
 * @param options.folder of this start alone
 * @param options.project the folder of the version to deploy
 * @param options.issuer the provider of this machine
 * @param options.changes what differs from the committed file
 * @param options.consoleUrl where the console of this machine is. Without it, mails name API calls
 * @returns the folder that holds the folder of the stage
 */
export async function prepareLocalStage(options: {
  readonly folder: string
  readonly project?: string | undefined
  readonly issuer: string
  readonly changes?: StageChanges | undefined
  readonly consoleUrl?: string | undefined
}): Promise<string> {
  const { folder, project = projectFolder, issuer, consoleUrl, changes = {} } = options
  const committed = await readFile(join(project, "stages", localStage, stageFileName), "utf8")
  const { operators, ...stage } = stageFile.parse(JSON.parse(committed))
  const hasOperators = operators !== undefined && changes.withoutOperators !== true
  const signingIn = hasOperators ? { operators: { ...operators, issuer } } : {}
  const leading = consoleUrl === undefined ? {} : { consoleUrl }
  const taking = changes.parts === undefined ? {} : { parts: changes.parts }
  const stages = join(folder, "stages")
  await mkdir(join(stages, localStage), { recursive: true })
  await writeFile(
    join(stages, localStage, stageFileName),
    `${JSON.stringify({ ...stage, ...signingIn, ...leading, ...taking }, null, 2)}\n`,
  )
  return stages
}
