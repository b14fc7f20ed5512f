import type { paths } from "../../client/api/generated/paths.ts"
import { api } from "../api/console-api.ts"
import { type Command, useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"

/** What the party records of a regulator's question, or of somebody outside whom it told. */
export type CorrespondenceStep =
  paths["/v1/cases/{caseAlias}/correspondence"]["post"]["requestBody"]["content"]["application/json"]

/** Records such a step. */
export function useCorrespondence(onDone: () => void): Command<CorrespondenceStep> {
  const say = useSay()
  return useCommand(
    (body: CorrespondenceStep, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/correspondence", { params: { path: { caseAlias } }, headers, body }),
    () => say("form.recorded"),
    onDone,
  )
}
