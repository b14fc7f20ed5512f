import { memoryInvitedParties } from "../../../shared/parties/invitations/memory-invited-parties.ts"
import { invitedPartiesContract } from "./invited-parties.contract.ts"

invitedPartiesContract("memory", async () => memoryInvitedParties())
