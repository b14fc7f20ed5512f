import type { paths } from "../../client/api/generated/paths.ts"
import type { CommandHeaders } from "../api/answered.ts"
import { commandsInTurn } from "../api/commands-in-turn.ts"
import { api } from "../api/console-api.ts"

/** What is done with a duty. */
export type DutyStep =
  paths["/v1/cases/{caseAlias}/duties/{dutyId}"]["post"]["requestBody"]["content"]["application/json"]["step"]

/** A duty, and what is done with it. */
export type TakenStep = { readonly dutyId: string; readonly step: DutyStep }

/** Acts on one duty. */
export const takeStep = ({ dutyId, step }: TakenStep, headers: CommandHeaders, caseAlias: string) =>
  api.POST("/v1/cases/{caseAlias}/duties/{dutyId}", {
    params: { path: { caseAlias, dutyId } },
    headers,
    body: { step },
  })

/** Acts on one duty after the other. */
export const takeSteps = (steps: readonly TakenStep[], headers: CommandHeaders, caseAlias: string) =>
  commandsInTurn(steps, headers, (step, of) => takeStep(step, of, caseAlias))
