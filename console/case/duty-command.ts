import type { paths } from "../../client/api/generated/paths.ts"
import { api } from "../api/console-api.ts"
import { type Command, useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"

/** What is done with a duty. */
export type DutyStep =
  paths["/v1/cases/{caseAlias}/duties/{dutyId}"]["post"]["requestBody"]["content"]["application/json"]["step"]

/** Acts on a duty, and says when it is recorded. */
export function useDutyCommand(dutyId: string, onDone: () => void): Command<DutyStep> {
  const say = useSay()
  return useCommand(
    (step: DutyStep, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/duties/{dutyId}", {
        params: { path: { caseAlias, dutyId } },
        headers,
        body: { step },
      }),
    () => say("form.recorded"),
    onDone,
  )
}
