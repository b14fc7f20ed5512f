import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedSealer } from "../../shared/base/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { secureRandomBytes as random } from "../../shared/base/platform/random-id.ts"
import { knownLawIds } from "../../shared/desk/law/catalogue.ts"
import { bundledParties } from "../../shared/parties/bundled-parties.ts"
import { makeAnswerInvitation } from "../../shared/parties/invitations/answer-invitation.ts"
import { dynamoInvitedParties } from "../../shared/parties/invitations/dynamo-invited-parties.ts"
import { invitationRoutes } from "../../shared/parties/invitations/invitation-routes.ts"
import { makeReadInvitation } from "../../shared/parties/invitations/read-invitation.ts"

const invitedParties = dynamoInvitedParties(deployedTable("InvitedParties"))
const fileParties = bundledParties()
const tools = { invitedParties, fileParties, knownLaws: knownLawIds, sealer: deployedSealer(), random }

export const handler = httpPipeline({
  routes: invitationRoutes({
    readInvitation: makeReadInvitation(tools),
    answerInvitation: makeAnswerInvitation(tools),
  }),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
