import { systemClock } from "../../shared/base/platform/clock.ts"
import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { answerLetter } from "../../shared/desk/actions/answer-letter.ts"
import { deployedAnsweringDesk } from "../../shared/desk/deployed-letters.ts"
import { openLetter } from "../../shared/desk/letters/open-letter.ts"
import { letterPageRoutes, refusedLetterPage } from "../../shared/pages/letter/letter-page-routes.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"

const desk = await deployedAnsweringDesk(await deployedCurrentParties())

export const handler = httpPipeline({
  routes: letterPageRoutes({
    openLetter: (token) => openLetter(desk, token),
    answerLetter: (token, given) => answerLetter(desk, token, given),
    clock: systemClock,
  }),
  // Most visits are of letters, which need nothing of what makes a dossier.
  moreRoutes: async () => {
    const [{ viewPageRoutes }, { readComparison, readView }] = await Promise.all([
      import("../../shared/pages/letter/view-page-routes.ts"),
      import("../../shared/desk/documents/read-view.ts"),
    ])
    return viewPageRoutes({
      readView: (token, language) => readView(desk, token, language),
      readComparison: (tokens, language) => readComparison(desk, tokens, language),
    })
  },
  answerRefusal: refusedLetterPage,
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
