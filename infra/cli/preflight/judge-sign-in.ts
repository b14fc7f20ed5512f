import { leadsToPublic } from "../../../shared/base/platform/public-address.ts"
import { signedInPathOf } from "../../../shared/pages/sign-in/return-path.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { localStage, type StageSettings } from "../../stages/stage-config.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

const found = resultsOf("sign-in")

/** What the identity provider of each party has to know, and whether the hub reads it. */
export function judgeSignIn(
  parties: readonly Pick<Party, "id" | "signIn">[],
  stage: { readonly name: string; readonly settings: Pick<StageSettings, "browserEdge"> },
): readonly CheckResult[] {
  const host = stage.settings.browserEdge?.domain ?? "<the API's host>"
  const reach = { allowsLoopback: stage.name === localStage }
  return parties.flatMap(({ id, signIn }) => {
    if (signIn === undefined) return []
    if (!leadsToPublic(signIn.issuer, reach))
      return [
        found.toDo(
          `The issuer at which people of ${id} sign in has no public address, so that the hub does not read it.`,
        ),
      ]
    return [found.note(`${id}: the only redirect URI at its provider is https://${host}${signedInPathOf(id)}`)]
  })
}
