import { bundledParties } from "../../shared/parties/bundled-parties.ts"
import { makeAnswerInvitation } from "../../shared/parties/invitations/answer-invitation.ts"
import { dynamoInvitedParties } from "../../shared/parties/invitations/dynamo-invited-parties.ts"
import { invitationRoutes } from "../../shared/parties/invitations/invitation-routes.ts"
import { makeReadInvitation } from "../../shared/parties/invitations/read-invitation.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedSealer } from "../../shared/platform/deployed-sealing.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { secureRandomBytes as random } from "../../shared/platform/random-id.ts"

const invitedParties = dynamoInvitedParties(deployedTable("InvitedParties"))
const tools = { invitedParties, fileParties: bundledParties(), sealer: deployedSealer(), random }

export const handler = httpPipeline({
  routes: invitationRoutes({
    readInvitation: makeReadInvitation(tools),
    answerInvitation: makeAnswerInvitation(tools),
  }),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
