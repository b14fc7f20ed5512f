import { answerLetter } from "../../shared/breach-desk/actions/answer-letter.ts"
import { deployedAnsweringDesk } from "../../shared/breach-desk/deployed-letters.ts"
import { openLetter } from "../../shared/breach-desk/letters/open-letter.ts"
import { letterPageRoutes, refusedLetterPage } from "../../shared/letter-page/letter-page-routes.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { systemClock } from "../../shared/platform/clock.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

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
      import("../../shared/letter-page/view-page-routes.ts"),
      import("../../shared/breach-desk/documents/read-view.ts"),
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
