import type { paths } from "../../client/api/generated/paths.ts"
import { api } from "../api/console-api.ts"
import { type Command, useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"

/** Facts that a party states. */
export type Facts = paths["/v1/cases/{caseAlias}/facts"]["post"]["requestBody"]["content"]["application/json"]

/** States facts, and says when they are recorded. */
export function useFactsCommand(onDone: () => void = () => {}): Command<Facts> {
  const say = useSay()
  return useCommand(
    (facts: Facts, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/facts", { params: { path: { caseAlias } }, headers, body: facts }),
    () => say("form.recorded"),
    onDone,
  )
}
